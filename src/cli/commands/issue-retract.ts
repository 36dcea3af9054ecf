// `weekly issue retract`: a published issue, or one story of it, taken back with a mark in its place; `--undo` brings it back.
import { WeeklyError } from '../../core/errors.ts'
import { parseWeek } from '../../core/week.ts'
import { publishEverywhere } from '../../app/publish-everywhere.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { noteToldRetractions, retract, undoRetract } from '../../publish/retract-issue.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeReport, say } from '../terminal/terminal.ts'

/** What `issue retract` may be told. */
export interface RetractFlags {
  readonly reason?: string
  readonly undo?: boolean
}

/** `weekly issue retract WEEK [URL]`: in the store, in the mails that wait, then on the site. A try that was broken off is gone on with. */
export async function retractIssue(
  options: GlobalOptions,
  week: string,
  url: string | undefined,
  { reason, undo = false }: RetractFlags,
): Promise<number> {
  if (undo === (reason !== undefined))
    throw new WeeklyError('USAGE_INVALID', undo ? '--undo needs no --reason' : 'readers are told why: --reason "…"', {
      hint: 'weekly issue retract WEEK [URL] --reason "…", or --undo',
    })
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const wanted = { week: parseWeek(week), url: url ?? null }
    await (reason === undefined ? undoRetract(app.publish, wanted) : retract(app.publish, wanted, reason))
    const reports = await publishEverywhere(app, [])
    const problems = reports.filter(({ failed }) => failed > 0).flatMap(each => describeReport(each).slice(1))
    if (problems.length === 0) await noteToldRetractions(app.publish)
    const what = url === undefined ? `the issue of ${wanted.week}` : url
    say(
      options,
      undo
        ? `${what} is back as it was; mails that were kept back go out with the next run, none goes out again`
        : `${what} is taken back; site and feeds say so, mails not yet sent are without it`,
    )
    for (const problem of problems) say(options, problem)
    return problems.length === 0 ? exitCodes.done : exitCodes.someFailed
  })
}
