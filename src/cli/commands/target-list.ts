// `weekly target list`: what the targets were told, from the store alone: what tells them is not loaded for it.
import { readMessages } from '../../store/target-messages.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'

/** Prints each target of the configuration with its messages, newest first. */
export async function listTargets(options: GlobalOptions): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async ({ config, store, timezone }) => {
    const rows = await readMessages(store.db)
    const shown = config.weekly.targets.map(({ kind, name = kind }) => ({
      name,
      kind,
      messages: rows
        .filter(({ target }) => target === name)
        .map(({ subject, state, problem, attempts, next_attempt_at, remote_id, updated_at }) => ({
          week: subject,
          state,
          problem,
          attempts,
          nextAttemptAt: next_attempt_at,
          remoteId: remote_id,
          updatedAt: updated_at,
        }))
        .toReversed(),
    }))
    if (options.json) sayJson(shown)
    if (shown.length === 0) say(options, 'No targets: `targets` in weekly.yaml names them.')
    for (const { name, kind, messages } of shown) {
      say(options, `${name} (${kind})${messages.length === 0 ? ': nothing told yet; the next issue is the first' : ''}`)
      for (const { week, state, problem, updatedAt } of messages)
        say(options, `  ${week}  ${state}  ${describeInstant(updatedAt, timezone)}  ${problem ?? ''}`.trimEnd())
    }
    return exitCodes.done
  })
}
