import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { countColumns } from '../../src/core/text.ts'
import {
  cleanLine,
  cleanParagraphs,
  cutToColumns,
  languageOfScript,
  makeAnchors,
} from '../../src/publish/plain-text.ts'
import { escapeXml } from '../../src/publish/feeds/xml.ts'

describe('cleanLine', () => {
  test.each([
    ['  a\r\n\tb  ', 'a b'],
    ['a\u0000\u001b[1mb\u0085c\ufeff', 'a[1mbc'],
    ['a\t\u0000\tb', 'a b'],
    ['lone \ud83d half', 'lone \ufffd half'],
    ['over\u202eturned\u202c \u2066isolated\u2069', 'overturned isolated'],
    ['👩‍👩‍👧‍👦 ❤️', '👩‍👩‍👧‍👦 ❤️'],
    [`Z${'\u0301'.repeat(200)}algo`, `Z${'\u0301'.repeat(8)}algo`],
    ['\u200b \u3164\u2800', ''],
  ])('makes of %j the line %j', (text, line) => {
    expect(cleanLine(text)).toBe(line)
  })

  test('does with each sign as its properties say, whatever stands beside it', () => {
    const lineOf = (sign: string): string => {
      if (/^\s$/u.test(sign)) return 'a b'
      if (/^[\p{Cc}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]$/u.test(sign)) return 'ab'
      return `a${sign.toWellFormed()}b`
    }
    for (let unit = 0; unit <= 0xffff; unit++) {
      const sign = String.fromCharCode(unit)
      if (cleanLine(`a${sign}b`) !== lineOf(sign)) expect([unit, cleanLine(`a${sign}b`)]).toEqual([unit, lineOf(sign)])
      const alone = /^[\p{Default_Ignorable_Code_Point}\p{Z}\u2800]$/u.test(sign)
        ? ''
        : lineOf(sign).slice(1, -1).trim()
      if (cleanLine(sign) !== alone) expect([unit, cleanLine(sign)]).toEqual([unit, alone])
    }
    expect(cleanLine('容器  与 “云”')).toBe('容器 与 “云”')
    expect(cleanLine('one two ')).toBe('one two')
  })

  test('changes nothing a second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => cleanLine(cleanLine(text)) === cleanLine(text)))
  })
})

test('paragraphs are parted by blank lines of any kind', () => {
  expect(cleanParagraphs('one\nstill one\r\n\r\n\r\n two \n \nthree\n\n\u0007\n')).toEqual([
    'one still one',
    'two',
    'three',
  ])
})

describe('cutToColumns', () => {
  test.each([
    ['it fits', 10, 'it fits'],
    ['a title of several words', 16, 'a title of…'],
    ['a title, and more', 9, 'a title…'],
    ['容器运行时接口', 8, '容器运…'],
    ['unbreakablewordwithoutend', 10, 'unbreakab…'],
    ['👨‍👩‍👧 family', 9, '👨‍👩‍👧…'],
  ])('cuts %j to %i columns as %j', (text, columns, cut) => {
    expect(cutToColumns(text, columns)).toBe(cut)
  })

  test('never takes more room than it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(countColumns(cutToColumns(text, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

test.each([
  ['Docker收购Infinit', 'zh'],
  ['コンテナの話', 'ja'],
  ['Containers', null],
  ['', null],
])('the script of %j gives the language %j', (text, language) => {
  expect(languageOfScript(text)).toBe(language)
})

test('anchors come from the titles alone, are never taken twice and never by the page itself', () => {
  const anchorOf = makeAnchors(['main'])
  const titles = ['Docker 收购 Infinit!', 'Docker: 收购 “Infinit”', 'main', '?!', '…', 'a b-2', 'a b', 'a b']
  expect(titles.map(anchorOf)).toEqual([
    'docker-收购-infinit',
    'docker-收购-infinit-2',
    'main-2',
    'story',
    'story-2',
    'a-b-2',
    'a-b',
    'a-b-3',
  ])
})

test('escapeXml leaves out what XML forbids and escapes what it reads', () => {
  expect(escapeXml('a\u0000\u0008\ufffe<b> & "c" ]]> \ud83d 😀\n')).toBe(
    'a&lt;b&gt; &amp; &quot;c&quot; ]]&gt; \ufffd 😀\n',
  )
})
