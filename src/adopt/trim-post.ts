// What a blog's page has around a post, within what looks like the post: its title once more, and links to other posts below it.
import { lettersOf } from '../core/text.ts'
import { parseHttpUrl } from '../core/url.ts'
import { isElement, type Markup, type MarkupElement, parseMarkup } from '../formats/markup.ts'

const related =
  /^(?:related(?: (?:articles?|posts?|stories|reading|content))?|you (?:may|might) also (?:like|enjoy|be interested in)|more (?:posts|articles|from .{1,40})|read next|相关(?:文章|阅读|推荐|内容|日志|博文)|推荐阅读|猜你喜欢|您可能(?:还|也)喜欢.{0,6}|更多文章|上一篇.{0,3}下一篇)\s*[:：]?$/iu
const MOST_CHARACTERS = 40
const MOST_CALLED = 10

const isRelated = (text: string): boolean => text.length <= MOST_CHARACTERS && related.test(text)

/** Takes both away from sanitised HTML; a list of related pages is one only where its links lead to the blog itself. */
export function trimPost(html: string, { title, url }: { readonly title: string; readonly url: string }): string {
  const $ = parseMarkup(`<div>${html}</div>`)
  const root = $('div').first()
  const called = $('h1, h2, h3, h4, h5, h6, p, strong, b')
    .toArray()
    .filter(isElement)
    .filter(element => isRelated($(element).text().trim()))
  // Each is looked at in the light of all links: a page with more of them has chapters of that name.
  for (const element of called.slice(-MOST_CALLED)) {
    if (!leadsHome($, element, url)) continue
    removeFrom($, element, root.get(0))
    break
  }
  const first = $('h1, h2, h3, h4, h5, h6, p').first()
  const isTitle = lettersOf(title) !== '' && lettersOf(first.text()) === lettersOf(title)
  if (isTitle && first.find('a[href]').length === 0 && root.text().trim().startsWith(first.text().trim()))
    first.remove()
  return root.html() ?? ''
}

/** Whether links follow, and all of them lead to the blog. */
function leadsHome($: Markup, heading: MarkupElement, url: string): boolean {
  const all = $('a[href]').toArray().filter(isElement)
  const before = new Set($(heading).prevAll().find('a[href]').addBack('a[href]').toArray())
  const outer = $(heading).parents().prevAll().find('a[href]').addBack('a[href]').toArray()
  const behind = all.filter(link => !before.has(link) && !outer.includes(link))
  const host = parseHttpUrl(url)?.host
  return behind.length > 0 && behind.every(({ attribs }) => parseHttpUrl(attribs.href ?? '', url)?.host === host)
}

/** An element, and all that follows it in the text. */
function removeFrom($: Markup, element: MarkupElement, root: unknown): void {
  let node = $(element)
  while (node.length > 0 && node.get(0) !== root) {
    node.nextAll().remove()
    const parent = node.parent()
    node.remove()
    node = parent
  }
}
