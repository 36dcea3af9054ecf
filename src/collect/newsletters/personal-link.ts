// Whether an address is one reader's: leaves, settings, confirmations, the mail in a browser, passing on. By the address alone. Pure.
import { canonicalUrl, parseHttpUrl, withoutTracking } from '../../core/url.ts'
import { isTitleSegment } from './headline.ts'

/** Anywhere in an address. */
const leaving =
  /un-?sub?scri|d[ée]s-?(?:abonn|inscri)|abmelde|abbestell|austragen|uitschrij|afmeld|avregistr|avprenumer|disiscri|desuscri|descadastr|darse-?de-?baja|abo-?(?:k(?:ue|ü)ndig|beend)|отпис|配信停止|購読解除|退会|수신거부|구독취소|haishin-?teishi|(?:^|[^a-z])unsub(?:[^a-z]|$)|opt[-_]?out|disable[-_]?email|list-?remove|退订|退訂|取消订阅|取消訂閱/iu
/** A part of a path, or what a parameter says, that is this and no more. */
const acts =
  /^(?:confirm(?:ation|ed|er|ar|e)?|best(?:ae|ä)tig(?:en|ung)|v(?:e|é)rifier|valider|verifizieren|aktivieren|kuendigen|kündigen|weiterleiten|weiterempfehlen|transferer|parrain(?:age|er)|partager|mon-?compte|mein-?konto|einstellungen|preferencias|preferenze|profil|browser-?ansicht|web-?ansicht|version-?en-?ligne|my-?page|taikai|kaijo|teishi|tui-?ding|quxiao|reset-?password|password-?reset|no-?mail|dont-?send|keep-?me|stay(?:-subscribed)?|reactivate|re-?engage(?:ment)?|s2f|tell-?a-?friend|edit-?profile|verify|verification|validate|activat(?:e|ion)|preferences?|prefs|preference-cent(?:er|re)|manage|profile|forward|f2f|friend|forward-?to-?(?:a-?)?friend|send-?to-?(?:a-?)?friend|share|sharer|sharing|sharearticle|share-offsite|intent|submitlink|referrals?|refer|refer-a-friend|invites?|invitations?|webview|web-?version|view-?(?:web|email|online|message)|mirror-?page|browser|(?:view-?)?in-?browser|online-?version|view-as-webpage|login|signin|sign-in|log-in|signup|sign-up|account|my-account|subscriptions?|subscribe|subscribers?|settings|vcard|abuse|spam|complain|opt-?in|double-?opt-?in|magic(?:-?link)?|magic-login|auth|remove|leave|cancel|good-?bye|bye|stop|pixel|open|opens|beacon|app-link|disable|resubscribe|update-?profile|email-?(?:settings|preferences|options)|reader-?(?:settings|preferences))(?:[-_.]?(?:e-?mail|mail|subscriptions?|subscribers?|address|account|signup|newsletter|list|me|token|link|preferences?|settings|profile|friend|browser|code|tracking|abo|abonnement|konto|compte|inscription|adresse|anmeldung|bearbeiten|verwalten))?$/iu
/** Parts that name pages of many sites: personal only where a parameter or another part stands behind them. */
const mild =
  /^(?:open|share|friend|profile|profil|stay|teishi|quxiao|browser|settings|account|manage|cancel|good-?bye|bye|stop|subscriptions?|subscribers?|invites?|abuse|spam|auth)$/i
/** Hosts that do nothing else. */
const hosts =
  /^(?:unsub(?:scribe)?|opt-?out|preferences?|prefs|manage|confirm|verify|viewemail|webversion|view-online|pixel|beacon|referrals?|refer|magic|rewards|mypage)\.|^visitor\.constantcontact\.com$|(?:^|\.)(?:sparklp\.co|sparkloop\.app|viral-loops\.com)$|(?:^|\.)(?:forward-to-friend\d*|campaign-archive\d*|createsend-archive|convertkit-archive)\.com$|^(?:open|preferences|unsubscribe)\.(?:convertkit|kit)-mail\d*\.com$/i
/** Where links are passed on. */
const passingOn =
  /^(?:www\.)?(?:(?:twitter|x)\.com\/(?:intent|share)|facebook\.com\/(?:sharer|dialog)|linkedin\.com\/(?:shareArticle|sharing|cws\/share)|reddit\.com\/submit|news\.ycombinator\.com\/submitlink|t\.me\/share|telegram\.me\/share|api\.whatsapp\.com\/send|wa\.me\/|service\.weibo\.com\/share|pinterest\.[a-z]+\/pin\/create|buffer\.com\/add|getpocket\.com\/(?:save|edit)|connect\.qq\.com\/widget|sns\.qzone\.qq\.com|bsky\.app\/intent|threads\.net\/intent|mastodonshare\.com|share\.flipboard\.com|instapaper\.com\/hello2)/i

