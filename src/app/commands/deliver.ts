// `weekly deliver`: the stage alone; `--to` and `--dry-run` only look at its mails.
import { parseWeek } from '../../core/week.ts'
import type { GlobalOptions } from '../options.ts'
import { runStages } from './collect.ts'

/** The flags of the command. */
export interface DeliverFlags {
  readonly week?: string
  /** True, or the folder that the mails are written to. */
  readonly dryRun?: true | string
  readonly to?: string
}

/** Mails what is due, or the issue of a week; with `--dry-run` or `--to` nothing is sent to readers. */
export async function deliverCommand(options: GlobalOptions, flags: DeliverFlags): Promise<number> {
  const week = flags.week === undefined ? undefined : parseWeek(flags.week)
  const { to, dryRun } = flags
  if (to !== undefined || dryRun !== undefined) {
    const { lookAtMail } = await import('./look-at-mail.ts')
    return lookAtMail(options, week, to === undefined ? { dryRun: dryRun ?? true } : { to })
  }
  const { deliverIssues } = await import('../../deliver/deliver.ts')
  const { deliverCatchUps } = await import('../../deliver/catch-up.ts')
  return runStages(options, async app => {
    if (week !== undefined) return [await deliverIssues(app.deliver, { week })]
    const reports = [await deliverIssues(app.deliver), await deliverCatchUps(app.deliver)]
    return reports.filter(report => report !== null)
  })
}
