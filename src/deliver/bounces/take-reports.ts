// Takes the reports of a mailbox into the ledger.
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Store } from '../../store/engine/database.ts'
import {
  type BounceConsequence,
  findReportedDelivery,
  recordBounce,
  type ReportedDelivery,
} from '../../store/bounces.ts'
import { findSubscriber, unsubscribe } from '../../store/subscribers.ts'
import type { Verp } from '../message/verp.ts'
import { judgeStatus } from './judge.ts'
import { type MailReport, readReport, unreadable } from './read-report.ts'

/** What taking reports needs. */
export interface ReportDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly verp: Verp
}

/** What came of a message; `forged`: no mail of ours stands in it. `unsubscribed`: a reader wrote to leave. `unreadable`: it has no end or no form that a program could follow. */
export type ReportOutcome = BounceConsequence | 'delayed' | 'no report' | 'forged' | 'unsubscribed' | 'unreadable'

/** Takes the bytes of a message, or null where the mailbox could not give them; answers whether it could be read. Throws STORE_… errors alone. */
export type TakeMessage = (bytes: Buffer | null) => Promise<boolean>

/** A mailbox whose new messages are read once. */
export interface ReportMailbox {
  /** How many reports are to be read; changes nothing. Throws BOUNCES_UNREADABLE. */
  countNew(): Promise<number>
  /** Hands every new message to `take`, and then marks it as read, so that none is read again; what was unreadable is flagged for people. Throws BOUNCES_UNREADABLE. */
  readNew(take: TakeMessage): Promise<void>
}

/** Reads one message. Whatever it is, it throws STORE_… errors alone. */
async function takeMessage(deps: ReportDeps, bytes: Buffer | null): Promise<ReportOutcome> {
  const report = bytes ? await readReport(bytes) : unreadable
  const { kind, status, response, words } = report
  if (kind === 'unreadable') return kind
  if (kind === 'none') return takeLeave(deps, report)
  const delivery = await findDelivery(deps, report)
  if (!delivery) return 'forged'
  if (kind === 'delay') return 'delayed'
  const verdict = kind === 'complaint' ? kind : judgeStatus(status, response, words)
  return recordBounce(deps.store.db, delivery, { verdict, status, response }, deps.clock.now())
}

/** A mail to a reader's own leave address ends that subscription, whoever it is from: people have several addresses. */
async function takeLeave(
  { store, clock, verp }: ReportDeps,
  { recipients }: MailReport,
): Promise<'unsubscribed' | 'no report'> {
  const leaver = verp.findLeaver(recipients)
  if (leaver === null || !(await findSubscriber(store.db, { id: leaver }))) return 'no report'
  await unsubscribe(store.db, leaver, clock.now())
  return 'unsubscribed'
}

/** As freeze.ts makes them. */
const messageIds = /<\d{4}-W\d\d\.\d{1,15}\.[^<>\s]{1,200}>/g
const MESSAGE_IDS_LIMIT = 10

/** The mail that a report is about. Providers strip return paths from complaints: there our Message-ID, which only receivers know, is enough. */
async function findDelivery(
  { store, verp }: ReportDeps,
  { kind, places }: MailReport,
): Promise<ReportedDelivery | null> {
  const deliveryId = verp.find(places)
  if (deliveryId !== null) return findReportedDelivery(store.db, { deliveryId })
  if (kind !== 'complaint') return null
  for (const messageId of new Set((places.match(messageIds) ?? []).slice(0, MESSAGE_IDS_LIMIT))) {
    const found = await findReportedDelivery(store.db, { messageId })
    if (found) return found
  }
  return null
}

/** Reads all new messages; answers how many came to what. Throws BOUNCES_UNREADABLE and STORE_… errors. */
export async function takeReports(
  deps: ReportDeps,
  mailbox: ReportMailbox,
): Promise<ReadonlyMap<ReportOutcome, number>> {
  const counts = new Map<ReportOutcome, number>()
  await mailbox.readNew(async bytes => {
    const outcome = await takeMessage(deps, bytes)
    deps.log.debug('bounces.read', { outcome })
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    return outcome !== 'unreadable'
  })
  return counts
}
