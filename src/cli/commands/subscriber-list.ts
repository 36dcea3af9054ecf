// `weekly subscriber list` and `erase`, which need the store alone: what writes and sends to readers is not loaded for them.
import { eraseSubscriber as erase, listSubscribers as list } from '../../store/subscribers.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** `weekly subscriber list`. */
export async function listSubscribers(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store, timezone }) => {
    const readers = await list(store.db, { limit: Number.MAX_SAFE_INTEGER })
    if (options.json) sayJson(readers)
    for (const { email, state, language, stories, confirmedAt } of readers) {
      const since = confirmedAt === null ? '—'.padEnd(16) : describeInstant(confirmedAt, timezone)
      say(options, `${state.padEnd(12)} ${language.padEnd(5)} ${stories.padEnd(4)} ${since}  ${email}`)
    }
    return exitCodes.done
  })
}

/** `weekly subscriber erase`: forgets a reader; a hash keeps an import from bringing the address back. */
export async function eraseSubscriber(options: GlobalOptions, email: string): Promise<number> {
  return open(options, async ({ store, clock }) => {
    await erase(store.db, email, clock.now())
    say(options, `${email} is erased`)
    return exitCodes.done
  })
}
