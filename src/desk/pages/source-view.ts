// A source in the words of the desk: what it is called, how it is doing, what it brought.
import { type Health, decideHealth, silentSince } from '../../collect/source-health.ts'
import { addMinutes, minutesBetween } from '../../core/clock.ts'
import { formatDate } from '../../core/date-words.ts'
import { cutAtSentence } from '../../core/text.ts'
import type { Instant } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import { readSourceYields, type SourceYield } from '../../store/source-yields.ts'
import { type ClaimedSource, isPublic } from '../../store/sources.ts'
import { type DeskDeps, deskWords } from './frame.ts'
import { type Moment, viewMoment } from './moments.ts'

/** Longer errors are cut on the page; the log has them whole. */
const ERROR_SHOWN = 300
const MINUTES_PER_DAY = 24 * 60
const YIELD_MINUTES = 12 * 7 * MINUTES_PER_DAY

/** What each source brought in the last twelve weeks. */
export function readYields({
  store,
  clock,
}: Pick<DeskDeps, 'store' | 'clock'>): Promise<ReadonlyMap<number, SourceYield>> {
  return readSourceYields(store.db, addMinutes(clock.now(), -YIELD_MINUTES))
}

/** What a source is called: as configured, as its feed says, or by its host, since an address may bear a secret. */
export function nameSource({ source, state }: ClaimedSource): string {
  return source.title ?? state.feed_title ?? state.host
}

/** How a source is doing, in the words of the desk. */
export function describeHealth(
  deps: Pick<DeskDeps, 'clock' | 'silentDays' | 'language' | 'timezone'>,
  claimed: ClaimedSource,
): { readonly health: Health; readonly words: string } {
  const words = deskWords(deps)
  const { state } = claimed
  const { health } = decideHealth(claimed, deps.clock.now(), deps.silentDays)
  const dayOf = (instant: Instant): string => formatDate(civilDateOf(instant, deps.timezone), deps.language)
  const since = health === 'failing' ? state.failing_since : health === 'silent' ? silentSince(state) : null
  if (since === null) return { health, words: words.health[health] }
  const said =
    health === 'failing' ? words.failingSince(state.failures_in_row, dayOf(since)) : words.silentSince(dayOf(since))
  return { health, words: said }
}

/** What went wrong last, where nothing of the address may show in it. */
function explain({ source, state }: ClaimedSource, health: Health): string {
  if (!isPublic(source)) return ''
  const reason = health === 'dead' ? state.disabled_reason : health === 'failing' ? state.last_error : null
  return cutAtSentence(reason ?? '', ERROR_SHOWN).text
}

/** When a source is visited next; null for those that are not visited by themselves, or are new. */
function viewNextVisit(deps: DeskDeps, { source, state }: ClaimedSource): Moment | null {
  if (source.paused || state.disabled_reason !== null || state.checked_at === null) return null
  const instant = state.next_check_at
  return instant > deps.clock.now() ? viewMoment(instant, deps) : { instant, words: deskWords(deps).atOnce }
}

/** Days since something new came, where that is told; null for a source that is not silent. */
function countSilentDays(deps: Pick<DeskDeps, 'clock'>, { state }: ClaimedSource, health: Health): number | null {
  const since = health === 'silent' ? silentSince(state) : null
  return since === null ? null : Math.floor(minutesBetween(since, deps.clock.now()) / MINUTES_PER_DAY)
}

/** A source as a page tells of it; the yield is that of the last weeks, undefined where it brought nothing. */
export function viewSource(deps: DeskDeps, claimed: ClaimedSource, brought: SourceYield | undefined): object {
  const words = deskWords(deps)
  const { source, state } = claimed
  const described = describeHealth(deps, claimed)
  const page = state.site_url ?? state.fetch_url
  const silentDays = countSilentDays(deps, claimed, described.health)
  return {
    ...described,
    id: source.id,
    title: nameSource(claimed),
    href: isPublic(source) && isPublic({ url: state.fetch_url }) && /^https?:/i.test(page) ? page : null,
    section: source.section ?? words.noSection,
    weight: words.weight(source.weight),
    succeeded: state.succeeded_at && viewMoment(state.succeeded_at, deps),
    next: viewNextVisit(deps, claimed),
    error: explain(claimed, described.health),
    silentDays: silentDays === null ? '' : words.sourcePages.silentDays(silentDays),
    offered: brought?.offered ?? 0,
    picked: brought?.picked ?? 0,
    numbers: brought ? words.sourcePages.numbers(brought.offered, brought.picked) : words.sourcePages.nothingOffered,
  }
}
