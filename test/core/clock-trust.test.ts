import { describe, expect, test } from 'vitest'
import { judgeClock } from '../../src/core/clock-trust.ts'
import type { Instant } from '../../src/core/types.ts'

const at = (date: string | null): Instant | null => (date === null ? null : (`${date}T00:00:00.000Z` as Instant))

describe('a clock', () => {
  test.each([
    ['of a new list', '2016-12-09', null, null, 'trusted'],
    ['a week after the list was at work', '2026-11-27', '2026-11-20', null, 'trusted'],
    ['half a year after', '2027-05-20', '2026-11-20', null, 'trusted'],
    ['years after: weeks would be dropped', '2030-01-01', '2026-11-20', null, 'ahead'],
    ['that is right again after it was years ahead', '2026-11-27', '2026-11-20', '2030-01-01', 'was-ahead'],
    ['that is right again after it was ten days ahead', '2026-11-27', '2026-11-20', '2026-12-05', 'was-ahead'],
    ['that was ahead from the first run on', '2026-11-27', null, '2030-01-01', 'was-ahead'],
    ['of the past century', '1971-01-01', '2026-11-20', null, 'behind'],
    ['of the past century, in a new list', '1970-01-01', null, null, 'behind'],
    ['before this program was made, and before all that is remembered', '2025-01-01', null, '2026-11-20', 'behind'],
  ] as const)('%s', (_what, now, lastBefore, lastAfter, verdict) => {
    const marks = { lastBefore: at(lastBefore), lastAfter: at(lastAfter) }
    expect(judgeClock(at(now) as Instant, marks)).toBe(verdict)
  })
})
