// What is read from pages and feeds besides the body: judgements on tiny cases, and what the sets promise.
import { describe, expect, test } from 'vitest'
import {
  findTrailers,
  isDescriptionKept,
  isFactRight,
  isPageRight,
  readPages,
} from '../../bench/quality/matters/pages.ts'
import { judgeFact, namesIn } from '../../bench/quality/scorers/facts.ts'

const article = {
  pdfUrl: null,
  byline: 'Ben Osei and Ada Quist',
  publishedAt: '2026-11-09T06:40:00.000Z',
  siteName: 'Barn and Field',
  title: 'Owls',
}

test.each([
  ['Ada Quist, Ben Osei', ['Ada Quist', 'Ben Osei']],
  ['Ben Osei and Ada Quist', ['Ada Quist', 'Ben Osei']],
  ['林晚、周明', ['周明', '林晚'].toSorted()],
  ['Sandra Andersson', ['Sandra Andersson']],
])('the names in "%s"', (byline, names) => {
  expect(namesIn(byline)).toEqual(names)
})

test.each([
  ['authors in any order', { about: 'author', want: 'Ada Quist, Ben Osei', may: '' }, true],
  ['one author of two', { about: 'author', want: 'Ada Quist', may: '' }, false],
  ['an author who may stand there', { about: 'author', want: 'Ada Quist', may: 'Ben Osei' }, true],
  ['no pdf where none is wanted', { about: 'pdf', want: 'none', may: '' }, true],
  ['no pdf where one is wanted', { about: 'pdf', want: 'https://example.org/a.pdf', may: '' }, false],
  ['the day of an instant', { about: 'date', want: '2026-11-09', may: '' }, true],
  ['a site where none is wanted', { about: 'site', want: 'none', may: '' }, false],
])('%s', (_, fact, isRight) => {
  expect(judgeFact(fact, article)).toBe(isRight)
})

test('a fact that nobody knows is an error of the set', () => {
  expect(() => judgeFact({ about: 'colour', want: 'red', may: '' }, article)).toThrow('colour')
})

const aCase = (said: Record<string, string>, text: string) => ({
  title: 'The old lock',
  said: new Map(Object.entries(said).map(([key, value]) => [key, value.split(' | ')])),
  text,
})

describe('pages and feeds are judged by what a reader would be sent', () => {
  const body = '<p>The old lock of Merrow closes in March for two years, and ships go round by the northern canal.</p>'

  test('words of a wall among those of the feed', async () => {
    const wall = { kind: 'wall', feed: 'The lock closes.', not: 'northern canal' }
    expect(await isPageRight(aCase(wall, `<title>T</title><article>${body.repeat(3)}</article>`))).toBe(false)
  })

  test('an honest page keeps its words', async () => {
    const honest = { kind: 'article', feed: 'The lock closes.', has: 'northern canal' }
    expect(await isPageRight(aCase(honest, `<title>T</title><article>${body.repeat(3)}</article>`))).toBe(true)
  })

  test('unwanted words that lead or points show', async () => {
    expect(await findTrailers(aCase({ not: 'northern canal | comments' }, body))).toEqual(['northern canal'])
  })

  test('a description of its own words is kept', async () => {
    const said = { keep: 'yes', feed: 'Why a lock of 1911 needs new gates, and who pays for them in the end.' }
    expect(await isDescriptionKept(aCase(said, 'Ships go round by the canal. It takes a day longer.'))).toBe(true)
  })
})

describe('the sets of pages', () => {
  const said = (set: Parameters<typeof readPages>[0], key: string) =>
    readPages(set).map(block => block.said.get(key)?.[0])

  test('at least 40 walls and feeds with trailers stand among honest pages', () => {
    const walls = said('walls', 'kind').filter(kind => kind === 'wall').length
    expect(walls + readPages('trailers').length).toBeGreaterThanOrEqual(40)
    expect(said('walls', 'kind').filter(kind => kind === 'article').length).toBeGreaterThanOrEqual(10)
  })

  test('every wall, honest page and trailer has the words that it is judged by', () => {
    for (const { title, text, said } of [...readPages('walls'), ...readPages('trailers')])
      for (const words of [...(said.get('not') ?? []), ...(said.get('has') ?? [])])
        expect(text.replace(/<[^>]+>/g, '').toLowerCase(), title).toContain(words.toLowerCase())
  })

  test('facts of all kinds are stated, of pdfs as many strangers as own ones', () => {
    expect(new Set(said('facts', 'about'))).toEqual(new Set(['pdf', 'author', 'date', 'site', 'title']))
    const wanted = readPages('facts').filter(block => block.said.get('about')?.[0] === 'pdf')
    expect(wanted.filter(block => block.said.get('want')?.[0] === 'none').length).toBeGreaterThanOrEqual(7)
    for (const block of readPages('facts')) expect(() => isFactRight(block), block.title).not.toThrow()
  })

  test('descriptions say whether they are to be kept', () => {
    expect(new Set(said('descriptions', 'keep'))).toEqual(new Set(['yes', 'no']))
  })
})
