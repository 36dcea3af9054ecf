// Leaves a model alone that hangs, fails or answers nonsense again and again. One for each run.
import type { WeeklyError } from '../../core/errors.ts'

/** Failures in a row after which a run asks no more. */
const MOST_FAILURES = 3
/** The same for answers that were read and refused: a careful guard refuses some of any model's. */
const MOST_REFUSALS = 8

/** Counts what came of asking. */
export interface Breaker {
  /** Why the model is asked no more in this run; null while it may be. */
  reason(): string | null
  noteSuccess(): void
  noteRefusal(): void
  /** A failure that another try cannot mend ends it at once, and so does a host that wants to be left alone. */
  noteFailure(error: WeeklyError): void
  /** Ends it for a reason of the caller's. */
  stop(reason: string): void
}

/** Makes the breaker of a run. */
export function createBreaker(): Breaker {
  let failures = 0
  let refusals = 0
  let stopped: string | null = null
  const isWaiting = (error: WeeklyError): boolean =>
    (error.cause as { code?: unknown } | undefined)?.code === 'FETCH_HOST_WAITING'
  return {
    reason: () => stopped,
    noteSuccess: () => {
      failures = 0
      refusals = 0
    },
    noteRefusal: () => {
      failures = 0
      refusals += 1
      if (refusals >= MOST_REFUSALS) stopped ??= `${refusals} of its answers in a row were refused`
    },
    noteFailure: error => {
      failures += 1
      if (!error.retryable || isWaiting(error)) stopped ??= error.message
      else if (failures >= MOST_FAILURES) stopped ??= `it failed ${failures} times in a row: ${error.message}`
    },
    stop: reason => {
      stopped ??= reason
    },
  }
}
