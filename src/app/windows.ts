// Which weeks are due, as rows in the store: planned once, by whoever comes first.
import {
  type ClosingPatience,
  decideDueWindows,
  decidePastWindow,
  decidePatience,
  decideUpcomingWindow,
  type Schedule,
} from '../core/slots.ts'
import { addMinutes, type Clock } from '../core/clock.ts'
import type { Instant, IssueWindow, WeekId } from '../core/types.ts'
import type { Store } from '../store/engine/database.ts'
import type { SlotTable } from '../store/engine/schema.ts'
import { isAwaited } from '../store/pending-items.ts'
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
  /** The due ones that wait for nothing: no other worker is reading for them, or their patience is over. Ask after own reading is done. */
  readonly ready: readonly IssueWindow[]
  /** When to look again for a week that is due and not ready; null: there is none. */
  readonly againAt: Instant | null
  /** Until when visits and readings may go on without holding up the week that has closed, or closes next. */
  readonly patience: ClosingPatience
  /** Filling up now. */
  readonly upcoming: IssueWindow
  /** From the opening of the oldest that is not settled to the closing of the upcoming one: what collecting and reading is for. */
  readonly open: IssueWindow
}

/** A pass that comes right after patience has ended neither visits nor reads: the week is to be sealed. */
const SEALING_MINUTES = 5

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
  const slots = (await findWindows(deps)).slots.filter(({ state }) => state === 'open')
  const due = slots.map(windowOf)
  const upcoming = decideUpcoming(deps, found)
  const patient = slots
    .map(({ closes_at, asked_at }) => decidePatience(closes_at, asked_at))
    .concat(decidePatience(upcoming.closesAt, null))
  const ready: IssueWindow[] = []
  let againAt: Instant | null = null
  for (const [at, window] of due.entries()) {
    const until = patient[at]?.readsUntil ?? window.closesAt
    const waits = until > clock.now() && (await isAwaited(store.db, window, worker, clock.now()))
    if (waits) againAt ??= until
    else ready.push(window)
  }
  const isNear = ({ readsUntil }: ClosingPatience): boolean => clock.now() < addMinutes(readsUntil, SEALING_MINUTES)
  const patience = patient.find(isNear) ?? decidePatience(upcoming.closesAt, null)
  return {
    due,
    ready,
    againAt,
    patience,
    upcoming,
    open: { ...upcoming, opensAt: due[0]?.opensAt ?? upcoming.opensAt },
  }
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
