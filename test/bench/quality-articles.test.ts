// The measure of articles: runs of words in common, and that each written page holds what it promises.
import { expect, test } from 'vitest'
import { agreeOnBodies, compareBodies, scoreBodies } from '../../bench/quality/scorers/bodies.ts'
import { writeKnownPages } from '../../bench/quality/write-page.ts'

test.each([
  ['the same text', 'one two three four five', 'one two three four five', 1, 1],
  ['half of the runs missing', 'one two three four five', 'one two three four', 1, 0.5],
  ['as many strange runs as right ones', 'one two three four', 'one two three four five', 0.5, 1],
  ['nothing read', 'one two three four', '', null, 0],
  ['Han characters one by one', '船闸封闭两年', '船闸封闭', 1, 1 / 3],
  ['Latin words within Chinese are words', '用 Docker 跑', '用Docker跑', 1, 1],
])('%s', (_, wanted, read, precision, recall) => {
  const compared = compareBodies(wanted, read)
  expect(compared.precision).toBe(precision)
  expect(compared.recall).toBeCloseTo(recall)
})

test('precision is a mean over pages that gave a text, recall over all', () => {
  const compared = [compareBodies('a b c d', 'a b c d'), compareBodies('a b c d', '')]
  expect(agreeOnBodies(compared)).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 })
  expect(scoreBodies('articles', compared).map(({ cases }) => cases)).toEqual([2, 2, 2])
})

test('a written page holds its title, its paragraphs and, where the layout prints them, author and day', () => {
  for (const { html, title, text, author, layout } of writeKnownPages(2)) {
    const shown = html
      .replace(/<[^>]+>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
    expect(shown, layout).toContain(title)
    for (const paragraph of text.split('\n\n')) expect(shown, layout).toContain(paragraph)
    if (author !== null) expect(html, layout).toContain(author)
    expect(html.match(/BODY|TEASER\d|OTHER\d|TITLE|AUTHOR|DATE|\bDAY/g), layout).toBeNull()
  }
})

test('the same page is written every time', () => {
  expect(writeKnownPages(1)).toEqual(writeKnownPages(1))
})
