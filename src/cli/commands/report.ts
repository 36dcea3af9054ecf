// `weekly report`: what was sent to whom, as an equation that must balance.
import { WeeklyError } from '../../core/errors.ts'
import { parseWeek } from '../../core/week.ts'
import { type Delivery, listDeliveries, listUndeliverable, readEquation } from '../../store/deliveries.ts'
import { readIssues } from '../../store/issues.ts'
import { readRelayHistory } from '../../store/relay-turns.ts'
import { decideAllowance } from '../../deliver/quota.ts'
import { exitCodes } from '../terminal/exit.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'
import { withApp } from '../../app/wire.ts'

/** A page of them; their number stands in the equation. */
const SHOWN = 1_000
const UNDELIVERABLE_HEAD =
  'Skipped, for the relay cannot carry their addresses; they stay, and are tried with the next issue:'
const UNCERTAIN_HINT = ' (weekly deliver --week WEEK --resend EMAIL|all, or --settle EMAIL|all):'

const showMail = ({ email, updated_at, attempts, response }: Delivery) => ({
  email,
  since: updated_at,
  attempts,
  response,
})

/** Prints the delivery equation of an issue, the newest when no week is named. */
export async function reportIssue(options: GlobalOptions, week: string | undefined): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async ({ store, timezone, clock, config, deliver }) => {
    const wanted = week === undefined ? null : parseWeek(week)
    const issue = (await readIssues(store.db)).find(each => wanted === null || each.week === wanted)
    if (!issue)
      throw new WeeklyError(
        'ISSUE_MISSING',
        wanted === null ? 'there is no issue yet' : `week ${wanted} has no issue`,
        {
          hint: '`weekly issue list` shows drafts and issues.',
        },
      )
    const equation = await readEquation(store.db, issue.week)
    const uncertain = (await listDeliveries(store.db, issue.week, 'uncertain', SHOWN)).map(showMail)
    const undeliverable = (await listUndeliverable(store.db, issue.week, SHOWN)).map(showMail)
    const history = await readRelayHistory(store.db, deliver.transport.name, clock.now())
    const { waits } = decideAllowance(config.weekly.mail, history, equation?.counts.pending ?? 0, clock.now())
    const waitsUntil = waits?.until ?? null
    if (options.json)
      sayJson({
        week: issue.week,
        number: issue.number,
        mailUntil: issue.mailUntil,
        equation,
        uncertain,
        undeliverable,
        waitsUntil,
      })
    if (!equation) {
      say(
        options,
        `${issue.week} No. ${issue.number}: not mailed; ${issue.mailUntil === null ? 'it is mailed only when asked (weekly deliver --week)' : `it may be mailed until ${describeInstant(issue.mailUntil, timezone)}`}`,
      )
      return exitCodes.done
    }
    const terms = Object.entries(equation.counts).map(([state, count]) => `${count} ${state}`)
    say(
      options,
      `${issue.week} No. ${issue.number}: ${equation.frozen} subscribers = ${terms.join(' + ')}${equation.balanced ? '' : '  DOES NOT BALANCE'}`,
    )
    if (waitsUntil !== null)
      say(
        options,
        `The relay has had what its quota allows; the mails that wait go on from ${describeInstant(waitsUntil, timezone)}`,
      )
    if (uncertain.length > 0) say(options, `Uncertain, in the order of sending${UNCERTAIN_HINT}`)
    for (const { email, since, response } of uncertain)
      say(options, `  ${email}  since ${describeInstant(since, timezone)}  ${response ?? ''}`)
    if (undeliverable.length > 0) say(options, UNDELIVERABLE_HEAD)
    for (const { email, response } of undeliverable) say(options, `  ${email}  ${response ?? ''}`)
    return equation.balanced ? exitCodes.done : exitCodes.bug
  })
}
