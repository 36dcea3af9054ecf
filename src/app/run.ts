// READ THIS FIRST: the whole program, stage after stage, as far as due. They meet only in the store: a killed run is simply run again.
import { collect } from '../collect/collect.ts'
import type { StageReport } from '../core/types.ts'
import { announceMails, deliverMails } from '../deliver/deliver.ts'
import { extract } from '../extract/extract.ts'
import { publish } from '../publish/publish.ts'
import { announce } from '../targets/announce.ts'
import { type ComingIssue, draftWeeks, inTime } from './closing.ts'
import { leaveToNewer } from './leave-to-newer.ts'
import { keepInOrder, prepare } from './upkeep.ts'
import { planWindows } from './windows.ts'
import type { App } from './wire.ts'

/** What a run did, and where the coming issue stands. */
export interface RunReport {
  readonly stages: readonly StageReport[]
  readonly upcoming: ComingIssue
}

/** One pass over everything that is due: visits, articles, drafts, issues, mails. Safe to call at any time, from any number of processes. */
export async function run(app: App): Promise<RunReport> {
  const found = await prepare(app)
  const { open, patience } = await planWindows(app)
  const stages = inTime(app, patience)

  // What the sources announced since their last visit becomes items.
  const visited = await collect(stages.collect, open)
  const collected = { ...visited, notes: [...found, ...visited.notes] }

  // The text behind each item that may enter an issue becomes its article.
  const extracted = await extract(stages.extract, open)

  // Every week that has closed gets its draft, and so does the one that is filling up. What others read for a closed week is waited for, at
  // most a quarter of an hour. A process that should end leaves the rest to the next, an old program all to a newer one.
  const { ready, upcoming, againAt, patience: left } = await planWindows(app)
  const coming = { week: upcoming.week, closesAt: upcoming.closesAt, stories: 0, againAt }
  if (app.stop.isAsked()) return { stages: [collected, extracted], upcoming: coming }
  const toNewer = await leaveToNewer(app)
  const curated = toNewer === null ? await draftWeeks(app, { ready, upcoming, patience: left }) : []
  if (app.stop.isAsked()) return { stages: [collected, extracted, ...curated], upcoming: coming }

  // Drafts that are due and released are sealed as issues; the site is written from all issues.
  const weeks = ready.map(closed => closed.week)
  const published = toNewer ?? (await publish(app.publish, weeks))
  // Other places are told of it: the hub of the feeds, where `hub` names one. Editors are asked about what waits.
  const announced = await announce(app.targets)
  if (ready.length > 0) await (await import('./ask-editors.ts')).askEditors(app, ready)

  // New readers are asked to confirm; each sealed issue goes to each subscriber, once, by `mail.catchUp` to late ones too.
  // A store that travels only announces them: `weekly deliver` sends them once the store is kept.
  const delivered = await (app.config.weekly.storeTravels ? announceMails : deliverMails)(app.deliver)

  // Sign-ups, reports on mails, links of past issues, copies of articles.
  const kept = await keepInOrder(app)

  const told = announced === null ? [published] : [published, announced]
  const all = [collected, extracted, ...curated, ...told, delivered, ...kept]
  const stories = curated.findLast(({ stage }) => stage === 'curate')?.done ?? 0
  return { stages: all, upcoming: { ...coming, stories } }
}
