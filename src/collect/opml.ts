// Subscription lists of other feed readers and of our own, OPML 1.0 to 2.0, to sources.
import { sourceSchema } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import { canonicalUrl, parseHttpUrl } from '../core/url.ts'
import { decodeEntities } from './feeds/entities.ts'
import { selectorOfXPath } from './xpath-selector.ts'
import { tokenize, type TagSpan } from './feeds/tokenizer.ts'

/** One subscription; `section` is the folders around it, joined by ` / `. */
export interface ImportedSource {
  readonly url: string
  readonly title: string | null
  readonly section: string | null
  readonly siteUrl: string | null
  /** What else sources.yaml may say of it; only where the list says so. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** An outline that became no source, and why. */
export interface SkippedOutline {
  /** Line of the file, counted from 1. */
  readonly line?: number
  readonly reason: string
}

/**
 * Reads the subscriptions of an OPML file (http://opml.org/spec2.opml), whatever the case of its names and however broken its XML.
 * A feed that is listed twice is kept where it stands first. Throws FEED_UNPARSABLE when the text has no `opml` element and no outline.
 */
export function parseOpml(text: string): {
  readonly sources: readonly ImportedSource[]
  readonly skipped: readonly SkippedOutline[]
  /** Lines of the sources by their addresses, counted from 1. */
  readonly lines: ReadonlyMap<string, number>
} {
  if (!/<(opml|outline)[\s/>]/i.test(text))
    throw new WeeklyError(
      'FEED_UNPARSABLE',
      `The text of ${text.length} characters is no OPML: it has no opml element`,
      {
        hint: "Export the subscriptions again as OPML; a feed's own address goes to `weekly source add`",
      },
    )
  const sources = new Map<string, ImportedSource>()
  const skipped: SkippedOutline[] = []
  const lines = new Map<string, number>()
  const lineAt = countLines(text)
  const folders: (string | null)[] = []
  tokenize(text, 'xml', {
    openTag: tag => {
      const name = text.slice(tag.start + 1, tag.nameEnd).toLowerCase()
      if (name !== 'outline') return
      const line = lineAt(tag.start)
      const attributes = readAttributes(text, tag)
      // Some readers write their folders as feeds without an address.
      const isFolder =
        !attributes.has('xmlurl') && !tag.selfClosing && /^\s*<outline[\s/>]/i.test(text.slice(tag.end, tag.end + 200))
      const found = isFolder ? null : readOutline(attributes, folders)
      if (typeof found === 'string') skipped.push({ line, reason: found })
      else if (found && sources.has(canonicalUrl(found.url)))
        skipped.push({ line, reason: `${found.url} is listed twice` })
      else if (found) {
        sources.set(canonicalUrl(found.url), found)
        lines.set(found.url, line)
      }
      if (!tag.selfClosing) folders.push(found === null ? titleOf(attributes) : null)
    },
    closeTag: (nameStart, nameEnd) => {
      if (text.slice(nameStart, nameEnd).toLowerCase() === 'outline') folders.pop()
    },
  })
  return { sources: [...sources.values()], skipped, lines }
}

/** A subscription, the reason why an outline cannot be one, or null for a folder. */
function readOutline(
  attributes: ReadonlyMap<string, string>,
  folders: readonly (string | null)[],
): ImportedSource | string | null {
  // Some readers write the feed's address as `url` or put it into htmlUrl alone.
  const isFeed = /^(rss|atom|rdf|feed|json)/i.test(attributes.get('type') ?? '')
  const written =
    attributes.get('xmlurl') ??
    (isFeed || attributes.has('weekly:settings') ? (attributes.get('url') ?? attributes.get('htmlurl')) : undefined)
  const title = titleOf(attributes)
  if (written === undefined)
    return isFeed ? `"${title ?? 'an outline without a name'}" is a feed without an address (xmlUrl)` : null
  const own = readOwnSettings(attributes)
  if (own && /^file:./i.test(written)) return { url: written, section: null, siteUrl: null, ...own }
  if (/^JSON\+/i.test(attributes.get('type') ?? ''))
    return `${written.slice(0, 200)} is a JSON source of another program`
  const url = parseHttpUrl(written.replace(/^feed:(\/\/)?(?=https?:)/i, '').replace(/^feed:/i, 'http:'))
  if (!url) return `"${written.slice(0, 200)}" is no http address`
  const section = folders.filter(folder => folder !== null).join(' / ') || sectionOfCategory(attributes)
  const siteUrl = parseHttpUrl(attributes.get('htmlurl') ?? '')?.href ?? null
  // What was written by ourselves stands as it was configured, secrets' names and all.
  if (own) return { url: written, section: section || null, siteUrl, ...own }
  const settings = readPageSettings(attributes)
  return { url: url.href, title, section: section || null, siteUrl, ...(settings === null ? {} : { settings }) }
}

/** The first of the categories `/Tech/Linux,/News` as folders are written. */
function sectionOfCategory(attributes: ReadonlyMap<string, string>): string | null {
  const [first = ''] = (attributes.get('category') ?? '').split(',', 1)
  const path = first.split('/', 20).map(part => part.replace(/\s+/g, ' ').trim())
  return (
    path
      .filter(part => part !== '')
      .join(' / ')
      .replaceAll('${', '$ {') || null
  )
}

/** What our own export says of a source; headers are never taken from a list. Null when the list is another's, or says what cannot be. */
function readOwnSettings(attributes: ReadonlyMap<string, string>): Pick<ImportedSource, 'title' | 'settings'> | null {
  try {
    const written: unknown = JSON.parse(attributes.get('weekly:settings') ?? '')
    const parsed = sourceSchema.partial({ url: true }).omit({ headers: true, pages: true }).safeParse(written)
    if (!parsed.success) return null
    const { title = null } = parsed.data
    const named = new Set(['title', 'section', 'url'])
    const settings = Object.entries(written as Record<string, unknown>).filter(([name]) => !named.has(name))
    return { title, settings: Object.fromEntries(settings) }
  } catch {
    return null
  }
}

/** A page without a feed as FreshRSS keeps it; paths that CSS cannot say are left out, and the list is found by itself. */
function readPageSettings(attributes: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> | null {
  if (!/^HTML\+XPath$/i.test(attributes.get('type') ?? '')) return null
  const pathOf = (name: string): string | null => selectorOfXPath(attributes.get(`frss:xpath${name}`) ?? '')
  const item = pathOf('item')
  const link = pathOf('itemuri')
  if (item === null) return { kind: 'page' }
  const named = { title: pathOf('itemtitle'), link, date: pathOf('itemtimestamp'), summary: pathOf('itemcontent') }
  const select = Object.fromEntries(Object.entries(named).filter(([, selector]) => selector !== null))
  return { kind: 'page', select: { item, ...select } }
}

/** A name as the list has it; one that would name a value of our environment in sources.yaml names none. */
function titleOf(attributes: ReadonlyMap<string, string>): string | null {
  const titles = ['title', 'text'].map(name => attributes.get(name)?.replace(/\s+/g, ' ').trim())
  return titles.find(Boolean)?.replaceAll('${', '$ {') ?? null
}

/** Attributes by their names in lower case; the first of a name counts. */
function readAttributes(text: string, { attributes }: TagSpan): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (let at = 0; at + 3 < attributes.length; at += 4) {
    const name = text.slice(attributes[at], attributes[at + 1]).toLowerCase()
    if (!found.has(name)) found.set(name, decodeEntities(text.slice(attributes[at + 2], attributes[at + 3])).trim())
  }
  return found
}

/** Tells the line of growing offsets without starting over each time. */
function countLines(text: string): (offset: number) => number {
  let line = 1
  let seen = 0
  return offset => {
    for (let at = text.indexOf('\n', seen); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++
      seen = at + 1
    }
    return line
  }
}
