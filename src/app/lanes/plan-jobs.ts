// Which jobs there are now, by the rows of the store.
import { minutesBetween } from '../../core/clock.ts'
import type { ClosingPatience } from '../../core/slots.ts'
import type { IssueWindow, WeekId } from '../../core/types.ts'
import { hasDueSources, hasUnread } from '../../store/due-work.ts'
import { readRetriedJobs } from '../../store/jobs.ts'
import { hasUnvisited, readUnreadOf } from '../../store/pending-items.ts'
import { countWorkers } from '../../store/workers.ts'
import { planWindows } from '../windows.ts'
import type { App } from '../wire.ts'
import { type Job, type Lane, nameOf, sharesOf } from './lanes.ts'

const MOST_SHARES = 32
const ALONE: readonly Lane[] = ['site', 'targets', 'links', 'copies', 'bounces', 'purge']
/** The key of the look at a week when its patience ends. */
const LATE = 'late'

const curateJob = ({ week }: IssueWindow): Job => ({ lane: 'curate', key: week })

/** One share for each worker. */
const countShares = async ({ store }: App): Promise<number> => Math.min(MOST_SHARES, await countWorkers(store))

/** Windows as no single worker sees them: what this very process reads in another lane is waited for like all else. */
const planForAll = (app: App) => planWindows({ ...app, worker: '' })

/** Jobs for what waits to be read, one share for each worker, and for the drafts that what was read may change. */
export async function planReading(app: App): Promise<readonly Job[]> {
  const { open, due, upcoming } = await planForAll(app)
  const drafts = [...due, upcoming].map(curateJob)
  if (!(await hasUnread(app.store.db, open, app.clock.now()))) return drafts
  return [...sharesOf('read', await countShares(app)), ...drafts]
}

/** Everything that is due: each tick hands it in, whoever may be at it, for that one may be dead. What has failed comes again by itself, later each time. */
export async function planJobs(app: App): Promise<readonly Job[]> {
  const retried = await readRetriedJobs(app.store)
  return (await planAll(app)).filter(job => !retried.has(nameOf(job)))
}

async function planAll(app: App): Promise<readonly Job[]> {
  const shares = await countShares(app)
  const { againAt } = await planForAll(app)
  const visits = (await hasDueSources(app.store.db, app.clock.now())) ? sharesOf('collect', shares) : []
  return [
    ...visits,
    ...(await planReading(app)),
    ...(againAt === null ? [] : await planLateLook(app)),
    ...sharesOf('deliver', Math.min(shares, 2)),
    ...ALONE.map(lane => ({ lane, key: '' })),
  ]
}

/** When the patience of weeks that wait ends, somebody looks, whatever became of the readers. */
async function planLateLook(app: App): Promise<readonly Job[]> {
  const { due, ready, againAt } = await planForAll(app)
  if (againAt === null) return []
  const afterSeconds = Math.max(1, Math.ceil(minutesBetween(app.clock.now(), againAt) * 60))
  const waiting = due.filter(({ week }) => !ready.some(each => each.week === week))
  return waiting.map(({ week }) => ({ lane: 'curate', key: `${week} ${LATE}`, afterSeconds }))
}

/** How a week stands: filling up, closed and waiting for its own items, or closed and waiting for nothing. */
export async function findWeek(
  app: App,
  key: string,
): Promise<{
  readonly kind: 'upcoming' | 'waits' | 'ready'
  readonly window: IssueWindow
  readonly patience: ClosingPatience
} | null> {
  const week = key.split(' ')[0] as WeekId
  const { due, ready, upcoming, patience } = await planForAll(app)
  if (week === upcoming.week) return { kind: 'upcoming', window: upcoming, patience }
  const window = due.find(each => each.week === week)
  if (!window) return null
  if (!ready.includes(window)) return { kind: 'waits', window, patience }
  const now = app.clock.now()
  const { db } = app.store
  const mayWait = now < patience.readsUntil && window === due[0]
  const waits =
    mayWait && ((await hasUnvisited(db)) || (await readUnreadOf(db, window, now, { after: 0, limit: 1 })).length > 0)
  return { kind: waits ? 'waits' : 'ready', window, patience }
}
