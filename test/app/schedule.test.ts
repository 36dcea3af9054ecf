import { describe, expect, test } from 'vitest'
import { createSchedule } from '../../src/app/schedule.ts'
import { decideDueWindows, decidePastWindow, decideUpcomingWindow } from '../../src/core/slots.ts'
import { parseIsoInstant } from '../../src/core/clock.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'

const at = (text: string): Instant => {
  const instant = parseIsoInstant(text)
  if (!instant) throw new Error(text)
  return instant
}
const none = { lastClosesAt: null, weeks: new Set<WeekId>() }
const friday = '0 8 * * 5'

describe('closing instants', () => {
  test.each([
    [
      'the last closing is the instant itself when it closes right now',
      'Asia/Shanghai',
      '2016-12-09T08:00:00+08:00',
      '2016-12-09T08:00:00+08:00',
    ],
    [
      'half an hour later it is still that one',
      'Asia/Shanghai',
      '2016-12-09T08:30:00+08:00',
      '2016-12-09T08:00:00+08:00',
    ],
    [
      'a millisecond earlier it is the week before',
      'Asia/Shanghai',
      '2016-12-09T07:59:59.999+08:00',
      '2016-12-02T08:00:00+08:00',
    ],
    [
      'it keeps the wall clock before the spring change',
      'America/New_York',
      '2026-03-07T12:00:00-05:00',
      '2026-03-06T08:00:00-05:00',
    ],
    ['and after it', 'America/New_York', '2026-03-14T12:00:00-04:00', '2026-03-13T08:00:00-04:00'],
    ['and after the autumn change', 'America/New_York', '2026-11-06T12:00:00-05:00', '2026-11-06T08:00:00-05:00'],
  ])('%s', (_name, zone, now, closing) => {
    expect(createSchedule(friday, zone).lastAtOrBefore(at(now))).toBe(at(closing))
  })

  test.each([
    [
      'a time that spring skips closes right after the gap',
      '30 2 * * 0',
      '2026-03-07T00:00:00Z',
      '2026-03-08T03:00:00-04:00',
    ],
    [
      'a time that autumn repeats closes once, the first time',
      '30 1 * * 0',
      '2026-10-31T00:00:00Z',
      '2026-11-01T01:30:00-04:00',
    ],
    ['and the week after it at the new offset', '30 1 * * 0', '2026-11-01T05:30:00Z', '2026-11-08T01:30:00-05:00'],
  ])('%s', (_name, cron, after, closing) => {
    expect(createSchedule(cron, 'America/New_York').firstAfter(at(after))).toBe(at(closing))
  })

  test.each([['nonsense'], ['0 8 31 2 *'], ['61 8 * * 5']])('%s is refused as a schedule', cron => {
    expect(() => createSchedule(cron, 'UTC')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})

describe('due windows', () => {
  const schedule = createSchedule(friday, 'Asia/Shanghai')
  const due = (now: string, settled: Parameters<typeof decideDueWindows>[3] = none) =>
    decideDueWindows(schedule, 'Asia/Shanghai', at(now), settled)

  test('a new store begins with the latest closing, and with no other', () => {
    expect(due('2016-12-09T08:30:00+08:00')).toEqual([
      { week: '2016-W49', opensAt: at('2016-12-02T08:00:00+08:00'), closesAt: at('2016-12-09T08:00:00+08:00') },
    ])
  })

  test('nothing is due until the next closing', () => {
    const settled = { lastClosesAt: at('2016-12-09T08:00:00+08:00'), weeks: new Set(['2016-W49' as WeekId]) }
    expect(due('2016-12-16T07:59:59+08:00', settled)).toEqual([])
    expect(due('2016-12-16T08:00:00+08:00', settled).map(({ week }) => week)).toEqual(['2016-W50'])
  })

  test('a worker that was off for three weeks makes up for each of them, window on window, over the turn of the year', () => {
    const settled = { lastClosesAt: at('2020-12-18T08:00:00+08:00'), weeks: new Set(['2020-W51' as WeekId]) }
    const windows = due('2021-01-08T09:00:00+08:00', settled)
    expect(windows.map(({ week }) => week)).toEqual(['2020-W52', '2020-W53', '2021-W01'])
    expect(windows.map(({ opensAt }) => opensAt).slice(1)).toEqual(windows.map(({ closesAt }) => closesAt).slice(0, -1))
    expect(windows[0]?.opensAt).toBe(settled.lastClosesAt)
  })

  test('when the schedule moves to another day, no moment belongs to two windows or to none', () => {
    const settled = { lastClosesAt: at('2026-11-20T08:00:00+08:00'), weeks: new Set(['2026-W47' as WeekId]) }
    const monday = createSchedule('0 9 * * 1', 'Asia/Shanghai')
    expect(decideDueWindows(monday, 'Asia/Shanghai', at('2026-11-23T10:00:00+08:00'), settled)).toEqual([
      { week: '2026-W48', opensAt: settled.lastClosesAt, closesAt: at('2026-11-23T09:00:00+08:00') },
    ])
  })

  test('a second closing in a week that has its issue is passed over, and its time falls to the next', () => {
    const settled = { lastClosesAt: at('2026-11-23T09:00:00+08:00'), weeks: new Set(['2026-W48' as WeekId]) }
    expect(due('2026-12-04T08:00:00+08:00', settled)).toEqual([
      { week: '2026-W49', opensAt: settled.lastClosesAt, closesAt: at('2026-12-04T08:00:00+08:00') },
    ])
    const upcoming = decideUpcomingWindow(
      schedule,
      'Asia/Shanghai',
      at('2026-11-24T00:00:00Z'),
      at('2026-11-23T01:00:00Z'),
      settled.weeks,
    )
    expect(upcoming.week).toBe('2026-W49')
  })
})

describe('past weeks', () => {
  const schedule = createSchedule(friday, 'Asia/Shanghai')
  const now = at('2026-11-22T00:00:00Z')
  test('a past week ends at its scheduled closing', () => {
    expect(decidePastWindow(schedule, 'Asia/Shanghai', now, '2016-W49' as WeekId)).toEqual({
      week: '2016-W49',
      opensAt: at('2016-12-02T08:00:00+08:00'),
      closesAt: at('2016-12-09T08:00:00+08:00'),
    })
  })
  test('a week that is still open is refused', () => {
    expect(() => decidePastWindow(schedule, 'Asia/Shanghai', now, '2026-W48' as WeekId)).toThrow(
      expect.objectContaining({ code: 'WEEK_NOT_CLOSED' }),
    )
  })
})
