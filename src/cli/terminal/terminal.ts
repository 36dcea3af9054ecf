// What a command says: progress on a terminal, plain lines elsewhere, JSON when asked. The only place that writes to stdout and stderr
// besides exit.ts.
import { WeeklyError } from '../../core/errors.ts'
import { hideSecretFields, type Log } from '../../core/log.ts'
import type { Instant, StageReport } from '../../core/types.ts'
import { civilDateOf, civilTimeOf } from '../../core/week.ts'
import type { GlobalOptions } from '../../app/options.ts'

/**
 * A text that a terminal only shows: what would colour it, move its cursor, name its window or turn the direction of a line is left out
 * (ECMA-48 control functions begin with ESC or a C1 character), whatever title it came with. Line ends and tabs stay.
 */
export function forTerminal(text: string): string {
  return text.replace(/(?!\r?\n|\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
}

/** Writes a line of a command's answer; nothing under --quiet. */
export function say(options: Pick<GlobalOptions, 'quiet' | 'json'>, line = ''): void {
  if (!options.quiet && !options.json) process.stdout.write(`${forTerminal(line)}\n`)
}

/** A value as JSON that a terminal only shows: JSON itself leaves DEL and the C1 characters as they are. */
export function jsonForTerminal(value: unknown, indent?: number): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, escape)
}

/** Writes the machine-readable answer of a command. */
export function sayJson(value: unknown): void {
  process.stdout.write(`${jsonForTerminal(value, 2)}\n`)
}

/** Writes raw output: an export that may be redirected to a file, where it stays as it is. Throws USAGE_INVALID for bytes that would go to a terminal. */
export function sayRaw(content: string | Uint8Array): void {
  if (typeof content !== 'string' && process.stdout.isTTY)
    throw new WeeklyError('USAGE_INVALID', 'this format is no text for a terminal', {
      hint: 'Send it into a file: `weekly issue show 2016-W49 --format pdf > issue.pdf`.',
    })
  process.stdout.write(typeof content === 'string' && process.stdout.isTTY ? forTerminal(content) : content)
}

/** Writes a line that is no part of the answer: what a person should know whatever becomes of the command. */
export function sayAside(line: string): void {
  process.stderr.write(`${forTerminal(line)}\n`)
}

const marks = { failed: '✗', skipped: '–', note: '·' } as const

/** A moment on the list's own clock, for people: `2016-12-09 08:00`. */
export function describeInstant(instant: Instant, timezone: string): string {
  return `${civilDateOf(instant, timezone)} ${civilTimeOf(instant, timezone)}`
}

/** A count with its unit: `1 issue sealed`, `2 issues sealed`. */
export function describeCount(count: number, unit: string): string {
  const fitting =
    count === 1
      ? unit
          .replace(/\b(stor|cop)ies\b/, '$1y')
          .replace(/\b(item|article|issue|mail|source|list|post|page|subscriber|report)s\b/, '$1')
      : unit
  return `${count} ${fitting}`
}

/** One stage of a run in words, a line for everything that did not go by itself. */
export function describeReport(report: StageReport): string[] {
  const counts = [
    describeCount(report.done, report.unit),
    ...(report.skipped > 0 ? [`${report.skipped} skipped`] : []),
    ...(report.failed > 0 ? [`${report.failed} failed`] : []),
  ]
  const notes = report.notes.map(({ level, subject, code, message, hint }) => {
    const end = hint === null ? '' : ` — ${hint}`
    return `  ${marks[level]} ${subject}: ${code === null ? '' : `${code}: `}${message}${end}`
  })
  return [`${report.stage.padEnd(8)} ${counts.join(', ')}`, ...notes]
}

/** A log for one-shot commands: a line that counts on a terminal, every step under --verbose, else silence. */
export function createCommandLog(options: GlobalOptions): Log & { end(): void } {
  const isTerminal = process.stderr.isTTY && !options.quiet && !options.json
  const counts = new Map<string, number>()
  /** How many there will be, where an event says so. */
  const totals = new Map<string, number>()
  let isShown = false
  const clear = (): void => {
    if (isShown) process.stderr.write('\r\u001B[K')
    isShown = false
  }
  const write = (level: string, event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    if (options.verbose) {
      process.stderr.write(`${level} ${event} ${jsonForTerminal(hideSecretFields(fields))}\n`)
      return
    }
    if (!isTerminal) return
    counts.set(event, (counts.get(event) ?? 0) + 1)
    if (typeof fields['of'] === 'number') totals.set(event, fields['of'])
    clear()
    process.stderr.write(
      `${[...counts].map(([name, count]) => `${name} ${count}${totals.has(name) ? ` of ${totals.get(name)}` : ''}`).join(' · ')} …`,
    )
    isShown = true
  }
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    end: clear,
  }
}
