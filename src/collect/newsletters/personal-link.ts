// Whether an address is one reader's: leaves, settings, confirmations, the mail in a browser, passing on. By the address alone. Pure.
import { canonicalUrl, parseHttpUrl } from '../../core/url.ts'

/** Anywhere in an address. */
const leaving =
  /un-?subscri|(?:^|[^a-z])unsub(?:[^a-z]|$)|opt[-_]?out|disable[-_]?email|list-?remove|退订|退訂|取消订阅|取消訂閱/iu
/** A part of a path, or what a parameter says, that is this and no more. */
const acts =
  /^(?:confirm(?:ation|ed)?|verify|verification|validate|activat(?:e|ion)|preferences?|prefs|preference-cent(?:er|re)|manage|profile|forward|f2f|friend|forward-?to-?(?:a-?)?friend|send-?to-?(?:a-?)?friend|share|sharer|sharing|sharearticle|share-offsite|intent|submitlink|referrals?|refer|refer-a-friend|invites?|invitations?|webview|web-?version|view-?(?:web|email|online|message)|browser|(?:view-?)?in-?browser|online-?version|view-as-webpage|login|signin|sign-in|log-in|signup|sign-up|account|my-account|subscriptions?|subscribe|subscribers?|settings|vcard|abuse|spam|complain|opt-?in|double-?opt-?in|magic(?:-?link)?|magic-login|auth|remove|leave|cancel|good-?bye|bye|stop|pixel|open|opens|beacon|app-link|disable|resubscribe|update-?profile|email-?(?:settings|preferences|options)|reader-?(?:settings|preferences))(?:[-_.]?(?:e-?mail|mail|subscriptions?|subscribers?|address|account|signup|newsletter|list|me|token|link|preferences?|settings|profile|friend|browser|code|tracking))?$/i
/** Parts that name pages of many sites: personal only where a parameter or another part stands behind them. */
const mild =
  /^(?:open|share|friend|profile|browser|settings|account|manage|cancel|good-?bye|bye|stop|subscriptions?|subscribers?|invites?|abuse|spam|auth)$/i
/** Hosts that do nothing else. */
const hosts =
  /^(?:unsub(?:scribe)?|opt-?out|preferences?|prefs|manage|confirm|verify|viewemail|webversion|view-online|pixel|beacon|referrals?|magic)\.|(?:^|\.)(?:forward-to-friend\d*|campaign-archive\d*|createsend-archive|convertkit-archive)\.com$|^(?:open|preferences|unsubscribe)\.(?:convertkit|kit)-mail\d*\.com$/i
/** Where links are passed on. */
const passingOn =
  /^(?:www\.)?(?:(?:twitter|x)\.com\/(?:intent|share)|facebook\.com\/(?:sharer|dialog)|linkedin\.com\/(?:shareArticle|sharing|cws\/share)|reddit\.com\/submit|news\.ycombinator\.com\/submitlink|t\.me\/share|telegram\.me\/share|api\.whatsapp\.com\/send|wa\.me\/|service\.weibo\.com\/share|pinterest\.[a-z]+\/pin\/create|buffer\.com\/add|getpocket\.com\/(?:save|edit)|connect\.qq\.com\/widget|sns\.qzone\.qq\.com|bsky\.app\/intent|threads\.net\/intent|mastodonshare\.com|share\.flipboard\.com|instapaper\.com\/hello2)/i

/** What is known of a mail's own addresses. */
export interface OwnAddresses {
  /** Addresses of the reader, lower case. */
  readonly readers: readonly string[]
  /** Addresses that List-Unsubscribe and its like name, as `targetKey` writes them. */
  readonly commands: ReadonlySet<string>
}

/** An address without its query: what leads to a command of a list leads there with any parameter. */
export function targetKey(text: string): string {
  const url = parseHttpUrl(text)
  return url === null || url.pathname === '/' ? canonicalUrl(text) : `${url.host}${url.pathname}`.toLowerCase()
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Whether a text has one of the reader's addresses in it, as it is, escaped, or in base64. */
function hasReader(text: string, readers: readonly string[]): boolean {
  const lower = text.toLowerCase()
  if (readers.some(address => lower.includes(address))) return true
  return (text.match(/[\w+/-]{8,}/g) ?? []).some(part => {
    const plain = Buffer.from(part, 'base64').toString('latin1').toLowerCase()
    return readers.some(address => plain.includes(address))
  })
}

/** Whether an address does something for, or shows something to, one reader alone. */
export function isPersonalAddress(text: string, own: OwnAddresses): boolean {
  const url = parseHttpUrl(text)
  if (!url) return true
  if (own.commands.has(targetKey(url.href))) return true
  const shown = decode(`${url.pathname}${url.search}${url.hash}`)
  if (leaving.test(shown) || hosts.test(url.hostname) || passingOn.test(`${url.host}${url.pathname}`)) return true
  if (hasReader(shown, own.readers) || (shown.includes('@') && /[?&#=][^?&#=@\s]{1,64}@[\w-]+\.[\w.-]+/.test(shown)))
    return true
  const segments = url.pathname.split('/').map(part =>
    decode(part)
      .replaceAll('_', '-')
      .replace(/\.(?:php|aspx?|html?|jsp|cgi)$/i, ''),
  )
  const parameters = [...url.searchParams].flatMap(([name, value]) => [
    value,
    value === '' || value === '1' ? name : '',
  ])
  if (parameters.some(part => acts.test(part))) return true
  const last = url.search === '' ? segments.findLastIndex(part => part !== '') : -1
  return segments.some((part, place) => acts.test(part) && !(place === last && mild.test(part)))
}
