// All sources with how they are doing: those that fail first, then those that are silent.
import { type Health, decideHealth, silentSince } from '../../collect/source-health.ts'
import { formatDate } from '../../core/date-words.ts'
import { cutAtSentence } from '../../core/text.ts'
import type { Instant } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import { type ClaimedSource, isPublic, readSources } from '../../store/sources.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { type Moment, viewMoment } from './moments.ts'
import { cutPage } from './paging.ts'

/** Longer errors are cut on the page; the log has them whole. */
const ERROR_SHOWN = 300

/** The order of the page. */
const ranks: readonly Health[] = ['dead', 'failing', 'silent', 'moved', 'new', 'ok', 'paused']

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

function viewSource(deps: DeskDeps, claimed: ClaimedSource): object {
  const words = deskWords(deps)
  const { source, state } = claimed
  const described = describeHealth(deps, claimed)
  const page = state.site_url ?? state.fetch_url
  return {
    ...described,
    title: nameSource(claimed),
    href: isPublic(source) && isPublic({ url: state.fetch_url }) && /^https?:/i.test(page) ? page : null,
    section: source.section ?? words.noSection,
    weight: words.weight(source.weight),
    succeeded: state.succeeded_at && viewMoment(state.succeeded_at, deps),
    next: viewNextVisit(deps, claimed),
    error: explain(claimed, described.health),
  }
}

/** The page of all sources. */
export async function showSources({ deps, visit, signedIn }: Asked): Promise<Response> {
  const words = deskWords(deps)
  const sources = (await readSources(deps.store.db)).map(claimed => ({
    claimed,
    health: decideHealth(claimed, deps.clock.now(), deps.silentDays).health,
  }))
  const counted = Map.groupBy(sources, ({ health }) => health)
  const sorted = ranks.flatMap(health => counted.get(health) ?? [])
  const { rows, pages } = cutPage(sorted, visit.request.url, deskPath(deps, 'sources'))
  const scope = {
    pages,
    counts: ranks.flatMap(health =>
      counted.has(health) ? [`${words.health[health]} ${counted.get(health)?.length ?? 0}`] : [],
    ),
    rows: rows.map(({ claimed }) => viewSource(deps, claimed)),
  }
  return answerPage(renderDeskPage(deps, 'sources.html', { title: words.sources, at: 'sources' }, scope, signedIn))
}
