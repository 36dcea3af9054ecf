// Whether a list without a server still runs: what its published site says of the last run.
import type { LoadedConfig } from '../../app/load-config.ts'
import { LAST_RUN, parseLastRun } from '../../app/last-run.ts'
import { type Clock, minutesBetween } from '../../core/clock.ts'
import { createHttpClient } from '../../net/http.ts'
import { describeInstant } from '../terminal/terminal.ts'
import { failureOf, type Finding, ok, warn } from './finding.ts'

/** Four runs a day are usual; GitHub drops some. */
const LATE_MINUTES = 2 * 24 * 60

/** Asks the site; nothing for a list with a server. */
export async function checkLastRun({ weekly }: LoadedConfig, clock: Clock): Promise<readonly Finding[]> {
  if (!weekly.storeTravels) return []
  const http = createHttpClient({ ...weekly.fetch, userAgent: weekly.fetch.userAgent ?? 'weekly' })
  const url = new URL(LAST_RUN, weekly.url.endsWith('/') ? weekly.url : `${weekly.url}/`).href
  try {
    const { status, body } = await http.fetch({ url, accept: 'any' })
    const run = status === 200 ? parseLastRun(new TextDecoder().decode(body)) : null
    if (run === null)
      return [
        warn(
          'last run',
          `${url} does not say (${status})`,
          'Start the workflow by hand once, and look at what it says.',
        ),
      ]
    const words = `${describeInstant(run.at, weekly.timezone)} in ${weekly.timezone}, run ${run.generation}`
    return minutesBetween(run.at, clock.now()) > LATE_MINUTES
      ? [
          warn(
            'last run',
            `${words}: long ago`,
            'GitHub may have switched the schedule off: look at the Actions page and switch it on.',
          ),
        ]
      : [ok('last run', words)]
  } catch (error) {
    return [failureOf('last run', error)]
  } finally {
    http.close()
  }
}
