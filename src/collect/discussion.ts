// Finds where others discuss what an item announces, and how much, from what its feed itself says: hnrss, Lobsters, Reddit, V2EX, Slash.
import type { Discussion, ParsedItem } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'

/** Threads of sites that are there for discussion. */
const threads: readonly RegExp[] = [
  /^https?:\/\/news\.ycombinator\.com\/item\?id=\d{1,12}/i,
  /^https?:\/\/lobste\.rs\/s\/\w{1,20}/i,
  /^https?:\/\/(?:\w{2,4}\.)?reddit\.com\/(?:r\/\w{1,40}|user\/[\w-]{1,40})\/comments\/\w{1,20}/i,
  /^https?:\/\/(?:\w{2,8}\.)?v2ex\.com\/t\/\d{1,12}/i,
  /^https?:\/\/tildes\.net\/~[\w.]{1,40}\/\w{1,20}/i,
]
/**
 * From so many comments on a page of another kind is a discussion. Most blogs name the comments below each post in their feeds: shown for
 * all of them they would stand under every story and say nothing.
 */
const MANY_COMMENTS = 20
/** No thread has more: what is larger was made up. */
const MOST = 1_000_000
const MOST_LINK_CHARACTERS = 2_000
/** Texts that are looked through: aggregators' own are short, and a long one is an article. */
const READ_CHARACTERS = 20_000

/** A count as a feed writes it, 0 and up, capped; null when it is none. */
export function parseCount(text: string | null | undefined): number | null {
  const digits = /^\s*(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})\s*$/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Math.min(MOST, Number(digits.replaceAll(',', '')))
}

/** Whether a link leads to a thread of a site that is there for discussion. */
export function isThread(url: string): boolean {
  return threads.some(pattern => pattern.test(url))
}

function discussionOf(url: string, points: number | null, comments: number | null): Discussion {
  return { url, ...(points === null ? {} : { points }), ...(comments === null ? {} : { comments }) }
}

function keepLink(link: string | null | undefined): string | null {
  const url = link !== null && link !== undefined && link.length <= MOST_LINK_CHARACTERS ? parseHttpUrl(link) : null
  return url?.href ?? null
}

/** What RSS 2.0's `comments` and `slash:comments` say: a thread, or a page with many comments. Null for the comments of an ordinary post. */
export function readCommentsElement(link: string | null, count: number | null): Discussion | null {
  const url = keepLink(link)
  if (url === null) return null
  return isThread(url) || (count ?? 0) >= MANY_COMMENTS ? discussionOf(url, null, count) : null
}

const textOf = (html: string): string =>
  html
    .replace(/<[^<>]{0,4000}>/g, ' ')
    .replace(/&#32;|&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')

/** Links of a text with their words, in order. */
const linkPattern = /<a\s[^<>]{0,200}?href="([^"<>]{1,2000})"[^<>]{0,500}>([^<>]{0,200})<\/a>/gi

function findLinked(html: string): string | null {
  for (const [, href = '', words = ''] of html.matchAll(linkPattern)) {
    if (!/^\W*comments?\W*$/i.test(words) && words.trim() !== href) continue
    const url = keepLink(href.replaceAll('&amp;', '&'))
    if (url !== null && isThread(url)) return url
  }
  return null
}

/** V2EX counts the replies in the link's fragment: `/t/12#reply34`. */
function findOwnThread({ url }: ParsedItem): Discussion | null {
  const page = keepLink(url)
  if (page === null || !isThread(page)) return null
  const replies = parseCount(/#reply(\d{1,7})$/.exec(page)?.[1])
  return discussionOf(page.replace(/#reply\d{1,7}$/, ''), null, replies)
}

/** The discussion that an item's feed tells of; null when it tells of none worth a link. */
export function findDiscussion(item: ParsedItem): Discussion | null {
  const html = (item.summaryHtml ?? item.contentHtml ?? '').slice(0, READ_CHARACTERS)
  const linked = findLinked(html) ?? item.discussion?.url ?? null
  if (linked === null) return findOwnThread(item)
  const text = textOf(html)
  const points = parseCount(/(?:^|[\s|])Points: ?([\d,]{1,12})(?![\d,])/.exec(text)?.[1])
  const comments = parseCount(/(?:^|[\s|])# Comments: ?([\d,]{1,12})(?![\d,])/.exec(text)?.[1])
  return discussionOf(linked, points ?? item.discussion?.points ?? null, comments ?? item.discussion?.comments ?? null)
}

const paragraphs = /<p>\s*(?:(?:Article|Comments) URL|Points|# Comments): (?:[^<]|<(?!\/?p>)){0,4000}<\/p>\s*/g
const lobsters = /^\s*<p>\s*<a href="https:\/\/lobste\.rs\/s\/[^"<>]{1,300}">Comments<\/a>\s*<\/p>\s*$/
const reddit =
  /submitted by (?:&#32;|\s){0,20}<a href="https:\/\/www\.reddit\.com\/user\/[^"<>]{1,200}">[^<>]{0,100}<\/a>(?:[^[]){0,2000}\[link\](?:[^[]){0,2000}\[comments\](?:<\/?[a-z]{1,10}>|\s){0,20}/

/** A feed's text without what an aggregator prints about the submission: links, points and comments are no words on the matter. */
export function withoutSubmission(html: string | null): string | null {
  if (html === null || html.length > READ_CHARACTERS || !/Comments<\/a>|Comments URL|\[comments\]/.test(html))
    return html
  const own = html
    .replace(paragraphs, '')
    .replace(lobsters, '')
    .replace(reddit, '')
    .replace(/<hr ?\/?>\s*$/, '')
  return /[\p{L}\p{N}]/u.test(textOf(own)) ? own : null
}
