// How the issues of a repository are asked for, and how long to wait when GitHub says that it was asked too often. Pure.
import { addMinutes, instantFromMs } from '../../core/clock.ts'
import type { Instant, Source } from '../../core/types.ts'
import { parseRetryAfter } from '../../net/retry-after.ts'

const PREFIX = 'github-issues:'
const API = 'https://api.github.com/'
/** So far back a first visit looks: what is older is no news. */
const FIRST_MINUTES = 7 * 24 * 60
const LONGEST_WAIT_MINUTES = 24 * 60

/** `OWNER/REPO` of a source. */
export function repositoryOf({ url }: Pick<Source, 'url'>): string {
  return url.slice(PREFIX.length)
}

/**
 * The address of the open issues that changed since the last that was read, oldest first, a hundred at most: the rest comes with the next
 * visit. GitHub's lists have no stable ETag, so what was read is known by this instant.
 */
export function issuesUrl(source: Pick<Source, 'url' | 'api'>, cursor: Instant | null, now: Instant): string {
  const base = source.api ?? API
  const url = new URL(`repos/${repositoryOf(source)}/issues`, base.endsWith('/') ? base : `${base}/`)
  const since = (cursor ?? addMinutes(now, -FIRST_MINUTES)).replace(/\.\d+Z$/, 'Z')
  const query = { state: 'open', sort: 'updated', direction: 'asc', per_page: '100', since }
  url.search = new URLSearchParams(query).toString()
  return url.href
}

/** What GitHub wants to be told with each question. */
export const issueHeaders: Readonly<Record<string, string>> = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
}

/** Until when to leave it alone, of an answer that says so (403 or 429 with its headers), at most a day on; null for all others. */
export function readRateLimit(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  now: Instant,
): Instant | null {
  if (status !== 403 && status !== 429) return null
  const reset = /^\d{1,11}$/.exec(headers['x-ratelimit-reset'] ?? '')?.[0]
  const isSpent = headers['x-ratelimit-remaining'] === '0' && reset !== undefined
  const until = parseRetryAfter(headers, now) ?? (isSpent ? instantFromMs(Number(reset) * 1_000) : null)
  if (until === null) return null
  const [least, most] = [addMinutes(now, 1), addMinutes(now, LONGEST_WAIT_MINUTES)]
  return until < least ? least : until > most ? most : until
}
