// `weekly run`: one pass with its report. The report is also what `start` logs.
import { exitCodeOfReports } from '../terminal/exit.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { run, type RunReport } from '../../app/run.ts'
import { listenForStop } from '../terminal/stop.ts'
import { createCommandLog, describeCount, describeInstant, describeReport, say, sayJson } from '../terminal/terminal.ts'
import { type Acceptable, withApp } from '../../app/wire.ts'

/** The report of a run in lines. */
export function describeRun({ stages, upcoming }: RunReport, timezone: string): string[] {
  const { week, closesAt, stories } = upcoming
  // The draft that is filling up has a line of its own at the end.
  const shown = stages.filter(({ stage, notes }) => stage !== 'curate' || notes.length > 0)
  const draft = `coming   ${week}: ${describeCount(stories, 'stories')} so far, closes ${describeInstant(closesAt, timezone)} (weekly issue show)`
  return [...shown.flatMap(describeReport), draft]
}

/** Runs once and prints the report. */
export async function runCommand(options: GlobalOptions, own: { accept?: Acceptable } = {}): Promise<number> {
  const log = createCommandLog(options)
  const { signal } = listenForStop()
  const accepts = new Set(own.accept === undefined ? [] : [own.accept])
  return withApp(options, { log, signal, accepts }, async app => {
    const report = await run(app).finally(() => log.end())
    if (options.json) sayJson(report)
    for (const line of describeRun(report, app.timezone)) say(options, line)
    return exitCodeOfReports(report.stages)
  })
}
