import { expect, test } from 'vitest'
import { forTerminal, jsonForTerminal } from '../../../src/cli/terminal/terminal.ts'

test.each([
  ['a title \u001b[31mred\u001b[0m', 'a title [31mred[0m'],
  ['\u001b]0;my window\u0007', ']0;my window'],
  ['\u009b2J\u0090', '2J'],
  ['back\u0008\u0008\rover', 'backover'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['one\r\ntwo\tthree\n', 'one\r\ntwo\tthree\n'],
  ['阅读 👩‍👩‍👧', '阅读 👩‍👩‍👧'],
])('a terminal is shown %j as %j', (text, shown) => {
  expect(forTerminal(text)).toBe(shown)
})

test('JSON keeps every character and steers no terminal', () => {
  const value = { title: '\u001b[31m \u009b2J \u202e \u007f é' }
  expect(JSON.parse(jsonForTerminal(value, 2))).toEqual(value)
  expect(jsonForTerminal(value)).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
})
