// Reads the mailbox of `mail.replies` and counts who wrote back, by issue. Nothing of what they say is kept.
import { readAnswer } from '../deliver/bounces/read-answer.ts'
import { findReportedDelivery } from '../store/bounces.ts'
import { noteReply } from '../store/replies.ts'
import { openMailbox } from './bounces.ts'
import type { App } from './wire.ts'

/** What became of a mail: `other` answers none of ours, or no person wrote it. */
export type ReplyOutcome = 'answers' | 'counted before' | 'other' | 'unreadable'

/** Counts one mail. Throws STORE_… errors. */
async function countReply({ store, clock }: App, bytes: Buffer): Promise<ReplyOutcome> {
  const { readMessage } = await import('../deliver/bounces/read-message.ts')
  const mail = await readMessage(bytes)
  if (!mail) return 'unreadable'
  const answer = readAnswer(mail.head)
  for (const messageId of answer?.answers ?? []) {
    const delivery = await findReportedDelivery(store.db, { messageId })
    if (!delivery || !answer) continue
    const isNew = await noteReply(store.db, { sha256: answer.sha256, week: delivery.week }, clock.now())
    return isNew ? 'answers' : 'counted before'
  }
  return 'other'
}

/** How many mails came to what; null when no mailbox is configured. Throws BOUNCES_UNREADABLE and STORE_… errors. */
export async function countReplies(app: App): Promise<ReadonlyMap<ReplyOutcome, number> | null> {
  const { replies } = app.config.weekly.mail
  const mailbox = replies && (await openMailbox(replies, 'mail.replies'))
  if (!mailbox) return null
  const counts = new Map<ReplyOutcome, number>()
  await mailbox.readNew(async bytes => {
    const outcome = bytes ? await countReply(app, bytes) : 'unreadable'
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    return outcome !== 'unreadable'
  })
  return counts
}
