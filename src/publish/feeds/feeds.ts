// RSS 2.0, Atom 1.0 and JSON Feed 1.1 of issues and of single stories. The package `feed` builds the XML, behind this file only.
import { Feed, type FeedOptions } from 'feed'
import type { Instant } from '../../core/types.ts'
import { escapeXml } from './xml.ts'

/** One item of a feed of ours; every text is plain and clean, every address absolute. */
export interface FeedItem {
  /** Permanent: neither a corrected title nor a moved heading changes it. A canonical URI, which Atom wants (RFC 4287 §4.2.6.1). */
  readonly id: string
  /** With no character that a URI does not have (RFC 3986). */
  readonly link: string
  readonly title: string
  readonly publishedAt: Instant
  /** When it was published, or corrected last. */
  readonly updatedAt: Instant
  /** Empty when there is none. */
  readonly summary: string
  /** Empty when there is none. It makes sense outside our pages: whole addresses, no scripts, no styles. */
  readonly contentHtml: string
  /** Never empty. */
  readonly author: string
  /** BCP 47; null when unknown. */
  readonly language: string | null
  readonly categories: readonly string[]
  readonly pdfUrl: string | null
}

/** An item that was taken back. */
export interface DeletedItem {
  readonly id: string
  readonly deletedAt: Instant
  /** Why, in plain words. */
  readonly comment: string
}

/** What a feed says about itself. */
export interface FeedDescription {
  /** Permanent id of the Atom feed (RFC 4287 §4.2.6); a feed and its archives share one. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly homeUrl: string
  readonly selfUrl: string
  /** Style sheet that makes the feed readable in a browser, under whichever name the server has. */
  readonly stylePath: string
  readonly language: string
  readonly author: string
  /** Addresses of the list's picture: of 64 pixels, of 144, and of 512; null where it has none. */
  readonly icons?: { readonly small: string; readonly middle: string; readonly large: string } | null | undefined
  /** When the newest of its items came out or was corrected: rendering again changes nothing. */
  readonly updatedAt: Instant
  /** WebSub hub; null when there is none. */
  readonly hub: string | null
  /** Items that were taken back: Atom says so (RFC 6721), the others have no word for it. */
  readonly deleted?: readonly DeletedItem[]
  /** Where older and newer items are kept (RFC 5005 §4). */
  readonly history: FeedHistory
}

/** Addresses of the feed documents around one; null for those that there are not. */
export interface FeedHistory {
  /** True for a document that holds old items and will get no new ones. */
  readonly isArchive: boolean
  readonly older: string | null
  readonly newer: string | null
  /** The feed that people subscribe to; null for that one itself. */
  readonly current: string | null
}

/** How often a reader need ask: a weekly is new once a week, and four times a day is soon enough. */
const TTL_MINUTES = 360
const generator = 'weekly'

/** Names that HTML takes for a character without a semicolon too (https://html.spec.whatwg.org/#named-character-references). */
const bareReferences = [
  '(?:[AEIOUYaeiouy](?:acute)|[AEIOUaeiou](?:circ|grave|uml)|[ANOano]tilde|[Aa]ring|[Cc]cedil|[Oo]slash|AElig|aelig|szlig|yuml)',
  '(?:AMP|amp|LT|lt|GT|gt|QUOT|quot|COPY|copy|REG|reg|ETH|eth|THORN|thorn)',
  '(?:acute|brvbar|cedil|cent|curren|deg|divide|frac(?:12|14|34)|iexcl|iquest|laquo|macr|micro|middot|nbsp|not|ordf|ordm)',
  '(?:para|plusmn|pound|raquo|sect|shy|sup[123]|times|uml|yen)',
].join('|')
const needsEscape = new RegExp(`&(?=#|[A-Za-z][A-Za-z\\d]*;|${bareReferences})|<(?=[A-Za-z/!?])`, 'g')

/**
 * A text as HTML with no more marks than it needs. A browser that opens the feed, and readers that take a summary for plain text, then
 * show AT&T and quotes as they are.
 */
function textAsHtml(text: string): string {
  return text.replace(needsEscape, sign => (sign === '&' ? '&amp;' : '&lt;'))
}

