import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  markdownOfPlain,
  markField,
  markupOf,
  readWritten,
  readWrittenPoints,
  readWrittenSummary,
  sourceOf,
} from '../../src/core/written-words.ts'

describe('plain words as Markdown', () => {
  test.each([
    ['words are words', 'AT&T 收购了 x_y_z，2 * 3 = 6（见 [1]）。', 'AT&T 收购了 x_y_z，2 * 3 = 6（见 [1]）。'],
    ['emphasis is none', 'a *b* 和 _c_', 'a \\*b\\* 和 \\_c\\_'],
    ['code is none', 'run `ls`', 'run \\`ls\\`'],
    ['a link is none', '[a](https://b.example/)', '[a\\](https://b.example/)'],
    ['a reference is none', 'R&amp;D', 'R\\&amp;D'],
    ['nothing begins a list', '- a\n1. b\n2) c\n+ d', '\\- a\n1\\. b\n2\\) c\n\\+ d'],
    ['nor a quotation, nor code', '> a\n~~~\n```', '\\> a\n\\~~~\n\\`\\`\\`'],
    ['a minus and a year do not', '-5 度\n2016 年', '-5 度\n2016 年'],
  ])('%s', (_name, plain, source) => {
    expect(markdownOfPlain(plain)).toBe(source)
  })
})

describe('what a person wrote is kept', () => {
  test.each([
    ['plain where it is plain', '就是一句话。', { value: '就是一句话。' }],
    ['plain where signs are escaped', 'a \\*b\\*', { value: 'a *b*' }],
    ['as Markdown where it says more', '**重点：**后文', { value: '**重点：**后文', markup: 'markdown' }],
    [
      'as Markdown with a bare address',
      'See https://a.example/',
      { value: 'See https://a.example/', markup: 'markdown' },
    ],
    ['as Markdown with a quotation', '> quoted', { value: '> quoted', markup: 'markdown' }],
  ])('%s', (_name, source, written) => {
    expect(readWritten(source)).toEqual(written)
  })

  test('a summary of two paragraphs is Markdown: plain ones run on', () => {
    expect(readWrittenSummary('One.\n\nTwo.')).toEqual({ value: 'One.\n\nTwo.', markup: 'markdown' })
    expect(readWrittenSummary('One.\nTwo.')).toEqual({ value: 'One.\nTwo.' })
  })

  test('points are one or the other together', () => {
    expect(readWrittenPoints(['a', 'b'])).toEqual({ value: ['a', 'b'] })
    expect(readWrittenPoints(['a', '*b*', 'c\\*'])).toEqual({ value: ['a', '*b*', 'c\\*'], markup: 'markdown' })
  })

  test('and shown again as it was written, whichever way that was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), source => {
        const { value, markup } = readWritten(source)
        expect(sourceOf(value, markup)).toBe(source)
      }),
    )
  })
})

test('a story tells which of its fields are Markdown, and says nothing where none is', () => {
  const story: { readonly title: string; readonly markdown?: readonly ('summary' | 'points' | 'note')[] } = {
    title: 'a',
  }
  const marked = markField(story, 'note', 'markdown')
  expect(markupOf(marked, 'note')).toBe('markdown')
  expect(markupOf(marked, 'summary')).toBeUndefined()
  expect(markField(marked, 'title', 'markdown')).toEqual(marked)
  expect(markField(marked, 'note', undefined)).toEqual(story)
})
