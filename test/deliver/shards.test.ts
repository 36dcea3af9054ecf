// A long issue in shards: several senders share it, nobody has it twice, and what one that died held goes to the others.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { claimMails, selectDue, splitMails } from '../../src/store/ledger.ts'
import { takeLease } from '../../src/store/leases.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, week } from './builders.ts'

const READERS = 1_000

/** A way out that takes mails until it has had enough. */
function aWayOut(most = Infinity, onEnough: () => void = () => undefined) {
  const taken: string[] = []
  const transport: MailTransport = {
    name: 'smtp://relay.example',
    connections: 4,
    handOver: async ({ to }, { mayEnd }) => {
      await nextTurn()
      if (!(await mayEnd())) return { state: 'withdrawn', response: 'taken back', isLost: false }
      taken.push(to)
      if (taken.length === most) onEnough()
      return { state: 'sent', response: '250 ok', isLost: false }
    },
    close: () => Promise.resolve(),
  }
  return { transport, taken }
}

test.each(['sqlite', 'postgres'] as const)(
  'two senders share a long issue, each reader has it once, and the shards of one that stopped go on with the other (%s)',
  async dialect => {
    const { store, address } = await aStoreWithReaders(READERS, { dialect })
    const second = await openStore(address, '/')
    const stopped = new AbortController()
    const begun = Promise.withResolvers<undefined>()
    const one = aWayOut(1, () => begun.resolve(undefined))
    const two = aWayOut(150, () => stopped.abort())
    const deliver = (each: typeof store, { transport }: typeof one, processId: string, signal?: AbortSignal) =>
      deliverIssues(aDelivery(each, transport, { processId, signal }).deps)
    const [report] = await Promise.all([
      deliver(store, one, 'p1'),
      begun.promise.then(() => deliver(second, two, 'p2', stopped.signal)),
    ])
    await second.close()
    const taken = [...one.taken, ...two.taken]
    expect([taken.length, new Set(taken).size]).toEqual([READERS, READERS])
    expect([report.done, two.taken.length]).toEqual([one.taken.length, expect.closeTo(152, -1)])
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: READERS }, balanced: true })
  },
)

test('each mail is in one shard, and a batch of a shard is read by the key of that', async () => {
  const { store } = await aStoreWithReaders(READERS)
  await freezeIssue(store.db, { week, at: now, messageIdEnd: 'n@example.org' })
  const shards = (await splitMails(store.db, selectDue(week))) ?? []
  const claim = { holder: 'p1#1', until: addMinutes(now, 15) }
  const sizes: number[] = []
  for (const shard of shards) sizes.push((await claimMails(store, shard, claim, now, { limit: READERS })).length)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(READERS)
  expect([sizes.length, Math.min(...sizes), Math.max(...sizes)]).toEqual([16, 62, 63])
  const explain = async (condition: ReturnType<typeof sql<boolean>>, order: string) => {
    const rows = shards[3]?.rows ?? sql<boolean>`1 = 0`
    const { rows: plan } = await sql<{ detail: string }>`explain query plan select id from deliveries
      where ${rows} and ${condition} order by ${sql.raw(order)} limit 50`.execute(store.db)
    return plan.map(({ detail }) => detail).join('; ')
  }
  const fresh = await explain(sql<boolean>`state = 'pending' and next_attempt_at is null`, 'id')
  expect(fresh).toMatch(/USING (COVERING )?INDEX deliveries_fresh \(week=\? AND <expr>=\?\)/)
  const again = await explain(sql<boolean>`state = 'deferred' and next_attempt_at <= ${now}`, 'next_attempt_at, id')
  expect(again).toMatch(/INDEX deliveries_waiting \(week=\? AND <expr>=\? AND state=\? AND next_attempt_at<\?\)/)
  expect(fresh + again).not.toContain('B-TREE')
})

test('a sender that finds another at the beginning of a long issue, before its mails are written, sends its part all the same', async () => {
  const { store } = await aStoreWithReaders(READERS)
  await takeLease(store.db, `deliver:${week}`, 'other', now, 15)
  const stop = new AbortController()
  const { transport, taken } = aWayOut(5, () => stop.abort())
  const { done, notes } = await deliverIssues(aDelivery(store, transport, { signal: stop.signal }).deps)
  expect(notes).toEqual([])
  expect(done).toBe(taken.length)
  expect(done).toBeGreaterThanOrEqual(5)
})

test('while others have all shards, a sender sends nothing, and says so; few mails are not split', async () => {
  const { store } = await aStoreWithReaders(READERS)
  const { transport, taken } = aWayOut()
  const { deps } = aDelivery(store, transport, { config: aConfig() })
  for (let shard = 1; shard <= 16; shard++) await takeLease(store.db, `deliver:${week}/${shard}`, 'other', now, 15)
  expect(await deliverIssues(deps)).toMatchObject({
    done: 0,
    notes: [{ level: 'note', subject: week, message: 'another process is delivering it' }],
  })
  expect(taken).toEqual([])
  await store.db
    .deleteFrom('deliveries')
    .where('id', '>', READERS - 1)
    .execute()
  expect(await splitMails(store.db, selectDue(week))).toBeNull()
})
