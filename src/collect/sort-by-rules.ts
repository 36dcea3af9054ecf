// Sorts what a source announced into what is kept and what its rules drop, and says which rule dropped it. Pure.
import { createHash } from 'node:crypto'
import type { ParsedItem, Source } from '../core/types.ts'
import { canonicalUrl, isOnHost, linkForReaders, parseHttpUrl } from '../core/url.ts'
import { KEPT_OF_SOURCE, type DroppedItem } from '../store/dropped-items.ts'
import { decideKeep, type Verdict } from './rules.ts'

/** What is left out of a source's list, and the rule that did it. */
export type LeftOutItem = Pick<ParsedItem, 'guid' | 'url' | 'title'> & Pick<DroppedItem, 'rule' | 'detail'>

/** A list without end costs a visit no more than this; a feed's newest items stand first. */
const LISTED_ITEMS_LIMIT = 10_000
/** Of what is beyond it, so many are named. */
const NAMED_BEYOND = 100
const LENGTHS = { title: 300, detail: 300, url: 2_000 } as const

/** What is dropped, as the store keeps it: every length capped, no name or password in its address. */
function describeDropped({ guid, url, title, rule, detail }: LeftOutItem): DroppedItem {
  const shown = url === null || url.length > LENGTHS.url ? null : linkForReaders(url)
  const name = createHash('sha256').update(JSON.stringify([guid ?? url ?? title]))
  return {
    name: name.digest('hex').slice(0, 32),
    link: shown === null ? null : canonicalUrl(shown),
    url: shown,
    title: (title ?? '').slice(0, LENGTHS.title).toWellFormed().trim(),
    rule,
    detail: detail.slice(0, LENGTHS.detail).toWellFormed(),
  }
}

/** Whether a film is one of the short ones: by its link, or because its title says so. */
function isShort({ url, title }: ParsedItem): boolean {
  const page = url === null ? null : parseHttpUrl(url)
  if (page && isOnHost(page.hostname, 'youtube.com') && /^\/shorts\//.test(page.pathname)) return true
  return /(?:^|[\s[(（【])[#＃](?:yt)?shorts?(?![\p{L}\p{N}_])/iu.test((title ?? '').slice(0, LENGTHS.title))
}

/** Whether the rules of a source keep an item; if not, which of them drops it. Throws CONFIG_INVALID for a rule that cannot be used. */
export function judgeItem(
  item: ParsedItem,
  rules: Pick<Source, 'include' | 'exclude' | 'noShorts'>,
): Verdict | { readonly keep: false; readonly rule: 'short'; readonly detail: string } {
  if (rules.noShorts === true && isShort(item)) return { keep: false, rule: 'short', detail: '' }
  if (rules.include.length === 0 && rules.exclude.length === 0) return { keep: true }
  const { title, url } = item
  // Of a page of a sitemap little more than its address is known.
  const text = item.summaryHtml ?? item.contentHtml ?? (title === null ? url : '') ?? ''
  return decideKeep({ title: title ?? '', text }, rules)
}

/** What a source's own rules keep of a list in its order, and what they drop, each thing once. */
export function sortByRules(
  { items, dropped = [] }: { readonly items: readonly ParsedItem[]; readonly dropped?: readonly LeftOutItem[] },
  rules: Pick<Source, 'include' | 'exclude' | 'noShorts'>,
): { readonly kept: readonly ParsedItem[]; readonly dropped: readonly DroppedItem[] } {
  const leftOut: LeftOutItem[] = [...dropped]
  const kept = items.slice(0, LISTED_ITEMS_LIMIT).filter(item => {
    const verdict = judgeItem(item, rules)
    const { guid, url, title } = item
    if (!verdict.keep) leftOut.push({ guid, url, title, rule: verdict.rule, detail: verdict.detail })
    return verdict.keep
  })
  const beyond = { rule: 'beyond', detail: String(LISTED_ITEMS_LIMIT) } as const
  for (const { guid, url, title } of items.slice(LISTED_ITEMS_LIMIT, LISTED_ITEMS_LIMIT + NAMED_BEYOND))
    leftOut.push({ guid, url, title, ...beyond })
  const described = leftOut.slice(0, KEPT_OF_SOURCE).map(describeDropped)
  return { kept, dropped: [...new Map(described.map(each => [each.name, each])).values()] }
}
