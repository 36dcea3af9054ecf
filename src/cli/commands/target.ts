// `weekly target`: a message to try a target out, and the word on what nobody can know.
import { WeeklyError } from '../../core/errors.ts'
import { parseWeek } from '../../core/week.ts'
import { decideMessage } from '../../store/target-messages.ts'
import { announce } from '../../targets/announce.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { openTargetDesk } from '../../app/target-desk.ts'
import { type App, withApp } from '../../app/wire.ts'
import { runStages } from '../run-stages.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, say, sayJson } from '../terminal/terminal.ts'

/** The two words on a message. */
export interface RetryFlags {
  readonly again?: true
  readonly done?: true
}

function missing(message: string): WeeklyError {
  return new WeeklyError('TARGET_MISSING', message, { hint: '`weekly target list` shows targets and messages.' })
}

/** Sends a message that says that it is a test; nothing of it is written down. */
export async function testTarget(options: GlobalOptions, name: string): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    await openTargetDesk(app).test(name)
    if (options.json) sayJson({ target: name, state: 'sent' })
    say(options, `${name}: the test went out; look whether it is there`)
    return exitCodes.done
  })
}

/** Writes the decision down; with `--again` the target is told at once. */
export async function retryMessage(
  options: GlobalOptions,
  name: string,
  week: string,
  { again, done }: RetryFlags,
): Promise<number> {
  if ((again === true) === (done === true))
    throw new WeeklyError('USAGE_INVALID', 'one of --again and --done is needed', {
      hint: 'Look at the place: --done when the message is there, --again when it is not.',
    })
  return runStages(options, {}, async app => {
    await decide(app, name, parseWeek(week), again === true ? 'again' : 'done')
    if (done === true) {
      say(options, `${name} ${week}: counts as sent`)
      return []
    }
    const report = await announce({ ...app.targets, targets: app.targets.targets.filter(each => each.name === name) })
    return report === null ? [] : [report]
  })
}

async function decide({ store, targets, clock }: App, target: string, subject: string, decision: 'again' | 'done') {
  if (!targets.targets.some(({ name }) => name === target)) throw missing(`no target is called ${target}`)
  if (!(await decideMessage(store.db, { target, subject, decision }, clock.now())))
    throw missing(`${target} has no message of ${subject} on which that can be decided`)
}
