// Which words a text has, and which a question asks for; page and index must agree.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeWords, wordOfUnits, wordsToFind } from '../../../src/publish/search/search-words.ts'
import { collectWords, type SearchedDocument } from '../../../src/publish/search/word-places.ts'
import { hostileTitles } from '../issues.ts'
import { pageScript } from './page-script.ts'

function wordsToKeep(text: string): readonly string[] {
  const words: string[] = []
  takeWords(text, {
    takeWord: word => words.push(word),
    takeUnits: (first, second) => words.push(wordOfUnits(first, second)),
  })
  return words
}

describe('a question', () => {
  test.each([
    ['Docker收购Infinit，为容器存储', ['docker', '收购', 'infinit', '为容', '容器', '器存', '存储']],
    ['分布式数据库系统设计', ['分布', '式数', '据库', '系统', '设计']],
    ['Café – naïve RÉSUMÉ 2.0', ['cafe', 'naive', 'resume', '2.0']],
    ['龙', ['龙']],
    ['数据库的索引', ['数据', '据库', '库的', '的索', '索引']],
    ['ＡＢＣ ﬁne', ['abc', 'fine']],
    ['v1.2.3 and C++ or C#', ['1.2.3', 'and', 'c++', 'or', 'c#']],
    ['node.js, .NET', ['node', 'js', 'net']],
    ['サーバー', ['サー', 'ーハ', 'ハー']],
    ['kube kubernetes Kubernetes', ['kubernetes']],
    ['\u202e\u0000 … ', []],
  ])('%j asks for %j', (text, words) => {
    expect(wordsToFind(text)).toEqual(words)
  })

  test('that is a whole paragraph asks for the eight words that tell most', () => {
    const words = wordsToFind(
      'What is the best way to run a replicated consensus service in production without downtime?',
    )
    expect(words.join(' ')).toBe('what best replicated consensus service production without downtime')
  })

  test.each([
    ['数据库的索引', ['数据', '库的', '索引']],
    ['为容器存储', ['为容', '容器', '器存', '存储']],
    ['a replicated consensus service in production', ['replicated', 'consensus', 'service', 'production']],
  ])('%j asks, where there may be four, for %j', (text, words) => {
    expect(wordsToFind(text, 4)).toEqual(words)
  })

  test('asks for the same words on the page as here', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({
        unit: fc.constantFrom('容', '器', 'ー', 'a', 'É', '1', '.', '+', '#', ' ', 'v', '𠮷'),
        maxLength: 60,
      }),
      fc.constantFrom(...hostileTitles),
    )
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 8 }), (text, most) => {
        expect(pageScript.wordsToFind(text)).toEqual(wordsToFind(text))
        expect(pageScript.wordsToFind(text, most)).toEqual(wordsToFind(text, most))
        expect(wordsToFind(text, most).length).toBeLessThanOrEqual(most)
      }),
    )
  })
})

describe('a text', () => {
  test.each([
    ['为容器提供', ['为容', '容器', '器提', '提供', '供']],
    ['Go1.21 and k8s', ['go1.21', '1.21', '21', 'and', 'k8s', '8s']],
    ['version 1.2.3', ['version', '1.2.3', '2.3', '3']],
    ['C++17, C#', ['c++', '17', 'c#']],
    ['a.b', ['a', 'b']],
  ])('%j has the words %j', (text, words) => {
    expect(wordsToKeep(text)).toEqual(words)
  })

  test('is found by each part of it: by every character of Chinese, by beginnings, numbers and versions', () => {
    const units = fc.constantFrom(
      '租',
      '约',
      '容',
      'カ',
      'ナ',
      'a',
      'b',
      'é',
      ' ',
      '2',
      '1.2',
      'v1',
      'C++',
      '，',
      '𠮷',
      '.',
    )
    const texts = fc.array(units, { maxLength: 20 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, from, length) => {
        const kept = wordsToKeep(text)
        const starts = [...text.matchAll(/(?<![\p{L}\p{N}])\S|\p{Script=Han}|[カナ]/gu)].map(({ index }) => index)
        const start = starts[from % Math.max(starts.length, 1)] ?? 0
        const part = text
          .slice(start, start + 1 + (length % 6))
          .toWellFormed()
          .replace(/\ufffd$/, '')
        for (const word of wordsToFind(part)) expect(kept.some(each => each.startsWith(word))).toBe(true)
      }),
    )
  })

  test('keeps of what is no word, such as a key of thousands of letters, the first forty', () => {
    expect(wordsToKeep('a'.repeat(5_000))).toEqual(['a'.repeat(40)])
    expect(wordsToFind('a'.repeat(5_000))).toEqual(['a'.repeat(40)])
  })
})

describe('a collection', () => {
  const said = fc.string({ unit: fc.constantFrom('容', '器', 'ー', 'a', 'b', '1', '.', ' ', '𠮷'), maxLength: 12 })

  test('has each word once, with its documents and whether their titles have it', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ title: said, text: said }), { maxLength: 5 }), documents => {
        const collection = collectWords()
        const expected = new Map<string, Map<number, number>>()
        documents.forEach(({ title, text }, number) => {
          collection.add({ title, text, path: '', line: '', language: '' } satisfies SearchedDocument, number)
          for (const [words, mark] of [[wordsToKeep(text), 0] as const, [wordsToKeep(title), 1] as const])
            for (const word of words)
              expected.set(word, (expected.get(word) ?? new Map<number, number>()).set(number, mark))
        })
        const places = (marks: ReadonlyMap<number, number>) => Array.from(marks, ([number, mark]) => number * 2 + mark)
        expect(collection.finish()).toEqual(
          [...expected.keys()].sort().map(word => ({ word, places: places(expected.get(word) ?? new Map()) })),
        )
      }),
    )
  })
})
