// What a strict reader of RSS, Atom, JSON Feed and OPML holds against a document. feed-rules.test.ts asks it of all that the site publishes.
import { type CheerioAPI, load } from 'cheerio'
import {
  httpUri,
  judgeHtml,
  judgeId,
  judgeLanguage,
  judgeMime,
  judgeRfc3339,
  judgeRfc822,
  judgeUri,
  type Say,
  uri,
} from './feed-values.ts'

type Elements = ReturnType<CheerioAPI>

const email = /^[^\s@()]+@[^\s@()]+ \(.+\)$/
/** RFC 4287, RFC 5005 and WebSub. */
const relations = new Set(['alternate', 'self', 'enclosure', 'hub', 'current', 'prev-archive', 'next-archive'])
/** Everything that is wrong with a feed or source list published at an address; nothing for a good one. */
export function complaintsOf(address: string, content: string): string[] {
  const complaints: string[] = []
  const say: Say = complaint => void complaints.push(`${address}: ${complaint}`)
  if (/[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(content))
    say('has a control character')
  if (content.startsWith('{')) judgeJson(address, JSON.parse(content) as JsonFeed, say)
  else {
    const $ = load(content, { xml: true })
    if ($('rss').length > 0) judgeRss($, address, content, say)
    else if ($('feed').length > 0) judgeAtom($, address, say)
    else judgeOpml($, say)
  }
  return complaints
}

/** Names the children of an element that are not known there, stand there too often, or are missing; `1` once, `?` at most, `+` at least once. */
function judgeChildren(
  $: CheerioAPI,
  parent: Elements,
  say: Say,
  counts: Readonly<Record<string, '1' | '?' | '*' | '+'>>,
): void {
  const found = Map.groupBy(parent.children().toArray(), ({ name }) => name)
  const where = parent.prop('tagName')?.toLowerCase()
  for (const [name, elements] of found) {
    const most = { 1: 1, '?': 1, '*': Infinity, '+': Infinity }[counts[name] ?? '?']
    if (!(name in counts)) say(`<${where}> has an unknown <${name}>`)
    if (elements.length > most) say(`<${where}> has ${elements.length} <${name}>`)
    for (const element of elements)
      if ($(element).text().trim() === '' && Object.keys(element.attribs).length === 0) say(`<${name}> is empty`)
  }
  for (const [name, count] of Object.entries(counts))
    if ((count === '1' || count === '+') && !found.has(name)) say(`<${where}> has no <${name}>`)
}

function judgeRss($: CheerioAPI, address: string, xml: string, say: Say): void {
  const channel = $('rss[version="2.0"] > channel')
  judgeChildren($, channel, say, {
    ...{
      title: '1',
      link: '1',
      description: '1',
      language: '1',
      lastBuildDate: '1',
      generator: '1',
      docs: '1',
      ttl: '1',
    },
    ...{ managingEditor: '?', 'atom:link': '+', 'fh:archive': '?', item: '*' },
  })
  const first = channel.children('item').first()
  if (first.nextAll(':not(item)').length > 0) say('tells about itself behind its items')
  judgeUri(channel.children('link').text(), say)
  judgeLanguage(channel.children('language').text(), say)
  judgeRfc822(channel.children('lastBuildDate').text(), say)
  if (!/^[1-9]\d*$/.test(channel.children('ttl').text())) say('<ttl> is no number of minutes')
  const editor = channel.children('managingEditor').text()
  if (editor !== '' && !email.test(editor)) say(`the editor is "${editor}"`)
  judgeLinks($, channel.children('atom\\:link'), address, 'application/rss+xml', say)
  judgeArchive(channel.children('fh\\:archive'), channel.children('atom\\:link'), say)
  judgeUnique($, channel.find('item > guid'), say)
  for (const text of xml.match(/<(title|category)>[^<]*/g) ?? [])
    if (/&(?:amp|lt);/.test(text)) say(`a sign of HTML is not written as a number in ${text}`)
  channel.children('item').each((_index, item) => judgeRssItem($, $(item), say))
}

function judgeRssItem($: CheerioAPI, item: Elements, say: Say): void {
  judgeChildren($, item, say, {
    ...{ title: '1', link: '1', guid: '1', pubDate: '1', description: '1', 'content:encoded': '?', category: '*' },
    ...{ enclosure: '?', 'dc:creator': '1', 'dc:language': '?', 'atom:updated': '?' },
  })
  const text = (name: string): string => item.children(name).text()
  judgeUri(text('link'), say)
  const isPermaLink = item.children('guid').attr('isPermaLink') !== 'false'
  if (isPermaLink !== (text('guid') === text('link'))) say(`<guid> "${text('guid')}" is marked wrongly`)
  judgeRfc822(text('pubDate'), say)
  if (item.children('content\\:encoded').nextAll('description').length > 0)
    say('the content comes before the description')
  judgeHtml(text('description'), say)
  judgeHtml(text('content\\:encoded'), say)
  if (text('dc\\:language')) judgeLanguage(text('dc\\:language'), say)
  const updated = text('atom\\:updated')
  if (updated && !(judgeRfc3339(updated, say) > Date.parse(text('pubDate'))))
    say(`is updated ${updated}, not after its date`)
  const enclosure = item.children('enclosure')
  if (enclosure.length === 0) return
  if (!/^\d+$/.test(enclosure.attr('length') ?? '')) say('the enclosure has no length')
  judgeMime(enclosure.attr('type'), say)
  if (!httpUri.test(enclosure.attr('url') ?? '')) say('the enclosure is nowhere on the web')
  judgeUri(enclosure.attr('url') ?? '', say)
}

function judgeAtom($: CheerioAPI, address: string, say: Say): void {
  const feed = $('feed')
  judgeChildren($, feed, say, {
    ...{
      id: '1',
      title: '1',
      subtitle: '?',
      updated: '1',
      generator: '1',
      author: '1',
      link: '+',
      entry: '*',
      'fh:archive': '?',
    },
  })
  judgeLanguage(feed.attr('xml:lang') ?? '', say)
  judgeId(feed.children('id').text(), say)
  judgeRfc3339(feed.children('updated').text(), say)
  if (feed.children('entry').first().nextAll(':not(entry)').length > 0) say('tells about itself behind its entries')
  judgeLinks($, feed.children('link'), address, 'application/atom+xml', say)
  if (feed.children('link[rel="alternate"]').length !== 1) say('does not lead to its page')
  judgeArchive(feed.children('fh\\:archive'), feed.children('link'), say)
  judgeUnique($, feed.find('entry > id'), say)
  judgeUnique($, feed.find('entry > updated'), say)
  feed.children('entry').each((_index, entry) => judgeEntry($, $(entry), say))
}

function judgeEntry($: CheerioAPI, entry: Elements, say: Say): void {
  judgeChildren($, entry, say, {
    ...{
      title: '1',
      id: '1',
      link: '+',
      published: '1',
      updated: '1',
      summary: '?',
      content: '?',
      author: '+',
      category: '*',
    },
  })
  judgeId(entry.children('id').text(), say)
  if (entry.attr('xml:lang') !== undefined) judgeLanguage(entry.attr('xml:lang') ?? '', say)
  const published = judgeRfc3339(entry.children('published').text(), say)
  if (judgeRfc3339(entry.children('updated').text(), say) < published) say('is updated before it comes out')
  if (entry.children('title').attr('type') !== undefined) say('the title is not plain text')
  entry.children('summary, content').each((_index, element) => {
    if ($(element).attr('type') !== 'html') say(`<${element.name}> does not say that it is HTML`)
    judgeHtml($(element).text(), say)
  })
  if (entry.children('summary, content').length === 0) say('has neither summary nor content')
  if (entry.find('author > name').text().trim() === '') say('has an author without a name')
  for (const term of entry
    .children('category')
    .toArray()
    .map(({ attribs }) => attribs['term'] ?? ''))
    if (term.trim() === '') say('has a category without a name')
  judgeLinks($, entry.children('link'), null, null, say)
  if (entry.children('link:not([rel]), link[rel="alternate"]').length !== 1) say('does not lead to one page')
}

function judgeLinks($: CheerioAPI, links: Elements, address: string | null, selfType: string | null, say: Say): void {
  const all = links.toArray().map(link => $(link).attr() ?? {})
  const keys = all.map(({ rel = 'alternate', type = '' }) => `${rel} ${type}`)
  if (new Set(keys).size < keys.length) say(`has two links of one kind: ${keys.join(', ')}`)
  if (links.text().trim() !== '') say('has text in a link')
  for (const { rel = 'alternate', type, href = '' } of all) {
    if (!relations.has(rel)) say(`has a link of the unknown kind ${rel}`)
    if (type !== undefined) judgeMime(type, say)
    judgeUri(href, say)
  }
  const self = links.filter('[rel="self"]')
  if (address !== null && (self.attr('href') !== address || self.attr('type') !== selfType))
    say(`calls itself ${self.attr('href')} (${self.attr('type')})`)
}

/** RFC 5005 §4. */
function judgeArchive(mark: Elements, links: Elements, say: Say): void {
  const has = (rel: string): boolean => links.filter(`[rel="${rel}"]`).length > 0
  if (mark.length > 0 && !has('current')) say('is an archive without a link to the current feed')
  if (mark.length === 0 && (has('current') || has('next-archive'))) say('is no archive, but links like one')
}

function judgeUnique($: CheerioAPI, elements: Elements, say: Say): void {
  const groups = Map.groupBy(
    elements.toArray().map(element => $(element).text()),
    text => text,
  )
  for (const [text, found] of groups) if (found.length > 1) say(`has "${text}" ${found.length} times`)
}

interface JsonItem {
  readonly [key: string]: unknown
  readonly authors?: readonly { readonly name?: string }[]
  readonly attachments?: readonly { readonly url: string; readonly mime_type: string }[]
  readonly tags?: readonly string[]
}
interface JsonFeed extends JsonItem {
  readonly items?: readonly JsonItem[]
  readonly hubs?: readonly { readonly type?: string; readonly url?: string }[]
}

/** https://www.jsonfeed.org/version/1.1/ */
function judgeJson(address: string, feed: JsonFeed, say: Say): void {
  if (feed['version'] !== 'https://jsonfeed.org/version/1.1') say('is not JSON Feed 1.1')
  for (const key of ['title', 'home_page_url', 'language']) if (!feed[key]) say(`has no ${key}`)
  if (feed['feed_url'] !== address) say(`calls itself ${String(feed['feed_url'])}`)
  judgeLanguage(String(feed['language']), say)
  judgeAuthors(feed, say)
  for (const { type, url = '' } of feed.hubs ?? []) if (type !== 'WebSub' || !uri.test(url)) say('has a broken hub')
  const ids = (feed.items ?? []).map(({ id }) => id)
  if (new Set(ids).size < ids.length || ids.some(id => typeof id !== 'string' || id === ''))
    say('has two items of one id')
  for (const item of feed.items ?? []) {
    judgeUri(String(item['url']), say)
    if (typeof item['title'] !== 'string' || item['title'] === '') say('has an item without a title')
    if (typeof item['content_html'] !== 'string') say('has an item without content')
    judgeHtml(String(item['content_html']), say)
    const published = judgeRfc3339(String(item['date_published']), say)
    if ('date_modified' in item && !(judgeRfc3339(String(item['date_modified']), say) > published))
      say('is modified before its date')
    if ('language' in item) judgeLanguage(String(item['language']), say)
    if (item['summary'] === '' || item.tags?.some(tag => tag.trim() === '')) say('has an empty summary or tag')
    for (const { url, mime_type } of item.attachments ?? []) {
      judgeUri(url, say)
      judgeMime(mime_type, say)
    }
    judgeAuthors(item, say)
  }
}

function judgeAuthors({ authors = [], author }: JsonItem, say: Say): void {
  if (author !== undefined) say('has an author as version 1.0 had it')
  if (authors.length === 0 || authors.some(({ name = '' }) => name.trim() === '')) say('has no author with a name')
}

/** http://opml.org/spec2.opml */
function judgeOpml($: CheerioAPI, say: Say): void {
  if ($('opml[version="2.0"] > head > title').text().trim() === '') say('has no title')
  if ($('opml > body > outline').length === 0) say('has no outline')
  for (const { attribs } of $('outline').toArray()) {
    if (!attribs['text']?.trim()) say('has an outline without a text')
    if (attribs['type'] === 'rss' && !(attribs['xmlUrl'] && attribs['title']))
      say('has a feed without address or title')
    if (attribs['type'] === 'link' && !attribs['url']) say('has a link without an address')
    if (attribs['htmlUrl'] !== undefined) judgeUri(attribs['htmlUrl'], say)
  }
}
