// Extraction: our extractArticle, with metadata, cleaning and sanitising, against Readability alone on a linkedom tree of the same pages.
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { extractArticle } from '../../src/extract/extract-article.ts'
import { writePage } from '../feeds.ts'
import { compareCpuMs } from '../measure.ts'
import type { Measure } from '../report.ts'

const PAGES = 20
const MOST_TIMES_READABILITY = 1.3

/** CPU time a page; half of the pages are Chinese. */
export async function measure(): Promise<readonly Measure[]> {
  const pages = Array.from({ length: PAGES }, (_, i) => writePage(i, i % 2 === 0 ? 'en' : 'zh'))
  const cpuMs = await compareCpuMs({
    weekly: () => pages.map(page => extractArticle(page, { url: 'https://example.org/articles/1' })),
    readability: () =>
      pages.map(page =>
        new Readability(
          (parseHTML(page) as { readonly document: ConstructorParameters<typeof Readability>[0] }).document,
        ).parse(),
      ),
  })
  return [
    {
      step: 'extract',
      name: 'a page',
      ratio: cpuMs.weekly / cpuMs.readability,
      against: 'Readability',
      figure: { value: cpuMs.weekly / PAGES, unit: 'ms CPU' },
      better: 'less',
      aim: { on: 'ratio', bound: MOST_TIMES_READABILITY },
    },
  ]
}
