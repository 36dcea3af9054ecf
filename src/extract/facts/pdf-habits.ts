// Where the hosts of papers, talks and slides keep the PDF of a page, made of the page's address alone: nobody is asked.

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

/** The address of the PDF of a page at a host whose habit is known; null at others, and for pages that are no paper's. */
export function pdfByHabit(page: URL): string | null {
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
