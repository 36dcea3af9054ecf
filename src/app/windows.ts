// Which weeks are due, as rows in the store: planned once, by whoever comes first.
import { decideDueWindows, decidePastWindow, decideUpcomingWindow, type Schedule } from '../core/slots.ts'
import type { Clock } from '../core/clock.ts'
import type { Instant, IssueWindow, WeekId } from '../core/types.ts'
import type { Store } from '../store/engine/database.ts'
import type { SlotTable } from '../store/engine/schema.ts'
import { isAnotherReading } from '../store/workers.ts'
import { openSlot, readSlot, readSlots, reopenSlot } from '../store/drafts.ts'

/** What planning needs: the store with its slots, and how closings follow each other. */
export interface PlanDeps {
  readonly store: Store
  readonly worker: string
  readonly clock: Clock
  readonly schedule: Schedule
  readonly timezone: string
}

/** The windows that matter now. */
export interface WindowPlan {
  /** Closed and not settled yet, oldest first. */
  readonly due: readonly IssueWindow[]
  /** The due ones, unless another worker is still reading: what it finds may belong to them. Ask after own reading is done. */
  readonly ready: readonly IssueWindow[]
  /** Filling up now. */
  readonly upcoming: IssueWindow
  /** From the opening of the oldest that is not settled to the closing of the upcoming one: what collecting and reading is for. */
  readonly open: IssueWindow
}

interface Found {
  /** The scheduled slots that are rows already and have closed, oldest first. */
  readonly slots: readonly SlotTable[]
  /** Weeks of all rows. */
  readonly weeks: ReadonlySet<WeekId>
  /** Windows that have closed and are no rows yet. */
  readonly fresh: readonly IssueWindow[]
  /** Whether the store had no closed slot at all. */
  readonly isFirst: boolean
}

async function findWindows({ store, clock, schedule, timezone }: Omit<PlanDeps, 'worker'>): Promise<Found> {
  const now = clock.now()
  const known = await readSlots(store.db)
  const slots = known.filter(({ origin, closes_at }) => origin === 'scheduled' && closes_at <= now)
  const lastClosesAt = slots.at(-1)?.closes_at ?? null
  const weeks = new Set(known.map(({ week }) => week))
  const fresh = decideDueWindows(schedule, timezone, now, { lastClosesAt, weeks })
  return { slots, weeks, fresh, isFirst: lastClosesAt === null }
}

function decideUpcoming(
  { clock, schedule, timezone }: Omit<PlanDeps, 'worker'>,
  { slots, weeks, fresh }: Found,
): IssueWindow {
  const now = clock.now()
  const opensAt: Instant = fresh.at(-1)?.closesAt ?? slots.at(-1)?.closes_at ?? schedule.lastAtOrBefore(now)
  const taken = new Set([...weeks, ...fresh.map(({ week }) => week)])
  return decideUpcomingWindow(schedule, timezone, now, opensAt, taken)
}

const windowOf = ({ week, opens_at, closes_at }: SlotTable): IssueWindow => ({
  week,
  opensAt: opens_at,
  closesAt: closes_at,
})

const openOf = (slots: readonly SlotTable[]): readonly IssueWindow[] =>
  slots.filter(({ state }) => state === 'open').map(windowOf)

/** The windows as they are now, without a row being written: for whoever only looks. */
export async function lookAtWindows(deps: Omit<PlanDeps, 'worker'>): Promise<Pick<WindowPlan, 'due' | 'upcoming'>> {
  const found = await findWindows(deps)
  return { due: [...openOf(found.slots), ...found.fresh], upcoming: decideUpcoming(deps, found) }
}

/** Makes every slot that has come due a row of the store, and answers the windows that matter now. */
export async function planWindows(deps: PlanDeps): Promise<WindowPlan> {
  const { store, clock, worker } = deps
  const found = await findWindows(deps)
  for (const window of found.fresh)
    await openSlot(store.db, window, { origin: 'scheduled', is_first: found.isFirst ? 1 : 0, askedAt: clock.now() })
  // Another process may have opened or settled some meanwhile: the rows say how it is.
  const due = openOf((await findWindows(deps)).slots)
  const upcoming = decideUpcoming(deps, found)
  const ready = (await isAnotherReading(store.db, worker, clock.now())) ? [] : due
  return { due, ready, upcoming, open: { ...upcoming, opensAt: due[0]?.opensAt ?? upcoming.opensAt } }
}

/**
 * The window of a week that is asked for by name: its slot's, or a past week's, for which a slot is opened on purpose. A week that was
 * settled as empty is opened again. Throws WEEK_NOT_CLOSED.
 */
export async function planWeek(deps: PlanDeps, week: WeekId): Promise<IssueWindow> {
  await planWindows(deps)
  const slot = await readSlot(deps.store.db, week)
  if (slot?.state === 'empty') await reopenSlot(deps.store.db, week)
  if (slot) return { week, opensAt: slot.opens_at, closesAt: slot.closes_at }
  const window = decidePastWindow(deps.schedule, deps.timezone, deps.clock.now(), week)
  await openSlot(deps.store.db, window, { origin: 'past', is_first: 0 })
  return window
}
