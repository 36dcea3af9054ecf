// The PDF that stands beside an article, by the habits of the hosts of papers, talks and slides; from the page and its address alone,
// nobody is asked. Called by read-article.ts.
import type { SafeHtml } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { parseMarkup } from '../../formats/markup.ts'

/** A page, and the article that was found in it. */
export interface PageWithArticle {
  readonly url: string
  readonly body: Uint8Array
  readonly html: SafeHtml
  /** The link to a PDF in the article, where there is one. */
  readonly linkedPdf: string | null
}

/** One host's habit: pages whose host and path match have their PDF at the address made of them. */
interface Habit {
  readonly host: RegExp
  readonly path: RegExp
  /** Path and query of the PDF: `$1`, `$2` … stand for the groups of `path`, `{id}` for the page's own parameter `id`. */
  readonly pdf: string
}

const habits: readonly Habit[] = [
  {
    host: /(?:^|\.)arxiv\.org$/,
    path: /^\/(?:abs|pdf|html)\/((?:[a-z-]+(?:\.[A-Z]{2})?\/)?[\d.]+\d(?:v\d+)?)(?:\.pdf)?\/?$/,
    pdf: '/pdf/$1',
  },
  { host: /^openreview\.net$/, path: /^\/(?:forum|pdf)$/, pdf: '/pdf?id={id}' },
  {
    host: /^(?:www\.)?(?:biorxiv|medrxiv)\.org$/,
    path: /^(\/content\/10\.\d+\/[\w.]+?v\d+)(?:\.(?:full|abstract|full-text|article-info))?\/?$/,
    pdf: '$1.full.pdf',
  },
  {
    host: /(?:^|\.)hal\.science$|^hal\.(?:archives-ouvertes|inria)\.fr$/,
    path: /^(\/[a-z]+-\d+(?:v\d+)?)\/?$/,
    pdf: '$1/document',
  },
  { host: /^proceedings\.mlr\.press$/, path: /^\/(v\d+)\/([\w-]+)\.html$/, pdf: '/$1/$2/$2.pdf' },
  {
    host: /^(?:papers\.nips\.cc|(?:papers|proceedings)\.neurips\.cc)$/,
    path: /^(\/paper(?:_files\/paper)?\/\d{4})\/hash\/([0-9a-f]+)-Abstract(-[\w-]+)?\.html$/,
    pdf: '$1/file/$2-Paper$3.pdf',
  },
  {
    host: /^(?:www\.)?aclanthology\.org$/,
    path: /^\/([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)\/?$/,
    pdf: '/$1.pdf',
  },
  { host: /^dl\.acm\.org$/, path: /^\/doi\/(?:abs\/|full\/|pdf\/)?(10\.\d+\/[\w.]+)$/, pdf: '/doi/pdf/$1' },
  { host: /^eprint\.iacr\.org$/, path: /^(\/\d{4}\/\d+)\/?$/, pdf: '$1.pdf' },
  { host: /^openaccess\.thecvf\.com$/, path: /^(\/content\/?\w+)\/html\/([\w.-]+)\.html$/, pdf: '$1/papers/$2.pdf' },
]
/** Hosts whose pages link to the PDF outside the part that is the article. */
const pagesWithPdf = /(?:^|\.)(?:usenix\.org|speakerdeck\.com|slideshare\.net|sched\.com|fosdem\.org)$/
const statedNames = new Set(['citation_pdf_url', 'bepress_citation_pdf_url', 'eprints.document_url'])
const namedPaper = /\bpdf\b|\bpaper\b|论文|全文/i
const namedSlides = /\bslides?\b|\bdownload\b|幻灯|讲稿|下载/i
/** So much of a page is searched for what it says about a PDF. */
const SEARCHED_BYTES = 500_000

/** The address of the PDF, absolute: by the host's habit, else as the page states it, else as the article links to it; never the page's own; null when neither address nor page tells of one. */
export function findBesidePdf({ url, body, html, linkedPdf }: PageWithArticle): string | null {
  const page = parseHttpUrl(url)
  if (!page) return null
  const text = new TextDecoder().decode(body.subarray(0, SEARCHED_BYTES))
  const isPdfHost = pagesWithPdf.test(page.hostname)
  const stated = pdfByHabit(page) ?? findStated(text, url) ?? (isPdfHost ? findLinked(text, url) : null)
  const found = stated ?? linkedPdf ?? findPaper(html)
  return found === page.href ? null : found
}

function pdfByHabit(page: URL): string | null {
  for (const { host, path, pdf } of habits) {
    const match = host.test(page.hostname) ? path.exec(page.pathname) : null
    if (!match) continue
    const id = page.searchParams.get('id')
    if (pdf.includes('{id}') && !id) return null
    const filled = pdf.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')
    return new URL(filled.replace('{id}', encodeURIComponent(id ?? '')), page.origin).href
  }
  return null
}

/** What the page states: `citation_pdf_url` as scholarly search engines read it, or an alternate of the type. */
function findStated(text: string, url: string): string | null {
  const $ = parseMarkup(tagsAboutPdf(text, /<(?:meta|link)\s[^<>]{1,2000}>/gi))
  for (const { attribs } of $('meta[content]').get())
    if (statedNames.has((attribs.name ?? attribs.property ?? '').toLowerCase()))
      return parseHttpUrl(attribs.content ?? '', url)?.href ?? null
  const alternate = $('link[rel~="alternate" i][type^="application/pdf" i]').attr('href')
  return alternate === undefined ? null : (parseHttpUrl(alternate, url)?.href ?? null)
}

/** The best link to a PDF on the whole page: one that is called paper or PDF, then slides. */
function findLinked(text: string, url: string): string | null {
  const $ = parseMarkup(tagsAboutPdf(text, /<a\s[^<>]{1,2000}>(?:[^<]{0,200}<\/a>)?/gi))
  const links = $('a[href]')
    .get()
    .flatMap(link => {
      const target = parseHttpUrl(link.attribs.href ?? '', url)
      const isPdf = /\.pdf$/i.test(target?.pathname ?? '') || /^application\/pdf/i.test(link.attribs.type ?? '')
      return target && isPdf ? [{ href: target.href, name: `${$(link).text()} ${link.attribs.title ?? ''}` }] : []
    })
  const [best] = [namedPaper, namedSlides].flatMap(
    named => links.find(({ name, href }) => named.test(name) && !(named === namedPaper && /slides/i.test(href))) ?? [],
  )
  return (best ?? links[0])?.href ?? null
}

/** The one paper that the article links to at a host whose habits are known: by its name, or because it is the only one. */
function findPaper(html: SafeHtml): string | null {
  const $ = parseMarkup(html)
  const papers = $('a[href]')
    .get()
    .flatMap(link => {
      const target = parseHttpUrl(link.attribs.href ?? '')
      const pdf = target && pdfByHabit(target)
      return pdf ? [{ pdf, isNamed: namedPaper.test($(link).text()) }] : []
    })
  const named = papers.find(({ isNamed }) => isNamed)
  const distinct = new Set(papers.map(({ pdf }) => pdf))
  return named?.pdf ?? (distinct.size === 1 ? (papers[0]?.pdf ?? null) : null)
}

/** The tags that speak of PDF: parsing the whole page a second time would take as long as the first. */
function tagsAboutPdf(text: string, tag: RegExp): string {
  return [
    ...text
      .matchAll(tag)
      .map(([found]) => found)
      .filter(found => /pdf|eprints/i.test(found))
      .take(200),
  ].join('')
}
