// How a source is doing, in one word and a few more: for `source list`, `source` reports and the notes of a run. Pure.
import { minutesBetween } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { SourceStateTable } from '../store/engine/schema.ts'
import type { ClaimedSource } from '../store/sources.ts'

/** The states of a source that an operator may care about. */
export type Health = 'ok' | 'new' | 'paused' | 'dead' | 'failing' | 'silent' | 'moved'

const DAY_MINUTES = 24 * 60

/** Since when nothing new has come, or null while a source has not been read in full. */
export function silentSince(state: SourceStateTable): Instant | null {
  return state.last_item_at ?? state.backlog_read_at
}

/** How many times `silentDays` a source has been silent by an instant. */
function countSilences(state: SourceStateTable, at: Instant, silentDays: number): number {
  const since = silentSince(state)
  return since === null ? 0 : Math.floor(Math.max(0, minutesBetween(since, at)) / (silentDays * DAY_MINUTES))
}

/** What matters most about a source: `words` begin with the health itself. */
export function decideHealth(
  { source, state }: ClaimedSource,
  now: Instant,
  silentDays: number,
): { readonly health: Health; readonly words: string } {
  const say = (health: Health, words = '') => ({ health, words: `${health}${words}` })
  if (source.paused) return say('paused')
  if (state.disabled_reason !== null) return say('dead', `, ${state.disabled_reason}`)
  if (state.failures_in_row > 0)
    return say('failing', ` ${state.failures_in_row}× since ${state.failing_since?.slice(0, 10) ?? '?'}`)
  if (state.succeeded_at === null) return say('new')
  if (countSilences(state, now, silentDays) > 0)
    return say('silent', ` since ${silentSince(state)?.slice(0, 10) ?? '?'}`)
  return state.fetch_url === source.url ? say('ok') : say('moved', ` to ${state.fetch_url}`)
}

/**
 * A remark on a source that brings nothing new, when at this visit its silence has reached `silentDays`, or has done so once more; null
 * at all other visits, so that the operator hears of it every `silentDays` and not every hour.
 */
export function remarkOnSilence(
  before: SourceStateTable,
  after: SourceStateTable,
  now: Instant,
  silentDays: number,
): string | null {
  const heard = before.checked_at === null ? 0 : countSilences(before, before.checked_at, silentDays)
  const isNews = countSilences(after, now, silentDays) > heard
  return isNews
    ? `silent since ${silentSince(after)?.slice(0, 10) ?? '?'}: nothing new for ${silentDays} days or more`
    : null
}
