// The next visit: intervals, freshness, failures, skipped hours, Retry-After.
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { addMinutes, minutesBetween } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import {
  adaptIntervalMinutes,
  decideNextCheck,
  readFreshnessMinutes,
  type NextCheckOptions,
} from '../../src/net/freshness.ts'
import { parseHttpDateMs, parseRetryAfter } from '../../src/net/retry-after.ts'

/** A Friday. */
const now = '2026-11-20T08:30:00.000Z' as Instant
const httpDate = 'Fri, 20 Nov 2026 08:30:00 GMT'

const aVisit = (options: Partial<NextCheckOptions> = {}): NextCheckOptions => ({
  now,
  outcome: 'unchanged',
  failuresInRow: 0,
  failingSince: now,
  headers: {},
  ttlMinutes: null,
  skipHours: [],
  skipDays: [],
  itemDates: [],
  floorMinutes: 60,
  intervalMinutes: null,
  jitter: 0,
  ...options,
})
const waitOf = (options: Partial<NextCheckOptions>): number =>
  minutesBetween(now, decideNextCheck(aVisit(options)).nextCheckAt)
const datesApart = (...gapMinutes: number[]): Instant[] => {
  let at = now
  return [at, ...gapMinutes.map(gap => (at = addMinutes(at, -gap)))]
}
const everyHours = (hours: number): Instant[] => datesApart(...Array<number>(9).fill(hours * 60))

describe('after a visit that went well, the source is asked again', () => {
  test.each([
    ['after an hour when nothing is known', {}, 60],
    ['at the floor when items come every ten minutes', { itemDates: everyHours(1 / 6) }, 60],
    ['after half the gap between items', { itemDates: everyHours(10) }, 300],
    ['after a day at most', { itemDates: everyHours(24 * 30) }, 1440],
    ['after the interval set for it', { intervalMinutes: 240, itemDates: everyHours(40) }, 240],
    ['after an interval of several days when the operator says so', { intervalMinutes: 4320 }, 4320],
    ['no sooner than the floor, whatever its interval', { intervalMinutes: 15 }, 60],
    ['sooner when the operator lowers the floor', { intervalMinutes: 15, floorMinutes: 15 }, 15],
    ['after max-age', { headers: { 'cache-control': 'public, max-age=7200' } }, 120],
    ['after max-age less Age', { headers: { 'cache-control': 'max-age=14400', age: '3600' } }, 180],
    [
      'after max-age, not Expires',
      { headers: { 'cache-control': 'max-age=0', expires: 'Fri, 20 Nov 2026 20:30:00 GMT' } },
      60,
    ],
    [
      'after Expires less Date',
      { headers: { expires: 'Fri, 20 Nov 2026 10:00:00 GMT', date: 'Fri, 20 Nov 2026 07:00:00 GMT' } },
      180,
    ],
    ['after the ttl', { ttlMinutes: 180 }, 180],
    [
      'after the longest of all',
      { ttlMinutes: 90, headers: { 'cache-control': 'max-age=7200' }, itemDates: everyHours(2) },
      120,
    ],
    ['after a day when max-age says a year', { headers: { 'cache-control': 'max-age=31536000' } }, 1440],
    ['after a day when ttl says a month', { ttlMinutes: 43_200 }, 1440],
    ['a tenth later by jitter', { ttlMinutes: 100, jitter: 1 }, 110],
    ['half a tenth later by half the jitter', { ttlMinutes: 100, jitter: 0.5 }, 105],
  ] as const)('%s', (_name, options, minutes) => {
    expect(waitOf(options)).toBe(minutes)
    expect(waitOf({ ...options, outcome: 'changed' })).toBe(minutes)
  })

  test('never before the floor nor after a day and a tenth, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.integer({ min: 0 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, ttlMinutes, jitter) => {
          const headers = { 'cache-control': `max-age=${a}`, expires: b, age: b }
          const wait = waitOf({ headers, ttlMinutes, jitter })
          expect(wait).toBeGreaterThanOrEqual(60)
          expect(wait).toBeLessThanOrEqual(1584)
        },
      ),
    )
  })
})

