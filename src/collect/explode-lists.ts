// Takes another's reading lists apart: each of their items becomes an item of the source, with the list that it comes from. Pure.
import type { ParsedItem } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { type ListedStory, readReadingList } from './pages/reading-list.ts'

/** Items that one list gives at most; weeklies have ten to fifty. */
const MOST_ITEMS = 100
/** What is read of one list: a page of a hundred links with a paragraph each is a tenth of it. */
const MOST_CHARACTERS = 500_000
const NAME_CHARACTERS = 200

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What the list says of one of its items, as a feed would say it: paragraphs, and points as a list. */
function describe({ summary, points, note }: ListedStory): string | null {
  const paragraphs = [summary, note ?? ''].filter(text => text !== '').map(text => `<p>${escapeHtml(text)}</p>`)
  const list = points.length === 0 ? '' : `<ul>${points.map(point => `<li>${escapeHtml(point)}</li>`).join('')}</ul>`
  return paragraphs.length === 0 && list === '' ? null : `${paragraphs.join('')}${list}`
}

/** The items of one list; null when the item is no list whose words the feed has. */
function explode(item: ParsedItem): readonly ParsedItem[] | null {
  const html = item.contentHtml ?? item.summaryHtml
  if (html === null || item.url === null) return null
  const [url, title] = [item.url, item.title ?? '']
  const verdict = readReadingList(html.slice(0, MOST_CHARACTERS), { url, title, knownSections: new Set() })
  if (verdict.kind !== 'list') return null
  const via = { name: title.slice(0, NAME_CHARACTERS), url }
  const stories = verdict.sections.flatMap(section => section.stories)
  const byLink = new Map(
    stories.flatMap(story => (story.url === null ? [] : [[canonicalUrl(story.url), story] as const])),
  )
  return [...byLink.values()].slice(0, MOST_ITEMS).map((story): ParsedItem => ({
    ...item,
    // The link names it, in whatever list and however often the list is read.
    guid: null,
    url: story.url,
    title: story.title,
    authors: [],
    contentHtml: null,
    summaryHtml: describe(story),
    updatedAt: null,
    categories: [],
    enclosures: [],
    image: null,
    language: null,
    via,
  }))
}

/** A feed's items with those of its reading lists in the place of the lists; what is no list stays as it is. A link stands once, where it is first. */
export function explodeLists(items: readonly ParsedItem[]): readonly ParsedItem[] {
  const seen = new Set<string>()
  return items.flatMap(item => {
    const exploded = explode(item)
    if (exploded === null) return item
    return exploded.filter(({ url }) => {
      const link = canonicalUrl(url ?? '')
      const isNew = !seen.has(link)
      seen.add(link)
      return isNew
    })
  })
}
