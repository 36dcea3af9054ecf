// The log of a running server: pino behind this file, one JSON line an event on stderr.
import { pino } from 'pino'
import type { WeeklyConfig } from '../core/config.ts'
import { hideSecretFields, type Log } from '../core/log.ts'
import type { GlobalOptions } from './options.ts'

/** From which weight on an event is a line. */
export type LogLevel = WeeklyConfig['log']['level']

/** The log, whose level may change while it is used. */
export type ServerLog = Log & { setLevel(level: LogLevel): void }

/** What ended a pass, or makes the process end. */
const graveEvents: ReadonlySet<string> = new Set(['bug', 'run failed'])

/**
 * Makes the log, in which no token and no password stands; under --quiet warnings only, under --verbose every step, else what `setLevel` is
 * given. `write` takes the lines; stderr without it.
 */
export function createServerLog(
  options: Pick<GlobalOptions, 'quiet' | 'verbose'>,
  write?: (line: string) => void,
): ServerLog {
  const asked = options.verbose ? 'debug' : options.quiet ? 'warn' : null
  const settings = { level: asked ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = pino(settings, write === undefined ? pino.destination(2) : { write })
  return {
    debug: (event, fields = {}) => logger.debug(hideSecretFields(fields), event),
    info: (event, fields = {}) => logger.info(hideSecretFields(fields), event),
    warn: (event, fields = {}) => logger[graveEvents.has(event) ? 'error' : 'warn'](hideSecretFields(fields), event),
    setLevel: level => {
      logger.level = asked ?? level
    },
  }
}
