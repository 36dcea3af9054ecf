// The PDF of the very article that a page holds: as the page states it, by the habit of its host, or behind a link that is named as the
// article's own. What an article merely cites is another's work: none at all is better than a wrong one.
import { lettersOf } from '../../core/text.ts'
import { parseHttpUrl } from '../../core/url.ts'
import type { Markup, MarkupElement, MarkupNode } from '../../formats/markup.ts'
import { compileSelector, findElements, isWithin } from '../../formats/select.ts'
import { isBlock, isSameSite, lineOf } from '../body/blocks.ts'
import { pdfByHabit } from './pdf-habits.ts'
import { isAlone, isOwnName, isOwnTalk } from './pdf-names.ts'

/** What is known of the page, from its address and its head. */
export interface AboutPage {
  readonly url: string
  /** What relative links are resolved against. */
  readonly baseUrl: string
  readonly title: string | null
}

/** Hosts of talks: the PDF that is linked anywhere on their pages is the talk's own. */
const hostsOfTalks = /(?:^|\.)(?:usenix\.org|speakerdeck\.com|slideshare\.net|sched\.com|fosdem\.org)$/
const statedNames = new Set(['citation_pdf_url', 'bepress_citation_pdf_url', 'eprints.document_url'])
const link = compileSelector('a[href]')
const tellingMeta = compileSelector('meta[content]')
const alternatePdf = compileSelector('[rel~="alternate"][type^="application/pdf"][href]')
const aroundArticle = compileSelector(
  'nav, footer, aside, [class*="comment"], [class*="related"], [class*="sidebar"], [class*="recommend"], [id*="comment"], [id*="sidebar"]',
)
/** At most this many links of a page are looked at. */
const MAX_LINKS = 3_000
/** Shorter titles and file names are anybody's. */
const MIN_NAME_LETTERS = 6
/** A link's text that has less of the title is named after something else. */
const MIN_TITLE_SHARE = 0.6
const MAX_LINE_CHARACTERS = 120

/** A link that leads to a PDF. */
interface PdfLink {
  readonly element: MarkupElement
  readonly href: string
  /** Its text and, where it has none, what stands for it. */
  readonly name: string
}

/**
 * What the whole page says: the habit of its host, what its head states, then a link anywhere that is named as the article's own.
 * Absolute; null where nothing does, and where what does contradicts itself.
 */
export function findStatedPdf($: Markup, about: AboutPage): string | null {
  const page = parseHttpUrl(about.url)
  if (!page) return null
  return elsewhere(pdfByHabit(page) ?? readStated($, about) ?? findNamed($, about, page), page)
}

/** The link within the article (`$` is the article alone) that says no more than PDF, paper or slides, on a line of its own; null where several do. */
export function findLonePdf($: Markup, about: AboutPage): string | null {
  const page = parseHttpUrl(about.url)
  if (!page) return null
  const lone = pdfLinks($, about.baseUrl).filter(each => isLoneLink(each, about.url))
  return elsewhere(onlyOne(lone), page)
}

/** A page that is its own PDF has none beside it. */
function elsewhere(found: string | null, page: URL): string | null {
  return found === page.href ? null : found
}

function onlyOne(links: readonly Pick<PdfLink, 'href'>[]): string | null {
  const distinct = new Set(links.map(({ href }) => href))
  return distinct.size === 1 ? (links[0]?.href ?? null) : null
}

/** `citation_pdf_url` as scholarly search engines read it, or the one alternate of the type. */
function readStated($: Markup, { baseUrl }: AboutPage): string | null {
  for (const { attribs } of findElements($, tellingMeta))
    if (statedNames.has((attribs.name ?? attribs.property ?? '').toLowerCase())) {
      const stated = parseHttpUrl(attribs.content ?? '', baseUrl)
      if (stated) return stated.href
    }
  const alternates = findElements($, alternatePdf, MAX_LINKS).flatMap(
    ({ attribs }) => parseHttpUrl(attribs.href ?? '', baseUrl) ?? [],
  )
  return onlyOne(alternates)
}

function pdfLinks($: Markup, baseUrl: string): readonly PdfLink[] {
  return findElements($, link, MAX_LINKS).flatMap(element => {
    const { href = '', type = '', title = '', 'aria-label': label = '' } = element.attribs
    const target = parseHttpUrl(href, baseUrl)
    if (!target) return []
    const isPdf = /\.pdf$/i.test(target.pathname) || /^application\/pdf/i.test(type) || /\.pdf$/i.test(target.search)
    const pdf = pdfByHabit(target) ?? (isPdf ? target.href : null)
    if (pdf === null) return []
    const text = lineOf(element)
    return [{ element, href: pdf, name: (text || title || label).slice(0, 300) }]
  })
}

/** The PDF named as the article's own: by its title, by its file, by words such as "download this article"; on a talk's page by "slides". */
function findNamed($: Markup, about: AboutPage, page: URL): string | null {
  const links = pdfLinks($, about.baseUrl).filter(({ element }) => !isWithin(element, aroundArticle))
  const own = links.filter(
    ({ href, name }) => isTitle(name, about.title) || isOwnName(name) || isFileOfPage(href, page),
  )
  if (own[0]) return own[0].href
  if (!hostsOfTalks.test(page.hostname)) return null
  const [paper, slides] = [isOwnTalk.paper, isOwnTalk.slides].map(named =>
    links.find(({ href, name, element }) => named(`${name} ${element.attribs.title ?? ''}`, href)),
  )
  return (paper ?? slides)?.href ?? null
}

/** Whether a link is called as the article is, but for marks such as `[PDF]`. */
function isTitle(name: string, title: string | null): boolean {
  const [own, whole] = [lettersOf(name.replace(/[[(（【]?\s*pdf\s*[\])）】]?/gi, '')), lettersOf(title ?? '')]
  if (own.length < MIN_NAME_LETTERS || whole.length < MIN_NAME_LETTERS) return false
  const [short, long] = own.length < whole.length ? [own, whole] : [whole, own]
  return long.startsWith(short) && short.length >= long.length * MIN_TITLE_SHARE
}

/** Whether the file bears the name of the page, on the page's own site: `walls.pdf` beside `/blog/walls/`. */
function isFileOfPage(href: string, page: URL): boolean {
  const nameOf = (path: string): string => {
    const last =
      path
        .replace(/\/(?:index\.\w{1,5})?$/, '')
        .split('/')
        .at(-1) ?? ''
    return lettersOf(last.replace(/\.\w{1,5}$/, ''))
  }
  const own = nameOf(page.pathname)
  return own.length >= MIN_NAME_LETTERS && nameOf(new URL(href).pathname) === own && isSameSite(href, page.href)
}

/** Whether a link that is called PDF, paper or slides is all that its line has, but for links of the same kind. */
function isLoneLink({ element, href, name }: PdfLink, pageUrl: string): boolean {
  const block = blockAround(element)
  const line = block ? lineOf(block) : name
  return line.length <= MAX_LINE_CHARACTERS && isAlone({ name, line, isOwnSite: isSameSite(href, pageUrl) })
}

function blockAround(node: MarkupNode): MarkupElement | null {
  if (isBlock(node)) return node
  return node.parent ? blockAround(node.parent) : null
}
