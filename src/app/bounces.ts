// Reads the mailbox of `mail.bounces`, if there is one.
import type { WeeklyConfig } from '../core/config.ts'
import type { ReportMailbox, ReportOutcome } from '../deliver/bounces/take-reports.ts'
import { openVerp } from '../deliver/message/verp.ts'
import type { App } from './wire.ts'

type Mailbox = Pick<NonNullable<WeeklyConfig['mail']['bounces']>, 'maildir' | 'imap'>

/** Opens the mailbox that a part of the configuration names; null when it has none. `key` is how that part is called. */
export async function openMailbox({ maildir, imap }: Mailbox, key = 'mail.bounces'): Promise<ReportMailbox | null> {
  // Each is loaded when it is used, as the parser of messages is: they are large.
  if (maildir !== undefined) return (await import('../deliver/bounces/maildir.ts')).openMaildir(maildir)
  return imap === undefined ? null : (await import('../deliver/bounces/imap.ts')).openImap(imap, key)
}

/** How many reports came to what; null when no mailbox is configured. Throws BOUNCES_UNREADABLE and STORE_… errors. */
export async function readBounces({
  store,
  clock,
  log,
  config,
}: App): Promise<ReadonlyMap<ReportOutcome, number> | null> {
  const { bounces } = config.weekly.mail
  const verp = await openVerp(store.db, bounces?.address)
  const mailbox = bounces && (await openMailbox(bounces))
  if (!mailbox || !verp) return null
  const { takeReports } = await import('../deliver/bounces/take-reports.ts')
  return takeReports({ store, clock, log, verp }, mailbox)
}
