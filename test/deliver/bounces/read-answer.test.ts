import { expect, test } from 'vitest'
import { readAnswer } from '../../../src/deliver/bounces/read-answer.ts'

const ours = '<2026-W47.12.abc@weekly.example.org>'
const head = (...fields: string[]): string =>
  ['From: a@example.org', 'Message-ID: <x@example.org>', ...fields].join('\n')

test.each([
  ['in reply to it', head(`In-Reply-To: ${ours}`), [ours]],
  [
    'by its references, the nearest first',
    head(`References: <2026-W46.1.b@w.example>\n  ${ours}`),
    [ours, '<2026-W46.1.b@w.example>'],
  ],
  ['by a program that says it is none', head(`In-Reply-To: ${ours}`, 'Auto-Submitted: no'), [ours]],
])('an answer names our mail %s', (_how, text, answers) => {
  expect(readAnswer(text)?.answers).toEqual(answers)
})

test.each([
  ['an absence note', head(`In-Reply-To: ${ours}`, 'Auto-Submitted: auto-replied')],
  ['an absence note of an older program', head(`In-Reply-To: ${ours}`, 'X-Autoreply: yes')],
  ['a mailing list', head(`In-Reply-To: ${ours}`, 'List-Id: <other.example>')],
  ['bulk', head(`In-Reply-To: ${ours}`, 'Precedence: bulk')],
  ['an answer to another mail', head('In-Reply-To: <y@example.org>')],
  ['no header', ''],
])('%s is no answer of a reader', (_what, text) => {
  expect(readAnswer(text)).toBeNull()
})

test('the same mail is known again; a thousand references are ten', () => {
  expect(readAnswer(head(`In-Reply-To: ${ours}`))?.sha256).toBe(
    readAnswer(head(`In-Reply-To: ${ours}`, 'X: y'))?.sha256,
  )
  const many = Array.from({ length: 1_000 }, (_, i) => `<2026-W46.${i}.b@w.example>`).join(' ')
  expect(readAnswer(head(`References: ${many}`))?.answers).toHaveLength(10)
})
