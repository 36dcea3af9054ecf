// The log of a running server: pino behind this file, one JSON line an event on stderr.
import { pino } from 'pino'
import { hideSecretFields, type Log } from '../core/log.ts'
import type { GlobalOptions } from './options.ts'

/** Makes the log, in which no token and no password stands; under --quiet warnings only, under --verbose every step. */
export function createServerLog(options: Pick<GlobalOptions, 'quiet' | 'verbose'>): Log {
  const level = options.verbose ? 'debug' : options.quiet ? 'warn' : 'info'
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
  return {
    debug: (event, fields = {}) => logger.debug(hideSecretFields(fields), event),
    info: (event, fields = {}) => logger.info(hideSecretFields(fields), event),
    warn: (event, fields = {}) => logger.warn(hideSecretFields(fields), event),
  }
}
