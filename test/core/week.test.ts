import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { addDays, civilDateOf, civilTimeOf, instantOfCivil, mondayOf, parseWeek, weekOf } from '../../src/core/week.ts'
import { parseIsoInstant } from '../../src/core/clock.ts'
import type { CivilDate, Instant } from '../../src/core/types.ts'

describe('ISO weeks', () => {
  test.each([
    ['2016-12-09', '2016-W49'],
    ['2021-01-01', '2020-W53'],
    ['2020-12-31', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2024-12-30', '2025-W01'],
    ['2027-01-03', '2026-W53'],
  ])('%s lies in %s', (date, week) => {
    expect(weekOf(date as CivilDate)).toBe(week)
  })

  test('each day lies in the week of its Monday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), days => {
        const date = addDays('1970-01-01' as CivilDate, days)
        const monday = mondayOf(weekOf(date))
        expect(date >= monday && date < addDays(monday, 7)).toBe(true)
      }),
    )
  })

  test.each(['2016-W49', '2016w49', ' 2016-w49\n', '2016W49'])('%j is understood', text => {
    expect(parseWeek(text)).toBe('2016-W49')
  })

  test.each([
    '2016-W54',
    '2016-W00',
    '2021-W53',
    '2016-49',
    'x2016-W49',
    '2016-W491',
    '16-W49',
    '2016-W4',
    'last week',
  ])('%s is refused', text => {
    const refusal = { code: 'WEEK_INVALID', message: `"${text}" is no ISO week` }
    expect(() => parseWeek(text)).toThrow(expect.objectContaining(refusal))
    expect(() => parseWeek(text)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('2016-W49') as string }),
    )
  })
})

describe('civil time', () => {
  test.each([
    ['Asia/Shanghai', '2016-12-09', '08:00', '2016-12-09T00:00:00.000Z'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-03-08', '12:00:30', '2026-03-08T16:00:30.000Z'],
    ['America/New_York', '2026-11-01', '12:00', '2026-11-01T17:00:00.000Z'],
    ['America/New_York', '2026-03-07', '12:00', '2026-03-07T17:00:00.000Z'],
    ['America/New_York', '2026-10-31', '12:00', '2026-10-31T16:00:00.000Z'],
    ['Asia/Kolkata', '2026-01-01', '00:00', '2025-12-31T18:30:00.000Z'],
  ])('in %s the clock shows %s %s at %s', (zone, date, time, instant) => {
    expect(instantOfCivil(date as CivilDate, time, zone)).toBe(instant)
  })

  test('reading the wall clock and setting it are each other’s inverse', () => {
    const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia')
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 2_000_000_000 }), (zone, seconds) => {
        const instant = new Date(seconds * 1000).toISOString() as Instant
        const [date, time] = [civilDateOf(instant, zone), civilTimeOf(instant, zone)]
        const back = instantOfCivil(date, time, zone)
        expect([civilDateOf(back, zone), civilTimeOf(back, zone)]).toEqual([date, time])
      }),
    )
  })
})

test.each([
  ['2016-12-09T08:30:00+08:00', '2016-12-09T00:30:00.000Z'],
  ['2016-12-09 08:30+0800', '2016-12-09T00:30:00.000Z'],
  ['2016-12-09T08:30:00', null],
  ['2016-12-09', null],
  ['yesterday', null],
])('%s is the instant %s', (text, instant) => {
  expect(parseIsoInstant(text)).toBe(instant)
})

describe('the day of a moment', () => {
  const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia']
  const dayIn = (zone: string) => {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
    return new Intl.DateTimeFormat('sv', { timeZone: zone, ...parts })
  }
  const days = new Map(zones.map(zone => [zone, dayIn(zone)]))

  test('is the one that the zone shows, on days when its clocks change too, however often it is asked for', () => {
    // Spring and autumn changes of New York, London and Lord Howe, and the day that Samoa left out.
    const changes = ['2016-03-13', '2016-11-06', '2016-03-27', '2016-10-30', '2016-04-03', '2011-12-30']
    const nearChange = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -1_440, max: 2_880 }))
    const moment = fc.oneof(
      nearChange.map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * 60_000),
      fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2040, 0) }),
    )
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), (ms, zone) => {
        const expected = days.get(zone)?.format(ms)
        for (let time = 0; time < 2; time++)
          expect(civilDateOf(new Date(ms).toISOString() as Instant, zone)).toBe(expected)
      }),
      { numRuns: 400 },
    )
  })
})
