// Links that count clicks before they lead on: which they are, and where they lead where that can be read off them. Pure.
import { inflateSync } from 'node:zlib'
import { isOnHost, parseHttpUrl } from '../../core/url.ts'
import { isOpaque } from './reader-tokens.ts'

/** Hosts of mailers, and all below them. */
const clickHosts = [
  ...['link.mail.beehiiv.com', 'mail.beehiiv.com', 'flight.beehiiv.net', 'mailgun.org', 'pstmrk.it'],
  ...['click.revue.email', 'email.buttondown.email', 'email.buttondown.com', 'track.buttondown.email', 'mjt.lu'],
  ...['links.buttondown.email', 'links.buttondown.com', 'customeriomail.com', 'e.customeriomail.com', 'emlnk.com'],
  ...['klclick.com', 'klclick1.com', 'klclick2.com', 'klclick3.com', 'klaviyomail.com', 'mlsend.com'],
  ...['activehosted.com', 'hubspotlinks.com', 'hubspotemail.net', 'sendibt2.com', 'sendibt3.com', 'sendibm1.com'],
  ...['sendibm2.com', 'sendibm3.com', 'sparkpostmail.com', 'dripemail2.com', 'dripemail3.com', 'tinyletter.com'],
  ...['tracking.tldrnewsletter.com', 'links.iterable.com', 'exct.net', 'mailtrk.com', 'mailerlite.com', 'flodesk.com'],
  ...['sctrack.sendcloud.net', 'sctrack.sc.gg', 'link.zhihu.com', 'link.juejin.cn', 'link.csdn.net'],
]
/** Hosts of mailers that have many names. */
const clickHostNames =
  /^(?:click|clicks|link)\.(?:convertkit|kit)-mail\d*\.com$|^email\.mg\d*\.|(?:^|\.)(?:createsend\d*|cmail\d{1,3}|emlnk\d|mlsend\d)\.com$|^sctrack\.|^click\.mlsend\.com$/i
/** Ways of mailers, on whatever host their customers have. */
const clickPaths =
  /^\/(?:(?:ls|wf)\/click|ss\/c\/|track\/click|CL0\/|L0\/|e3t\/|(?:e\/)?c\/ey[\w-]|c\/eJ|events\/public\/v1\/encoded|u\/click|a\/click|\d*s\/[\w.-]+%2F|redirect\/(?:2\/|[\da-f]{8}-))|\/ctc\//i
