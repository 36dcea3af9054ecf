import { expect, test } from 'vitest'
import { findCodeLines } from '../../src/desk/code-lines.ts'
import { findGrowth } from '../find-growth.ts'

const isHeading = (line: string): boolean => line.startsWith('### ')
const codeIn = (text: string): number[] => [...findCodeLines(text.split('\n'), isHeading)]

test.each([
  ['lines between fences, and the fences', 'a\n```sh\n# b\n```\nc', [1, 2, 3]],
  ['a longer fence holds a shorter one', '````\n```\n````', [0, 1, 2]],
  ['tildes are a fence of their own', '~~~\n```\n~~~\n```', [0, 1, 2]],
  ['ticks within a line are none', '``` a ``` b\n```\nc\n```', [1, 2, 3]],
  ['code without an end is none', '```\n# b', []],
  ['and goes past no heading of a story', '```\na\n### b\n```\nc\n```', [3, 4, 5]],
])('%s', (_name, text, lines) => {
  expect(codeIn(text)).toEqual(lines)
})

test('fences that never end are looked for once', () => {
  expect(codeIn('```a\n'.repeat(50_000))).toEqual([])
  expect(findGrowth(codeIn, '```a\n')).toBeNull()
})