describe('freshness', () => {
  test.each([
    ['nothing', {}, 0],
    ['max-age in quotes', { 'cache-control': 'max-age="600"' }, 10],
    ['s-maxage, which is for shared caches', { 'cache-control': 's-maxage=600' }, 0],
    ['no-cache beside max-age', { 'cache-control': 'max-age=600, no-cache' }, 0],
    ['no-store', { 'cache-control': 'no-store, max-age=600' }, 0],
    ['two max-ages: the first', { 'cache-control': 'max-age=600, max-age=1200' }, 10],
    ['an Age beyond max-age', { 'cache-control': 'max-age=600', age: '900' }, 0],
    ['an Age that is garbage', { 'cache-control': 'max-age=600', age: 'old' }, 10],
    ['Expires without Date: against now', { expires: 'Fri, 20 Nov 2026 09:30:00 GMT' }, 60],
    ['Expires in the past', { expires: 'Thu, 01 Jan 1970 00:00:00 GMT', date: httpDate }, 0],
    ['Expires of 0', { expires: '0', date: httpDate }, 0],
  ])('of %s', (_name, headers, minutes) => {
    expect(readFreshnessMinutes(headers, now)).toBe(minutes)
  })
})

describe('the adaptive interval', () => {
  test.each([
    ['of no items is an hour', [], 60],
    ['of one item is an hour', datesApart(), 60],
    ['of items all of one moment is an hour', datesApart(0, 0, 0), 60],
    ['is half the middle gap, not the mean', datesApart(240, 300, 10_000), 150],
    ['is half the mean of the two middle gaps', datesApart(200, 240, 360, 9_000), 150],
    ['looks at ten items', [...everyHours(4), ...datesApart(90_000, 90_000).slice(1)], 120],
    ['does not count the future', [addMinutes(now, 90_000), ...everyHours(4)], 120],
    ['does not mind the order', everyHours(4).toReversed(), 120],
  ])('%s', (_name, dates, minutes) => {
    expect(adaptIntervalMinutes(dates, now)).toBe(minutes)
  })
})

describe('after a failure, the source is asked again', () => {
  test.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [4, 480],
    [5, 960],
    [6, 1440],
    [40, 1440],
    [5_000, 1440],
  ])('number %i in a row after %i minutes', (failuresInRow, minutes) => {
    expect(waitOf({ outcome: 'failed', failuresInRow, failingSince: addMinutes(now, -60) })).toBe(minutes)
  })

  test('after a week when it has failed for thirty days', () => {
    const failed = { outcome: 'failed', failuresInRow: 35 } as const
    expect(waitOf({ ...failed, failingSince: addMinutes(now, -30 * 1440) })).toBe(7 * 1440)
    expect(waitOf({ ...failed, failingSince: addMinutes(now, -30 * 1440 + 1) })).toBe(1440)
  })

  test('never when it is gone', () => {
    const next = decideNextCheck(aVisit({ outcome: 'gone', failuresInRow: 1 }))
    expect(next.nextCheckAt).toBe('9999-12-31T23:59:59.999Z')
    expect(next.reason).toContain('410')
  })
})

describe('after a 429 or 503, the source is asked again', () => {
  test.each([
    ['after Retry-After in seconds', { 'retry-after': '7200' }, 120],
    ['after Retry-After as a date', { 'retry-after': 'Fri, 20 Nov 2026 11:30:00 GMT', date: httpDate }, 180],
    ['no sooner than the floor', { 'retry-after': '1' }, 60],
    ['after a week at most', { 'retry-after': '99999999' }, 7 * 1440],
    ['as after a failure without it', {}, 240],
    ['as after a failure when it is garbage', { 'retry-after': 'soon' }, 240],
  ])('%s', (_name, headers, minutes) => {
    expect(waitOf({ outcome: 'rate-limited', failuresInRow: 3, headers })).toBe(minutes)
  })
})

