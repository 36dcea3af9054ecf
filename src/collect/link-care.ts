// Looks after the links of past issues, a few a run: one that is gone for good is marked on its page. app/run.ts calls it after publishing.
// docs/technotes/site.md tells the rules.
import { addMinutes, type Clock } from '../core/clock.ts'
import { type ErrorCode, isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Instant } from '../core/types.ts'
import type { HttpClient } from '../net/http.ts'
import type { Store } from '../store/engine/database.ts'
import { noteNewLinks, saveLinkCheck, takeDueLinks } from '../store/link-checks.ts'
import type { LinkCheckTable } from '../store/engine/schema.ts'

/** What looking after links needs from the outside. */
export interface LinkCareDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly http: Pick<HttpClient, 'fetch'>
  /** False: no link is ever asked for. */
  readonly isOn: boolean
}

/** What a check says of a link: there; gone; its host cannot be found; or nothing, as an overloaded server or robots.txt do. */
export type Finding = 'there' | 'gone' | 'no-host' | 'unknown'

const DAY_MINUTES = 24 * 60
const MONTH_MINUTES = 30 * DAY_MINUTES
const LINKS_PER_RUN = 20
/** Enough for a status; the page itself is not wanted. */
const BODY_BYTES = 16 * 1024
/** Three checks at this distance span more than a week. */
const AGAIN_MINUTES = 4 * DAY_MINUTES
const FAILURES_FOR_DEAD = 3
const MINUTES_FOR_DEAD = 7 * DAY_MINUTES
/** A process that takes a link and dies leaves it for this long. */
const TAKEN_MINUTES = DAY_MINUTES

/** Checks the links that are due, at most twenty, politely as pages are read. */
export async function careForLinks({ store, clock, log, http, isOn }: LinkCareDeps): Promise<void> {
  if (!isOn) return
  await noteNewLinks(store.db, MONTH_MINUTES)
  const now = clock.now()
  const due = await takeDueLinks(store.db, now, addMinutes(now, TAKEN_MINUTES), LINKS_PER_RUN)
  const found = await Promise.all(due.map(async link => ({ link, finding: await checkLink(http, link.url) })))
  // Where no host at all can be found it is our own network that is away.
  const isOnline = found.some(({ finding }) => finding === 'there' || finding === 'gone')
  for (const { link, finding } of found)
    await saveLinkCheck(store.db, decideLink(link, finding === 'no-host' && !isOnline ? 'unknown' : finding, now))
  if (due.length > 0)
    log.info('links checked', { links: due.length, gone: found.filter(each => each.finding === 'gone').length })
}

/** What becomes of a link after a check: dead once three checks over seven days have found it gone, alive again when it is there. */
export function decideLink(link: LinkCheckTable, finding: Finding, now: Instant): LinkCheckTable {
  const { url } = link
  const inAMonth = addMinutes(now, MONTH_MINUTES)
  if (finding === 'there') return { url, next_check_at: inAMonth, failures: 0, failing_since: null, dead_since: null }
  if (finding === 'unknown')
    return { ...link, next_check_at: link.failures > 0 ? addMinutes(now, AGAIN_MINUTES) : inAMonth }
  const failing_since = link.failing_since ?? now
  const failures = link.failures + 1
  const isDead = failures >= FAILURES_FOR_DEAD && addMinutes(failing_since, MINUTES_FOR_DEAD) <= now
  const dead_since = link.dead_since ?? (isDead ? failing_since : null)
  return {
    url,
    failures,
    failing_since,
    dead_since,
    next_check_at: dead_since ? inAMonth : addMinutes(now, AGAIN_MINUTES),
  }
}

const findings: Readonly<Partial<Record<ErrorCode, Finding>>> = {
  FETCH_ADDRESS_UNKNOWN: 'no-host',
  // It answered with more than was wanted.
  FETCH_TOO_LARGE: 'there',
}

async function checkLink(http: LinkCareDeps['http'], url: string): Promise<Finding> {
  try {
    const { status } = await http.fetch({ url, accept: 'page', robots: true, maxBodyBytes: BODY_BYTES })
    if (status === 404 || status === 410) return 'gone'
    return status >= 200 && status <= 399 ? 'there' : 'unknown'
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return findings[error.code] ?? 'unknown'
  }
}