/** Ways of newsletter programs, in path and query: listmonk, The Newsletter Plugin, phpList, Sendinblue, SendGrid, Campaign Monitor, Mautic, Ghost, pages of whole mails. */
const programs =
  /\/campaign\/[\da-f-]{36}\/[\da-f-]{36}|[?&]nk=\d+-|\/lists\/\?p=|\/mk\/(?:un|mr|op)\/|\/asm\/|\/wf\/(?:open|unsub)|\/t\/[a-z]-[ue]-|\/email\/(?:view|preview)\/|#\/(?:portal|share|comments|unsubscribe)|\/(?:nl|newsletters?|e?mails?|campaigns?|messages?|letters?|mailings?|broadcasts?)\/(?:view|show|display|web|online|open|o|v)(?:\.\w{1,5})?(?:\/|\?)/i
/** Parameters that say what is to be done, and what they then say. */
const doing = /^(?:cmd|command|action|act|do|task|op|operation|p|endpoint|event|method)$/i
const done =
  /^(?:off|un|uns|unsub|usub|quit|out|del|delete|rm|remove|sub|resub|on|yes|no|ok|keep|stay|leave|stop|confirm|optout|optin)$/i
/** What a reader would have said by following the link. */
const said = /^(?:score|vote|rating|nps|csat|reaction|thumbs?|sentiment)$/i
/** Whoever recommends is one reader. */
const recommending = /^(?:referr?er|referral|invite|inviter|rh)[-_]?(?:token|code|id|hash)$/i

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
  const lower = text.toLowerCase().replaceAll(' ', '+')
  const mangled = lower.replace(/--at--|_at_|\(at\)|\[at\]|=(?=[\w-]{1,63}\.)/g, '@')
  if (readers.some(address => lower.includes(address) || mangled.includes(address))) return true
  return (text.match(/[\w+/-]{8,}/g) ?? []).some(part => {
    const plain = Buffer.from(part, 'base64').toString('latin1').toLowerCase()
    return readers.some(address => plain.includes(address))
  })
}

/** Whether a parameter tells a server to do something for one reader. */
function doesSomething(name: string, value: string): boolean {
  if (said.test(name) || recommending.test(name) || (doing.test(name) && done.test(value))) return true
  return (
    acts.test(value.replaceAll('_', '-')) || ((value === '' || value === '1') && acts.test(name.replaceAll('_', '-')))
  )
}

/** Whether an address has words for leaving in it, other than in the title of a page without a query. */
function isForLeaving(url: URL, shown: string): boolean {
  if (!leaving.test(shown)) return false
  const { pathname, search } = new URL(withoutTracking(url.href))
  const others = pathname.split('/').filter(part => !isTitleSegment(part))
  return search !== '' || leaving.test(decode(`${others.join('/')}${url.hash}`).normalize('NFC'))
}

/** Whether an address does something for, or shows something to, one reader alone. */
export function isPersonalAddress(text: string, own: OwnAddresses): boolean {
  const url = parseHttpUrl(text)
  if (!url) return true
  if (own.commands.has(targetKey(url.href))) return true
  const shown = decode(`${url.pathname}${url.search}${url.hash}`).normalize('NFC')
  if (isForLeaving(url, shown) || hosts.test(url.hostname) || passingOn.test(`${url.host}${url.pathname}`)) return true
  if (hasReader(shown, own.readers) || (shown.includes('@') && /[?&#=][^?&#=@\s]{1,64}@[\w-]+\.[\w.-]+/.test(shown)))
    return true
  if (programs.test(`${url.pathname}${url.search}${url.hash}`)) return true
  if (/(?:^|\.)mailchi\.mp$/i.test(url.hostname) && url.searchParams.has('e')) return true
  const parameters = [...url.searchParams]
  if (parameters.some(([name, value]) => doesSomething(name, value))) return true
  const segments = url.pathname.split('/').map(part =>
    decode(part)
      .normalize('NFC')
      .replaceAll('_', '-')
      .replace(/\.(?:php|aspx?|html?|jsp|cgi)$/i, ''),
  )
  const last = url.search === '' ? segments.findLastIndex(part => part !== '') : -1
  return segments.some((part, place) => acts.test(part) && !(place === last && mild.test(part)))
}
