// From a window's items to stories: the same link once, tellings of one matter together, the lead article chosen. Pure.
import { primaryLanguage } from '../core/language.ts'
import type { Discussion, Story, Telling, ToldArticle, ToldWords, Via } from '../core/types.ts'
import { canonicalUrl, siteOf } from '../core/url.ts'
import type { CandidateRow } from '../store/items.ts'
import { answerNow, readEach, type Reading, type SeenText } from './texts.ts'

/** An item with its article, if it was read, as one telling of something. */
export interface Candidate {
  readonly item: CandidateRow
  readonly article: ToldArticle | null
  /** Whether its page was read, and says something. */
  readonly hasText: boolean
  /** Other items with the same link: they stand behind this one and count as sources. */
  readonly sameLink: readonly CandidateRow[]
}

/** Candidates whose texts are held at once. */
const CANDIDATES_AT_ONCE = 200

/** Tellings of one matter, the lead first. */
export interface StoryGroup {
  readonly lead: Candidate
  readonly others: readonly Candidate[]
}

/** The item's title; of an item without one its article's. */
export function titleOf({ item, article }: Candidate): string {
  return item.title || article?.title || (item.raw_url ?? item.guid)
}

/**
 * Shows what is known of the words of each candidate, in their order: the text of its article, asked for by its item's number, or the title
 * of what was not read. `characters`: as of a TextWish.
 */
export function* readTextsOf(
  candidates: readonly Candidate[],
  characters: number | null,
  show: (candidate: Candidate, seen: SeenText) => void,
): Reading<void> {
  for (let start = 0; start < candidates.length; start += CANDIDATES_AT_ONCE) {
    const some = candidates.slice(start, start + CANDIDATES_AT_ONCE)
    const told = some.filter(({ article }) => article !== null)
    const seen = new Map<Candidate, SeenText>()
    const numbers = told.map(({ article }) => article?.itemId ?? 0)
    yield* readEach(numbers, characters, (place, each) => {
      const candidate = told[place]
      if (candidate) seen.set(candidate, each)
    })
    for (const candidate of some) show(candidate, seen.get(candidate) ?? { text: candidate.item.title, links: [] })
  }
}

/** Answers a step with the texts of candidates that have them in memory. */
export function answerFrom<Result>(candidates: readonly Candidate[], reading: Reading<Result>): Result {
  const articles = new Map(candidates.flatMap(({ article }) => (article ? [[article.itemId, article]] : [])))
  return answerNow(reading, id => ({ text: articles.get(id)?.text ?? '', links: articles.get(id)?.hrefs ?? [] }))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** One order for the same items however they arrived: by publication, undated ones last. Row numbers decide nothing. */
export function compareItems(a: CandidateRow, b: CandidateRow): number {
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
    return { item, article, hasText: (article?.text ?? '').trim() !== '', sameLink }
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

/** What edits name a candidate by: its canonical link, `item:ID` without one. */
export function linkOf({ item }: Candidate): string {
  return linkOfItem(item)
}

/** What edits name an item by. */
export function linkOfItem({ url, id }: Pick<Candidate['item'], 'url' | 'id'>): string {
  return url ?? `item:${id}`
}

/** Primary language of a candidate; null when unknown. */
export function languageOf({ item, article }: Candidate): string | null {
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
