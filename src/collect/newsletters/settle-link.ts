// Where a link of a letter comes to, as far as it can be said without asking anybody. Pure.
import { isOnHost, parseHttpUrl } from '../../core/url.ts'
import { isClickLink, looksLikeClick, readClickTarget } from './click-links.ts'
import { isPersonalAddress, type OwnAddresses } from './personal-link.ts'
import { namesReader, withoutReader } from './reader-tokens.ts'

/** What a link is judged by. */
export interface LinkRules extends OwnAddresses {
  /** Hosts that count clicks, besides those that are known. */
  readonly clickHosts: readonly string[]
  /** Our own site. */
  readonly ownHost: string
}

/** What came of a link. `ask`: its mailer alone knows where it leads. `named`: it would tell whose mail it stood in. */
export type SettledLink =
  | { readonly kind: 'page'; readonly url: string }
  | { readonly kind: 'ask'; readonly url: string }
  | { readonly kind: 'named' | 'click'; readonly host: string }
  | { readonly kind: 'personal' | 'own' | 'none' }

const MOST_DETOURS = 6
const URL_CHARACTERS = 4_000
/** Files that are no reading. */
const assets = /\.(?:png|jpe?g|gif|webp|svg|ico|bmp|css|js|woff2?|ics|vcf)$/i

/** Follows a link through what it says of itself. */
export function settleLink(href: string, rules: LinkRules): SettledLink {
  let text = href
  for (let detour = 0; detour < MOST_DETOURS; detour++) {
    const url = parseHttpUrl(text)
    if (!url?.hostname) return { kind: /^mailto:/i.test(text) ? 'personal' : 'none' }
    const isClick = isClickLink(url.href, rules.clickHosts)
    const target = readClickTarget(url.href, isClick)
    if (target !== null) {
      text = target
      continue
    }
    if (isPersonalAddress(url.href, rules)) return { kind: 'personal' }
    if (isClick) return url.href.length > URL_CHARACTERS * 2 ? { kind: 'none' } : { kind: 'ask', url: url.href }
    if (looksLikeClick(url.href)) return { kind: 'click', host: url.host }
    return settlePage(url.href, rules)
  }
  return { kind: 'none' }
}

function settlePage(text: string, rules: LinkRules): SettledLink {
  const page = withoutReader(text)
  const { host, hostname, pathname } = new URL(page)
  if (isOnHost(host, rules.ownHost) || isOnHost(hostname, rules.ownHost)) return { kind: 'own' }
  if (assets.test(pathname)) return { kind: 'none' }
  if (namesReader(page)) return { kind: 'named', host }
  return page.length > URL_CHARACTERS ? { kind: 'none' } : { kind: 'page', url: page }
}
