// Measures weeks of unrelated articles: those that the bench writes, or a set from outside.
import { basename } from 'node:path'
import { readRows, textOf } from '../jsonl.ts'
import type { Score } from '../score.ts'
import { countWeeks, scoreWeeks, WEEK_SIZES, type WeekArticle } from '../scorers/weeks.ts'
import { writeWhole, type WholeArticle } from '../write-whole.ts'

/** Unrelated articles that weeks are drawn from, half of them Chinese. */
export const UNRELATED = 320
/** As many as a large aggregator brings in a week. */
const MOST_UNRELATED = 3_204
const ONE_SOURCE_SIZES: readonly number[] = [2, 5, 10]

/** Writes this many unrelated articles. */
export function writeUnrelated(count: number): readonly WholeArticle[] {
  return Array.from({ length: count }, (_, i) => writeWhole(i, i % 2 === 0 ? 'en' : 'zh'))
}

/** Articles of one language in one domain: a project's blog, whose posts share their words and tell as many stories. */
export function writeOneSource(count: number): readonly WholeArticle[] {
  const all = Array.from({ length: count * 60 }, (_, i) => writeWhole(10_000 + i, 'en', { isPure: true }))
  const { domain } = all[0] ?? {}
  return all
    .filter(article => article.domain === domain && article.manner !== 'w')
    .slice(0, count)
    .map(article => ({ ...article, source: 'one blog' }))
}

/** Measures the joins of the bench's own weeks. */
export function measureWeeks(): readonly Score[] {
  const few = writeUnrelated(UNRELATED)
  const counts = [
    ...WEEK_SIZES.map(size => countWeeks(few, size)),
    countWeeks(writeUnrelated(MOST_UNRELATED), Infinity),
  ]
  const oneSource = writeOneSource(20)
  return [
    ...scoreWeeks('weeks', counts),
    ...scoreWeeks(
      'weeks of one blog',
      ONE_SOURCE_SIZES.map(size => countWeeks(oneSource, size)),
    ),
  ]
}

/** Measures weeks drawn from a file of `{ id, source, title, text }` a line. */
export function measureOutsideWeeks(path: string): readonly Score[] {
  const articles = readRows(path).map((row): WeekArticle => {
    return { title: textOf(row, 'title'), text: textOf(row, 'text'), source: textOf(row, 'source') }
  })
  const sizes = [...WEEK_SIZES.filter(size => size < articles.length), Infinity]
  const counts = sizes.map(size => countWeeks(articles, size))
  return scoreWeeks(`weeks (${basename(path)})`, counts).map(score => ({ ...score, isFromOutside: true }))
}
