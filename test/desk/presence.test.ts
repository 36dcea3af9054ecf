import { expect, test } from 'vitest'
import type { JournalEntry } from '../../src/core/acts.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { findOthersAtWork } from '../../src/desk/presence.ts'
import { noon, window } from './filled-store.ts'

const entry = (number: number, editor: string, minutesAgo: number): JournalEntry => ({
  ...{ number, editor, week: window.week, command: `c${number}`, at: addMinutes(noon, -minutesAgo), base: null },
  ...{ act: { kind: 'text' }, subject: '', before: { edits: [] }, after: { edits: [] }, undoneBy: null },
})

test('others at work are shown with the last that they did, the latest first, and nobody who left or oneself', () => {
  const journal = [entry(1, '李', 40), entry(2, 'Ann', 14), entry(3, 'Bo', 9), entry(4, 'Ann', 3), entry(5, 'Me', 1)]
  expect(findOthersAtWork(journal, { editor: 'Me', now: noon }).map(({ number }) => number)).toEqual([4, 3])
})
