import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { addMinutes } from '../../src/core/clock.ts'
import {
  answerBy,
  type ClosedWeek,
  decideRelease,
  reviewOf,
  type ReviewConfig,
  stateWhenStopped,
} from '../../src/core/release.ts'
import type { Instant } from '../../src/core/types.ts'

const closesAt = '2016-12-09T00:00:00.000Z' as Instant
const at = (minutes: number): Instant => addMinutes(closesAt, minutes)
const week = (draft: Partial<ClosedWeek['draft']> = {}, askedAt: Instant | null = closesAt): ClosedWeek => ({
  closesAt,
  askedAt,
  draft: { state: 'draft', ...draft },
})
const publish: ReviewConfig = { policy: 'publish', for: '4h' }
const skip: ReviewConfig = { policy: 'skip', for: '4h' }

describe('the release of an issue that has closed', () => {
  test.each<[string, ReviewConfig, ClosedWeek, number, string]>([
    ['auto goes out at its closing', 'auto', week(), 0, 'now'],
    ['wait waits, however late it is', 'wait', week(), 999_999, 'waits'],
    ['wait goes out once it is approved', 'wait', week({ state: 'approved' }), 0, 'now'],
    ['publish goes out later', publish, week(), 239, 'later'],
    ['publish goes out when its time is up', publish, week(), 240, 'now'],
    ['publish never goes out while it is held', publish, week({ state: 'held' }), 999_999, 'held'],
    ['auto never goes out while it is held', 'auto', week({ state: 'held' }), 999_999, 'held'],
    ['skip asks until its time is up', skip, week(), 239, 'asks'],
    ['skip makes no issue after that', skip, week(), 240, 'skipped'],
    ['skip goes out when it is approved', skip, week({ state: 'approved', releaseAt: at(240) }), 240, 'now'],
    ['skip never drops what is approved', skip, week({ state: 'approved', releaseAt: at(250) }), 245, 'later'],
    ['a long wait waits after its time too', { policy: 'wait', for: '1d' }, week(), 9_999, 'waits'],
    [
      'what is approved can be stopped until its release',
      publish,
      week({ state: 'approved', releaseAt: at(70) }),
      69,
      'later',
    ],
    [
      'what is approved goes out before the time is up',
      publish,
      week({ state: 'approved', releaseAt: at(70) }),
      70,
      'now',
    ],
    [
      'what was approved before the closing goes out at it',
      publish,
      week({ state: 'approved', releaseAt: at(-99) }),
      0,
      'now',
    ],
    ['a machine that slept asks when it wakes', publish, week({}, at(3_000)), 3_239, 'later'],
    ['a draft again has its whole time', publish, week({ askedAt: at(200) }), 439, 'later'],
    ['a draft again goes out after that', publish, week({ askedAt: at(200) }), 440, 'now'],
    ['a week of an earlier program counts from its closing', publish, week({}, null), 240, 'now'],
  ])('%s', (_, config, closed, minutes, kind) => {
    expect(decideRelease(reviewOf(config), closed, at(minutes)).kind).toBe(kind)
  })

  test.each([
    ['auto', 'held'],
    ['wait', 'draft'],
    [publish, 'draft'],
    [{ policy: 'publish', for: '5m' }, 'held'],
    [skip, 'draft'],
  ] as const)('what is stopped under %j is %s', (config, state) => {
    expect(stateWhenStopped(reviewOf(config))).toBe(state)
  })

  test('whatever the clock does, what is held or waits never goes out, and nothing goes out before its closing', () => {
    const configs = fc.constantFrom<ReviewConfig>('auto', 'wait', publish, skip, { policy: 'wait', for: '2d' })
    const instants = fc.integer({ min: -20_000, max: 20_000 }).map(at)
    const draft = fc.record({
      state: fc.constantFrom('draft' as const, 'approved' as const, 'held' as const),
      releaseAt: instants,
      askedAt: instants,
    })
    fc.assert(
      fc.property(configs, draft, instants, instants, (config, given, askedAt, now) => {
        const closed = week(given, askedAt)
        const { kind } = decideRelease(reviewOf(config), closed, now)
        if (kind !== 'now' && kind !== 'skipped') return
        expect(now >= closesAt && given.state !== 'held').toBe(true)
        if (given.state === 'approved') expect(now >= given.releaseAt && kind === 'now').toBe(true)
        else expect(now >= answerBy(reviewOf(config), closed)).toBe(true)
      }),
    )
  })
})