describe('skipped hours and days', () => {
  test.each([
    ['outside them nothing changes', { skipHours: [10], skipDays: ['Saturday'] }, '2026-11-20T09:30:00.000Z'],
    ['an hour is passed over', { skipHours: [9] }, '2026-11-20T10:30:00.000Z'],
    ['hours in a row are', { skipHours: [9, 10, 11] }, '2026-11-20T12:30:00.000Z'],
    ['a day is', { skipDays: ['Friday'] }, '2026-11-21T00:30:00.000Z'],
    [
      'a weekend and the night after',
      { skipDays: ['friday', 'Saturday', 'Sunday'], skipHours: [0, 1] },
      '2026-11-23T02:30:00.000Z',
    ],
    ['all hours are ignored', { skipHours: Array.from({ length: 24 }, (_, hour) => hour) }, '2026-11-20T09:30:00.000Z'],
    [
      'all days are ignored',
      { skipDays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] },
      '2026-11-20T09:30:00.000Z',
    ],
    [
      'names that mean nothing are ignored',
      { skipDays: ['Freitag', ''], skipHours: [99, -1] },
      '2026-11-20T09:30:00.000Z',
    ],
  ])('%s', (_name, options, expected) => {
    expect(decideNextCheck(aVisit(options)).nextCheckAt).toBe(expected)
  })

  test('are named in the reason', () => {
    expect(decideNextCheck(aVisit({ skipHours: [9] })).reason).toMatch(
      /^Asked again after 1 h: .+\. Pushed on by 1 h: /,
    )
  })
})

test.each([
  [{ itemDates: everyHours(10) }, 'Asked again after 5 h: half the usual gap between its items.'],
  [{ intervalMinutes: 90 }, 'Asked again after 1.5 h: the interval set for it.'],
  [{ intervalMinutes: 15 }, 'Asked again after 1 h: the least interval allowed.'],
  [{ ttlMinutes: 120 }, 'Asked again after 2 h: the feed asks for it (ttl).'],
  [
    { headers: { 'cache-control': 'max-age=7200' } },
    'Asked again after 2 h: its HTTP headers call the answer fresh so long.',
  ],
  [{ ttlMinutes: 9_999 }, 'Asked again after 24 h: the longest wait, though more is asked for.'],
  [{ intervalMinutes: 20, floorMinutes: 15 }, 'Asked again after 20 min: the interval set for it.'],
  [{ outcome: 'failed', failuresInRow: 2 }, 'Asked again after 2 h: failure 2 in a row.'],
] as const)('the reason for %o is a sentence', (options, reason) => {
  expect(decideNextCheck(aVisit(options)).reason).toBe(reason)
})

describe('Retry-After', () => {
  test.each([
    ['0', httpDate, '2026-11-20T08:30:00.000Z'],
    [' 120 ', httpDate, '2026-11-20T08:32:00.000Z'],
    ['Fri, 20 Nov 2026 09:30:00 GMT', httpDate, '2026-11-20T09:30:00.000Z'],
    ['Friday, 20-Nov-26 09:30:00 GMT', httpDate, '2026-11-20T09:30:00.000Z'],
    ['Fri Nov 20 09:30:00 2026', httpDate, '2026-11-20T09:30:00.000Z'],
    // The server's clock is an hour fast: it means ten minutes.
    ['Fri, 20 Nov 2026 09:40:00 GMT', 'Fri, 20 Nov 2026 09:30:00 GMT', '2026-11-20T08:40:00.000Z'],
    ['Fri, 20 Nov 2026 09:30:00 GMT', undefined, '2026-11-20T09:30:00.000Z'],
    ['Thu, 19 Nov 2026 09:30:00 GMT', httpDate, '2026-11-20T08:30:00.000Z'],
    ['604801', httpDate, '2026-11-27T08:30:00.000Z'],
    ['9'.repeat(400), httpDate, '2026-11-27T08:30:00.000Z'],
    ['Fri, 20 Nov 2099 09:30:00 GMT', httpDate, '2026-11-27T08:30:00.000Z'],
  ])('"%s" against the date "%s" is %s', (value, date, expected) => {
    expect(parseRetryAfter({ 'retry-after': value, ...(date === undefined ? {} : { date }) }, now)).toBe(expected)
  })

  test.each([
    '',
    'soon',
    '-1',
    '1.5',
    '1e3',
    '10 minutes',
    '0x10',
    '2026-11-20',
    'Fri, 99 Nov 2026 09:30:00 GMT',
    'Fri, 20 Foo 2026 09:30:00 GMT',
  ])('"%s" is garbage', value => {
    expect(parseRetryAfter({ 'retry-after': value }, now)).toBeNull()
  })

  test('is null when absent', () => {
    expect(parseRetryAfter({}, now)).toBeNull()
  })
})

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
  ['Sun, 6 Nov 1994 08:49:37 +0000', '1994-11-06T08:49:37.000Z'],
])('the HTTP date %s is %s', (text, expected) => {
  expect(parseHttpDateMs(text)).toBe(Date.parse(expected))
})
