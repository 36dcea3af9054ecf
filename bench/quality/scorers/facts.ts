// Whether a fact that a page states was read rightly.
import type { ExtractedArticle } from '../../../src/library.ts'

/** What a page states: `want` is the right value or "none", `may` a name that may stand beside it. */
export interface StatedFact {
  readonly about: string
  readonly want: string
  readonly may: string
}

/** The facts of an article that are judged. */
export interface Facts extends Pick<ExtractedArticle, 'pdfUrl' | 'byline' | 'siteName' | 'title'> {
  readonly publishedAt: string | null
}

const readers: Readonly<Record<string, (article: Facts) => string | null>> = {
  pdf: ({ pdfUrl }) => pdfUrl,
  author: ({ byline }) => byline,
  date: ({ publishedAt }) => publishedAt?.slice(0, 10) ?? null,
  site: ({ siteName }) => siteName,
  title: ({ title }) => title,
}

/** The names in a byline, however they are parted, in one order. */
export function namesIn(byline: string): readonly string[] {
  const names = byline.split(/\s*(?:[,，、;；&/|丨]|\band\b|和)\s*/)
  return names
    .map(name => name.trim())
    .filter(name => name !== '')
    .toSorted()
}

/** Whether the article has the value that the page states; of authors the order does not matter. */
export function judgeFact({ about, want, may }: StatedFact, article: Facts): boolean {
  const read = readers[about]
  if (read === undefined) throw new Error(`there is no fact "${about}"`)
  const value = read(article)
  if (want === 'none') return value === null
  if (value === null) return false
  if (about !== 'author') return value === want
  const names = namesIn(value).filter(name => name !== may)
  return names.join('\n') === namesIn(want).join('\n')
}
