// Texts that end in the middle.
import { expect, test } from 'vitest'
import { isCutOff } from '../../../src/extract/summary/cut-off.ts'

test.each([
  ['And so it goes…', true],
  ['And so it goes […] ', true],
  ['And so on... Read more »', true],
  ['And so on. Continue reading Walls between containers', true],
  ['网络分区下的一致性读……阅读全文', true],
  ['每年都收到许多来信，来港口还是... Read More Read More The post 选择 first appeared on 示例.', true],
  ['It went on and on […] 12 comments', true],
  ['一切都好。The post 渡轮 first appeared on 港口.', false],
  ['That is all. 12 comments', false],
  ['That is all.', false],
  ['I read more than ever, and wrote nothing at all.', false],
])('"%s" is cut off: %s', (text, expected) => {
  expect(isCutOff(text)).toBe(expected)
})