/** Writes RSS 2.0 with full content (https://www.rssboard.org/rss-specification). */
export function renderRss(description: FeedDescription, items: readonly FeedItem[]): string {
  const texts = holdTexts()
  const feed = new Feed({ ...optionsOf(description, texts), feedLinks: { rss: description.selfUrl }, ttl: TTL_MINUTES })
  for (const item of items)
    feed.addItem({
      title: texts.holdPlain(item.title),
      link: item.link,
      // Without an id of its own the link is the permanent one, and marked so.
      ...(item.id === item.link ? {} : { guid: item.id }),
      date: new Date(item.publishedAt),
      // A reader that finds no description before the content takes its own: what is always known is who tells it.
      description: texts.hold(textAsHtml(item.summary || item.author)),
      content: item.contentHtml && texts.hold(item.contentHtml),
      category: item.categories.map(name => ({ name: texts.holdPlain(name) })),
      ...(item.pdfUrl === null ? {} : { enclosure: { url: item.pdfUrl, type: 'application/pdf', length: 0 } }),
      extensions: extensionsOf(item, texts),
    })
  return finish(addHistory(feed.rss2(), 'channel', 'atom:', description), texts)
}

/** What RSS has no elements for. A correction is told as Atom tells it, in the namespace that `atom:link` has declared. */
function extensionsOf(item: FeedItem, texts: HeldTexts): { name: string; objects: { _text: string } }[] {
  const isCorrected = item.updatedAt !== item.publishedAt
  return Object.entries({
    'dc:creator': texts.hold(item.author),
    'dc:language': item.language,
    'atom:updated': isCorrected ? item.updatedAt : null,
  }).flatMap(([name, text]) => (text === null ? [] : [{ name, objects: { _text: text } }]))
}

/** Writes Atom 1.0 with full content (RFC 4287). */
export function renderAtom(description: FeedDescription, items: readonly FeedItem[]): string {
  const texts = holdTexts()
  const logo = description.icons && { image: description.icons.large }
  const feed = new Feed({ ...optionsOf(description, texts), ...logo, feedLinks: { atom: description.selfUrl } })
  for (const item of items)
    feed.addItem({
      id: item.id,
      title: texts.holdPlain(item.title),
      link: item.link,
      date: new Date(item.updatedAt),
      published: new Date(item.publishedAt),
      description: item.summary && texts.hold(textAsHtml(item.summary)),
      content: item.contentHtml && texts.hold(item.contentHtml),
      author: [{ name: texts.holdPlain(item.author) }],
      category: item.categories.map(name => ({ term: texts.holdPlain(name) })),
    })
  // Our titles are plain text (RFC 4287 §3.1.1: so is one without a type), and the language is told at the root (§2).
  const xml = feed
    .atom1()
    .replaceAll('<title type="html">', '<title>')
    .replace('<feed xmlns=', `<feed xml:lang="${description.language}" xmlns=`)
    .replace('<link rel="alternate" ', '<link rel="alternate" type="text/html" ')
    .replace('<link rel="self" ', '<link rel="self" type="application/atom+xml" ')
  return finish(addHistory(completeEntries(xml, items), 'feed', '', description), texts)
}

// `feed` writes neither the language of an item nor its PDF as what it is. The link stays before it: some readers take the first.
function completeEntries(xml: string, items: readonly FeedItem[]): string {
  let index = 0
  return xml.replaceAll(/<entry>(.*?)( *<\/entry>)/gs, (_entry, inside: string, closing: string) => {
    const { language = null, pdfUrl = null } = items[index++] ?? {}
    const pdf = pdfUrl && `        <link rel="enclosure" type="application/pdf" href="${escapeXml(pdfUrl)}"/>\n`
    return `<entry${language === null ? '' : ` xml:lang="${language}"`}>${inside}${pdf ?? ''}${closing}`
  })
}

