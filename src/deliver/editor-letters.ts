// Mails to editors about a draft, as a kind of mail: rendered when they were queued, so that what is repeated is the same to the byte.
import { mailableAddress } from '../store/address.ts'
import { type ClaimedEditorLetter, readClaimedEditorLetters } from '../store/editor-letters.ts'
import { selectEditorLetters } from '../store/ledger.ts'
import { compileMail, composeMail, senderOf } from './message/compose.ts'
import type { DeliverDeps, MailKind } from './send.ts'

/** Those that are due. */
export function editorLetters({ config }: Pick<DeliverDeps, 'config'>): MailKind<ClaimedEditorLetter> {
  const letters = selectEditorLetters()
  return {
    subject: 'mails to editors',
    lease: 'deliver:editors',
    due: letters,
    all: letters,
    uncertainRemedy:
      config.mail.uncertain === 'resend'
        ? 'they are sent again in 10 minutes'
        : 'they are held; the desk shows the draft',
    read: readClaimedEditorLetters,
    onOutcome: () => Promise.resolve(),
    openComposer: list =>
      Promise.resolve(letter => {
        const { id, email, message_id: messageId, dated_at: datedAt } = letter
        const to = mailableAddress(email)
        const bytes = composeMail(list, compileMail(letter), { to, messageId, datedAt }, {}, [])
        return { name: `editors-${id}-${datedAt.replace(/\D/g, '')}`, from: senderOf(list), to, bytes }
      }),
  }
}
