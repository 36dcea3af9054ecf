// Runs stages from the command line: opens the program, shows what they did, answers the exit code.
import type { StageReport } from '../core/types.ts'
import { exitCodeOfReports } from './terminal/exit.ts'
import type { GlobalOptions } from '../app/options.ts'
import { createCommandLog, describeReport, say, sayJson } from './terminal/terminal.ts'
import { prepare } from '../app/upkeep.ts'
import { type App, type OpenOptions, withApp } from '../app/wire.ts'

/** Opens the program for some stages, shows their reports and answers the exit code. */
export async function runStages(
  options: GlobalOptions,
  open: Pick<OpenOptions, 'signal'>,
  stages: (app: App) => Promise<readonly StageReport[]>,
): Promise<number> {
  const log = createCommandLog(options)
  return withApp(options, { log, ...open }, async app => {
    const found = await prepare(app)
    const [first, ...others] = await stages(app).finally(() => log.end())
    const reports = first ? [{ ...first, notes: [...found, ...first.notes] }, ...others] : []
    if (options.json) sayJson({ stages: reports })
    for (const line of reports.flatMap(describeReport)) say(options, line)
    return exitCodeOfReports(reports)
  })
}
