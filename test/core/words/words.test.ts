import { describe, expect, test } from 'vitest'
import type { CivilDate, Instant } from '../../../src/core/types.ts'
import { formatDate, formatDay } from '../../../src/core/date-words.ts'
import { deskWordsOf } from '../../../src/core/words/desk-words.ts'
import {
  inAllLanguages,
  type InterfaceLanguage,
  interfaceLanguageOf,
  interfaceLanguages,
  wordsOf,
} from '../../../src/core/words/words.ts'

const allWordsOf = (language: InterfaceLanguage) => ({ ...wordsOf(language), desk: deskWordsOf(language) })
import { aboutReadingTime, issueTitle, languageName, readingTime } from '../../../src/publish/words/interface-text.ts'

const date = '2016-12-08' as CivilDate

/** Every text of a table of words; a function is asked with texts and numbers that show. */
const textsOf = (words: object): string[] =>
  Object.values(words).flatMap((word: unknown) => {
    if (typeof word === 'string') return [word]
    if (typeof word === 'function') return [String(Reflect.apply(word, null, ['甲', ['乙'], ['丙']]))]
    return typeof word === 'object' && word !== null ? textsOf(word) : []
  })

test.each(['zh-CN', 'zh-TW'] as const)(
  'Chinese has a word for everything, and is punctuated as Chinese (%s)',
  language => {
    for (const word of textsOf(allWordsOf(language))) {
      expect(word.trim()).toBe(word)
      expect(word).not.toMatch(/\p{Script=Han}[,:;?!()]|[,:;(]\p{Script=Han}/u)
    }
  },
)

/** The paths of all words, as in `desk.errors.STORE_LOCKED`. */
const pathsOf = (words: object, at = ''): string[] =>
  Object.entries(words).flatMap(([key, word]: [string, unknown]) =>
    typeof word === 'object' && word !== null ? pathsOf(word, `${at}${key}.`) : [`${at}${key}`],
  )

test.each(['zh-CN', 'zh-TW'] as const)('%s has every word that English has, and none besides', language => {
  expect(pathsOf(allWordsOf(language)).toSorted()).toEqual(pathsOf(allWordsOf('en')).toSorted())
})

test('Chinese of Taiwan has its own characters, quotation marks and words', () => {
  const texts = textsOf(allWordsOf('zh-TW')).join('\n')
  expect(texts).not.toMatch(/[“”‘’]/)
  expect(texts).toMatch(/「[^」\n]+」/)
  // Simplified characters, and words that are another's in Taiwan.
  expect(texts).not.toMatch(
    /网|络|链|订|阅|邮|页|们|这|过|还|说|发|现|编|辑|设|录|图|标|签|删|鏈接|網絡|信息|默認|視頻|軟件|服務器|用戶|登錄|郵箱|文件夾|質量|程序|數據庫|打印|屏幕|通過|點擊(?!率)|賬|欄目|報道/,
  )
})

test.each([
  ['zh', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh_SG', 'zh-CN'],
  ['zh-Hans-HK', 'zh-CN'],
  ['zh-Hant', 'zh-TW'],
  ['zh-TW', 'zh-TW'],
  ['zh_tw', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['zh-Hant-MO', 'zh-TW'],
  ['en-TW', 'en'],
  ['zh-cn', 'zh-CN'],
  ['EN-gb', 'en'],
  ['fr', null],
  ['', null],
  [null, null],
])('the tag %j is served in %j', (tag, language) => {
  expect(interfaceLanguageOf(tag)).toBe(language)
})

test('a word is known in every language', () => {
  expect(interfaceLanguages()).toEqual(['zh-CN', 'zh-TW', 'en'])
  expect(inAllLanguages(({ draft }) => draft.foreword)).toEqual(['题记', '前言', 'Foreword'])
})

test.each([
  ['en', 'Weekly reading list #47 · Dec 8, 2016'],
  ['zh-CN', 'Weekly reading list 第 47 期 · 2016年12月8日'],
  ['zh-TW', 'Weekly reading list 第 47 期 · 2016年12月8日'],
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
    [wordsOf('en').storyCount(1), '1 story'],
    [wordsOf('en').storyCount(2), '2 stories'],
    [wordsOf('zh-CN').storyCount(2), '2 篇'],
    [wordsOf('en').linkCount(1), '1 link'],
    [wordsOf('zh-CN').linkCount(18), '18 篇文章'],
    [readingTime(0.2, 'en'), '1 min read'],
    [readingTime(6.6, 'zh-CN'), '约需 7 分钟'],
    [aboutReadingTime(95, 'en'), 'about 95 min'],
    [aboutReadingTime(95, 'zh-CN'), '约需 95 分钟'],
    [wordsOf('en').moreOnTheWeb(12), '12 more on the web'],
    [wordsOf('zh-CN').yearHeading('2016'), '2016年'],
    [formatDate(date, 'zh-CN'), '2016年12月8日'],
  ])('"%s" is "%s"', (text, wanted) => {
    expect(text).toBe(wanted)
  })
})

test.each([
  ['zh-CN', 'corrected', ['标题', '摘要'], '数字有误。', '更正（2016年12月12日）：标题、摘要。数字有误。'],
  ['zh-CN', 'corrected', ['标题'], '', '更正（2016年12月12日）：标题'],
  ['zh-CN', 'added', ['编者按'], '', '补充（2016年12月12日）：编者按'],
  ['en', 'corrected', ['title', 'summary'], 'A slip.', 'Corrected on 2016年12月12日: title, summary. A slip.'],
  ['en', 'added', ['note'], '', 'Added on 2016年12月12日: note'],
] as const)('in %s what was %s of %j, for "%s", reads "%s"', (language, what, fields, reason, text) => {
  expect(wordsOf(language)[what]('2016年12月12日', fields, reason)).toBe(text)
})

test.each([
  ['zh', '中文'],
  ['en', 'English'],
  ['xx', null],
  [null, null],
])('the language %j is called %j', (language, name) => {
  expect(languageName(language)).toBe(name)
})
