// The words about mails that may or may not have arrived, in English.
import { count } from './count.ts'

/** What is decided about them. */
export const uncertainMails = {
  one: { resend: 'Send again', settle: 'It has arrived' },
  all: { resend: 'Send all again', settle: 'All have arrived' },
  askTitle: 'All uncertain mails of this issue?',
  ask: {
    resend: (mails: number) => `${count(mails, 'mail is', 'mails are')} sent again. Who has it already gets it twice.`,
    settle: (mails: number) =>
      `${count(mails, 'mail counts', 'mails count')} as sent. Who has not got it will not get it.`,
  },
  waitsTitle: 'To be sent again',
  waits: (week: string) =>
    `This issue is no longer mailed by itself. \`weekly deliver --week ${week}\` on the server sends what is to be sent again.`,
}
