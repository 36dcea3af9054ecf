// How the tellings of a story belong together, for whoever asks why they do. Pure.
import type { Article, Story, Telling } from '../core/types.ts'
import { hrefsOf } from '../core/url.ts'
import { DUPLICATE_JACCARD } from './deduplicate.ts'
import { nameEvidence, type SharedEvidence } from './evidence.ts'
import { jaccardOf, sketchOf } from './shingles.ts'
import { linksOfArticle } from './tellings.ts'

/** How one telling belongs to a story. */
export interface Relation {
  readonly itemId: number
  readonly title: string | null
  readonly url: string | null
  readonly relation: 'lead' | 'same link' | 'near-duplicate' | 'same story'
  /** Part of the wording that it and the lead article share (Jaccard of word sequences), 0–1; null where there is nothing to compare. */
  readonly shared: number | null
  /** Words, links and identifiers that it and the lead share; null where there is nothing to compare. */
  readonly evidence: SharedEvidence | null
}

/** Each telling of a story, the lead first. `articles`: those of its items, by item. */
export function relateTellings(story: Story, articles: ReadonlyMap<number, Article>): readonly Relation[] {
  const sketch = (itemId: number) => sketchOf(articles.get(itemId)?.text ?? '')
  const marked = ({ itemId, title, url }: Telling) => {
    const article = articles.get(itemId) ?? null
    const links = linksOfArticle(article && { url: article.url, hrefs: hrefsOf(article.html) }, url)
    return { title, text: article?.text ?? '', links }
  }
  const lead = sketch(story.lead.itemId)
  const others = story.others.map((telling): Relation => {
    const { itemId, title, url } = telling
    const other = sketch(itemId)
    const shared = lead && other ? Math.round(100 * jaccardOf(lead, other)) / 100 : null
    return {
      itemId,
      title,
      url,
      shared,
      evidence: nameEvidence(marked(telling), marked(story.lead)),
      relation: (shared ?? 0) >= DUPLICATE_JACCARD ? 'near-duplicate' : 'same story',
    }
  })
  const { itemId, title, url } = story.lead
  return [
    { itemId, title, url, relation: 'lead', shared: null, evidence: null },
    ...others,
    ...story.sameLinkItemIds.map((id): Relation => ({
      itemId: id,
      title: null,
      url: null,
      relation: 'same link',
      shared: null,
      evidence: null,
    })),
  ]
}
