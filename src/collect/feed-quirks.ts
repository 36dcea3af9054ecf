// What well-known programs write into their feeds and mean otherwise: releases without their project's name, mirrors of WeChat accounts. Pure.
import { parseReleaseLink } from '../core/release-links.ts'
import type { ParsedItem } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'

const WECHAT = 'mp.weixin.qq.com'
/** Sentences that stand where a mirror could not get the text. */
const noText =
  /^(?:<[a-z]{1,10}[^<>]{0,200}>|\s)*获取全文失败[，,。！!～~…\s]*(?:请(?:稍后)?重试)?[，,。！!～~…\s]*(?:<\/[a-z]{1,10}>|\s)*$/
const MOST_CHARACTERS = 2_000

/** Whether letters and digits of one text stand in another, in any case. */
function isNamedIn(name: string, text: string): boolean {
  const plain = (each: string): string => each.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  return plain(name) !== '' && plain(text).includes(plain(name))
}

/** `PROJECT TAG`: of a release the feed often gives the tag alone. A title that names the project stays. */
function nameRelease(item: ParsedItem): ParsedItem {
  const release = item.url === null ? null : parseReleaseLink(item.url)
  if (release === null) return item
  const title = item.title?.trim() ?? ''
  if (title !== '' && isNamedIn(release.name, title)) return item
  const isTagged = title !== '' && isNamedIn(release.tag, title)
  const rest = title === '' ? release.tag : isTagged ? title : `${release.tag}: ${title}`
  return { ...item, title: `${release.name} ${rest}` }
}

/** The article behind a captcha that was stored as its link. */
function unwrapCaptcha(url: URL): URL {
  if (!/^\/mp\/wappoc_appmsgcaptcha/.test(url.pathname)) return url
  const target = parseHttpUrl(url.searchParams.get('target_url') ?? '')
  return target?.hostname === WECHAT ? target : url
}

const isEmptyText = (html: string | null): boolean =>
  html === null || (html.length <= MOST_CHARACTERS && noText.test(html))

/** An item of a mirror of a WeChat account: no stand-ins for a text, no cover as a sound, and a lent link is no name. */
function levelWeChat(item: ParsedItem, url: URL): ParsedItem {
  const page = unwrapCaptcha(url)
  // A link that the search engine lends changes every few hours: title and day name the article.
  const isLent =
    page.searchParams.has('signature') && page.searchParams.has('timestamp') && !page.searchParams.has('mid')
  const { title, publishedAt } = item
  const isCover = ({ url: file, lengthBytes }: ParsedItem['enclosures'][number]): boolean =>
    lengthBytes === 0 || /(?:^|\.)qpic\.cn$/.test(parseHttpUrl(file)?.hostname ?? '')
  const cover = item.enclosures.find(isCover)?.url ?? null
  const summary = isEmptyText(item.summaryHtml) || item.summaryHtml?.trim() === title?.trim() ? null : item.summaryHtml
  return {
    ...item,
    url: page.href,
    guid: isLent ? `wechat ${title ?? ''} ${publishedAt?.slice(0, 10) ?? ''}` : page === url ? item.guid : page.href,
    contentHtml: isEmptyText(item.contentHtml) ? null : item.contentHtml,
    summaryHtml: summary,
    enclosures: item.enclosures.filter(each => !isCover(each)),
    image: item.image ?? cover,
  }
}

/** An item as its program meant it; others come back as they are. */
export function levelQuirks(item: ParsedItem): ParsedItem {
  const url = item.url === null ? null : parseHttpUrl(item.url)
  if (!url) return item
  return url.hostname === WECHAT ? levelWeChat(item, url) : nameRelease(item)
}
