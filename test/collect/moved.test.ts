import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { decideMove } from '../../src/collect/moved.ts'

const start = '2016-12-08T00:00:00.000Z' as Instant
const from = 'https://old.example/feed'

/** The address after polls at the hours given, each answered by hops of the statuses given to the target given. */
function addressAfter(
  polls: readonly (readonly [hours: number, statuses: readonly number[], to: string])[],
  at = from,
) {
  let state = { fetch_url: at, moving_to: null, moving_since: null, moving_count: 0 } as ReturnType<typeof decideMove>
  for (const [hours, statuses, to] of polls) {
    const hops = statuses.map(status => ({ status, from: state.fetch_url, to }))
    state = decideMove(state, { url: hops.length > 0 ? to : state.fetch_url, hops }, addMinutes(start, hours * 60))
  }
  return state.fetch_url
}

const to = 'https://new.example/feed'
test.each<[string, Parameters<typeof addressAfter>[0], string]>([
  [
    'three polls over a day rewrite it',
    [
      [0, [301], to],
      [12, [301], to],
      [24, [308], to],
    ],
    to,
  ],
  [
    'a chain of permanent hops counts',
    [
      [0, [301, 308], to],
      [12, [301, 301], to],
      [24, [308], to],
    ],
    to,
  ],
  [
    'two polls over a week do not',
    [
      [0, [301], to],
      [168, [301], to],
    ],
    from,
  ],
  ['ten polls within a day do not', Array.from({ length: 10 }, (_, i) => [i, [301], to]), from],
  [
    'one temporary hop begins anew',
    [
      [0, [301], to],
      [12, [302], to],
      [24, [301], to],
      [36, [301], to],
    ],
    from,
  ],
  [
    'one temporary hop in a chain is enough',
    [
      [0, [301, 302], to],
      [24, [301, 302], to],
      [48, [301, 302], to],
    ],
    from,
  ],
  [
    'an answer at the old address begins anew',
    [
      [0, [301], to],
      [12, [], to],
      [24, [301], to],
      [36, [301], to],
    ],
    from,
  ],
  [
    'another target begins anew',
    [
      [0, [301], to],
      [12, [301], 'https://third.example/'],
      [24, [301], to],
      [36, [301], to],
    ],
    from,
  ],
  ['https is never given up for http', [0, 24, 48, 72].map(hours => [hours, [301], 'http://new.example/feed']), from],
])('%s', (_name, polls, expected) => {
  expect(addressAfter(polls)).toBe(expected)
})

test('http may become https', () => {
  const polls = [0, 24, 48].map(hours => [hours, [301], to] as const)
  expect(addressAfter(polls, 'http://old.example/feed')).toBe(to)
})
