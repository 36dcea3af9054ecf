// Second stage: reads the article behind every item that may enter an issue.
import { finishOrLeave, nobodyAsks, type StopWish } from '../core/stop.ts'
import type { IssueWindow, StageNote, StageReport } from '../core/types.ts'
import { claimUnread, endReadings, readBegun } from '../store/articles.ts'
import { type ItemRow, readItems } from '../store/items.ts'
import { readSourcesById } from '../store/sources.ts'
import { extractItem, giveUp, MAX_BEGUN, type ReadingDeps, type ReadingWays, usualWays } from './extract-item.ts'
import type { LanguageModel } from './model/language-model.ts'
import { polish } from './model/polish.ts'
import { openBudgets, type SourceBudgets, takeTurns, type Turn } from './reading-turns.ts'
import { dropStandingLines } from './standing-lines.ts'

/** What the stage takes besides. */
export interface ExtractDeps extends ReadingDeps {
  /** Pages at a time. */
  readonly concurrency: number
  /** Writes summaries in the place of extractive ones; null: these stand. */
  readonly model: LanguageModel | null
  /** How many items to take next, where other workers want their share of them; else as many as suit one. */
  readonly decideBite?: () => Promise<number>
  /** Ends the stage early: no more is begun, and what cannot finish in time is given back unread. */
  readonly stop?: StopWish
}

/** Enough for all lanes of one worker. */
const ITEMS_AT_ONCE = 24
const CLAIM_TRIES = 3
/** Articles whose standing lines are looked for together: those of one round count for each other. */
const LINES_AT_ONCE = 200
/** One page to read: the items with its link. */
interface PageTurn extends Turn {
  readonly items: readonly ItemRow[]
}

const turnsOf = (items: readonly ItemRow[]): readonly PageTurn[] =>
  [...Map.groupBy(items, ({ id, url }) => url ?? String(id)).values()].map(same => ({
    sourceId: same[0]?.source_id ?? 0,
    items: same,
  }))

/** What one pass has read so far. */
interface Pass {
  readonly deps: ExtractDeps
  readonly stop: StopWish
  readonly ways: Map<number, ReadingWays>
  readonly budgets: SourceBudgets
  readonly notes: StageNote[]
  /** Read, and not yet looked through for standing lines. */
  readonly fresh: { readonly id: number; readonly source_id: number }[]
  done: number
}

/** Reads the items of a turn; answers those that are left because the stage should end. */
async function readTurn(pass: Pass, { items }: PageTurn): Promise<readonly ItemRow[]> {
  const { deps, stop, ways, budgets } = pass
  for (const [at, item] of items.entries()) {
    if (stop.isAsked()) return items.slice(at)
    budgets.begin(item.source_id)
    let cpuMs = 0
    const reading = extractItem(deps, item, ways.get(item.source_id) ?? usualWays, taken => (cpuMs += taken))
    const read = await finishOrLeave(
      reading.then(note => ({ note })),
      stop,
    )
    if (read === null) return items.slice(at)
    budgets.spend(item.source_id, cpuMs, read.note?.code === 'ARTICLE_TOO_COSTLY')
    if (read.note) pass.notes.push(read.note)
    else pass.done++
  }
  return []
}

/** Reads what is given in turns; what its source's budget or a stop leaves over is given back. */
async function readAll(pass: Pass, items: readonly ItemRow[], lanes: number): Promise<void> {
  const { deps, stop, budgets } = pass
  const mayRead = ({ sourceId }: PageTurn): boolean => !stop.isAsked() && !budgets.isSpent(sourceId)
  const left: ItemRow[] = []
  const refused = await takeTurns(turnsOf(items), lanes, mayRead, async turn => {
    left.push(...(await readTurn(pass, turn)))
  })
  const unread = [...left, ...refused.flatMap(turn => turn.items)].map(({ id }) => id)
  await endReadings(deps.store.db, unread, deps.worker)
  pass.fresh.push(...items.map(({ id, source_id }) => ({ id, source_id })))
  if (pass.fresh.length >= LINES_AT_ONCE) await dropLines(pass)
}

