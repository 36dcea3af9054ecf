// How the program ends when it is asked to: what has been begun is finished, for ten seconds at most. Called by commands/.
import { exitCodes } from './exit.ts'

const DRAIN_MS = 10_000

/** The wish that the process should end. */
export interface Stop {
  /** Fires with it. */
  readonly signal: AbortSignal
  /** Resolves with the name of the process signal. */
  readonly asked: Promise<string>
}

/** Listens for SIGINT and SIGTERM. Ten seconds after the first the process ends whatever is under way: the ledger is made for that. */
export function listenForStop(): Stop {
  const stopping = new AbortController()
  const asked = new Promise<string>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => {
        setTimeout(() => process.exit(exitCodes.done), DRAIN_MS).unref()
        stopping.abort()
        resolve(name)
      })
  })
  return { signal: stopping.signal, asked }
}
