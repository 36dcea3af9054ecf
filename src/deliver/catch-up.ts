// The latest issue for those who have just confirmed, when `mail.catchUp` is on: queued by web/ with the confirmation, sent by app/run.ts.
import { randomBytes } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Instant, StageReport, WeekId } from '../core/types.ts'
import { claimCatchUps, insertCatchUp, readCatchUpWeeks } from '../store/catch-ups.ts'
import type { Connection } from '../store/engine/database.ts'
import { recoverDeliveries, releaseDeliveries } from '../store/deliveries.ts'
import { createGroupCommit } from '../store/engine/group-commit.ts'
import { openComposer } from './message/composer.ts'
import { compareKeysOnce, type DeliverDeps, openMailingList } from './deliver.ts'
import { handOverBatch, type Tally } from './hand-over.ts'
import { createQueue } from './queue.ts'
import { openTokens } from './tokens.ts'
import { openVerp } from './message/verp.ts'

const CLAIM_MINUTES = 15
const BATCH_LIMIT = 100

/** Queues the latest issue for a reader; idempotent. Call within the transaction that confirms. */
export function queueCatchUp(db: Connection, subscriberId: number, siteUrl: string, now: Instant): Promise<void> {
  return insertCatchUp(db, subscriberId, `${randomBytes(8).toString('hex')}@${new URL(siteUrl).hostname}`, now)
}

/**
 * Sends what is queued, at most as long as an issue goes out by itself; null when nothing is. Exactly once as everything in the
 * ledger. Throws MAIL_CONFIG_INCOMPLETE, DKIM_KEY_INVALID and STORE_… errors.
 */
export async function deliverCatchUps(deps: DeliverDeps): Promise<StageReport | null> {
  const weeks = await readCatchUpWeeks(deps.store.db, deps.clock.now())
  if (weeks.length === 0) return null
  const tally: Tally = { sent: 0, skipped: 0, lostInRow: 0, paused: false, areKeysCompared: false, notes: [] }
  for (const week of weeks) if (!tally.paused) await deliverWeek(deps, week, tally)
  const failed = tally.notes.filter(({ level }) => level === 'failed').length
  return { stage: 'deliver', done: tally.sent, skipped: tally.skipped, failed, unit: 'mails sent', notes: tally.notes }
}

async function deliverWeek(deps: DeliverDeps, week: WeekId, tally: Tally): Promise<void> {
  const { store, clock, config } = deps
  await recoverDeliveries(store.db, week, clock.now())
  const list = await openMailingList(deps)
  const { bounces, perProvider, uncertain } = config.mail
  const keys = { tokens: await openTokens(store.db), verp: await openVerp(store.db, bounces?.address) }
  const compose = await openComposer(store.db, list, config, keys, week)
  const commit = createGroupCommit(store)
  const holder = `${deps.processId}#catch-up`
  try {
    while (!tally.paused && !deps.signal?.aborted) {
      const now = clock.now()
      const claim = { holder, until: addMinutes(now, CLAIM_MINUTES) }
      const batch = await claimCatchUps(store, week, claim, now, { limit: BATCH_LIMIT, uncertain })
      if (batch.length === 0) return
      await compareKeysOnce(deps, tally)
      const queue = createQueue(batch, perProvider)
      await handOverBatch({ ...deps, commit, holder, claimMinutes: CLAIM_MINUTES, compose }, queue, tally)
    }
  } finally {
    await releaseDeliveries(store.db, week, holder, clock.now())
  }
}
