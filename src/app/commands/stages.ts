// `weekly collect`, `extract`, `curate`, `publish`, `deliver`: one stage alone, for what is open or for a week asked for by name.
import { collect } from '../../collect/collect.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { StageReport, WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { curate } from '../../curate/curate.ts'
import { deliverIssues } from '../../deliver/deliver.ts'
import { extract } from '../../extract/extract.ts'
import { publish } from '../../publish/publish.ts'
import { readDraft, readSlot } from '../../store/drafts.ts'
import { exitCodeOfReports } from '../exit.ts'
import type { GlobalOptions } from '../options.ts'
import { planWeek, planWindows } from '../plan-windows.ts'
import { createCommandLog, describeReport, say, sayJson } from '../terminal.ts'
import { type App, withApp } from '../wire.ts'

async function runStages(
  options: GlobalOptions,
  stages: (app: App) => Promise<readonly StageReport[]>,
): Promise<number> {
  const log = createCommandLog(options)
  return withApp(options, { log }, async app => {
    const reports = await stages(app).finally(() => log.end())
    if (options.json) sayJson({ stages: reports })
    for (const line of reports.flatMap(describeReport)) say(options, line)
    return exitCodeOfReports(reports)
  })
}

/** `weekly collect`: visits what is due, or one source. */
export async function collectCommand(
  options: GlobalOptions,
  own: { source?: string; force?: boolean },
): Promise<number> {
  return runStages(options, async app => {
    if (own.source !== undefined && !app.config.sources.some(({ url }) => url === own.source))
      throw new WeeklyError('SOURCE_MISSING', `${own.source} is not in sources.yaml`, {
        hint: '`weekly source list` shows the addresses; `weekly source add` follows a new one.',
      })
    const { open } = await planWindows(app)
    return [await collect(app.collect, open, { url: own.source, force: own.force })]
  })
}

/** Drafts a week asked for by name: reads what is missing, goes by published dates too. */
async function curateWeek(app: App, week: WeekId): Promise<readonly StageReport[]> {
  const window = await planWeek(app, week)
  const slot = await readSlot(app.store.db, week)
  const extracted = await extract(app.extract, window)
  return [extracted, await curate(app.curate, window, slot?.origin === 'past' ? 'published' : 'either')]
}

async function publishWeek(app: App, week: WeekId): Promise<readonly StageReport[]> {
  await planWeek(app, week)
  const slot = await readSlot(app.store.db, week)
  const isDrafted = slot?.state !== 'open' || (await readDraft(app.store.db, week)) !== null
  const before = isDrafted ? [] : await curateWeek(app, week)
  return [...before, await publish(app.publish, { week })]
}

/** One of the four later stages. */
export async function stageCommand(
  name: 'extract' | 'curate' | 'publish' | 'deliver',
  options: GlobalOptions,
  own: { week?: string },
): Promise<number> {
  const week = own.week === undefined ? null : parseWeek(own.week)
  return runStages(options, async app => {
    if (name === 'deliver') return [await (week ? deliverIssues(app.deliver, { week }) : deliverIssues(app.deliver))]
    if (name === 'publish')
      return week ? publishWeek(app, week) : (await planWindows(app), [await publish(app.publish, null)])
    if (week && name === 'curate') return curateWeek(app, week)
    if (week) return [await extract(app.extract, await planWeek(app, week))]
    const { due, upcoming, open } = await planWindows(app)
    if (name === 'extract') return [await extract(app.extract, open)]
    const reports = []
    for (const window of [...due, upcoming]) reports.push(await curate(app.curate, window))
    return reports
  })
}
