// Extraction: our extractArticle, with metadata, cleaning and sanitising, against Readability alone on a linkedom tree of the same pages.
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { extractArticle } from '../../src/extract/extract-article.ts'
import { writeBarePage, writePage } from '../pages.ts'
import { compareCpuMs } from '../measure.ts'
import type { Measure } from '../report.ts'

const PAGES = 20
const MOST_TIMES_READABILITY = 1.3

async function measurePages(name: string, pages: readonly string[], bound: number | null): Promise<Measure> {
  const cpuMs = await compareCpuMs({
    weekly: () => pages.map(page => extractArticle(page, { url: 'https://example.org/articles/1' })),
    readability: () =>
      pages.map(page =>
        new Readability(
          (parseHTML(page) as { readonly document: ConstructorParameters<typeof Readability>[0] }).document,
        ).parse(),
      ),
  })
  return {
    step: 'extract',
    name,
    ratio: cpuMs.weekly / cpuMs.readability,
    against: 'Readability',
    figure: { value: cpuMs.weekly / pages.length, unit: 'ms CPU' },
    better: 'less',
    aim: bound === null ? null : { on: 'ratio', bound },
  }
}

/** CPU time a page; half of the pages are Chinese. The aim is for pages as they are: of bare ones nearly all is text, of which ours does more. */
export async function measure(): Promise<readonly Measure[]> {
  const made = (write: typeof writePage): readonly string[] =>
    Array.from({ length: PAGES }, (_, i) => write(i, i % 2 === 0 ? 'en' : 'zh'))
  return [
    await measurePages('a page', made(writePage), MOST_TIMES_READABILITY),
    await measurePages('a bare page', made(writeBarePage), null),
  ]
}
