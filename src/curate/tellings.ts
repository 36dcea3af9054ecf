// From a window's items to stories: the same link once, tellings of one matter together, the lead article chosen. Pure.
import { primaryLanguage } from '../core/language.ts'
import type { Discussion, InterfaceLanguage, Story, Telling, ToldArticle, ToldWords, Via } from '../core/types.ts'
import { canonicalUrl, siteOf } from '../core/url.ts'
import type { CandidateRow } from '../store/items.ts'
import { groupStories } from './group.ts'
import { type Grouping, noGrouping, partByLeads, regroup } from './regroup.ts'

/** An item with its article, if it was read, as one telling of something. */
export interface Candidate {
  readonly item: CandidateRow
  readonly article: ToldArticle | null
  /** Other items with the same link: they stand behind this one and count as sources. */
  readonly sameLink: readonly CandidateRow[]
}

/** Tellings of one matter, the lead first. */
export interface StoryGroup {
  readonly lead: Candidate
  readonly others: readonly Candidate[]
}

/** The item's title; of an item without one its article's. */
export function titleOf({ item, article }: Candidate): string {
  return item.title || article?.title || (item.raw_url ?? item.guid)
}

/** What is known of a candidate's words, read or not. */
export function textOf({ item, article }: Candidate): string {
  return article?.text ?? item.title
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** One order for the same items however they arrived: by publication, undated ones last. Row numbers decide nothing. */
function compareItems(a: CandidateRow, b: CandidateRow): number {
  return (
    compareText(a.published_at ?? '~', b.published_at ?? '~') ||
    compareText(a.source_title, b.source_title) ||
    compareText(a.guid, b.guid) ||
    a.source_id - b.source_id
  )
}

/** One candidate for each link: the item of the best-weighted source stands for the others; of equals the first published. */
export function mergeSameLinks(
  items: readonly CandidateRow[],
  articles: ReadonlyMap<number, ToldArticle>,
): readonly Candidate[] {
  const byLink = Map.groupBy(items.toSorted(compareItems), ({ id, url }) => url ?? `item:${id}`)
  return [...byLink.values()].flatMap(same => {
    const [item, ...sameLink] = same.toSorted((a, b) => b.weight - a.weight)
    if (!item) return []
    const [article = null] = same.flatMap(({ id }) => articles.get(id) ?? []).toSorted((a, b) => b.words - a.words)
    return { item, article, sameLink }
  })
}

/** Where an article leads, as canonical links, with its own addresses. `url`: the link it was announced with. */
export function linksOfArticle(
  article: Pick<ToldArticle, 'url' | 'hrefs'> | null,
  url: string | null,
): readonly string[] {
  const own = [url, article?.url].flatMap(each => each ?? [])
  // Most articles stand under the link that announced them: reading one address twice is dear in a full week.
  const different = new Set([...own, ...(article?.hrefs ?? [])])
  return [...new Set(Array.from(different, canonicalUrl))]
}

/** A text that has this part of the fullest one's words is as full. */
const FULL_SHARE = 0.8

/**
 * Chooses what the curator added; else by evidence, in this order: the original, which the other tellings link to; the fullest text; the best-weighted source; of
 * equals the longer one, and the first published.
 */
function chooseLead(group: readonly Candidate[], rankOf: (candidate: Candidate) => number): StoryGroup | null {
  const [only] = group
  if (only && group.length === 1) return { lead: only, others: [] }
  const linked = group.map(candidate => ({
    candidate,
    links: new Set(linksOfArticle(candidate.article, candidate.item.url)),
  }))
  const mostWords = Math.max(0, ...group.map(({ article }) => article?.words ?? 0))
  const weighed = group.map(candidate => {
    const own = [candidate.item.url, candidate.article?.url].flatMap(url => (url ? canonicalUrl(url) : []))
    const words = candidate.article?.words ?? 0
    return {
      candidate,
      words,
      mentions: linked.filter(({ candidate: other, links }) => other !== candidate && own.some(url => links.has(url)))
        .length,
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

/** What edits name a candidate by: its canonical link, `item:ID` without one. */
export function linkOf({ item }: Candidate): string {
  return linkOfItem(item)
}

/** What edits name an item by. */
export function linkOfItem({ url, id }: Pick<Candidate['item'], 'url' | 'id'>): string {
  return url ?? `item:${id}`
}

/**
 * Puts tellings of one matter together, as the curator decided, else by what they share. A page that was added by hand leads its story; two
 * such pages are two stories unless the curator joined them. Of tellings in several languages one in the site's `language` leads. The order of arrival changes nothing.
 */
export function groupCandidates(
  candidates: readonly Candidate[],
  grouping: Grouping = noGrouping,
  language: InterfaceLanguage | null = null,
): readonly StoryGroup[] {
  const isByHand = ({ item, sameLink }: Candidate): boolean =>
    [item, ...sameLink].some(({ source_kind }) => source_kind === 'hand')
  const mustLead = (candidate: Candidate): boolean => isByHand(candidate) || grouping.leads.has(linkOf(candidate))
  const joinedTo = new Set(grouping.joins.map(({ to }) => to))
  const rankOf = (candidate: Candidate): number =>
    (joinedTo.has(linkOf(candidate)) ? 4 : mustLead(candidate) ? 2 : 0) +
    Number(language !== null && languageOf(candidate) === primaryLanguage(language))
  const ordered = candidates.toSorted((a, b) => compareItems(a.item, b.item))
  // Ids that sort as the candidates do: where times are equal, groups depend on them.
  const byId = new Map(ordered.map((candidate, i) => [String(i).padStart(9, '0'), candidate]))
  const groups = groupStories(
    Array.from(byId, ([id, candidate]) => ({
      id,
      title: titleOf(candidate),
      text: textOf(candidate),
      publishedAt: candidate.item.published_at ?? candidate.article?.publishedAt ?? null,
      source: candidate.item.source_title,
      links: linksOfArticle(candidate.article, candidate.item.raw_url),
      ...(candidate.article?.language ? { language: candidate.article.language } : {}),
    })),
  )
  const found = groups.flatMap(({ ids }) =>
    partByLeads(
      ids.flatMap(id => byId.get(id) ?? []),
      mustLead,
    ),
  )
  return regroup(found, linkOf, grouping).flatMap(members => chooseLead(members, rankOf) ?? [])
}

/** Primary language of a candidate; null when unknown. */
function languageOf({ item, article }: Candidate): string | null {
  return primaryLanguage(article?.language ?? item.language)
}

/** What stands in the place of words until they are read. */
const unread: ToldWords = { lead: '', points: [], method: 'feed' }

/** What readers of a telling's language get, when it is not the lead's. */
function editionOf(candidate: Candidate, lead: Candidate): Pick<Telling, 'edition'> {
  const { article } = candidate
  const language = languageOf(candidate)
  if (article === null || language === null || languageOf(lead) === null || language === languageOf(lead)) return {}
  const { lead: summary, points, method: summaryMethod } = article.summary ?? unread
  return { edition: { language, summary, points, summaryMethod, readingMinutes: article.readingMinutes } }
}

/** The host that readers know; none for a bare address. */
function nameSite(url: string | null): string | null {
  const site = url === null ? '' : siteOf(url)
  return site === '' || /^[\d.]+$|^\[/.test(site) ? null : site
}

function tellingOf(candidate: Candidate): Telling {
  const { item, article } = candidate
  const url = item.raw_url ?? article?.url ?? null
  return {
    itemId: item.id,
    url,
    title: titleOf(candidate),
    sourceTitle: item.source_title,
    site: nameSite(url) ?? item.source_title,
  }
}

/** The liveliest discussion that any item of a story's tellings brought; of equals the first address. Null when none did. */
export function discussionOf({ lead, others }: StoryGroup): Discussion | null {
  const found = [lead, ...others]
    .flatMap(({ item, sameLink }) => [item, ...sameLink])
    .flatMap(({ discussion = null }) => (discussion === null ? [] : (JSON.parse(discussion) as Discussion)))
  const heatOf = ({ points = 0, comments = 0 }: Discussion): number => points + comments
  return found.toSorted((a, b) => heatOf(b) - heatOf(a) || compareText(a.url, b.url))[0] ?? null
}

/** A group as the reader gets it; note, score and reasons come from edits and ranking. */
export function storyOf(group: StoryGroup, verdict: Pick<Story, 'note' | 'score' | 'reasons' | 'appraisal'>): Story {
  const { lead, others } = group
  const { item, article } = lead
  const discussion = discussionOf(group)
  const suggestedBy = [item, ...lead.sameLink].flatMap(each => each.suggested_by ?? [])[0] ?? null
  const authors = JSON.parse(item.authors) as string[]
  return {
    id: item.url ?? `item:${item.guid}`,
    lead: tellingOf(lead),
    others: others.map(other => ({ ...tellingOf(other), ...editionOf(other, lead) })),
    sameLinkItemIds: [lead, ...others].flatMap(({ sameLink }) => sameLink.map(({ id }) => id)),
    title: titleOf(lead),
    authors: authors.length > 0 ? authors : article?.byline ? [article.byline] : [],
    publishedAt: item.published_at ?? article?.publishedAt ?? null,
    language: article?.language ?? item.language,
    readingMinutes: article?.readingMinutes ?? 1,
    pdfUrl: article?.pdfUrl ?? null,
    summary: article?.summary?.lead ?? '',
    points: article?.summary?.points ?? [],
    summaryMethod: article?.summary?.method ?? 'feed',
    ...(discussion === null ? {} : { discussion }),
    ...(item.via ? { via: JSON.parse(item.via) as Via } : {}),
    ...(suggestedBy === null ? {} : { suggestedBy }),
    ...verdict,
  }
}
