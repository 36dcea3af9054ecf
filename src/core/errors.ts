// The one error class of the program.
import type { ErrorCode } from './error-codes.ts'

/** The code of an expected failure. */
export type { ErrorCode } from './error-codes.ts'

/** What an expected failure says besides its code and message. */
export interface WeeklyErrorOptions {
  /** The operator's next step, one sentence. */
  readonly hint?: string
  /** True when the same call may succeed later without anybody's help. */
  readonly retryable?: boolean
  readonly context?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** An expected failure: the message says what happened to what, with its figures; the hint says what to do next. */
export class WeeklyError extends Error {
  override readonly name = 'WeeklyError'
  readonly code: ErrorCode
  readonly hint: string | null
  readonly retryable: boolean
  readonly context: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: WeeklyErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? null
    this.retryable = options.retryable ?? false
    this.context = options.context ?? {}
  }
}

/** Whether a caught value is one of our expected failures; anything else is a bug and is thrown on. */
export function isWeeklyError(value: unknown): value is WeeklyError {
  return value instanceof WeeklyError
}
