// Forgets by `keep` what is older than it says: a few batches in each pass, so that nobody waits.
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { addMinutes, msFromInstant } from '../core/clock.ts'
import type { Instant, StageReport } from '../core/types.ts'
import { pruneDropped } from '../store/dropped-items.ts'
import { pruneBodies } from '../store/kept-bodies.ts'
import {
  forgetActs,
  forgetAnswers,
  forgetArticles,
  forgetItemTexts,
  forgetRobots,
  shrinkStore,
} from '../store/retention.ts'
import type { App } from './wire.ts'

const MONTH_MINUTES = 30.4375 * 24 * 60
const BATCHES = 10
/** A robots.txt is read anew each day; what is older is of a host that nobody asks any more. */
const ROBOTS_MONTHS = 3
const MEGABYTE = 1_000_000
const MAILS_AT_ONCE = 5_000

async function inBatches(forget: () => Promise<number>): Promise<number> {
  let all = 0
  for (let batch = 0; batch < BATCHES; batch++) {
    const count = await forget()
    all += count
    if (count === 0) break
  }
  return all
}

/** Removes mails that were written as files before an instant. Returns how many; none where the folder cannot be read. */
async function forgetMails(folder: string, before: Instant): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.eml')).slice(0, MAILS_AT_ONCE)
  let removed = 0
  for (const name of names) {
    const path = join(folder, name)
    const modifiedMs = await stat(path).then(
      found => found.mtimeMs,
      () => Infinity,
    )
    if (modifiedMs >= msFromInstant(before)) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}

/** Forgets what is older than `keep` says. Answers a report when there was something; null else. Throws STORE_… errors. */
export async function forgetOld({ store, clock, config }: App): Promise<StageReport | null> {
  const { keep, mail } = config.weekly
  const before = (months: number): Instant => addMinutes(clock.now(), -months * MONTH_MINUTES)
  const { articles, items, journal, outbox } = keep
  await inBatches(() => pruneDropped(store.db, before(keep.dropped)))
  await inBatches(() => forgetRobots(store, before(ROBOTS_MONTHS)))
  await inBatches(() => pruneBodies(store.db, before(keep.bodies), keep.bodyMegabytes * MEGABYTE))
  const texts = articles === undefined ? 0 : await inBatches(() => forgetArticles(store, before(articles)))
  if (articles !== undefined) await inBatches(() => forgetAnswers(store, before(articles)))
  const words = items === undefined ? 0 : await inBatches(() => forgetItemTexts(store, before(items)))
  const acts = journal === undefined ? 0 : await inBatches(() => forgetActs(store, before(journal)))
  const folder = mail.transport.startsWith('outbox:') ? mail.transport.slice('outbox:'.length) : null
  const mails = outbox === undefined || folder === null ? 0 : await forgetMails(folder, before(outbox))
  const done = texts + words + acts + mails
  if (done === 0) return null
  await shrinkStore(store)
  const unit = `forgotten by age: ${texts} articles, ${words} texts of feeds, ${acts} acts of editors, ${mails} mails`
  return { stage: 'keep', done, skipped: 0, failed: 0, unit, notes: [] }
}
