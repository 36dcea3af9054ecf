// Puts a week's candidates together into stories, and chooses who leads each.
import { primaryLanguage } from '../core/language.ts'
import type { InterfaceLanguage } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { groupArticles, type StoryIds } from './group.ts'
import { type Grouping, noGrouping, partByLeads, regroup } from './regroup.ts'
import {
  answerFrom,
  type Candidate,
  compareItems,
  languageOf,
  linkOf,
  linksOfArticle,
  readTextsOf,
  type StoryGroup,
  titleOf,
} from './tellings.ts'
import type { Reading, SeenText } from './texts.ts'

/** A text that has this part of the fullest one's words is as full. */
const FULL_SHARE = 0.8

/** The canonical addresses of a candidate itself. */
function ownLinks({ item, article }: Candidate): readonly string[] {
  const own = [item.url, article?.url].filter(url => typeof url === 'string' && url !== '')
  return Array.from(new Set(own), url => canonicalUrl(url ?? ''))
}

/** What was seen while texts were read: who has one, and who links to whom. */
interface Sightings {
  readonly withText: ReadonlySet<Candidate>
  readonly ownLinksOf: (candidate: Candidate) => readonly string[]
  /** Canonical addresses of other candidates that it links to. */
  readonly linksOf: (candidate: Candidate) => readonly string[]
}

/** How many others of a group lead to each of its candidates: link to it, or stand at its address themselves. */
function countMentions(group: readonly Candidate[], { ownLinksOf, linksOf }: Sightings): readonly number[] {
  const leading = new Map<string, Set<Candidate>>()
  for (const candidate of group)
    for (const link of [...ownLinksOf(candidate), ...linksOf(candidate)]) {
      const known = leading.get(link) ?? new Set()
      leading.set(link, known.add(candidate))
    }
  return group.map(candidate => {
    const found = new Set(ownLinksOf(candidate).flatMap(link => [...(leading.get(link) ?? [])]))
    found.delete(candidate)
    return found.size
  })
}

/**
 * Chooses what the curator added; else by evidence, in this order: the original, which the other tellings link to; the fullest text; the best-weighted source; of
 * equals the longer one, and the first published.
 */
function chooseLead(
  group: readonly Candidate[],
  rankOf: (candidate: Candidate) => number,
  sightings: Sightings,
): StoryGroup | null {
  const [only] = group
  if (only && group.length === 1) return { lead: only, others: [] }
  const mentions = countMentions(group, sightings)
  const mostWords = Math.max(0, ...group.map(({ article }) => article?.words ?? 0))
  const weighed = group.map((candidate, i) => {
    const words = candidate.article?.words ?? 0
    return {
      candidate,
      words,
      mentions: mentions[i] ?? 0,
      isFull: Number(words > 0 && words >= FULL_SHARE * mostWords),
    }
  })
  weighed.sort(
    (a, b) =>
      rankOf(b.candidate) - rankOf(a.candidate) ||
      b.mentions - a.mentions ||
      b.isFull - a.isFull ||
      b.candidate.item.weight - a.candidate.item.weight ||
      b.words - a.words ||
      compareItems(a.candidate.item, b.candidate.item),
  )
  const [lead, ...others] = weighed.map(({ candidate }) => candidate)
  return lead ? { lead, others } : null
}

const nothing: readonly string[] = []

/** Groups candidates by the numbers of their order; all their texts pass by meanwhile. */
function* groupSeen(
  ordered: readonly Candidate[],
  idOf: (place: number) => string,
): Reading<{ readonly groups: readonly StoryIds[]; readonly sightings: Sightings }> {
  const own = new Map(ordered.map(candidate => [candidate, ownLinks(candidate)]))
  const ownLinksOf = (candidate: Candidate): readonly string[] => own.get(candidate) ?? nothing
  const addresses = new Set(ordered.flatMap(ownLinksOf))
  const withText = new Set<Candidate>()
  const links = new Map<Candidate, readonly string[]>()
  const notice = (candidate: Candidate, { text, links: hrefs }: SeenText): readonly string[] => {
    const { article, item } = candidate
    if (article && text.trim() !== '') withText.add(candidate)
    const found = linksOfArticle({ url: article?.url ?? null, hrefs }, item.raw_url)
    const known = found.filter(link => addresses.has(link) && !ownLinksOf(candidate).includes(link))
    if (known.length > 0) links.set(candidate, known)
    return found
  }
  const grouping = groupArticles(
    ordered.map((candidate, place) => ({
      id: idOf(place),
      title: titleOf(candidate),
      publishedAt: candidate.item.published_at ?? candidate.article?.publishedAt ?? null,
      source: candidate.item.source_title,
    })),
  )
  let next = grouping.next()
  while (next.done !== true) {
    const { of, characters } = next.value
    const seen: SeenText[] = []
    yield* readTextsOf(
      of.flatMap(place => ordered[place] ?? []),
      characters,
      (candidate, each) => {
        seen.push(characters === null ? { text: each.text, links: notice(candidate, each) } : each)
      },
    )
    next = grouping.next(seen)
  }
  return {
    groups: next.value,
    sightings: { withText, ownLinksOf, linksOf: candidate => links.get(candidate) ?? nothing },
  }
}

/**
 * Puts tellings of one matter together, as the curator decided, else by what they share. A page that was added by hand leads its story; two
 * such pages are two stories unless the curator joined them. Of tellings in several languages one in the site's `language` leads. The order
 * of arrival changes nothing. Texts are asked for by the numbers of their items.
 */
export function* groupTold(
  candidates: readonly Candidate[],
  grouping: Grouping = noGrouping,
  language: InterfaceLanguage | null = null,
): Reading<readonly StoryGroup[]> {
  const isByHand = ({ item, sameLink }: Candidate): boolean =>
    [item, ...sameLink].some(({ source_kind }) => source_kind === 'hand')
  const mustLead = (candidate: Candidate): boolean => isByHand(candidate) || grouping.leads.has(linkOf(candidate))
  const joinedTo = new Set(grouping.joins.map(({ to }) => to))
  const rankOf = (candidate: Candidate): number =>
    (joinedTo.has(linkOf(candidate)) ? 4 : mustLead(candidate) ? 2 : 0) +
    Number(language !== null && languageOf(candidate) === primaryLanguage(language))
  const ordered = candidates.toSorted((a, b) => compareItems(a.item, b.item))
  // Ids that sort as the candidates do: where times are equal, groups depend on them.
  const idOf = (place: number): string => String(place).padStart(9, '0')
  const { groups, sightings } = yield* groupSeen(ordered, idOf)
  const found = groups.flatMap(({ ids }) =>
    partByLeads(
      ids.flatMap(id => ordered[Number(id)] ?? []),
      mustLead,
    ),
  )
  const see = (candidate: Candidate): Candidate => ({ ...candidate, hasText: sightings.withText.has(candidate) })
  return regroup(found, linkOf, grouping).flatMap(members => {
    const group = chooseLead(members, rankOf, sightings)
    return group ? { lead: see(group.lead), others: group.others.map(see) } : []
  })
}

/** The same of candidates whose texts are in memory. */
export function groupCandidates(
  candidates: readonly Candidate[],
  grouping: Grouping = noGrouping,
  language: InterfaceLanguage | null = null,
): readonly StoryGroup[] {
  return answerFrom(candidates, groupTold(candidates, grouping, language))
}
