// Expected failures at the desk: in the language of the page, with what says where to look.
import { expect, test } from 'vitest'
import { errorCodes } from '../../../src/core/error-codes.ts'
import { WeeklyError } from '../../../src/core/errors.ts'
import { deskWordsOf } from '../../../src/core/words/desk-words.ts'
import { explainError } from '../../../src/desk/pages/explain-error.ts'

test.each([
  ['en', 'SOURCE_EXISTS', 'This address is followed already.'],
  ['zh-CN', 'SOURCE_EXISTS', '这个地址已经在来源里了。'],
  ['zh-CN', 'DRAFT_TEXT_INVALID', '这段文字的格式读不懂，还没有保存任何内容。 (line 3)'],
  ['zh-CN', 'SMTP_REJECTED', 'SMTP_REJECTED: line 3. Look there'],
  ['en', 'SMTP_REJECTED', 'SMTP_REJECTED: line 3. Look there'],
] as const)('in %s %s is told as "%s"', (language, code, said) => {
  expect(explainError({ language }, new WeeklyError(code, 'line 3', { hint: 'Look there' }))).toBe(said)
})

test('a message without a hint ends with itself', () => {
  expect(explainError({ language: 'en' }, new WeeklyError('SMTP_REJECTED', 'no'))).toBe('SMTP_REJECTED: no')
})

test('both languages have words for the same codes, and for codes that there are', () => {
  const [english, chinese] = [deskWordsOf('en'), deskWordsOf('zh-CN')].map(({ errors }) =>
    Object.keys(errors).toSorted(),
  )
  expect(english).toEqual(chinese)
  expect(errorCodes).toEqual(expect.arrayContaining(english ?? []))
})
