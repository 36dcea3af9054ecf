// What somebody saw of a draft, and what has changed since: by cases, and for any two drafts.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareDrafts, readSeen, seeDraft, type SeenDraft, writeSeen } from '../../src/desk/compare-drafts.ts'
import type { StoryText } from '../../src/desk/draft-text.ts'

const story = (name: string, changes: Partial<StoryText> = {}): StoryText => ({
  ...{ link: `https://a.example/${name}`, title: name, summary: '', points: [], note: '', about: '', conflict: null },
  ...changes,
})
const draft = (foreword: string, ...sections: readonly (readonly StoryText[])[]): SeenDraft =>
  seeDraft({ foreword, sections: sections.map((stories, i) => ({ title: `容器 ${i}`, stories })) })
const [a, b, c] = [story('a'), story('b'), story('c')]
const same = draft('hello', [a, b])

test.each<[string, SeenDraft, object | null]>([
  ['the same', draft('hello', [a, b]), null],
  ['only the remark for the curator is another one', draft('hello', [story('a', { about: 'why' }), b]), null],
  ['a story came', draft('hello', [a, b, c]), { come: 1, gone: 0, changed: 0, isMoved: false }],
  ['a story went', draft('hello', [b]), { come: 0, gone: 1, changed: 0, isMoved: false }],
  [
    'a note was written',
    draft('hello', [story('a', { note: '看' }), b]),
    { come: 0, gone: 0, changed: 1, isMoved: false },
  ],
  ['the order changed', draft('hello', [b, a]), { come: 0, gone: 0, changed: 0, isMoved: true }],
  ['a story went to another section', draft('hello', [a], [b]), { come: 0, gone: 0, changed: 0, isMoved: true }],
  ['the foreword changed', draft('你好', [a, b]), { come: 0, gone: 0, changed: 0, isMoved: false }],
])('%s', (_name, now, expected) => {
  const found = compareDrafts(same, now)
  const counted = found && {
    come: found.come.length,
    gone: found.gone.length,
    changed: found.changed.length,
    isMoved: found.isMoved,
  }
  expect(counted).toEqual(expected)
  expect(found?.hasOtherForeword ?? false).toBe(now.foreword !== same.foreword)
})

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 })
const drafts = fc.tuple(
  fc.string(),
  names,
  names.map(own => own.map(name => `${name}2`)),
)

test('what was seen comes back from a form as it was, and differs from nothing but another draft', () => {
  fc.assert(
    fc.property(drafts, drafts, (one, other) => {
      const [x, y] = [one, other].map(([foreword, ...sections]) =>
        draft(foreword, ...sections.map(own => own.map(name => story(name)))),
      )
      if (!x || !y) throw new Error('two drafts')
      expect(readSeen(writeSeen(x))).toEqual(x)
      expect(compareDrafts(x, x)).toBeNull()
      expect(compareDrafts(x, y) === null).toBe(writeSeen(x) === writeSeen(y))
    }),
  )
})

test.each(['', 'abc', 'ABCDEF0123', 'abcdef0123,', 'abcdef0123,abcdef0123', 'abcdef0123,'.repeat(40_000)])(
  'what is no such text is refused: %.20s',
  text => {
    expect(readSeen(text)).toBeNull()
  },
)