/** Hosts of mailers that do more than count clicks: only so much of them is a click. What else stands there may act on its reader. */
const clicksOf: readonly (readonly [host: string, path: RegExp])[] = [
  ['list-manage.com', /^\/track\/click/i],
  ['list-manage1.com', /^\/track\/click/i],
  ['list-manage2.com', /^\/track\/click/i],
  ['mandrillapp.com', /^\/track\/click/i],
  ['sendgrid.net', /^\/(?:(?:ls|wf)\/click|ss\/c\/|uni\/ls\/click)/i],
  ['awstrack.me', /^\/(?:L0|CL0)\//i],
  ['rs6.net', /^\/tn\.jsp/i],
]
/** Programs on their owners' hosts: listmonk, phpList, Ghost, Mautic, MailPoet, Sendinblue, Campaign Monitor. */
const clickPrograms =
  /^\/link\/[\da-f-]{36}\/[\da-f-]{36}\/[\da-f-]{36}|\/lists\/lt\.php\?|^\/r\/[\da-f]{6,12}\?m=[\da-f-]{36}|^\/r\/[\da-f]{20,40}\?ct=|[?&]mailpoet_router\b.{0,80}action=click|^\/(?:mk|tr)\/cl\/|^\/t\/[a-z]-l-/i
/** First labels of hosts that do little else. */
const clickLabel =
  /^(?:click|clicks|clk|track|tracking|trk|trck|links?|lnk|ct|e?mails?|mg|em|go|rd|redirect|elink|elinks|enews|nl|lt|t|e|l|r|u|url\d*)\d*\./i
const LONGEST = 8_000
const MOST_LAYERS = 6
const INFLATED_BYTES = 16_384

/** Whether a link is known to count clicks: by its host, by its mailer's way of writing, or because the source says so. */
export function isClickLink(text: string, own: readonly string[] = []): boolean {
  const url = parseHttpUrl(text)
  if (!url) return false
  const { hostname, host, pathname } = url
  if (own.some(each => host === each || isOnHost(hostname, each))) return true
  if (hostname === 'substack.com') return /^\/redirect\//.test(pathname)
  const known = clicksOf.find(([each]) => isOnHost(hostname, each))
  if (known !== undefined) return known[1].test(pathname)
  if (clickPrograms.test(`${pathname}${url.search}`)) return true
  if (clickHosts.some(each => isOnHost(hostname, each))) return true
  return clickHostNames.test(hostname) || clickPaths.test(pathname)
}

/** Whether a link looks as if it counted clicks, though nobody knows its host. */
export function looksLikeClick(text: string): boolean {
  const url = parseHttpUrl(text)
  if (url && clicksOf.some(([each]) => isOnHost(url.hostname, each))) return true
  if (!url || !clickLabel.test(url.hostname)) return false
  return [...url.pathname.split('/'), ...url.searchParams.values()].some(part => isOpaque(part, 16))
}

const asAddress = (text: string): string | null =>
  /^https?:\/\/[^\s"'<>]+$/i.test(text) ? (parseHttpUrl(text)?.href ?? null) : null

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** An address that stands in JSON: the first that is found, in whatever layer. */
function findInJson(value: unknown, layers: number): string | null {
  if (typeof value === 'string') return findAddress(value, layers)
  if (typeof value !== 'object' || value === null) return null
  for (const each of Object.values(value)) {
    const found = findInJson(each, layers - 1)
    if (found !== null) return found
  }
  return null
}

function findInText(text: string, layers: number): string | null {
  const plain = asAddress(text)
  if (plain !== null || layers <= 0) return plain
  if (/^[{[]/.test(text)) {
    try {
      return findInJson(JSON.parse(text), layers)
    } catch {
      return null
    }
  }
  // A query in a blanket, as Mailgun has it.
  if (!/(?:^|&)\w{1,10}=https?(?::|%3a)/i.test(text)) return null
  for (const value of new URLSearchParams(text).values()) if (asAddress(value) !== null) return asAddress(value)
  return null
}

/** The address that a part of a link holds: as it is, escaped, in base64, in JSON or packed within that; null without one. */
function findAddress(part: string, layers = MOST_LAYERS): string | null {
  if (part.length < 8 || part.length > LONGEST || layers <= 0) return null
  const found = findInText(decodePercent(part), layers)
  if (found !== null) return found
  for (const piece of part.split('.')) {
    if (piece.length < 12 || !/^[\w+/=%-]+$/.test(piece)) continue
    const bytes = Buffer.from(decodePercent(piece), 'base64')
    const inside = findInText(readText(bytes), layers - 1)
    if (inside !== null) return inside
  }
  return null
}

function readText(bytes: Buffer): string {
  // zlib begins so (RFC 1950).
  if (bytes[0] !== 0x78) return bytes.toString('utf8')
  try {
    return inflateSync(bytes, { maxOutputLength: INFLATED_BYTES }).toString('utf8')
  } catch {
    return ''
  }
}

/** Where a click link leads, as far as it says so itself; null where it does not. `isKnown`: it is one by its host or its way of writing. */
export function readClickTarget(text: string, isKnown: boolean): string | null {
  const url = parseHttpUrl(text)
  if (!url || text.length > LONGEST) return null
  const segments = url.pathname.split('/').filter(segment => segment !== '')
  const mayBePlain = isKnown || clickLabel.test(url.hostname)
  for (const part of mayBePlain ? [...segments, ...url.searchParams.values()] : segments) {
    // Archives and translators have whole addresses in theirs, and are no detours.
    const target = !mayBePlain && /^https?(?::|%3a)/i.test(part) ? null : findAddress(part)
    if (target !== null && parseHttpUrl(target)?.host !== url.host) return target
  }
  // Postmark leaves the scheme out.
  const bare = isOnHost(url.hostname, 'pstmrk.it')
    ? segments.find(segment => /^[\w.-]+\.\w+(?:%2F|$)/i.test(segment))
    : undefined
  return bare === undefined ? null : asAddress(`https://${decodePercent(bare)}`)
}
