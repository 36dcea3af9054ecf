// A page without a feed to items: by the operator's selectors, or by the list that the page's structure shows.
import { WeeklyError } from '../../core/errors.ts'
import { parseFeedDate } from '../../core/feed-date.ts'
import type { PageSelectors, ParsedItem } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { decodeText } from '../../formats/charset.ts'
import {
  isElement,
  parseMarkup,
  type Markup,
  type MarkupElement,
  type MarkupNode,
  type Selection,
} from '../../formats/markup.ts'
import { findLists } from './find-list.ts'
import { escapeHtml } from '../feeds/markup.ts'
import { findCompanions } from './companions.ts'
import { readListItem, type ListItem, type ListPage } from './list-item.ts'
import { readPageAddress } from './page-address.ts'
import { findDateIn } from './page-date.ts'
import { createPeriodReader } from './page-periods.ts'
import {
  findEntries,
  type PartSelector,
  pickText,
  type ReadSelectors,
  readSelectors,
  type SelectedPage,
  selectFrom,
} from './page-selectors.ts'

/** What a page lists. */
export interface PageList {
  /** The page's own title, plain text. */
  readonly title: string | null
  readonly items: readonly ParsedItem[]
  /** One English sentence: which list was taken, and why. */
  readonly explanation: string
}

type Announced = Pick<ListItem, 'url' | 'title' | 'publishedAt' | 'summary'>

const MAX_ITEMS = 500
const MAX_ELEMENTS = 2_000

/**
 * Reads the items that a page lists, at most 500, each link once, in the order of the page. With `select` null the list is found
 * by structure. Throws PAGE_SELECTOR_INVALID for a selector that is none, PAGE_LIST_EMPTY when no item is found.
 */
export function readPageList(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string | undefined; readonly timezone?: string | null },
  select: PageSelectors | null,
): PageList {
  const markup = parseMarkup(decodeText(bytes, { contentType: from.contentType ?? null, kind: 'html' }).text)
  const page = {
    address: readPageAddress(markup, from.url),
    periodAbove: createPeriodReader(),
    labels: new Set<string>(),
    timezone: from.timezone ?? null,
  }
  const { announced, explanation } = select ? readSelected(markup, page, select) : readFound(markup, page)
  const title = markup('title').first().text().replace(/\s+/g, ' ').trim()
  return { title: title || null, items: announced.slice(0, MAX_ITEMS).map(toParsedItem), explanation }
}

interface FoundList {
  readonly announced: readonly Announced[]
  readonly explanation: string
}

function readFound(markup: Markup, page: ListPage): FoundList {
  const [best, second, ...others] = findLists(markup, page)
  if (!best)
    throw new WeeklyError(
      'PAGE_LIST_EMPTY',
      `No list of articles was found among the ${markup('a[href]').length} links of ${page.address.url}`,
      {
        hint: 'Name the list with `select: { item: … }` in sources.yaml; a page that is filled by scripts cannot be read',
      },
    )
  const rival = second
    ? `, ahead of ${others.length === 0 ? 'one other list' : `${others.length + 1} other lists`} (next: ${second.items.length} items at "${second.selector}")`
    : ', the only list on the page'
  const dated = best.items.filter(item => item.isDated).length
  const { length: byHeading } = best.items.filter(item => item.datedBy === 'heading')
  const { length: byAddress } = best.items.filter(item => item.datedBy === 'address')
  const ways = [
    ...(byHeading > 0 ? [`${byHeading} by a heading above`] : []),
    ...(byAddress > 0 ? [`${byAddress} by the address`] : []),
  ].join(', ')
  const place = best.isPeripheral ? 'beside the main content' : 'outside navigation'
  return {
    announced: best.items,
    explanation: `Took the ${best.items.length} items at "${best.selector}", ${dated} of them dated${ways && ` (${ways})`}, ${place}${rival}.`,
  }
}

function readSelected(markup: Markup, page: ListPage, written: PageSelectors): FoundList {
  const select = readSelectors(written)
  const asked = selectFrom(markup)
  const elements = findEntries(asked, select.item, MAX_ELEMENTS)
  const byUrl = new Map<string, Announced>()
  const companions = findCompanions(elements)
  for (const [at, element] of elements.entries()) {
    const item = readElement(asked, element, companions[at] ?? [], { page, select })
    if (item && !byUrl.has(item.url)) byUrl.set(item.url, item)
  }
  const counts = `${elements.length} elements match "${written.item}"`
  if (byUrl.size === 0)
    throw new WeeklyError('PAGE_LIST_EMPTY', `${counts} on ${page.address.url}, and none gives a link and a title`, {
      hint:
        elements.length === 0
          ? 'Compare select.item with the page: it may have changed, or be filled by scripts'
          : 'Compare select.link and select.title with the page; both look inside the item element',
    })
  return { announced: [...byUrl.values()], explanation: `Took ${byUrl.size} items: ${counts}.` }
}

/**
 * What the selectors say; what they do not name is found in the element. A date or summary that is not inside the element is looked
 * for in its companions: the `dd` of a `dt`, the second row of two.
 */
function readElement(
  asked: SelectedPage,
  element: MarkupElement,
  companions: readonly MarkupNode[],
  { page, select }: { readonly page: ListPage; readonly select: ReadSelectors },
): Announced | null {
  const { markup } = asked
  const pick = (within: Selection, part: PartSelector, preferred?: string) => pickText(asked, within, part, preferred)
  const scope = markup(element)
  const beside = markup(companions.filter(isElement))
  const found = readListItem(element, [], page)
  const { baseUrl } = page.address
  const link =
    select.link === undefined ? found?.url : parseHttpUrl(pick(scope, select.link, 'href') ?? '', baseUrl)?.href
  const title = select.title === undefined ? found?.title : pick(scope, select.title)
  if (!link || !title) return null
  const pickAround = (written: PartSelector, preferred?: string) =>
    pick(scope, written, preferred) ?? pick(markup('<div>').append(beside.clone()), written, preferred)
  const date = select.date === undefined ? null : pickAround(select.date, 'datetime')
  const publishedAt =
    date === null ? null : (parseFeedDate(date, page.timezone) ?? findDateIn(date, page.timezone)?.publishedAt ?? null)
  return {
    url: link,
    title,
    publishedAt: select.date === undefined ? (found?.publishedAt ?? null) : publishedAt,
    summary: select.summary === undefined ? (found?.summary ?? null) : pickAround(select.summary),
  }
}

function toParsedItem({ url, title, publishedAt, summary }: Announced): ParsedItem {
  return {
    guid: null,
    url,
    title,
    authors: [],
    contentHtml: null,
    summaryHtml: summary === null ? null : escapeHtml(summary),
    publishedAt,
    updatedAt: null,
    categories: [],
    enclosures: [],
    image: null,
    language: null,
  }
}
