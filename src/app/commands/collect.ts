// `weekly collect`, apart from the other stages: it runs every few minutes and must not load what they need.
import { collect } from '../../collect/collect.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { StageReport } from '../../core/types.ts'
import { exitCodeOfReports } from '../exit.ts'
import type { GlobalOptions } from '../options.ts'
import { planWindows } from '../plan-windows.ts'
import { createCommandLog, describeReport, say, sayJson } from '../terminal.ts'
import { type App, withApp } from '../wire.ts'

/** Opens the program for some stages, shows their reports and answers the exit code. */
export async function runStages(
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
