// How far ahead a moment is, in the words of both languages.
import { expect, test } from 'vitest'
import { formatAhead } from '../../src/core/date-words.ts'
import type { Instant } from '../../src/core/types.ts'

const now = '2026-12-01T00:00:00.000Z' as Instant

test.each([
  ['2026-12-06T10:00:00.000Z', 'in 5 days', '5天后'],
  ['2026-12-02T00:00:00.000Z', 'in 1 day', '1天后'],
  ['2026-12-01T23:59:00.000Z', 'in 23 hours', '23小时后'],
  ['2026-12-01T01:00:00.000Z', 'in 1 hour', '1小时后'],
  ['2026-12-01T00:00:30.000Z', 'in 1 minute', '1分钟后'],
])('%s is %s', (instant, english, chinese) => {
  expect(formatAhead(instant as Instant, now, 'en')).toBe(english)
  expect(formatAhead(instant as Instant, now, 'zh-CN')).toBe(chinese)
})

test('a moment that is over lies nowhere ahead', () => {
  expect(formatAhead(now, now, 'en')).toBeNull()
  expect(formatAhead('2026-11-30T00:00:00.000Z' as Instant, now, 'zh-CN')).toBeNull()
})
