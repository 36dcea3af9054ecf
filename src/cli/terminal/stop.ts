// How the program ends when it is asked to: what has been begun is finished, for ten seconds at most.
import { exitCodes } from './exit.ts'
import { sayAside } from './terminal.ts'

const DRAIN_MS = 10_000
/** Of one Ctrl-C the terminal tells the whole group of processes, and npm or the starter tells its child once more. */
const ECHO_MS = 1_000
let isStopping = false

/** The wish that the process should end. */
export interface Stop {
  /** Fires with it. */
  readonly signal: AbortSignal
  /** Resolves with the name of the process signal. */
  readonly asked: Promise<string>
}

function leave(): void {
  sayAside('not everything ended within ten seconds: it is left where it is, and taken up by the next run')
  process.exit(exitCodes.done)
}

/** Ends the process if it was asked to end: whatever work was left where it was would keep it alive. To be called when all is closed. */
export function endIfAsked(): void {
  if (isStopping) process.exit()
}

/**
 * Listens for SIGINT and SIGTERM, and for SIGHUP where the end of a terminal should end the command. Ten seconds after the first the process
 * ends whatever is under way: the ledger is made for that. Who asks once more after a second does not want to wait.
 */
export function listenForStop({ endsOnHangup } = { endsOnHangup: true }): Stop {
  const stopping = new AbortController()
  let askedMs = 0
  const names = ['SIGINT', 'SIGTERM', ...(endsOnHangup ? ['SIGHUP' as const] : [])] as const
  const asked = new Promise<string>(resolve => {
    for (const name of names)
      process.on(name, () => {
        if (stopping.signal.aborted) {
          if (performance.now() - askedMs > ECHO_MS) process.exit(exitCodes.done)
          return
        }
        askedMs = performance.now()
        setTimeout(leave, DRAIN_MS).unref()
        isStopping = true
        stopping.abort()
        resolve(name)
      })
  })
  return { signal: stopping.signal, asked }
}