const dropLines = ({ deps, fresh }: Pass): Promise<void> =>
  dropStandingLines({ store: deps.store, now: deps.clock.now(), want: deps.summary }, fresh.splice(0))

/** Claims the next items and tells apart those whose reading has begun before and never ended. Null: there are none. */
async function claimNext(
  pass: Pass,
  window: IssueWindow,
): Promise<{ readonly fresh: readonly ItemRow[]; readonly begun: readonly ItemRow[] } | null> {
  const { deps, budgets } = pass
  const { store, worker, clock } = deps
  const limit = (await deps.decideBite?.()) ?? ITEMS_AT_ONCE
  const claim = { worker, now: clock.now(), limit, except: budgets.spent() }
  let ids: readonly number[] = []
  // Two workers that ask at one moment may both have looked at the same items; who got none of them asks again.
  for (let tries = 0; ids.length === 0 && tries < CLAIM_TRIES; tries++) ids = await claimUnread(store, window, claim)
  if (ids.length === 0) return null
  const earlier = await readBegun(store.db, ids)
  const own = await readItems(store.db, ids)
  for (const item of own.filter(({ id }) => (earlier.get(id) ?? 0) >= MAX_BEGUN)) {
    const note = await giveUp(deps, item)
    if (note) pass.notes.push(note)
  }
  return { fresh: own.filter(({ id }) => !earlier.has(id)), begun: own.filter(({ id }) => earlier.get(id) === 1) }
}

/** Learns of the sources of items how their pages are read; of those that are followed no longer nothing is known. */
async function learnWays({ deps, ways }: Pass, items: readonly ItemRow[]): Promise<void> {
  const fresh = [...new Set(items.map(({ source_id }) => source_id))].filter(id => !ways.has(id))
  for (const id of fresh) ways.set(id, usualWays)
  for (const { source } of await readSourcesById(deps.store.db, fresh))
    ways.set(source.id, { fullText: source.fullText, selector: source.article, proxy: source.proxy })
}

async function noteWaiting({ deps, budgets }: Pass): Promise<readonly StageNote[]> {
  const spent = budgets.spent()
  const known = await readSourcesById(deps.store.db, spent)
  const titles = new Map(known.map(({ source: { id, url } }) => [id, url]))
  return spent.map(sourceId => ({
    level: 'note' as const,
    subject: titles.get(sourceId) ?? String(sourceId),
    code: null,
    message: 'its pages took more than one source may take in one pass; the rest is read in the next',
    hint: '`fullText: false` of the source avoids its pages.',
  }))
}

/**
 * Reads the items that entered or were published in the window and have no article yet, in batches, `concurrency` at a time, in turns
 * among sources. Items with one link are read one after the other, so that their page is asked for once; what another worker is reading is
 * left to it. What an earlier process began and did not end is read last, by itself. Asked to end it begins nothing more.
 */
export async function extract(deps: ExtractDeps, window: IssueWindow): Promise<StageReport> {
  const ways = new Map<number, ReadingWays>()
  const { stop = nobodyAsks } = deps
  const pass: Pass = { deps, stop, ways, budgets: openBudgets(), notes: [], fresh: [], done: 0 }
  const suspects: ItemRow[] = []
  while (!stop.isAsked()) {
    const next = await claimNext(pass, window)
    if (next === null) break
    await learnWays(pass, [...next.fresh, ...next.begun])
    suspects.push(...next.begun)
    await readAll(pass, next.fresh, deps.concurrency)
  }
  await readAll(pass, suspects, 1)
  await dropLines(pass)
  // What a thread holds would lie beside what the next stages need.
  await deps.reader.rest()
  const polished = deps.model === null || stop.isAsked() ? [] : await polish({ ...deps, model: deps.model }, window)
  const waiting = await noteWaiting(pass)
  const notes = [...pass.notes, ...waiting, ...polished]
  return { stage: 'extract', done: pass.done, skipped: 0, failed: pass.notes.length, unit: 'articles read', notes }
}
