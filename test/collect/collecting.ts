// Collecting from loopback doubles with a real client and a fixed clock, for the tests of single kinds of sources.
import { collect, type CollectDeps } from '../../src/collect/collect.ts'
import { fixedClock } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, IssueWindow, StageReport, WeekId } from '../../src/core/types.ts'
import type { HttpClient } from '../../src/net/http.ts'
import type { Store } from '../../src/store/engine/database.ts'

export const now = '2016-12-08T00:00:00.000Z' as Instant
export const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}

/** One pass over what is due at an instant. */
export async function collectAt(
  store: Store,
  http: HttpClient,
  at: Instant,
  changes: Partial<CollectDeps> = {},
): Promise<StageReport> {
  return collect(
    {
      ...{ store, http, clock: fixedClock(at), log: silentLog, worker: 'w1', jitter: () => 0, minIntervalMinutes: 60 },
      ...{ perHost: 2, fetchLogMonths: 6, silentDays: 60 },
      ...changes,
    },
    window,
  )
}
