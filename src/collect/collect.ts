// First stage: visits every source that is due and keeps what it announced.
import { setTimeout as pause } from 'node:timers/promises'
import { addMinutes } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { sparingMemory } from '../core/spare-memory.ts'
import { finishOrLeave, nobodyAsks, type StopWish } from '../core/stop.ts'
import type { IssueWindow, StageNote, StageReport } from '../core/types.ts'
import type { Store } from '../store/engine/database.ts'
import { pruneFetches } from '../store/fetches.ts'
import { type ClaimedSource, claimDueSources, hastenSources, releaseSources } from '../store/sources.ts'
import { createVisitSaver, type SavedVisit } from './save-visits.ts'
import { remarkOnSilence } from './source-health.ts'
import { type Visit, type VisitDeps, visitSource } from './visit.ts'
import { readingOf } from './visit-state.ts'

/** What collecting needs from the outside. */
export interface CollectDeps extends VisitDeps {
  readonly store: Store
  readonly log: Log
  /** Names this process in claims. */
  readonly worker: string
  /** Requests at a time to one host. */
  readonly perHost: number
  /** A source that brings nothing new for this many days is mentioned. */
  readonly silentDays: number
  /** The fetch log goes back so far. */
  readonly fetchLogMonths: number
  /** How many sources to take next, where other workers want their share of them; else as many as suit one. */
  readonly decideBite?: () => Promise<number>
  /** Ends the stage early: no more is claimed, and what cannot finish in time is left as it was. */
  readonly stop?: StopWish
}

/** Which sources to visit: all that are due, or one; `force` ignores the due instant, never the conditional request. */
export interface CollectScope {
  readonly url?: string | undefined
  readonly force?: boolean | undefined
}

/** The report asks somebody to look from the fifth failure in a row on. */
const FAILURES_TO_MENTION = 5
/** By how much the heap may grow before it is cleared: 800 new feeds peaked at 230 MB without it and at 160 with it, for a tenth more CPU. */
const GROWTH_PERCENT = 50
/** Visits under way; most of them wait for their turn in the HTTP client, which costs nothing. */
const VISITS_UNDER_WAY = 256
/** At most sixteen turns of one host are claimed at once: at 30 s each they end well before the claim does. */
const TURNS_PER_CLAIM = 16
/** What is taken at a time comes from four hosts or more, where there are so many: one that is slow holds up few others. */
const HOSTS_PER_CLAIM = 4
/** More is taken after this, though what was taken may not have answered: slow hosts do not keep a worker from the others. */
const NEXT_CLAIM_MS = 500
const MONTH_MINUTES = 30.5 * 24 * 60

function noteOnFailure({ claimed, visited }: Visit, { state }: SavedVisit): StageNote[] {
  if (visited.kind !== 'failed') return []
  const { code, message, hint } = visited.error
  const isDisabled = state.disabled_reason !== null && claimed.state.disabled_reason === null
  const disabled = isDisabled
    ? `; it is not asked again by itself (${state.disabled_reason}), only by \`collect --source URL --force\``
    : ''
  const isLasting = state.failures_in_row >= FAILURES_TO_MENTION
  const since = isLasting ? ` (${state.failures_in_row} times in a row since ${state.failing_since ?? '?'})` : ''
  return [{ level: 'failed', subject: claimed.source.url, code, message: message + since + disabled, hint }]
}

function remarksOn(
  { claimed, visited, now, remark }: Visit,
  { state, cutOff }: SavedVisit,
  silentDays: number,
): StageNote[] {
  const { source, state: before } = claimed
  const hasMoved = state.fetch_url !== before.fetch_url
  const remarks = [
    hasMoved ? `moved for good from ${before.fetch_url} to ${state.fetch_url}` : null,
    cutOff > 0 ? `${cutOff} more new or edited items than one visit keeps were left for the next` : null,
    remark,
    remarkOnSilence(before, state, now, silentDays),
    ...(readingOf(visited)?.remarks ?? []),
  ]
  return remarks.flatMap(message =>
    message === null ? [] : { level: 'note', subject: source.url, code: null, message, hint: null },
  )
}

