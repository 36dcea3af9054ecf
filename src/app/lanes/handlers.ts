// What a job of each lane does: the same stages as in a pass (run.ts), each by itself.
import { endOwnReadings } from '../../store/articles.ts'
import { releaseClaimed } from '../../store/sources.ts'
import { renewSubscriptions } from '../../collect/websub.ts'
import { collect } from '../../collect/collect.ts'
import { careForLinks } from '../../collect/link-care.ts'
import type { StageReport, WeekId } from '../../core/types.ts'
import { curate } from '../../curate/curate.ts'
import { deliverMails } from '../../deliver/deliver.ts'
import { extract } from '../../extract/extract.ts'
import { publish } from '../../publish/publish.ts'
import { announce } from '../../targets/announce.ts'
import { draftClosed, inTime, translatesUntil } from '../closing.ts'
import { translateDrafts } from '../translate-drafts.ts'
import { purge, readMailboxes, saveCopies } from '../upkeep.ts'
import { planWindows } from '../windows.ts'
import type { App } from '../wire.ts'
import { decideReadings, decideVisits } from './bites.ts'
import { type Job, type JobOutcome, type Lane, sharesOf } from './lanes.ts'
import { findWeek, planReading } from './plan-jobs.ts'

type Handler = (app: App, key: string) => Promise<JobOutcome>

const done = (reports: readonly StageReport[], next: readonly Job[] = []): JobOutcome => ({ reports, next })

/** What a job that failed has claimed is given back at once, or, where the store has failed, before the next job: for others it would be taken for ten minutes. */
function givingBack(release: (app: App) => Promise<void>, handler: Handler): Handler {
  const left = new WeakSet<App>()
  const giveBack = async (app: App): Promise<void> => {
    await release(app)
    left.delete(app)
  }
  return async (app, key) => {
    if (left.has(app)) await giveBack(app)
    try {
      return await handler(app, key)
    } catch (error) {
      left.add(app)
      await giveBack(app).catch(() => undefined)
      throw error
    }
  }
}

/** Hosts are shared by whole ones: as many workers may visit as there are. */
const visitSources: Handler = async app => {
  const { open, patience } = await planWindows(app)
  const report = await collect({ ...inTime(app, patience).collect, decideBite: () => decideVisits(app) }, open)
  return done([report], await planReading(app))
}

const readArticles: Handler = async app => {
  const { open, patience } = await planWindows(app)
  const decideBite = () => decideReadings(app, open)
  const report = await extract({ ...inTime(app, patience).extract, decideBite }, open)
  return done(
    [report],
    (await planReading(app)).filter(({ lane }) => lane === 'curate'),
  )
}

const draftWeek: Handler = async (app, key) => {
  const found = await findWeek(app, key)
  if (found === null || found.kind === 'waits') return done([])
  const { kind, window, patience } = found
  const drafted = await (kind === 'upcoming' ? curate(app.curate, window) : draftClosed(app, window))
  const stop = kind === 'upcoming' ? app.stop : translatesUntil(app, patience)
  const reports = await translateDrafts(app, [window], [drafted], { stop })
  return done(reports, kind === 'upcoming' ? [] : [{ lane: 'publish', key: window.week }])
}

const publishWeek: Handler = async (app, key) => {
  const found = await findWeek(app, key)
  if (found?.kind !== 'ready') return done([])
  const report = await publish(app.publish, [key as WeekId])
  await (await import('../ask-editors.ts')).askEditors(app, [found.window])
  return done([report], [...sharesOf('deliver', 2), { lane: 'targets', key: '' }])
}

const tellTargets: Handler = async app => {
  const report = await announce(app.targets)
  // A hub calls back: where a worker runs, a server answers somewhere.
  for (const { subject, message } of await renewSubscriptions({ ...app, siteUrl: app.config.weekly.url }))
    app.log.warn('hub failed', { source: subject, message })
  return done(report === null ? [] : [report])
}

/** What to do with a job, by its lane. */
export const handlers: Readonly<Record<Lane, Handler>> = {
  collect: givingBack(({ store, worker }) => releaseClaimed(store.db, worker), visitSources),
  read: givingBack(({ store, worker }) => endOwnReadings(store.db, worker), readArticles),
  curate: draftWeek,
  publish: publishWeek,
  site: async app => done([await publish(app.publish, [])]),
  deliver: async app => done([await deliverMails(app.deliver)]),
  targets: tellTargets,
  links: async app => {
    await careForLinks(app.links)
    return done([])
  },
  copies: async app => done(await saveCopies(app)),
  bounces: async app => done(await readMailboxes(app)),
  purge: async app => done(await purge(app)),
}
