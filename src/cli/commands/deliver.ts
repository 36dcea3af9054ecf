// `weekly deliver`, apart from the other stages: it may run for hours and must not hold in memory what they need. `--to` and `--dry-run`
// only look at its mails.
import { WeeklyError } from '../../core/errors.ts'
import type { WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { deliverIssues, deliverMails } from '../../deliver/deliver.ts'
import { resendBounced } from '../../store/resend.ts'
import { decideUncertain, type UncertainDecision } from '../../store/uncertain.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { runStages } from '../run-stages.ts'
import { listenForStop } from '../terminal/stop.ts'
import { describeCount, say } from '../terminal/terminal.ts'
import type { App } from '../../app/wire.ts'

/** The flags of the command: an address or `all` for the two decisions on uncertain mails; `resend` may be `bounced` too. */
export interface DeliverFlags {
  readonly week?: string
  readonly resend?: string
  readonly settle?: string
  /** True, or the folder that the mails are written to. */
  readonly dryRun?: true | string
  readonly to?: string
}

/** In place of an address: those whom a relay's own trouble cost the issue. */
const BOUNCED = 'bounced'

/** The decisions that the flags name. Throws USAGE_INVALID when they name no week. */
function readDecisions({ week, resend, settle }: DeliverFlags): { email: string; decision: UncertainDecision }[] {
  const decisions = Object.entries({ settle, resend }).flatMap(([decision, email]) =>
    email === undefined ? [] : [{ email, decision: decision as UncertainDecision }],
  )
  if (decisions.length > 0 && week === undefined)
    throw new WeeklyError('USAGE_INVALID', 'a decision on mails needs the week of their issue', {
      hint: 'Add --week; `weekly report WEEK` lists the uncertain mails.',
    })
  return decisions
}

async function decide(app: App, options: GlobalOptions, week: WeekId, flags: DeliverFlags): Promise<void> {
  for (const { email, decision } of readDecisions(flags)) {
    if (decision === 'resend' && email === BOUNCED) {
      await decideBounced(app, options, week)
      continue
    }
    const count = await decideUncertain(app.store.db, week, { email, decision }, app.clock.now())
    if (count === 0)
      throw new WeeklyError('DELIVERY_MISSING', `${week} has no uncertain mail to ${email}`, {
        hint: `weekly report ${week} lists them.`,
      })
    const outcome = decision === 'settle' ? 'taken for sent' : 'sent again'
    say(options, `${week}: ${describeCount(count, 'mails')} to ${email} ${outcome}`)
  }
}

async function decideBounced(app: App, options: GlobalOptions, week: WeekId): Promise<void> {
  const count = await resendBounced(app.store.db, week, app.clock.now())
  if (count === 0)
    throw new WeeklyError('DELIVERY_MISSING', `${week} has no mail that a relay's own trouble kept from a reader`, {
      hint: 'Nothing is to be done: who really bounced or has left is not mailed again, and nobody is twice.',
    })
  say(options, `${week}: ${describeCount(count, 'mails')} that bounced by no fault of their readers sent once more`)
}

/** Mails what is due, or the issue of a week. With `--settle` alone nothing is sent, with `--dry-run` or `--to` nothing to readers. */
export async function deliverCommand(options: GlobalOptions, flags: DeliverFlags): Promise<number> {
  readDecisions(flags)
  const { to, dryRun } = flags
  if (to !== undefined || dryRun !== undefined) {
    const { lookAtMail } = await import('./look-at-mail.ts')
    const chosen = flags.week === undefined ? undefined : parseWeek(flags.week)
    return lookAtMail(options, chosen, to === undefined ? { dryRun: dryRun ?? true } : { to })
  }
  const { signal } = listenForStop()
  return runStages(options, { signal }, async app => {
    if (flags.week === undefined) return [await deliverMails(app.deliver)]
    const week = parseWeek(flags.week)
    await decide(app, options, week, flags)
    const isSettledOnly = flags.settle !== undefined && flags.resend === undefined
    return isSettledOnly ? [] : [await deliverIssues(app.deliver, { week })]
  })
}