/** Counts and notes of a pass. */
function createTally(silentDays: number) {
  const notes: StageNote[] = []
  const waitingHosts = new Set<string>()
  const counts = { done: 0, skipped: 0, failed: 0 }
  const add = (visit: Visit, saved: SavedVisit): void => {
    const { visited, claimed } = visit
    counts.done += saved.fresh
    if (visited.kind === 'failed') counts.failed++
    notes.push(...noteOnFailure(visit, saved), ...remarksOn(visit, saved, silentDays))
    if (visited.kind !== 'waiting') return
    counts.skipped++
    const { host } = claimed.state
    const { code, message, hint } = visited.error
    // All sources of a host wait for the same reason: it is said once.
    if (!waitingHosts.has(host)) notes.push({ level: 'skipped', subject: host, code, message, hint })
    waitingHosts.add(host)
  }
  return { add, counts, notes }
}

/** Whether it is time to take more: most of what was taken last is done, or it has had its time. */
function wantsMore(
  last: { readonly bite: number; readonly taken: number; readonly atMs: number },
  underWay: number,
): boolean {
  if (underWay > VISITS_UNDER_WAY / 2) return false
  if (underWay === 0 || performance.now() - last.atMs >= NEXT_CLAIM_MS) return true
  return last.taken > 0 && underWay <= last.bite / 2
}

function noteOnStop(count: number): StageNote {
  const message = `stopped before ${count} ${count === 1 ? 'source' : 'sources'} had answered; their turn is kept`
  return { level: 'note', subject: 'collect', code: null, message, hint: null }
}

/**
 * Claims due sources and visits them, each for itself: a source that fails is a note in the report and keeps everything that was
 * stored. `window` is what is open: it decides what enters from a source's first visit.
 */
export async function collect(deps: CollectDeps, window: IssueWindow, scope: CollectScope = {}): Promise<StageReport> {
  const { store, worker, clock, log, stop = nobodyAsks } = deps
  const { url, force = false } = scope
  const saver = createVisitSaver(store, worker)
  const tally = createTally(deps.silentDays)
  const underWay = new Set<Promise<void>>()
  const givenUp: number[] = []
  let claimed = 0

  const visit = async (source: ClaimedSource): Promise<void> => {
    const ended = await finishOrLeave(visitSource(deps, source, window), stop)
    if (ended === null) {
      givenUp.push(source.source.id)
      return
    }
    const saved = await saver.save(ended)
    tally.add(ended, saved)
    const error = 'error' in ended.visited ? ended.visited.error.code : null
    log.debug('visited', { source: source.source.url, items: saved.fresh, error })
  }
  let last = { bite: 0, taken: 0, atMs: -Infinity }
  const claimMore = async (): Promise<void> => {
    if (stop.isAsked() || !wantsMore(last, underWay.size)) return
    const bite = (await deps.decideBite?.()) ?? VISITS_UNDER_WAY
    const limit = Math.min(bite, VISITS_UNDER_WAY - underWay.size)
    const perHost = Math.min(deps.perHost * TURNS_PER_CLAIM, Math.max(deps.perHost, Math.ceil(limit / HOSTS_PER_CLAIM)))
    const wanted = { limit, perHost, url, disabledToo: force && url !== undefined }
    const sources = await claimDueSources(store, worker, clock.now(), wanted)
    last = { bite, taken: sources.length, atMs: performance.now() }
    for (const source of sources) {
      const visiting = visit(source).finally(() => underWay.delete(visiting))
      underWay.add(visiting)
      claimed++
    }
  }
  const visitAll = async (): Promise<void> => {
    try {
      await claimMore()
      while (underWay.size > 0) {
        await Promise.race([...underWay, pause(NEXT_CLAIM_MS, undefined, { ref: false })])
        await claimMore()
      }
    } finally {
      await Promise.allSettled(underWay)
      await releaseSources(store.db, worker, givenUp)
    }
  }
  if (force) await hastenSources(store.db, url)
  await sparingMemory(GROWTH_PERCENT, visitAll)
  await pruneFetches(store.db, addMinutes(clock.now(), -deps.fetchLogMonths * MONTH_MINUTES))
  const { counts } = tally
  const notes = givenUp.length === 0 ? tally.notes : [...tally.notes, noteOnStop(givenUp.length)]
  return {
    stage: 'collect',
    ...counts,
    unit: `new items from ${claimed} ${claimed === 1 ? 'source' : 'sources'}`,
    notes,
  }
}
