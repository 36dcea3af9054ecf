// Texts that end in the middle.
import { expect, test } from 'vitest'
import { isCutOff } from '../../../src/extract/summary/cut-off.ts'

test.each([
  ['And so it goes…', true],
  ['And so it goes […] ', true],
  ['And so on... Read more »', true],
  ['And so on. Continue reading Walls between containers', true],
  ['网络分区下的一致性读……阅读全文', true],
  ['That is all.', false],
  ['I read more than ever, and wrote nothing at all.', false],
])('"%s" is cut off: %s', (text, expected) => {
  expect(isCutOff(text)).toBe(expected)
})
