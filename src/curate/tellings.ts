// From a window's items to stories: the same link once, tellings of one matter together, the lead article chosen. Pure; called by draft.ts.
import type { Article, Story, Telling } from '../core/types.ts'
import { siteOf } from '../core/url.ts'
import type { CandidateRow } from '../store/items.ts'
import { groupStories } from './group.ts'

/** An item with its article, if it was read, as one telling of something. */
export interface Candidate {
  readonly item: CandidateRow
  readonly article: Article | null
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

/** One candidate for each link: the item of the best-weighted source stands for the others; of equals the first seen. */
export function mergeSameLinks(
  items: readonly CandidateRow[],
  articles: ReadonlyMap<number, Article>,
): readonly Candidate[] {
  const byLink = Map.groupBy(items, ({ id, url }) => url ?? `item:${id}`)
  return [...byLink.values()].flatMap(same => {
    const [item, ...sameLink] = same.toSorted((a, b) => b.weight - a.weight || a.id - b.id)
    if (!item) return []
    const article = [item, ...sameLink].map(({ id }) => articles.get(id)).find(found => found !== undefined)
    return { item, article: article ?? null, sameLink }
  })
}

/** How often the other tellings link to this one: an original is linked to. */
function countLinksTo({ item, article }: Candidate, group: readonly Candidate[]): number {
  const links = [item.raw_url, article?.url].filter(url => typeof url === 'string')
  return group.filter(other => other.item !== item && links.some(link => other.article?.html.includes(link))).length
}

/** The original source, the fullest text, the best-weighted source, in this order of evidence; then the first seen. */
function chooseLead(group: readonly Candidate[]): StoryGroup | null {
  const weighed = group.map(candidate => ({
    candidate,
    links: countLinksTo(candidate, group),
    words: candidate.article?.words ?? 0,
    weight: candidate.item.weight,
  }))
  weighed.sort(
    (a, b) =>
      b.links - a.links ||
      b.words * b.weight - a.words * a.weight ||
      b.weight - a.weight ||
      a.candidate.item.id - b.candidate.item.id,
  )
  const [lead, ...others] = weighed.map(({ candidate }) => candidate)
  return lead ? { lead, others } : null
}

/** Puts tellings of one matter together, within each language. */
export function groupCandidates(candidates: readonly Candidate[]): readonly StoryGroup[] {
  const byId = new Map(candidates.map(candidate => [String(candidate.item.id), candidate]))
  const groups = groupStories(
    candidates.map(candidate => ({
      id: String(candidate.item.id),
      title: titleOf(candidate),
      text: textOf(candidate),
      publishedAt: candidate.item.published_at ?? candidate.article?.publishedAt ?? null,
      source: candidate.item.source_title,
      ...(candidate.article?.language ? { language: candidate.article.language } : {}),
    })),
  )
  return groups.flatMap(({ ids }) => chooseLead(ids.flatMap(id => byId.get(id) ?? [])) ?? [])
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

/** A group as the reader gets it; note, score and reasons come from edits and ranking. */
export function storyOf({ lead, others }: StoryGroup, verdict: Pick<Story, 'note' | 'score' | 'reasons'>): Story {
  const { item, article } = lead
  const authors = JSON.parse(item.authors) as string[]
  return {
    id: item.url ?? `item:${item.guid}`,
    lead: tellingOf(lead),
    others: others.map(tellingOf),
    sameLinkItemIds: [lead, ...others].flatMap(({ sameLink }) => sameLink.map(({ id }) => id)),
    title: titleOf(lead),
    authors: authors.length > 0 ? authors : article?.byline ? [article.byline] : [],
    publishedAt: item.published_at ?? article?.publishedAt ?? null,
    language: article?.language ?? item.language,
    readingMinutes: article?.readingMinutes ?? 1,
    pdfUrl: article?.pdfUrl ?? null,
    summary: article?.summary.lead ?? '',
    points: article?.summary.points ?? [],
    summaryMethod: article?.summary.method ?? 'feed',
    ...verdict,
  }
}
