// Asks a site's robots.txt before a page is read, and remembers it for a day.
import { minutesBetween, type Clock } from '../core/clock.ts'
import { isWeeklyError, WeeklyError, type ErrorCode } from '../core/errors.ts'
import type { HostLedger, Politeness, StoredRobots } from './politeness.ts'
import { findRobotsRule, parseRobots } from './robots.ts'

const fileMinutes = 24 * 60
/** A host that could not say anything is asked again sooner. */
const unreachableMinutes = 60

/** Failures that the page itself would meet; to say so is clearer than to blame robots.txt. */
const speaksForThePage: ReadonlySet<ErrorCode> = new Set([
  'FETCH_ADDRESS_UNKNOWN',
  'FETCH_HOST_WAITING',
  'FETCH_PRIVATE_ADDRESS',
  'FETCH_TLS_FAILED',
])

/** What the reading of a robots.txt gave; status 0 stands for no answer at all. */
export interface RobotsAnswer {
  readonly status: number
  readonly body: Uint8Array
}

/** Resolves when the URL may be read. Throws FETCH_ROBOTS_DISALLOWED otherwise. */
export type RobotsGate = (url: URL) => Promise<void>

/** Makes the gate. `fetchRobots` reads one robots.txt; without politeness every question reads it anew. */
export function createRobotsGate(
  fetchRobots: (url: string) => Promise<RobotsAnswer>,
  politeness: Politeness | null,
): RobotsGate {
  const underWay = new Map<string, Promise<RobotsVerdictSource>>()
  const load = async (origin: string): Promise<RobotsVerdictSource> => {
    const stored = politeness ? await readCurrent(origin, politeness.ledger, politeness.clock) : null
    if (stored) return stored
    const answer = await readRobots(`${origin}/robots.txt`, fetchRobots)
    if (politeness) await politeness.ledger.saveRobots(origin, { ...answer, fetchedAt: politeness.clock.now() })
    return answer
  }
  return async url => {
    const { origin } = url
    const loading = underWay.get(origin) ?? load(origin).finally(() => underWay.delete(origin))
    underWay.set(origin, loading)
    refuseDisallowed(url, await loading)
  }
}

type RobotsVerdictSource = Pick<StoredRobots, 'status' | 'body'>

async function readCurrent(origin: string, ledger: HostLedger, clock: Clock): Promise<StoredRobots | null> {
  const stored = await ledger.readRobots(origin)
  if (!stored) return null
  const keptMinutes = isUnreachable(stored.status) ? unreachableMinutes : fileMinutes
  return minutesBetween(stored.fetchedAt, clock.now()) < keptMinutes ? stored : null
}

async function readRobots(
  url: string,
  fetchRobots: (url: string) => Promise<RobotsAnswer>,
): Promise<RobotsVerdictSource> {
  try {
    const { status, body } = await fetchRobots(url)
    return { status, body: status === 200 ? new TextDecoder().decode(body) : '' }
  } catch (error) {
    if (!isWeeklyError(error) || speaksForThePage.has(error.code)) throw error
    // RFC 9309 §2.3.1.2: a file behind too many redirects counts as missing; one that cannot be reached forbids all.
    return { status: error.code.startsWith('FETCH_REDIRECT') ? 404 : 0, body: '' }
  }
}

function isUnreachable(status: number): boolean {
  return status === 0 || status >= 500
}

function refuseDisallowed(url: URL, { status, body }: RobotsVerdictSource): void {
  const address = url.origin + url.pathname + url.search
  if (isUnreachable(status)) {
    const fault = status === 0 ? 'did not answer' : `answered with status ${status}`
    throw new WeeklyError(
      'FETCH_ROBOTS_DISALLOWED',
      `${address} may not be read now: ${url.origin}/robots.txt ${fault}`,
      {
        hint: 'It is asked again within the hour; until then its pages are left alone.',
        retryable: true,
        context: { url: address, robotsStatus: status },
      },
    )
  }
  const rule = findRobotsRule(parseRobots(body), url.pathname + url.search)
  if (rule === null || rule.allow) return
  throw new WeeklyError(
    'FETCH_ROBOTS_DISALLOWED',
    `${address} may not be read: ${url.origin}/robots.txt disallows ${rule.pattern}`,
    {
      hint: 'The feed’s own text is used instead; ask the site if you need the page.',
      context: { url: address, rule: rule.pattern },
    },
  )
}
