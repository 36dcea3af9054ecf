// Builders of draft texts, plain and at random, for the tests of editing.
import fc from 'fast-check'
import type { WeekId } from '../../src/core/types.ts'
import type { DraftText, StoryText } from '../../src/desk/draft-text.ts'

export const week = '2016-W49' as WeekId

export function aBlock(changes: Partial<StoryText> = {}): StoryText {
  return {
    link: 'https://a.example/one',
    title: 'One',
    summary: 'What it says.',
    points: ['A point.'],
    note: '',
    about: '',
    conflict: null,
    ...changes,
  }
}

export function aText(changes: Partial<DraftText> = {}): DraftText {
  return {
    week,
    state: 'draft',
    base: 'b0',
    reason: '',
    foreword: '',
    sections: [{ title: 'Containers', stories: [aBlock()] }],
    held: [],
    leftOut: [],
    conflicts: [],
    ...changes,
  }
}

/** A block below the line: only its title is shown. */
export const outside = (block: StoryText): StoryText => ({ ...block, summary: null, points: null, note: null })

const signs = fc.constantFrom(
  '#',
  '### ',
  '[',
  ']',
  '](',
  '(',
  ')',
  '\\',
  '-',
  '- ',
  '---',
  '>',
  '> ',
  '*',
  '<!--',
  '-->',
  '<<<<<<<',
  '=======',
  '>>>>>>>',
  '&#10;',
  '&',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  ' ',
  '  ',
  '\u0000',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\ud800',
  '👩‍👩‍👧‍👦',
  'שלום',
  '容器',
  'word',
)
/** Text made of whatever could be taken for a part of Markdown. */
export const hostileText = fc.oneof(
  fc.array(signs, { maxLength: 12 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
