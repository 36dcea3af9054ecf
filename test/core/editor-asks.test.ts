// When editors are written to: by cases, and that nobody is asked twice, whatever happens.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { type Ask, type AskedBefore, askedSince, decideAsk } from '../../src/core/editor-asks.ts'
import { type ClosedWeek, type ReviewConfig, reviewOf } from '../../src/core/release.ts'
import type { Instant } from '../../src/core/types.ts'

const closesAt = '2016-12-09T00:00:00.000Z' as Instant
const at = (minutes: number): Instant => addMinutes(closesAt, minutes)
const week = (draft: Partial<ClosedWeek['draft']> = {}): ClosedWeek => ({
  closesAt,
  askedAt: closesAt,
  draft: { state: 'draft', ...draft },
})
const asked = (...kinds: readonly Ask[]): AskedBefore => ({
  asks: kinds.map(kind => ({ kind, askedAt: closesAt })),
  actedAt: null,
})
const publish: ReviewConfig = { policy: 'publish', for: '4h' }

describe('what is asked', () => {
  test.each<[string, ReviewConfig, ClosedWeek, AskedBefore, number, Ask | null]>([
    ['at the closing', publish, week(), asked(), 0, 'closed'],
    ['once', publish, week(), asked('closed'), 1, null],
    ['again at half the time', publish, week(), asked('closed'), 120, 'half'],
    ['once at half the time', publish, week(), asked('closed', 'half'), 130, null],
    ['half an hour before the end', publish, week(), asked('closed', 'half'), 210, 'last'],
    ['who slept over the half is reminded once', publish, week(), asked('closed'), 215, 'last'],
    ['never after the end', publish, week(), asked('closed'), 240, null],
    ['no reminder once somebody acted', publish, week(), { ...asked('closed'), actedAt: at(30) }, 120, null],
    [
      'what was done before the closing is no answer',
      publish,
      week(),
      { ...asked('closed'), actedAt: at(-30) },
      120,
      'half',
    ],
    ['nothing of what is approved', publish, week({ state: 'approved' }), asked(), 0, null],
    ['nothing of what is held', publish, week({ state: 'held' }), asked('closed'), 120, null],
    ['anew of what is a draft again', publish, week({ askedAt: at(60) }), asked('closed'), 61, 'closed'],
    ['auto asks nobody', 'auto', week(), asked(), 0, null],
    ['wait asks once', 'wait', week(), asked(), 0, 'closed'],
    ['wait reminds of nothing', 'wait', week(), asked('closed'), 99_999, null],
    ['skip reminds', { policy: 'skip', for: '2d' }, week(), asked('closed'), 24 * 60, 'half'],
    ['an hour has one reminder', { policy: 'publish', for: '1h' }, week(), asked('closed'), 30, 'last'],
    ['half an hour has none', { policy: 'publish', for: '30m' }, week(), asked('closed'), 20, null],
  ])('%s', (_name, config, closed, before, minutes, expected) => {
    expect(decideAsk(reviewOf(config), closed, before, false, at(minutes))).toBe(expected)
  })

  test('that it cannot go out, once its time is over, once', () => {
    const decide = (before: AskedBefore) => decideAsk(reviewOf(publish), week(), before, true, at(240))
    expect(decide(asked('closed'))).toBe('blocked')
    expect(decide(asked('closed', 'blocked'))).toBeNull()
  })
})

test('however often and whenever it is looked at, each is asked once for each time to answer', () => {
  const policies = fc.constantFrom('publish' as const, 'wait' as const, 'skip' as const)
  fc.assert(
    fc.property(
      policies,
      fc.integer({ min: 1, max: 3_000 }),
      fc.array(fc.integer({ min: 0, max: 4_000 })),
      fc.boolean(),
      (policy, minutes, looks, isBlocked) => {
        const review = reviewOf({ policy, for: `${minutes}m` })
        const asks: { kind: Ask; askedAt: Instant }[] = []
        for (const look of looks.toSorted((a, b) => a - b)) {
          const ask = decideAsk(review, week(), { asks, actedAt: null }, isBlocked, at(look))
          if (ask !== null) asks.push({ kind: ask, askedAt: askedSince(week()) })
        }
        expect(new Set(asks.map(({ kind }) => kind)).size).toBe(asks.length)
      },
    ),
  )
})
