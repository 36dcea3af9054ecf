// The words about mails that may or may not have arrived, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** What is decided about them, key by key as in en/desk-uncertain.ts. */
export const uncertainMails: DeskWords['uncertainMails'] = {
  one: { resend: '再发一次', settle: '已经收到' },
  all: { resend: '全部再发一次', settle: '全部已经收到' },
  askTitle: '处理这一期所有不确定的邮件？',
  ask: {
    resend: mails => `${mails} 封邮件会再发一次，已经收到的读者会收到两封。`,
    settle: mails => `${mails} 封邮件算作已发，没有收到的读者就收不到了。`,
  },
  waitsTitle: '等待再发',
  waits: week => `这一期不再自动发送。请在服务器上运行 \`weekly deliver --week ${week}\`，把要再发的邮件发出去。`,
}
