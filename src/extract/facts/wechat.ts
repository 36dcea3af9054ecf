// What a page of WeChat's public accounts says of itself, in its markup and scripts: the account, and the article's whole link.
import { canonicalUrl, parseHttpUrl } from '../../core/url.ts'
import type { Markup } from '../../formats/markup.ts'

/** The account that published an article, and its link; null where the page does not say. */
export interface WeChatFacts {
  readonly account: string | null
  /** The link by which short and long links to one article meet. */
  readonly link: string | null
}

/** Scripts are longer; what is sought stands in their first part. */
const MAX_SCRIPT_CHARACTERS = 300_000
const MAX_ACCOUNT_CHARACTERS = 60

/** Null for pages of other hosts. */
export function readWeChat($: Markup, url: string): WeChatFacts | null {
  if (parseHttpUrl(url)?.hostname !== 'mp.weixin.qq.com') return null
  const scripts = $('script').text().slice(0, MAX_SCRIPT_CHARACTERS)
  const printed = oneLine($('#js_name, .profile_nickname, .rich_media_meta_nickname').first().text())
  const inScript = /\bnickname\s*[:=]\s*(?:htmlDecode\()?["']([^"'\n]{1,60})["']/.exec(scripts)?.[1]
  return { account: printed ?? oneLine(inScript ?? ''), link: findLink($, url, scripts) }
}

function findLink($: Markup, url: string, scripts: string): string | null {
  const stated = $('meta[property="og:url"]').attr('content')
  const told = /\bmsg_link\s*=\s*["']([^"'\n]{1,1000})["']/.exec(scripts)?.[1]?.replaceAll('&amp;', '&')
  const long = [stated, told, url].find(link => link !== undefined && namesArticle(link)) ?? linkOfParts(scripts)
  return long === null ? null : canonicalUrl(long)
}

function namesArticle(link: string): boolean {
  const parameters = parseHttpUrl(link)?.searchParams
  return parameters?.has('__biz') === true && parameters.has('mid')
}

/** `var biz = "" || "Mz…"; var mid = …; var idx = …; var sn = …`: what a link would be made of. */
function linkOfParts(scripts: string): string | null {
  const valueOf = (name: string): string | null =>
    new RegExp(`\\bvar ${name}\\s*=\\s*(?:["']["']\\s*\\|\\|\\s*){0,3}["']([\\w=-]{1,80})["']`).exec(scripts)?.[1] ??
    null
  const [biz, mid, idx, sn] = ['biz', 'mid', 'idx', 'sn'].map(valueOf)
  if (!biz || !mid || !sn) return null
  return `https://mp.weixin.qq.com/s?${new URLSearchParams({ __biz: biz, mid, idx: idx ?? '1', sn }).toString()}`
}

function oneLine(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' || line.length > MAX_ACCOUNT_CHARACTERS ? null : line
}
