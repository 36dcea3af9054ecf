// Takes the reports of a mailbox into the ledger.
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Store } from '../../store/engine/database.ts'
import { type BounceConsequence, findReportedDelivery, recordBounce } from '../../store/bounces.ts'
import type { Verp } from '../message/verp.ts'
import { judgeStatus } from './judge.ts'
import { readReport, unreadable } from './read-report.ts'

/** What taking reports needs. */
export interface ReportDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly verp: Verp
}

/** What came of a message; `forged`: no return path of ours stands in it. `unreadable`: it has no end or no form that a program could follow. */
export type ReportOutcome = BounceConsequence | 'delayed' | 'no report' | 'forged' | 'unreadable'

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
  const { kind, status, response, words, places } = bytes ? await readReport(bytes) : unreadable
  if (kind === 'unreadable') return kind
  if (kind === 'none') return 'no report'
  const deliveryId = deps.verp.find(places)
  const delivery = deliveryId === null ? null : await findReportedDelivery(deps.store.db, { deliveryId })
  if (!delivery) return 'forged'
  if (kind === 'delay') return 'delayed'
  const verdict = kind === 'complaint' ? kind : judgeStatus(status, response, words)
  return recordBounce(deps.store.db, delivery, { verdict, status, response }, deps.clock.now())
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
