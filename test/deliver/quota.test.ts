// Quotas of a relay: never more than it may be given in any hour or day, whoever sends and whatever dies; nobody is lost by them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { deliverMails } from '../../src/deliver/deliver.ts'
import { decideAllowance, decideWarmUp } from '../../src/deliver/quota.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { claimMails, selectIssue } from '../../src/store/ledger.ts'
import { type GivenMails, readRelayHistory, reserveTurns, settleTurns } from '../../src/store/relay-turns.ts'
import { takeLease } from '../../src/store/leases.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, week } from './builders.ts'
import { markData, recordOutcome } from '../store/ledger-builders.ts'

const relay = 'smtp://relay.example'
const at = (minutes: number): Instant => addMinutes(now, minutes)

test.each([
  ['nothing limits it', {}, false, [], 200, 200, null],
  ['an hour has room', { hour: 100 }, false, [[-30, 40]], 200, 60, null],
  ['what is an hour old is over', { hour: 100 }, false, [[-60, 100]], 200, 100, null],
  [
    'the hour is full until the first of it are over',
    { hour: 100 },
    false,
    [
      [-50, 40],
      [-10, 60],
    ],
    200,
    0,
    10,
  ],
  [
    'more than the limit was given: the second batch has to be over',
    { hour: 50 },
    false,
    [
      [-50, 40],
      [-10, 60],
    ],
    200,
    0,
    50,
  ],
  ['the day is narrower than the hour', { hour: 100, day: 120 }, false, [[-300, 110]], 200, 10, null],
  [
    'both are full: the later end counts',
    { hour: 10, day: 20 },
    false,
    [
      [-300, 10],
      [-5, 10],
    ],
    200,
    0,
    1140,
  ],
  ['a new relay begins with fifty', {}, true, [], 200, 50, null],
  ['a new relay has had its fifty', {}, true, [[-5, 50]], 200, 0, 1435],
  ['the quota is narrower than the warm-up', { day: 20 }, true, [], 200, 20, null],
] as const)('%s', (_, quota, warmUp, given, wanted, mails, waits) => {
  const lately = given.map(([minutes, count]): GivenMails => ({ at: at(minutes), mails: count }))
  const allowed = decideAllowance({ quota, warmUp }, { lately, days: [] }, wanted, now)
  expect(allowed.mails).toBe(mails)
  expect(allowed.waits?.until ?? null).toBe(waits === null ? null : at(waits))
})

test('each day of a warm-up brings twice the best before', () => {
  expect([[], [50], [50, 100, 30], [3]].map(days => decideWarmUp(days.map(mails => ({ day: '', mails }))))).toEqual([
    50, 100, 200, 50,
  ])
})

test('in no hour and no day more goes than may, and what waits goes at the moment that is told', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 60 })), { maxLength: 30 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 90 }), (asked, hour, day) => {
      const given: GivenMails[] = []
      let minutes = 0
      for (const [pause, wanted] of asked) {
        minutes += pause
        const ask = (moment: Instant) =>
          decideAllowance({ quota: { hour, day }, warmUp: false }, { lately: given, days: [] }, wanted, moment)
        const { mails, waits } = ask(at(minutes))
        if (waits) expect(ask(waits.until).mails).toBeGreaterThan(0)
        if (mails > 0) given.push({ at: at(minutes), mails })
        for (const [most, span] of [
          [hour, 60],
          [day, 1440],
        ] as const) {
          const within = given.filter(each => each.at > at(minutes - span))
          expect(within.reduce((sum, each) => sum + each.mails, 0)).toBeLessThanOrEqual(most)
        }
      }
    }),
    { numRuns: 60 },
  )
})

function openWayOut() {
  const taken: string[] = []
  const transport: MailTransport = {
    name: relay,
    connections: 2,
    handOver: async ({ to }, { mayEnd }) => {
      if (!(await mayEnd())) return { state: 'withdrawn', response: 'taken back', isLost: false }
      taken.push(to)
      return { state: 'sent', response: '250 ok', isLost: false }
    },
    close: () => Promise.resolve(),
  }
  return { transport, taken }
}

test.each(['sqlite', 'postgres'] as const)(
  'an issue goes out over hours and days as its quota allows, each mail once (%s)',
  async dialect => {
    const { store } = await aStoreWithReaders(25, { dialect })
    const { transport, taken } = openWayOut()
    const { deps, clock } = aDelivery(store, transport, { config: aConfig({ quota: { hour: 4, day: 10 } }) })
    const first = await deliverMails(deps)
    expect(first).toMatchObject({ done: 4, failed: 0 })
    expect(first.notes.map(({ message }) => message)).toEqual([
      `has had the 4 mails that it may be given in an hour: 21 of ${week} wait, and go on from Fri, Nov 20, 2026, 01:30 (UTC)`,
    ])
    const sent: number[] = []
    // A new process each time, as after a restart, far beyond the two days in which an issue is mailed by itself.
    for (let hours = 0; hours <= 72; hours += 0.5) {
      clock.set(at(hours * 60))
      await deliverMails({ ...deps, processId: `p${hours}` })
      sent.push(taken.length)
    }
    expect(sent.slice(0, 5)).toEqual([4, 4, 8, 8, 10])
    expect([sent[47], sent[48], sent[52], sent.at(-1)]).toEqual([10, 14, 20, 25])
    expect(new Set(taken).size).toBe(25)
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 25, balanced: true, counts: { sent: 25 } })
  },
)

test('a sender that died counts with what it may have handed over, and with no more', async () => {
  const { store } = await aStoreWithReaders(20)
  const { transport, taken } = openWayOut()
  const { deps, clock } = aDelivery(store, transport, { config: aConfig({ quota: { hour: 10 } }) })
  await freezeIssue(store.db, { week, at: now, messageIdEnd: 'n@example.org' })
  const fence = await takeLease(store.db, `deliver:${week}`, 'dead', now, 15)
  const holder = `dead#${fence ?? 0}`
  await reserveTurns(store.db, { relay, lease: `deliver:${week}`, holder }, now, 10)
  const claim = { holder, until: at(15) }
  const ids = await claimMails(store, selectIssue(week), claim, now, { limit: 10 })
  for (const id of ids.slice(0, 3)) await markData(store.db, 'deliveries', id, claim, now)
  const mail = { id: ids[0] ?? 0, attempts: 0, first_attempt_at: null }
  await recordOutcome(store.db, 'deliveries', mail, holder, { state: 'sent', response: '250' }, now)
  clock.set(at(15))
  expect(await deliverMails(deps)).toMatchObject({ done: 7 })
  expect(taken).toHaveLength(7)
  const { lately } = await readRelayHistory(store.db, relay, at(15))
  expect(lately.map(({ mails }) => mails)).toEqual([3, 7])
})

test.each(['sqlite', 'postgres'] as const)(
  'senders that ask at once have no more together than may go (%s)',
  async dialect => {
    const { store } = await aStoreWithReaders(0, { dialect })
    const ask = (sender: number) =>
      reserveTurns(
        store.db,
        { relay, lease: `l${sender}`, holder: `h${sender}` },
        now,
        history => decideAllowance({ quota: { hour: 20 }, warmUp: false }, history, 6, now).mails,
      )
    const batches = await Promise.all(Array.from({ length: 8 }, (_, sender) => ask(sender)))
    expect(batches.reduce((sum, batch) => sum + (batch?.mails ?? 0), 0)).toBe(20)
    for (const batch of batches) if (batch) await settleTurns(store.db, batch.id, batch.mails === 6 ? 6 : 0, now)
    expect((await ask(9))?.mails).toBe(2)
  },
)
