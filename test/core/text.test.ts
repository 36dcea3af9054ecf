import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contentTokens,
  countColumns,
  countWords,
  cutAtSentence,
  lettersOf,
  singleBlanks,
  tokenize,
} from '../../src/core/text.ts'

describe('tokenize', () => {
  test.each([
    ['words are lower-cased, versions stay whole', 'Kubernetes v1.5.0 Released', ['kubernetes', 'v1.5.0', 'released']],
    ["a possessive's ending goes", "Google's and Plosser’s", ['google', 'and', 'plosser']],
    ['Han gives overlapping pairs', '容器集群', ['容器', '器集', '集群']],
    ['a lone Han character stands for itself', '用 Go', ['用', 'go']],
    ['mixed text is cut where the script changes', '收购Infinit', ['收购', 'infinit']],
    ['nothing', ' … ', []],
  ])('%s', (_, text, tokens) => {
    expect(tokenize(text)).toEqual(tokens)
  })

  test('stop words and single letters carry no meaning', () => {
    expect(contentTokens('This is a plan B for the cluster')).toEqual(['plan', 'cluster'])
    expect(contentTokens('我们可以 使用容器')).toEqual(['们可', '用容', '容器'])
  })
})

test.each([
  ['English', "It's a well-known fact.", { words: 4, hanCharacters: 0 }],
  ['Chinese', '你好，世界。', { words: 0, hanCharacters: 4 }],
  ['both', 'Docker收购Infinit', { words: 2, hanCharacters: 2 }],
  ['nothing', '', { words: 0, hanCharacters: 0 }],
])('length of %s', (_, text, length) => {
  expect(countWords(text)).toEqual(length)
})

test.each([
  ['weekly', 6],
  ['每周', 4],
  ['每周a', 5],
  ['，', 2],
  ['cafe\u0301', 4],
  ['🚀', 2],
  ['', 0],
])('%j takes %i columns', (text, columns) => {
  expect(countColumns(text)).toBe(columns)
})

test('letters are the same however a text is set', () => {
  expect(lettersOf('Hello, World!')).toBe(lettersOf('hello world'))
})

describe('cutAtSentence', () => {
  test.each([
    ['a text that fits stays as it is', 'One. Two.', 9, 'One. Two.', false],
    [
      'whole sentences when they fill half the room',
      'One two three. Four five six seven.',
      20,
      'One two three. …',
      true,
    ],
    ['else whole words', 'One. Two three four five six seven', 20, 'One. Two three four…', true],
    ['an abbreviation ends no sentence', 'We asked for Dr. Smith and waited', 20, 'We asked for Dr…', true],
    ['Chinese at its full stop', '今天开会。明天休息，后天再来上班。', 9, '今天开会。…', true],
    ['Chinese within a sentence', '今天我们在这里开会讨论问题', 6, '今天我们在…', true],
    ['up to a comma near the end', 'We run it all, we said, whatever comes', 32, 'We run it all, we said…', true],
    ['not up to a comma near the beginning', 'First, we run all of it whatever', 24, 'First, we run all of it…', true],
    ['Chinese up to its comma', '我们开源了一个框架，目的是提高效率', 13, '我们开源了一个框架…', true],
    ['an English name in Chinese stays whole', '我们用Kubernetes', 8, '我们用…', true],
    ['one endless word is cut', 'abcdefghijkl', 5, 'abcd…', true],
    ['no room at all', 'abc', 0, '', true],
  ])('%s', (_, text, most, expected, isCut) => {
    expect(cutAtSentence(text, most)).toEqual({ text: expected, isCut })
  })

  test('never longer than asked, never half a character, and a start of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, most) => {
        const cut = cutAtSentence(text, most)
        expect(cut.text.length).toBeLessThanOrEqual(most)
        expect(cut.text.isWellFormed()).toBe(true)
        expect(text.trim().startsWith(cut.isCut ? cut.text.replace(/\s?…$/, '') : cut.text)).toBe(true)
      }),
    )
  })
})

test('white space of any kind and length becomes one blank, and a single blank stays', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u3000', 'a', '容') })
  fc.assert(fc.property(text, each => singleBlanks(each) === each.replace(/\s+/g, ' ')))
})
