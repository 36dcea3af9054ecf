// One spelling for one page: canonical links, and the few questions that are asked of a URL. Pure.
import { withoutPassedOn } from './link-habits.ts'

const trackingParameter =
  /^(utm_.*|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|_bhlid|ck_subscriber_id|_ke|_hsenc|_hsmi|mkt_tok|ref_src|spm|scm|share_token|share_source|vd_source|cmpid|ncid|ocid|sr_share|_ga|oly_anon_id|oly_enc_id|wt\.[a-z_]+|at_(medium|campaign|custom\d)|trk|trkcampaign)$/i
/** What feeds and their counters append; other fragments lead to a place on the page. */
const trackingFragment = /^#(?:utm_|xtor=|at_|ref=|echobox=|rss$|ftag=|ixzz)/i
const mobileHost = /^(m|mobile|amp|wap)\.(?=[^.]+\.[^.]+)/

/** Parses an absolute http(s) URL against an optional base; null for anything else. */
export function parseHttpUrl(text: string, base?: string): URL | null {
  const url = URL.parse(text.trim(), base)
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
}

/** Removes what only tells where the reader comes from: tracking parameters, and fragments that are such. Leads to the same place. */
export function withoutTracking(text: string): string {
  const url = parseHttpUrl(text)
  if (!url) return text
  if (trackingFragment.test(url.hash)) url.hash = ''
  if (url.search === '') return url.href
  const all = parametersOf(url.search)
  const kept = all.filter(([name]) => !trackingParameter.test(name))
  if (kept.length < all.length) url.search = writeQuery(kept)
  return url.href
}

/**
 * A link as an edition may carry it, null when it is no http(s) link: without tracking, without the name and password that may stand before
 * its host, and with every character that RFC 3986 does not allow (`|`, `[`, a lone `%`), which browsers leave as it is, as `%XX`.
 */
export function linkForReaders(text: string): string | null {
  const url = parseHttpUrl(withoutTracking(text))
  if (!url) return null
  const hash = url.hash === '' ? '' : `#${escapeUnallowed(url.hash.slice(1))}`
  return `${url.origin}${escapeUnallowed(url.pathname + url.search)}${hash}`
}

function escapeUnallowed(part: string): string {
  return part.replace(/%(?![\da-f]{2})|[^\w.~!$&'()*+,;=:@/?%-]/gi, encodeURIComponent)
}

/**
 * The one spelling under which links to the same page meet: tracking, fragments, AMP and mobile variants, `www.`, default port,
 * credentials, what single hosts add when a link is passed on, trailing slash, index files, parameter order and http/https are levelled. A key for comparing, not for visiting. Idempotent.
 * Text that is no http(s) URL comes back trimmed.
 */
export function canonicalUrl(text: string): string {
  const url = parseHttpUrl(text)
  if (!url) return text.trim()
  // Each change of a part makes the whole address anew, so that only what differs is set: most links need nothing but a look.
  const { href } = url
  // Some old programs for the browser name their pages there.
  if (href.includes('#') && !/^#(!|\/)/.test(url.hash)) url.hash = ''
  if (url.protocol !== 'https:') url.protocol = 'https:'
  if (url.username !== '') url.username = ''
  if (url.password !== '') url.password = ''
  if (url.port === '80') url.port = ''
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  while (/^www\d?\.(?=.+\.)/.test(url.hostname) || mobileHost.test(url.hostname))
    url.hostname = url.hostname.replace(/^www\d?\./, '').replace(mobileHost, '')
  const path = canonicalPath(url.pathname)
  if (path !== url.pathname) url.pathname = path
  const isShort = url.hostname === 'youtu.be' && /^\/[\w-]{6,}$/.test(path)
  if (isShort) {
    url.hostname = 'youtube.com'
    url.pathname = '/watch'
  }
  if (isShort || href.includes('?')) {
    const query = canonicalQuery(url, isShort ? path.slice(1) : null)
    if (query === '' || url.search !== `?${query}`) url.search = query
  }
  return url.href
}

function canonicalPath(pathname: string): string {
  let path = pathname.replace(/\/{2,}/g, '/')
  for (let previous = ''; previous !== path;) {
    previous = path
    path = path.replace(/\/(index|default)\.(html?|php|aspx?)$/i, '/').replace(/\/amp\/?$/i, '/')
    if (path.length > 1) path = path.replace(/\/+$/, '')
  }
  return path
}

/** The parameters that tell pages apart, in order of their names; `video` is one that stood in the path. */
function canonicalQuery(url: URL, video: string | null): string {
  const own = parametersOf(url.search).filter(([name]) => name !== 'amp' && !trackingParameter.test(name))
  const all = video === null ? own : [...own.filter(([name]) => name !== 'v'), ['v', video] as const]
  return writeQuery(withoutPassedOn(url, all).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

type Parameter = readonly [name: string, value: string]

/** Letters, digits, and signs that no query has to write otherwise; with a value, which may be empty, for each name. */
const plainQuery = /^\?[\w.*-]+=[\w.*-]*(?:&[\w.*-]+=[\w.*-]*)*$/
const plainText = /^[\w.*-]*$/

/** The decoded parameters of a query, as URLSearchParams reads them. Most queries are plain, and need none of its steps. */
function parametersOf(search: string): readonly Parameter[] {
  if (!plainQuery.test(search)) return [...new URLSearchParams(search)]
  return search
    .slice(1)
    .split('&')
    .map(each => {
      const equals = each.indexOf('=')
      return [each.slice(0, equals), each.slice(equals + 1)] as const
    })
}

function writeQuery(parameters: readonly Parameter[]): string {
  const isPlain = parameters.every(([name, value]) => plainText.test(name) && plainText.test(value))
  return isPlain
    ? parameters.map(([name, value]) => `${name}=${value}`).join('&')
    : new URLSearchParams(parameters.map(each => [...each])).toString()
}

/** Host without `www.`, as the meta line shows it; empty when the text is no URL. */
export function siteOf(text: string): string {
  return parseHttpUrl(text)?.hostname.replace(/^www\./, '') ?? ''
}

/** Whether a host is another one or stands below it, in whatever case: `a.example.org` below `example.org`. */
export function isOnHost(host: string, parent: string): boolean {
  const [own, other] = [host.toLowerCase(), parent.toLowerCase().replace(/^www\./, '')]
  return own === other || own.endsWith(`.${other}`)
}

/** Links of one page that are read at most: a page has no end of them. */
const MOST_HREFS = 200

/** Where sanitised HTML leads: the addresses of its first links as they stand there, at most two hundred. */
export function hrefsOf(html: string): readonly string[] {
  const found: string[] = []
  for (const [, href = ''] of html.matchAll(/\bhref="([^"]+)"/g)) {
    if (found.length === MOST_HREFS) break
    found.push(href.replaceAll('&amp;', '&'))
  }
  return found
}

/** Links are compared up to here. */
const NEAREST_CHARACTERS = 2_000

/** Of some links the one most like another, null without any: the one that shares the largest part of its beginning and its end. */
export function findNearestLink(text: string, links: readonly string[]): string | null {
  const wanted = canonicalUrl(text).slice(0, NEAREST_CHARACTERS)
  const scored = links.map(link => {
    const other = canonicalUrl(link).slice(0, NEAREST_CHARACTERS)
    return { link, likeness: countCommon(wanted, other) / Math.max(wanted.length, other.length, 1) }
  })
  return scored.toSorted((a, b) => b.likeness - a.likeness)[0]?.link ?? null
}

/** How many characters two texts have in common at their ends, those of the shorter one at most. */
function countCommon(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start++
  let end = 0
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++
  return start + end
}
