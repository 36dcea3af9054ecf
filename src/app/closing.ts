// Around a closing: visits and readings end in time, and the week is drafted with what there is.
import { msFromInstant } from '../core/clock.ts'
import type { ClosingPatience } from '../core/slots.ts'
import { stopAt, type StopWish } from '../core/stop.ts'
import type { Instant, IssueWindow, StageReport } from '../core/types.ts'
import type { CollectDeps } from '../collect/collect.ts'
import { curate } from '../curate/curate.ts'
import type { ExtractDeps } from '../extract/extract.ts'
import { standForUnread } from '../extract/stand-ins.ts'
import { translateDrafts } from './translate-drafts.ts'
import type { WindowPlan } from './windows.ts'
import type { App } from './wire.ts'

/** What is under way when patience ends has so long. */
const GRACE_MS = 20_000
/** Translating may go on for so long after that: a week is sealed 16 minutes after its closing at the latest, and the site is to be written yet. */
const TRANSLATING_MS = 60_000

/** Where the coming issue stands. `againAt`: a week that has closed waits for other workers until then. */
export interface ComingIssue {
  readonly week: string
  readonly closesAt: Instant
  readonly stories: number
  readonly againAt: Instant | null
}

/** Visiting and reading that leave off when the week that has closed, or closes meanwhile, waits no longer. */
export function inTime(
  app: App,
  { visitsUntil, readsUntil }: ClosingPatience,
): { readonly collect: CollectDeps; readonly extract: ExtractDeps } {
  const by = (until: Instant) => stopAt(app.stop, () => msFromInstant(app.clock.now()), msFromInstant(until), GRACE_MS)
  return { collect: { ...app.collect, stop: by(visitsUntil) }, extract: { ...app.extract, stop: by(readsUntil) } }
}

/** Translating for weeks that have closed ends soon after their patience; originals stand for what is not translated then. */
export function translatesUntil(
  { stop, clock }: Pick<App, 'stop' | 'clock'>,
  { readsUntil }: ClosingPatience,
): StopWish {
  return stopAt(stop, () => msFromInstant(clock.now()), msFromInstant(readsUntil) + TRANSLATING_MS, 0)
}

/** Drafts a week that has closed and waits for nothing more: the words of the feed stand for what is unread. */
export async function draftClosed(app: App, window: IssueWindow): Promise<StageReport> {
  const late = await standForUnread(app.extract, window)
  const drafted = await curate(app.curate, window)
  return { ...drafted, notes: [...late, ...drafted.notes] }
}

/** Drafts the weeks that are ready and the one that is filling up, in this order, and translates what they lack. */
export async function draftWeeks(
  app: App,
  { ready, upcoming, patience }: Pick<WindowPlan, 'ready' | 'upcoming' | 'patience'>,
): Promise<readonly StageReport[]> {
  const reports: StageReport[] = []
  for (const window of ready) reports.push(await draftClosed(app, window))
  reports.push(await curate(app.curate, upcoming))
  const stop = ready.length > 0 ? translatesUntil(app, patience) : app.stop
  return translateDrafts(app, [...ready, upcoming], reports, { stop })
}
