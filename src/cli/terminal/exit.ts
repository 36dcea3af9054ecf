// The end of a command: exit codes and the last line.
import { type ErrorCode, isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import type { StageReport } from '../../core/types.ts'
import { explainStoreError } from '../../store/engine/store-errors.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { forTerminal, jsonForTerminal } from './terminal.ts'

/** How a command ends, as scripts see it. */
export const exitCodes = { done: 0, configuration: 2, someFailed: 3, nothingToPublish: 4, bug: 70 } as const

const configurationCodes: ReadonlySet<ErrorCode> = new Set([
  'CONFIG_INVALID',
  'CONFIG_MISSING',
  'CONFIG_EXISTS',
  'CONFIG_ENVIRONMENT_UNSET',
  'USAGE_INVALID',
  'MAIL_CONFIG_INCOMPLETE',
  'DKIM_KEY_INVALID',
  'STORE_DAMAGED',
  'STORE_MOVED',
  'STORE_OF_ANOTHER_LIST',
  'CLOCK_UNTRUSTED',
  'SITE_KNOWS_MORE',
  'TEMPLATE_FAILED',
  'TEMPLATE_MISSING',
  'WEEK_INVALID',
  // Surroundings that a person has to mend: nothing is gained by trying again.
  'OUTBOX_UNWRITABLE',
  'OUTPUT_UNWRITABLE',
  'PORT_UNAVAILABLE',
  'STORE_NEWER',
])
const nothingCodes: ReadonlySet<ErrorCode> = new Set([
  'ISSUE_EMPTY',
  'DRAFT_MISSING',
  'WEEK_NOT_CLOSED',
  'ISSUE_MISSING',
])

/** A store whose file cannot be made or opened, and not one whose server may come back. */
const isFileRefused = ({ code, context }: FailureKind): boolean =>
  code === 'STORE_UNAVAILABLE' && context['file'] !== undefined

type FailureKind = Pick<WeeklyError, 'code' | 'context'>

/** The exit code that an expected failure ends a command with. */
export function exitCodeOf(failure: FailureKind): number {
  const { code } = failure
  if (configurationCodes.has(code) || isFileRefused(failure)) return exitCodes.configuration
  return nothingCodes.has(code) ? exitCodes.nothingToPublish : exitCodes.someFailed
}

/** Shows a failure as the last line, `error CODE: message — hint`, and answers the exit code. A bug shows its stack. */
export function showError(caught: unknown, options: Pick<GlobalOptions, 'json'>): number {
  const error = explainStoreError(caught) ?? caught
  if (!isWeeklyError(error)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(
      `${forTerminal(stack)}\nerror BUG: this should not have happened — please report it with the lines above\n`,
    )
    return exitCodes.bug
  }
  const { code, message, hint } = error
  if (options.json) process.stdout.write(`${jsonForTerminal({ error: { code, message, hint } })}\n`)
  process.stderr.write(forTerminal(`error ${code}: ${message}${hint === null ? '' : ` — ${hint}`}\n`))
  return exitCodeOf(error)
}

/** The exit code of a run: failures come before an empty week. */
export function exitCodeOfReports(reports: readonly StageReport[]): number {
  const notes = reports.flatMap(report => report.notes)
  const failures = notes.filter(({ level }) => level === 'failed')
  const blocking = failures.find(({ code }) => code !== null && configurationCodes.has(code as ErrorCode))
  if (blocking) return exitCodes.configuration
  if (failures.length > 0) return exitCodes.someFailed
  const isEmpty = notes.some(({ code }) => code === 'ISSUE_EMPTY')
  const hasSealed = reports.some(({ stage, done }) => stage === 'publish' && done > 0)
  return isEmpty && !hasSealed ? exitCodes.nothingToPublish : exitCodes.done
}
