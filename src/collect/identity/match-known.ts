// Which of a source's stored items an announced one is, when its name alone does not say. Pure.
import { canonicalUrl, parseHttpUrl } from '../../core/url.ts'
import type { KnownItem, NewItem } from '../../store/items.ts'
import { isFingerprint } from './identify-items.ts'

/** What is compared of an item, stored or announced. */
type Traits = Pick<NewItem, 'raw_url' | 'title' | 'published_at' | 'content_html' | 'summary_html'>

const MS_PER_MINUTE = 60_000
/** Retitled items are looked for among this many only: each is compared with each. */
const RETITLED_AT_ONCE = 50
/** Titles that share this part of their pairs of letters are one title, edited. */
const SAME_TITLE_SHARE = 0.6

const placeOf = ({ raw_url }: Traits): string | null => raw_url
const pageOf = ({ raw_url }: Traits): string | null => (raw_url === null ? null : canonicalUrl(raw_url))
const hashOf = ({ raw_url }: Traits): string => (raw_url === null ? '' : (parseHttpUrl(raw_url)?.hash ?? ''))

/** Whether two links lead to different places of a page. */
export function arePlacesApart(a: Traits, b: Traits): boolean {
  const [first, second] = [hashOf(a), hashOf(b)]
  return first !== '' && second !== '' && first !== second
}

/** A guid that may be a place in the list (`1`) or a constant (`daily`), and not the name of an item. */
const weakGuid = /^[\p{L}_.\- ]{0,30}\d{0,3}$/u

/**
 * Whether an announced item only happens to have the guid of a stored one. Everything else must speak against it, title, link and date,
 * for a feed may correct any of them; and only where the guid looks like no guid, or is the link itself without its place.
 */
export function isOtherItem(known: KnownItem, item: NewItem): boolean {
  const gapMs = Date.parse(item.published_at ?? '') - Date.parse(known.published_at ?? '')
  const areDatedApart = Math.abs(gapMs) >= MS_PER_MINUTE
  const isRetitled = known.title !== item.title && !areTitlesAlike(known.title, item.title)
  if (!isRetitled && !areDatedApart) return false
  const [page, knownPage] = [pageOf(item), pageOf(known)]
  if (item.guid === page) return arePlacesApart(known, item)
  const isElsewhere = page !== null && knownPage !== null && page !== knownPage
  return isRetitled && areDatedApart && isElsewhere && weakGuid.test(item.guid)
}

/** Whether one title is an edit of the other: most letters are shared, and all figures. `Version 3` is not `Version 4`. */
export function areTitlesAlike(a: string, b: string): boolean {
  if (a === '' || b === '' || String(a.match(/\d+/g)) !== String(b.match(/\d+/g))) return false
  const [first, second] = [letterPairs(a), letterPairs(b)]
  const shared = first.intersection(second).size
  return shared >= SAME_TITLE_SHARE * Math.max(1, Math.min(first.size, second.size))
}

function letterPairs(title: string): Set<string> {
  const letters = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)))
}

type Trait = (item: Traits) => string | null
const join = (...parts: readonly (string | null)[]): string | null =>
  parts.includes(null) || parts.includes('') ? null : JSON.stringify(parts)

/** What proves that two items are one, surest first. The first few may be met several times, in order; the others must be alone on both sides. */
const proofs: readonly { readonly trait: Trait; readonly mayRepeat: boolean }[] = [
  { trait: item => join(placeOf(item), item.title, item.published_at), mayRepeat: true },
  { trait: item => join(item.title, item.published_at), mayRepeat: false },
  { trait: item => join(placeOf(item), item.title), mayRepeat: false },
  { trait: item => join(pageOf(item), item.published_at), mayRepeat: false },
  { trait: item => (hashOf(item) === '' ? null : placeOf(item)), mayRepeat: false },
  { trait: item => (item.raw_url === null ? join(item.published_at) : null), mayRepeat: false },
  { trait: item => join(pageOf(item), item.content_html ?? item.summary_html), mayRepeat: false },
  { trait: item => (item.raw_url === null ? join(item.content_html ?? item.summary_html) : null), mayRepeat: false },
  { trait: item => (item.published_at === null ? join(item.title) : null), mayRepeat: false },
]

/** Pairs of announced and stored items, each at most once. Nearly linear in the number of items. */
export function matchKnown(items: readonly NewItem[], known: readonly KnownItem[]): ReadonlyMap<NewItem, KnownItem> {
  const matched = new Map<NewItem, KnownItem>()
  const left = new Set(known)
  const take = (item: NewItem, row: KnownItem): void => {
    matched.set(item, row)
    left.delete(row)
  }
  for (const { trait, mayRepeat } of proofs) {
    const rows = Map.groupBy(left, trait)
    const open = items.filter(item => !matched.has(item))
    for (const [key, same] of Map.groupBy(open, trait)) {
      const alike = key === null ? [] : (rows.get(key) ?? [])
      if (!mayRepeat && (same.length > 1 || alike.length > 1)) continue
      same.forEach((item, at) => {
        const row = alike[at]
        if (row && !contradicts(item, row)) take(item, row)
      })
    }
  }
  const retitled = items.filter(item => !matched.has(item)).slice(0, RETITLED_AT_ONCE)
  for (const item of retitled)
    for (const row of [...left].slice(0, RETITLED_AT_ONCE))
      if (!matched.has(item) && isRetitled(item, row)) take(item, row)
  return matched
}

/** Whether dates or places say that alike items are two after all: a title or a text may come every week. */
function contradicts(item: NewItem, row: KnownItem): boolean {
  const areDated = item.published_at !== null && row.published_at !== null && item.published_at !== row.published_at
  return areDated && (item.title !== row.title || pageOf(item) !== pageOf(row))
}

/** An undated item on the same page whose title was edited. */
function isRetitled(item: NewItem, row: KnownItem): boolean {
  const areUndated = item.published_at === null || row.published_at === null
  return (
    areUndated && pageOf(item) === pageOf(row) && !arePlacesApart(item, row) && areTitlesAlike(item.title, row.title)
  )
}

/** Whether a stored item has a link that names it not: then a new one with that link has none of its own either. */
export function sharesLink(item: NewItem, known: readonly KnownItem[]): boolean {
  if (known.length === 0) return false
  const page = pageOf(item)
  return (
    page !== null &&
    known.some(
      row => pageOf(row) === page && ((row.url === null && isFingerprint(row.guid)) || arePlacesApart(row, item)),
    )
  )
}
