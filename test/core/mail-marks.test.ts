import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseSections, sectionEnd, sectionMark, withoutMarks } from '../../src/core/mail-marks.ts'

const kinds = ['SECTION', 'WITHOUT', 'WHOLE', 'PART'] as const

test.each([
  ['none', [], ['SECTION', 'WHOLE']],
  ['one of two', ['A'], ['SECTION', 'PART']],
  ['both', ['A', 'B'], ['WITHOUT', 'PART']],
  ['another', ['C'], ['SECTION', 'WHOLE']],
])('who has switched off %s reads what is for them', (_name, off, shown) => {
  const part = kinds.map(kind => `${sectionMark(['A', 'B'], kind)}${kind} ${sectionEnd}`).join('')
  expect(chooseSections(part, off).trim().split(' ')).toEqual(shown)
})

test('a part within a part is shown when both are', () => {
  const part = `<${sectionMark(['A'])}a${sectionMark(['B'])}b${sectionEnd}c${sectionEnd}>`
  expect([[], ['A'], ['B'], ['A', 'B']].map(off => chooseSections(part, off))).toEqual(['<abc>', '<>', '<ac>', '<>'])
})

test('a mark on a line of its own takes the line with it, one within a line nothing', () => {
  const part = `one\n${sectionMark(['A'])}\ntwo${sectionMark(['B'])}\nthree${sectionEnd}\n${sectionEnd}\nfour`
  expect(chooseSections(part, [])).toBe('one\ntwo\nthree\nfour')
})

test('any title names its section, and text that was cleaned of marks is never changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (title, text) => {
      const clean = withoutMarks(`${text}@@/SECTION@@@@WHOLE x@@`)
      const part = `${sectionMark([title])}${clean}${sectionEnd}`
      expect(chooseSections(part, [title])).toBe('')
      expect(chooseSections(part, [`${title}x`]).trim()).toBe(clean.trim())
    }),
  )
})
