import { describe, expect, test } from 'vitest'
import type { CivilDate, Instant } from '../../../src/core/types.ts'
import { formatDate, formatDay } from '../../../src/core/date-words.ts'
import {
  aboutReadingTime,
  correction,
  issueTitle,
  languageName,
  linkCount,
  moreOnTheWeb,
  readingTime,
  storyCount,
  wordsOf,
  yearHeading,
} from '../../../src/publish/words/interface-text.ts'

const date = '2016-12-08' as CivilDate

test('both languages have every word, and Chinese is punctuated as Chinese', () => {
  for (const [name, word] of Object.entries(wordsOf('zh-CN'))) {
    expect(word, name).not.toBe('')
    expect(word, name).not.toMatch(/\p{Script=Han}[,:;?!()]|[,:;(]\p{Script=Han}/u)
  }
  expect(Object.keys(wordsOf('en')).toSorted()).toEqual(Object.keys(wordsOf('zh-CN')).toSorted())
})

test.each([
  ['en', 'Weekly reading list #47 · Dec 8, 2016'],
  ['zh-CN', 'Weekly reading list 第 47 期 · 2016年12月8日'],
] as const)('an issue in %s is called "%s"', (language, title) => {
  expect(issueTitle('Weekly reading list', 47, date, language)).toBe(title)
})

test.each([
  ['en', 'Asia/Shanghai', '2016', 'Dec 8'],
  ['en', 'America/New_York', '2016', 'Dec 7'],
  ['zh-CN', 'Asia/Shanghai', '2016', '12月8日'],
  ['zh-CN', 'Asia/Shanghai', '2017', '2016年12月8日'],
  ['en', 'Asia/Shanghai', '2017', 'Dec 8, 2016'],
] as const)('a moment in %s, in %s, known to be of %s, reads "%s"', (language, timezone, year, text) => {
  expect(formatDay('2016-12-07T17:00:00.000Z' as Instant, language, timezone, year)).toBe(text)
})

describe('counts', () => {
  test.each([
    [storyCount(1, 'en'), '1 story'],
    [storyCount(2, 'en'), '2 stories'],
    [storyCount(2, 'zh-CN'), '2 篇'],
    [linkCount(1, 'en'), '1 link'],
    [linkCount(18, 'zh-CN'), '18 条链接'],
    [readingTime(0.2, 'en'), '1 min'],
    [readingTime(6.6, 'zh-CN'), '7 分钟'],
    [aboutReadingTime(95, 'en'), 'about 95 min'],
    [aboutReadingTime(95, 'zh-CN'), '约 95 分钟'],
    [moreOnTheWeb(12, 'en'), '12 more on the web'],
    [yearHeading('2016', 'zh-CN'), '2016年'],
    [formatDate(date, 'zh-CN'), '2016年12月8日'],
  ])('"%s" is "%s"', (text, wanted) => {
    expect(text).toBe(wanted)
  })
})

test.each([
  ['zh-CN', '2016年12月12日', ['标题', '摘要'], ['数字有误。'], '更正（2016年12月12日）：标题、摘要。数字有误。'],
  ['zh-CN', '2016年12月12日', ['标题'], ['数字有误', '人名有误'], '更正（2016年12月12日）：标题。数字有误；人名有误'],
  ['zh-CN', '2016年12月12日', ['标题'], [], '更正（2016年12月12日）：标题'],
  [
    'en',
    'Dec 12, 2016',
    ['title', 'summary'],
    ['The figure was wrong.'],
    'Corrected on Dec 12, 2016: title, summary. The figure was wrong.',
  ],
] as const)('a correction in %s, of %s, %j, for %j, reads "%s"', (language, day, fields, reasons, text) => {
  expect(correction(day, fields, reasons, language)).toBe(text)
})

test.each([
  ['zh', '中文'],
  ['en', 'English'],
  ['xx', null],
  [null, null],
])('the language %j is called %j', (language, name) => {
  expect(languageName(language)).toBe(name)
})
