// What `weekly doctor` finds: one line for each thing looked at.
import { isWeeklyError } from '../../core/errors.ts'
import { explainStoreError } from '../../store/engine/store-errors.ts'

/** `warn`: it works, but not as well as it should; `fail`: something will not work. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail'
  readonly subject: string
  readonly message: string
  /** What to do; null when all is well. */
  readonly hint: string | null
}

/** All is well. */
export function ok(subject: string, message: string): Finding {
  return { level: 'ok', subject, message, hint: null }
}

/** It works, but should be looked at. */
export function warn(subject: string, message: string, hint: string): Finding {
  return { level: 'warn', subject, message, hint }
}

/** It does not work. */
export function fail(subject: string, message: string, hint: string): Finding {
  return { level: 'fail', subject, message, hint }
}

/** An expected failure as a finding; a bug is thrown on. */
export function failureOf(subject: string, caught: unknown): Finding {
  const error = explainStoreError(caught) ?? caught
  if (!isWeeklyError(error)) throw error
  return fail(subject, `${error.code}: ${error.message}`, error.hint ?? 'See docs/errors.md.')
}
