// When a source has moved for good. Pure.
import { minutesBetween } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { FetchResult } from '../net/http.ts'
import type { SourceStateTable } from '../store/engine/schema.ts'

const POLLS_NEEDED = 3
const MINUTES_NEEDED = 24 * 60

type Moving = Pick<SourceStateTable, 'fetch_url' | 'moving_to' | 'moving_since' | 'moving_count'>

/**
 * What a successful visit says about the source's address: it is rewritten only when all hops were permanent (301, 308) to the same
 * target on at least 3 polls over at least 24 hours, and never from https to http. Call it only when the target's body was good.
 */
export function decideMove(state: Moving, result: Pick<FetchResult, 'url' | 'hops'>, now: Instant): Moving {
  const still: Moving = { fetch_url: state.fetch_url, moving_to: null, moving_since: null, moving_count: 0 }
  const isPermanent = result.hops.length > 0 && result.hops.every(({ status }) => status === 301 || status === 308)
  const losesTls = state.fetch_url.startsWith('https:') && !result.url.startsWith('https:')
  if (!isPermanent || losesTls || result.url === state.fetch_url) return still
  const isSameTarget = state.moving_to === result.url
  const since = (isSameTarget ? state.moving_since : null) ?? now
  const count = isSameTarget ? state.moving_count + 1 : 1
  if (count >= POLLS_NEEDED && minutesBetween(since, now) >= MINUTES_NEEDED) return { ...still, fetch_url: result.url }
  return { fetch_url: state.fetch_url, moving_to: result.url, moving_since: since, moving_count: count }
}
