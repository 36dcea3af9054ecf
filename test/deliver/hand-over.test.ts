import { describe, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import { handOverBatch } from '../../src/deliver/hand-over.ts'
import { createQueue } from '../../src/deliver/queue.ts'
import { createTally, type Tally } from '../../src/deliver/tally.ts'
import type { HandOver, MailTransport } from '../../src/deliver/transport/transport.ts'
import {
  type ClaimedDelivery,
  listDeliveries,
  readClaimedDeliveries,
  readEquation,
} from '../../src/store/deliveries.ts'
import { createLedgerCommit } from '../../src/store/ledger-changes.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { claimMails, selectIssue } from '../../src/store/ledger.ts'
import { type Outcome } from '../../src/store/ledger-changes.ts'
import { aDelivery, aStoreWithReaders, now, readerAddress, week } from './builders.ts'

type HandOverAnswer = Partial<HandOver> | Error
/** What the transport does with each mail, in order; the last is repeated. */
type Script = readonly HandOverAnswer[]

const taken: HandOver = { state: 'sent', response: '250 ok', isLost: false }
const lost = { state: 'deferred', response: 'the connection was lost', isLost: true } as const

/** A way out of one connection that follows a script, after asking whether the message may end. */
function scriptedTransport(script: Script, handedOver: string[]): MailTransport {
  return {
    name: 'smtp://relay.example',
    connections: 1,
    handOver: async ({ to }, { mayEnd }) => {
      const answer = script[Math.min(handedOver.length, script.length - 1)] ?? taken
      handedOver.push(to)
      if (answer instanceof Error) throw answer
      const mayBeEnded = await mayEnd()
      return mayBeEnded ? { ...taken, ...answer } : { state: 'withdrawn', response: 'taken back', isLost: false }
    },
    close: () => Promise.resolve(),
  }
}

/** Hands over an issue's mails to so many readers. */
async function handOver(
  readers: number,
  script: Script,
  more: {
    readonly signal?: AbortSignal
    readonly compose?: () => never
    readonly hasSent?: boolean
    readonly domains?: 'many'
    readonly transport?: (scripted: MailTransport) => MailTransport
  } = {},
) {
  const { store } = await aStoreWithReaders(readers)
  if (more.domains) {
    for (let index = 0; index < readers; index++)
      await store.db
        .updateTable('subscribers')
        .set({ email_key: `reader${index}@d${index}.example` })
        .where('email', '=', readerAddress(index))
        .execute()
  }
  await freezeIssue(store.db, { week, at: now, messageIdEnd: 'a@b' })
  const claim = { holder: 'p1', until: addMinutes(now, 15) }
  const ids = await claimMails(store, selectIssue(week), claim, now, { limit: readers })
  const handedOver: string[] = []
  const outcomes: Outcome[] = []
  const scripted = scriptedTransport(script, handedOver)
  const { deps } = aDelivery(store, more.transport?.(scripted) ?? scripted)
  const tally: Tally = createTally()
  const message = ({ email, id }: ClaimedDelivery) => ({
    name: String(id),
    from: 'w@list.example',
    to: email,
    bytes: Buffer.from('x'),
  })
  const onOutcome = (_mail: ClaimedDelivery, outcome: Outcome): Promise<void> => {
    outcomes.push(outcome)
    return Promise.resolve()
  }
  const base = { store, clock: deps.clock, log: silentLog, transport: deps.transport, signal: more.signal }
  const ledger = {
    ledger: 'deliveries',
    claimMinutes: 15,
    commit: createLedgerCommit(store.db, 'deliveries', 'p1'),
  } as const
  const queue = createQueue(await readClaimedDeliveries(store.db, ids), { atATime: 2, domains: [] })
  const failure = await handOverBatch(
    { ...base, ...ledger, hasSent: more.hasSent ?? false, compose: more.compose ?? message, onOutcome },
    queue,
    tally,
  ).then(
    () => null,
    (error: unknown) => error,
  )
  return { store, tally, handedOver, outcomes, failure, counts: (await readEquation(store.db, week))?.counts }
}

describe('what came of a mail is recorded', () => {
  test.each<[string, HandOverAnswer, object, object]>([
    ['taken', taken, { sent: 1 }, { sent: 1, skipped: 0 }],
    ['put off', { state: 'deferred', response: '450 4.2.0 later' }, { deferred: 1 }, { sent: 0, skipped: 0 }],
    [
      'refused for its reader',
      { state: 'bounced', response: '550 5.1.1 no such user' },
      { bounced: 1 },
      { sent: 0, skipped: 0 },
    ],
    ['without an answer', { state: 'uncertain', response: 'none' }, { uncertain: 1 }, { sent: 0, skipped: 0 }],
    ['not to be carried', { state: 'undeliverable', response: 'no SMTPUTF8' }, { skipped: 1 }, { sent: 0, skipped: 1 }],
  ])('%s', async (_name, answer, counts, tally) => {
    const result = await handOver(2, [answer, taken])
    expect(result.counts).toMatchObject({ ...counts, sent: 'sent' in counts ? 2 : 1 })
    expect(result.tally).toMatchObject({ ...tally, sent: 'sent' in counts ? 2 : 1, paused: false })
    expect(result.outcomes).toHaveLength(2)
  })

  test('with the answer, and with one attempt more', async () => {
    const { store, tally } = await handOver(1, [{ state: 'deferred', response: '450 4.2.0 later' }])
    const [deferred] = await listDeliveries(store.db, week, 'deferred', 9)
    expect(deferred).toMatchObject({
      attempts: 1,
      first_attempt_at: now,
      next_attempt_at: addMinutes(now, 5),
      response: '450 4.2.0 later',
    })
    expect(tally.notes).toMatchObject([
      { level: 'note', subject: readerAddress(0), code: 'SMTP_DEFERRED', message: 'deferred: 450 4.2.0 later' },
    ])
  })
})

describe('the run is paused', () => {
  test.each([
    ['the relay cannot be reached', 'SMTP_UNAVAILABLE'],
    ['the login is refused', 'SMTP_AUTHENTICATION_FAILED'],
    ['the relay refuses our sender', 'RELAY_REFUSES'],
    ['the outbox cannot be written', 'OUTBOX_UNWRITABLE'],
  ] as const)('when %s: no other mail is begun, and all wait', async (_name, code) => {
    const { counts, tally, handedOver, failure } = await handOver(4, [
      taken,
      new WeeklyError(code, 'no', { hint: 'look' }),
    ])
    expect(failure).toBeNull()
    expect(handedOver).toHaveLength(2)
    expect(counts).toMatchObject({ sent: 1, claimed: 3 })
    expect(tally).toMatchObject({ paused: true, notes: [{ level: 'failed', code, message: 'no', hint: 'look' }] })
  })

  test('when three connections in a row were lost, but not when a mail was taken between them', async () => {
    const three = await handOver(5, [lost])
    expect(three.tally).toMatchObject({ paused: true, lostInRow: 3 })
    expect(three.counts).toMatchObject({ deferred: 3, claimed: 2 })
    const between = await handOver(5, [lost, lost, taken, lost, lost])
    expect(between.tally).toMatchObject({ paused: false, sent: 1 })
    expect(between.counts).toMatchObject({ deferred: 4, sent: 1 })
  })

  const policy = { state: 'bounced', response: '550 5.7.1 rejected' } as const
  test.each<[string, Script, { readonly domains?: 'many' }, object]>([
    [
      'three in a row to different domains were refused for our trouble',
      [taken, policy],
      { domains: 'many' },
      { sent: 1, pending: 3, claimed: 1 },
    ],
    ['three were refused before any was taken', [policy], {}, { sent: 0, pending: 3, claimed: 2 }],
    [
      'the relay speaks of a limit of sending',
      [taken, { state: 'bounced', response: '550 5.4.5 Daily sending limit exceeded' }],
      {},
      { sent: 1, pending: 1, claimed: 3 },
    ],
    [
      'the relay puts off mail for a limit of sending',
      [taken, { state: 'deferred', response: '452 hourly sending limit reached' }],
      {},
      { sent: 1, pending: 1, claimed: 3 },
    ],
    [
      'three were refused at MAIL FROM',
      [taken, { state: 'refused', response: '451 busy' }],
      {},
      { sent: 1, pending: 3, claimed: 1 },
    ],
  ])('when %s, and no attempt is counted', async (_name, script, more, counts) => {
    const result = await handOver(5, script, more)
    expect(result.tally).toMatchObject({ paused: true, notes: [{ level: 'failed', code: 'RELAY_REFUSES' }] })
    expect(result.counts).toMatchObject(counts)
    const pending = await listDeliveries(result.store.db, week, 'pending', 9)
    expect(pending.map(({ attempts }) => attempts)).toEqual(pending.map(() => 0))
  })

  test('not when others are taken between: what a single server refuses is tried again after an hour', async () => {
    const { tally, counts, store } = await handOver(4, [taken, policy, taken, policy], { domains: 'many' })
    expect(tally).toMatchObject({ paused: false, sent: 2 })
    expect(counts).toMatchObject({ sent: 2, deferred: 2 })
    expect((await listDeliveries(store.db, week, 'deferred', 1))[0]).toMatchObject({
      attempts: 1,
      next_attempt_at: addMinutes(now, 60),
    })
  })

  test('for all that were refused, though a mail that was under way is taken afterwards', async () => {
    const limit = { state: 'bounced', response: '550 5.4.5 Daily sending limit exceeded' } as const
    const refused = Promise.withResolvers<undefined>()
    const { counts } = await handOver(2, [limit, taken], {
      transport: scripted => ({
        ...scripted,
        connections: 2,
        handOver: async (message, control) => {
          const isFirst = message.to === readerAddress(0)
          const answer = await scripted.handOver(message, control)
          if (!isFirst) await refused.promise
          // The second mail is answered when the first one's refusal has been taken in.
          else setImmediate(() => setImmediate(() => refused.resolve(undefined)))
          return answer
        },
      }),
    })
    expect(counts).toMatchObject({ sent: 1, pending: 1, deferred: 0 })
  })

  test('not by a single "later" at MAIL FROM, which costs no attempt', async () => {
    const { counts, store, tally } = await handOver(3, [{ state: 'refused', response: '451 4.3.0 busy' }, taken])
    expect(tally.paused).toBe(false)
    expect(counts).toMatchObject({ sent: 2, pending: 1, deferred: 0 })
    expect(await listDeliveries(store.db, week, 'pending', 9)).toMatchObject([{ attempts: 0 }])
  })

  test('by a bug, which is thrown when what was begun is recorded', async () => {
    const { failure, tally, counts } = await handOver(3, [taken, new TypeError('a bug')])
    expect(failure).toBeInstanceOf(TypeError)
    expect(tally).toMatchObject({ paused: true, sent: 1 })
    expect(counts).toMatchObject({ sent: 1, claimed: 2 })
  })
})

test.each(['SUBSCRIBER_INVALID', 'ISSUE_EMPTY'] as const)(
  'a mail that cannot be composed (%s) is skipped, and only that',
  async code => {
    const compose = (): never => {
      throw new WeeklyError(code, 'nothing to send', { hint: 'none' })
    }
    const { counts, tally, handedOver } = await handOver(2, [taken], { compose })
    expect(handedOver).toEqual([])
    expect(counts).toMatchObject({ skipped: 2 })
    expect(tally.paused).toBe(false)
  },
)

test('a stopped run begins nothing', async () => {
  const { handedOver, counts } = await handOver(2, [taken], { signal: AbortSignal.abort() })
  expect(handedOver).toEqual([])
  expect(counts).toMatchObject({ claimed: 2 })
})
