// First stage: visits every source that is due and keeps what it announced. Called by app/run.ts and `weekly collect`.
import type { Log } from '../core/log.ts'
import type { IssueWindow, StageNote, StageReport } from '../core/types.ts'
import { type ClaimedSource, claimDueSources } from '../store/sources.ts'
import { type VisitDeps, visitSource } from './visit.ts'

export interface CollectDeps extends VisitDeps {
  readonly log: Log
  /** Visits at a time. */
  readonly concurrency: number
}

/** Which sources to visit: all that are due, or one; `force` ignores the due instant, never the conditional request. */
export interface CollectScope {
  readonly url?: string | undefined
  readonly force?: boolean | undefined
}

/** Silent for so many failures; from the fifth on the report says that somebody should look (R5). */
const FAILURES_TO_MENTION = 5
const FORCED_LIMIT = 100_000

function noteOn(
  { source, state }: ClaimedSource,
  error: { code: StageNote['code']; message: string; hint: string | null },
): StageNote {
  const failures = state.failures_in_row + 1
  const since = failures >= FAILURES_TO_MENTION ? ` (${failures} times in a row)` : ''
  return { level: 'failed', subject: source.url, code: error.code, message: error.message + since, hint: error.hint }
}

/**
 * Claims due sources and visits them, `concurrency` at a time, each for itself: a source that fails is a note in the report and keeps
 * everything that was stored. `window` is what is open: it decides what enters from a source's first visit.
 */
export async function collect(deps: CollectDeps, window: IssueWindow, scope: CollectScope = {}): Promise<StageReport> {
  const notes: StageNote[] = []
  let done = 0
  let failed = 0
  let claimed = 0
  const queue: ClaimedSource[] = []
  let refill: Promise<void> | null = null

  // Under --force a source stays due after its visit, so all are claimed at once.
  const limit = scope.force ? FORCED_LIMIT : deps.concurrency
  const claimMore = async (): Promise<void> => {
    if (scope.force && claimed > 0) return
    const claims = await claimDueSources(deps.store, deps.worker, deps.clock.now(), { limit, ...scope })
    claimed += claims.length
    queue.push(...claims)
  }
  const takeNext = async (): Promise<ClaimedSource | undefined> => {
    if (queue.length === 0) {
      refill ??= claimMore().finally(() => (refill = null))
      await refill
    }
    return queue.shift()
  }
  const workLane = async (): Promise<void> => {
    for (let next = await takeNext(); next; next = await takeNext()) {
      const outcome = await visitSource(deps, next, window)
      done += outcome.fresh
      if (outcome.error) failed++
      if (outcome.error) notes.push(noteOn(next, outcome.error))
      if (outcome.remark !== null)
        notes.push({ level: 'note', subject: next.source.url, code: null, message: outcome.remark, hint: null })
      deps.log.debug('visited', { source: next.source.url, items: outcome.fresh, error: outcome.error?.code ?? null })
    }
  }
  await Promise.all(Array.from({ length: deps.concurrency }, workLane))
  return { stage: 'collect', done, skipped: 0, failed, unit: `new items from ${claimed} sources`, notes }
}
