import { describe, expect, test } from 'vitest'
import type { Edit } from '../../src/core/edits.ts'
import type { RankedDraft } from '../../src/curate/draft.ts'
import { layEdits } from '../../src/curate/lay-edits.ts'
import { anEdit, anEntry, aRanking } from './ranked-drafts.ts'

const out = { isTaken: false, whyOut: 'the issue is full with 2 stories' }
const week = aRanking([anEntry('one'), anEntry('two'), anEntry('three', { section: 'B' }), anEntry('four', out)])
const lay = (edits: readonly Edit[], ranked: RankedDraft = week) => layEdits(ranked, edits, 'en')
const namesIn = ({ sections }: ReturnType<typeof lay>): string =>
  sections
    .filter(({ stories }) => stories.length > 0)
    .map(({ title, stories }) => `${title}: ${stories.map(story => story.title.replace('Title of ', '')).join(' ')}`)
    .join(', ')

describe('edits laid over a week', () => {
  test.each<[string, Edit[], string]>([
    ['none', [], 'A: one two, B: three'],
    ['a drop makes no room for another', [anEdit('drop', 'one', null)], 'A: two, B: three'],
    ['a pick comes first and pushes nobody out', [anEdit('pick', 'four', null)], 'A: four one two, B: three'],
    [
      'of drop and pick the last holds',
      [anEdit('drop', 'one', null), anEdit('pick', 'one', null)],
      'A: one two, B: three',
    ],
    ['a held story is not in', [anEdit('hold', 'two', null)], 'A: one, B: three'],
    ['another section', [anEdit('section', 'one', 'B')], 'A: two, B: one three'],
    ['a section that nobody else has', [anEdit('section', 'one', 'New')], 'A: two, B: three, New: one'],
    ['a place', [anEdit('position', 'two', 0)], 'A: two one, B: three'],
    ['a place beyond the end', [anEdit('position', 'one', 9)], 'A: two one, B: three'],
    ['what was written on stays in', [anEdit('note', 'four', 'Read this.')], 'A: one two four, B: three'],
    ['the order of sections', [anEdit('sections', '', ['B', 'A'])], 'B: three, A: one two'],
    ['the top story, with its section', [anEdit('top', 'three', true)], 'B: three, A: one two'],
    [
      'the top story before all places and orders',
      [anEdit('top', 'two', true), anEdit('position', 'one', 0), anEdit('sections', '', ['B', 'A'])],
      'A: two one, B: three',
    ],
    ['a top story that was dropped', [anEdit('top', 'three', true), anEdit('drop', 'three', null)], 'A: one two'],
    [
      'edits of stories that are not here',
      [anEdit('pick', 'gone', null), anEdit('title', 'gone', 'X')],
      'A: one two, B: three',
    ],
  ])('%s', (_name, edits, names) => {
    expect(namesIn(lay(edits))).toBe(names)
  })

  test('words take the place of the program’s own, and say whose they are', () => {
    const edits = [anEdit('title', 'one', 'Mine'), anEdit('points', 'one', []), anEdit('note', 'one', 'Read it.')]
    expect(lay(edits).sections[0]?.stories[0]).toMatchObject({
      title: 'Mine',
      points: [],
      note: 'Read it.',
      summaryMethod: 'curator',
      id: 'https://a.example/one',
    })
  })

  test('a story stays itself when it gains a telling, and when another leads', () => {
    const edits = [anEdit('note', 'one', 'Read it.'), anEdit('drop', 'two', null)]
    const regrouped = aRanking([anEntry('new', { others: ['one'] }), anEntry('two', { others: ['late'] })])
    const draft = lay(edits, regrouped)
    expect(draft.sections[0]?.stories.map(({ title, note }) => [title, note])).toEqual([['Title of new', 'Read it.']])
    expect(draft.leftOut.map(({ title, reason }) => [title, reason])).toEqual([['two', 'dropped by the curator']])
  })

  test('of two stories that have become one both notes are kept', () => {
    const edits = [anEdit('note', 'one', 'First.'), anEdit('note', 'two', 'Second.')]
    expect(lay(edits, aRanking([anEntry('two', { others: ['one'] })])).sections[0]?.stories[0]?.note).toBe(
      'Second.\n\nFirst.',
    )
  })
})
