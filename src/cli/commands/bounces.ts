// `weekly bounces`: reads the mailbox that takes reports on mails that did not arrive.
import { WeeklyError } from '../../core/errors.ts'
import { readBounces } from '../../app/bounces.ts'
import { exitCodes } from '../terminal/exit.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { createCommandLog, describeCount, say, sayJson } from '../terminal/terminal.ts'
import { withApp } from '../../app/wire.ts'

/** Reads what is new, and says what came of it. */
export async function bounces(options: GlobalOptions): Promise<number> {
  const log = createCommandLog(options)
  return withApp(options, { log }, async app => {
    const counts = await readBounces(app).finally(() => log.end())
    if (counts === null)
      throw new WeeklyError('CONFIG_INVALID', 'no mailbox for reports is configured', {
        hint: 'Set mail.bounces: { address: bounces@example.org, maildir: FOLDER } in weekly.yaml, or imap.',
      })
    if (options.json) sayJson(Object.fromEntries(counts))
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const words = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')
    say(options, `${describeCount(total, 'reports read')}${words === '' ? '' : `: ${words}`}`)
    return exitCodes.done
  })
}
