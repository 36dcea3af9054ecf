// Tells the items of one document apart, where guids and links do and where they do not. Pure.
import { createHash } from 'node:crypto'
import type { Instant, ParsedItem } from '../../core/types.ts'
import { canonicalUrl, parseHttpUrl, withoutTracking } from '../../core/url.ts'

/** An item of a document with what names it within its source. */
export interface IdentifiedItem {
  readonly item: ParsedItem
  /** Unique within the document; `sha256:…` where neither guid nor link tells the item from its neighbours. */
  readonly guid: string
  /** Where the item leads, without tracking: its page, else its sound or film; null when it names none. */
  readonly link: string | null
  /** The link in its canonical spelling; null without one. */
  readonly page: string | null
  /** False when the link is the home page or one page for several items: then it names none of them. */
  readonly ownsLink: boolean
}

const MAX_GUID_CHARACTERS = 2_000
const MAX_LINK_CHARACTERS = 4_000
/** With this many items on one link the link names none of them, whatever their guids say. */
const ITEMS_THAT_SHARE_A_LINK = 3
/** What programs write where they have no guid. */
const emptyGuid = /^(?:n\/?a|none|null|nil|undefined|unknown|false|true|guid|id|-+|#|0)$/i

/** The fingerprint that stands in for a guid. Titles and dates may change: the store is then asked for what is alike. */
export function fingerprint(...parts: readonly (string | null)[]): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`
}

/** Whether an identity was made because nothing in the feed names the item. */
export function isFingerprint(guid: string): boolean {
  return guid.startsWith('sha256:')
}

/** Whether a canonical link leads to the site as a whole: one of the feed's own addresses, or the root of their hosts. */
function leadsHome(page: string, homes: ReadonlySet<string>): boolean {
  if (homes.has(page)) return true
  const root = /^([a-z]+:\/\/[^/?#]+)\/(?:#|$)/.exec(page)
  return root !== null && homes.has(root[1] ?? '')
}

/** Canonical addresses of the feed itself and their origins. */
function homesOf(addresses: readonly (string | null | undefined)[]): ReadonlySet<string> {
  const urls = addresses.flatMap(address => URL.parse(address ? canonicalUrl(address) : '') ?? [])
  return new Set(urls.flatMap(({ href, origin }) => [href, origin]))
}

/** Where an item leads, without tracking: its page; of an episode without one its file, which is no picture. */
export function linkOfItem({ url, enclosures }: ParsedItem): string | null {
  const file =
    enclosures.find(({ type, isTranscript }) => isTranscript !== true && !type?.startsWith('image/'))?.url ?? null
  const link = [url, file].find(each => each !== null && each.length <= MAX_LINK_CHARACTERS && parseHttpUrl(each))
  return link ? withoutTracking(link) : null
}

/** A guid that can name an item: said, no stand-in for nothing, and not the address of the whole site. */
function ownGuid({ guid }: ParsedItem, isHome: (address: string) => boolean): string | null {
  if (guid === null || emptyGuid.test(guid)) return null
  const isAddress = guid.length <= MAX_LINK_CHARACTERS && /^https?:\/\//i.test(guid)
  return isAddress && isHome(guid) ? null : guid.slice(0, MAX_GUID_CHARACTERS)
}

const wordsOf = ({ title, summaryHtml, contentHtml }: ParsedItem): string | null =>
  title?.trim() || (summaryHtml ?? contentHtml)

/** Says of each item, asked in order, whether one that looks the same stood above it. */
function repetitionFinder(isNamed: boolean): (item: IdentifiedItem) => boolean {
  const looks = new Set<string>()
  const versions = new Map<string, Instant>()
  return each => {
    const { link, item } = each
    const { publishedAt, updatedAt } = item
    const look = JSON.stringify([link, wordsOf(item), isNamed ? null : publishedAt])
    // An entry may be listed once for each of its versions, which differ in when they were updated. (RFC 4287 §4.1.1)
    const entry = JSON.stringify([link, publishedAt])
    const earlierUpdate = versions.get(entry)
    const mayBeVersion = isNamed && publishedAt !== null && updatedAt !== null
    const isRepeated = looks.has(look) || (mayBeVersion && earlierUpdate !== undefined && earlierUpdate !== updatedAt)
    looks.add(look)
    if (mayBeVersion && earlierUpdate === undefined) versions.set(entry, updatedAt)
    return isRepeated
  }
}

/** Items of one name: a repetition is dropped; where several are left, each gets a fingerprint. */
function tellApart<Each extends IdentifiedItem>(group: readonly Each[], isNamed: boolean): readonly Each[] {
  if (group.length < 2) return group
  const isRepeated = repetitionFinder(isNamed)
  const kept = group.filter(each => !isRepeated(each))
  if (kept.length < 2) return kept
  return kept.map(each => {
    const { item, link, guid } = each
    return { ...each, guid: fingerprint(guid, link, wordsOf(item), item.publishedAt) }
  })
}

/** Which of the items have their link for themselves. */
function markOwnLinks(items: readonly IdentifiedItem[], homes: ReadonlySet<string>): IdentifiedItem[] {
  const byPage = Map.groupBy(items, ({ page }) => page)
  return items.map(each => {
    const { item, guid, link, page } = each
    if (link === null || page === null) return { item, guid, link, page, ownsLink: false }
    const sharing = byPage.get(page) ?? []
    const isShared =
      sharing.length >= ITEMS_THAT_SHARE_A_LINK ||
      (sharing.length > 1 && sharing.some(({ guid: name, link: other }) => isFingerprint(name) || other !== link))
    return { item, guid, link, page, ownsLink: !isShared && !leadsHome(page, homes) }
  })
}

/**
 * Gives each item of a document its identity: its guid, else its link without what tracks, else a fingerprint of what it says. An item
 * that is listed twice stays where it stands first; different items that share a guid or a link all stay. `addresses` are the feed's
 * own, which name no item. Linear in the number of items.
 */
export function identifyItems(
  items: readonly ParsedItem[],
  addresses: readonly (string | null | undefined)[],
): IdentifiedItem[] {
  const homes = homesOf(addresses)
  const named = items.map((item, position) => {
    const link = linkOfItem(item)
    const page = link === null ? null : canonicalUrl(link)
    // Most guids are the item's own link once more.
    const own = ownGuid(item, guid => leadsHome(page !== null && guid === link ? page : canonicalUrl(guid), homes))
    const ownPage = page === null || leadsHome(page, homes) ? null : page
    const text = item.title ? '' : (item.summaryHtml ?? item.contentHtml)
    const guid = own ?? ownPage ?? fingerprint(item.title, item.publishedAt, text)
    return { item, position, guid, link, page, ownsLink: false, hasGuid: own !== null }
  })
  const kept = [...Map.groupBy(named, ({ guid }) => guid).values()].flatMap(group =>
    // One guid for a whole document is no guid.
    tellApart(group, group.some(({ hasGuid }) => hasGuid) && group.length < items.length),
  )
  return markOwnLinks(
    kept.toSorted((a, b) => a.position - b.position),
    homes,
  )
}