// Neither the hub in Atom nor the history is known to `feed`: both go right behind the opening tag.
function addHistory(xml: string, root: 'channel' | 'feed', prefix: string, description: FeedDescription): string {
  const { hub, history } = description
  const type = root === 'feed' ? 'application/atom+xml' : 'application/rss+xml'
  const links = Object.entries({
    'prev-archive': history.older,
    'next-archive': history.newer,
    current: history.current,
    hub,
  }).flatMap(([rel, url]) => {
    const ofType = rel === 'hub' ? '' : ` type="${type}"`
    return url === null ? [] : `\n        <${prefix}link rel="${rel}"${ofType} href="${escapeXml(url)}"/>`
  })
  const deleted = root === 'feed' ? (description.deleted ?? []).map(renderTombstone).join('') : ''
  const mark = history.isArchive ? '\n        <fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>' : ''
  return xml.replace(new RegExp(`<${root}[^>]*>`), opening => `${opening}${mark}${links.join('')}${deleted}`)
}

// https://www.rfc-editor.org/rfc/rfc6721#section-3
function renderTombstone({ id, deletedAt, comment }: DeletedItem): string {
  const said = `<at:comment>${escapeXml(comment)}</at:comment>`
  return `\n        <at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="${escapeXml(id)}" when="${deletedAt}">${said}</at:deleted-entry>`
}

/** Writes JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). By ourselves: `feed` knows 1.0, without authors, language and attachments. */
export function renderJsonFeed(description: FeedDescription, items: readonly FeedItem[]): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: description.title,
    home_page_url: description.homeUrl,
    feed_url: description.selfUrl,
    ...(description.history.older === null ? {} : { next_url: description.history.older }),
    ...(description.hub === null ? {} : { hubs: [{ type: 'WebSub', url: description.hub }] }),
    ...(description.description === '' ? {} : { description: description.description }),
    language: description.language,
    ...(description.icons && { icon: description.icons.large, favicon: description.icons.small }),
    authors: [{ name: description.author }],
    items: items.map(item => ({
      id: item.id,
      url: item.link,
      title: item.title,
      content_html: item.contentHtml,
      ...(item.summary === '' ? {} : { summary: item.summary }),
      date_published: item.publishedAt,
      ...(item.updatedAt === item.publishedAt ? {} : { date_modified: item.updatedAt }),
      authors: [{ name: item.author }],
      ...(item.categories.length === 0 ? {} : { tags: item.categories }),
      ...(item.language === null ? {} : { language: item.language }),
      ...(item.pdfUrl === null ? {} : { attachments: [{ url: item.pdfUrl, mime_type: 'application/pdf' }] }),
    })),
  }
  return `${JSON.stringify(feed, null, 2)}\n`
}

interface HeldTexts {
  hold(text: string): string
  /** For what readers disagree on whether it is plain text or HTML, titles above all. */
  holdPlain(text: string): string
  fill(xml: string): string
}

// The serialiser under `feed` turns a written `&amp;` back into `&`, splits only the first `]]>` and lets control characters through.
// So it is handed numbered marks instead of texts, and the escaped texts are put in afterwards.
function holdTexts(): HeldTexts {
  const held: string[] = []
  const keep = (xml: string): string => `{{${held.push(xml) - 1}}}`
  return {
    hold: text => keep(escapeXml(text)),
    // `&#x3C;` is what most readers show as the sign itself (https://www.rssboard.org/rss-profile#data-types-characterdata).
    holdPlain: text => keep(escapeXml(text).replaceAll('&amp;', '&#x26;').replaceAll('&lt;', '&#x3C;')),
    fill: xml =>
      xml.replace(
        /<!\[CDATA\[\{\{(\d+)\}\}\]\]>|\{\{(\d+)\}\}/g,
        (_mark, inCdata?: string, inText?: string) => held[Number(inCdata ?? inText)] ?? '',
      ),
  }
}

function optionsOf(description: FeedDescription, texts: HeldTexts): FeedOptions {
  return {
    id: description.id,
    title: texts.holdPlain(description.title),
    description: texts.holdPlain(description.description || description.title),
    link: description.homeUrl,
    language: description.language,
    author: { name: texts.holdPlain(description.author) },
    updated: new Date(description.updatedAt),
    stylesheet: description.stylePath,
    generator,
    // RSS takes no picture of more than 144 pixels; Atom is given its own.
    ...(description.icons && { image: description.icons.middle, favicon: description.icons.small }),
  }
}

// `feed` knows XSL alone, which browsers are giving up; a CSS style sheet stays.
function finish(xml: string, texts: HeldTexts): string {
  return `${texts.fill(xml.replace('type="text/xsl"', 'type="text/css"'))}\n`
}
