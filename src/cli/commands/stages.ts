// `weekly extract`, `curate`, `publish`: one stage alone, for what is open or for a week asked for by name.
import type { StageReport, WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { curate } from '../../curate/curate.ts'
import { extract } from '../../extract/extract.ts'
import { readDraft, readSlot } from '../../store/drafts.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { publishEverywhere } from '../../app/publish-everywhere.ts'
import { translateDrafts } from '../../app/translate-drafts.ts'
import { planWeek, planWindows } from '../../app/windows.ts'
import { runStages } from '../run-stages.ts'
import { listenForStop } from '../terminal/stop.ts'
import type { App } from '../../app/wire.ts'

/** Drafts a week asked for by name: reads what is missing, goes by published dates too. */
async function curateWeek(app: App, week: WeekId): Promise<readonly StageReport[]> {
  const window = await planWeek(app, week)
  const slot = await readSlot(app.store.db, week)
  const extracted = await extract(app.extract, window)
  const by = slot?.origin === 'past' ? 'published' : 'either'
  const drafted = await translateDrafts(app, [window], [await curate(app.curate, window, by)], { by })
  return [extracted, ...drafted]
}

async function publishWeek(app: App, week: WeekId): Promise<readonly StageReport[]> {
  await planWeek(app, week)
  const slot = await readSlot(app.store.db, week)
  const isDrafted = slot?.state !== 'open' || (await readDraft(app.store.db, week)) !== null
  const before = isDrafted ? [] : await curateWeek(app, week)
  return [...before, ...(await publishEverywhere(app, [week]))]
}

async function publishDue(app: App): Promise<readonly StageReport[]> {
  const { ready } = await planWindows(app)
  return publishEverywhere(
    app,
    ready.map(({ week }) => week),
  )
}

/** One of the three stages between collecting and delivering. */
export async function stageCommand(
  name: 'extract' | 'curate' | 'publish',
  options: GlobalOptions,
  own: { week?: string },
): Promise<number> {
  const week = own.week === undefined ? null : parseWeek(own.week)
  const { signal } = listenForStop()
  return runStages(options, { signal }, async app => {
    if (name === 'publish') return week ? publishWeek(app, week) : publishDue(app)
    if (week && name === 'curate') return curateWeek(app, week)
    if (week) return [await extract(app.extract, await planWeek(app, week))]
    const { ready, upcoming, open } = await planWindows(app)
    if (name === 'extract') return [await extract(app.extract, open)]
    const reports = []
    for (const window of [...ready, upcoming]) reports.push(await curate(app.curate, window))
    return translateDrafts(app, [...ready, upcoming], reports)
  })
}
