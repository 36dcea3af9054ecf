import { expect, test } from 'vitest'
import type { BounceVerdict } from '../../src/store/engine/reader-tables.ts'
import { type BounceConsequence, findReportedDelivery, recordBounce } from '../../src/store/bounces.ts'
import type { Store } from '../../src/store/engine/database.ts'
import type { Delivery } from '../../src/store/deliveries.ts'
import { insertIssue } from '../../src/store/issues.ts'
import type { WeekId } from '../../src/core/types.ts'
import { findSubscriber } from '../../src/store/subscribers.ts'
import { confirmReaders, now, readerAddress } from '../deliver/builders.ts'
import { describeStores } from '../stores.ts'

/** One reader who was sent so many issues; the deliveries, oldest first. */
async function sendIssues(store: Store, count: number): Promise<readonly Delivery[]> {
  await confirmReaders(store, 1)
  const deliveries: Delivery[] = []
  for (let number = 1; number <= count; number++) {
    const week = `2026-W${10 + number}` as WeekId
    const slot = { week, opens_at: now, closes_at: now, origin: 'scheduled', is_first: 0, state: 'sealed' } as const
    await store.db
      .insertInto('slots')
      .values({ ...slot, settled_at: now })
      .execute()
    const issue = { number, week, date: '2026-03-13' as never, title: 'x', foreword: null, sections: [] }
    await insertIssue(store.db, { ...issue, sealedAt: now, contentSha256: '', mailUntil: null }, [])
    const { id } = await store.db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow()
    const row = {
      week,
      subscriber_id: id,
      email: readerAddress(0),
      email_key: readerAddress(0),
      language: 'en',
    } as const
    const message_id = `<${week}.${id}.nonce@list.example>`
    const sent = { state: 'sent', message_id, dated_at: now, attempts: 1, updated_at: now } as const
    deliveries.push(
      await store.db
        .insertInto('deliveries')
        .values({ ...row, ...sent })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
  }
  return deliveries
}

describeStores('reports', open => {
  test.each<[string, readonly (BounceVerdict | null)[], BounceConsequence, string]>([
    ['a bad address is suspended at once', ['bad-address'], 'suspended', 'bounced'],
    ['a mailbox that refuses one issue stays', ['refused'], 'noted', 'confirmed'],
    [
      'one that refuses two issues is suspended, with an issue between them too',
      ['refused', null, 'refused'],
      'suspended',
      'bounced',
    ],
    ['one not reached three times stays', ['temporary', 'temporary', 'temporary'], 'noted', 'confirmed'],
    [
      'one not reached four times in a row is suspended',
      Array<'temporary'>(4).fill('temporary'),
      'suspended',
      'bounced',
    ],
    [
      'one that was reached in between stays',
      ['temporary', 'temporary', null, 'temporary', 'temporary'],
      'noted',
      'confirmed',
    ],
    ['what is our own trouble suspends nobody, however often', Array<'ours'>(6).fill('ours'), 'noted', 'confirmed'],
    ['a complaint ends the subscription', ['complaint'], 'complained', 'complained'],
  ])('%s', async (_name, verdicts, consequence, state) => {
    const store = await open()
    const deliveries = await sendIssues(store, verdicts.length)
    let last: BounceConsequence | null = null
    for (const [index, verdict] of verdicts.entries()) {
      const delivery = deliveries[index]
      if (delivery && verdict)
        last = await recordBounce(store.db, delivery, { verdict, status: null, response: 'no' }, now)
    }
    expect(last).toBe(consequence)
    expect((await findSubscriber(store.db, { email: readerAddress(0) }))?.state).toBe(state)
  })

  test('the same report twice counts once', async () => {
    const store = await open()
    const [delivery] = await sendIssues(store, 2)
    if (!delivery) throw new Error('no delivery')
    const report = { verdict: 'refused', status: '5.2.2', response: 'full' } as const
    expect(await recordBounce(store.db, delivery, report, now)).toBe('noted')
    expect(await recordBounce(store.db, delivery, report, now)).toBe('known')
  })

  test('a mail is found by its number, its Message-ID, or as the last to an address', async () => {
    const store = await open()
    const [first, last] = await sendIssues(store, 2)
    const find = (named: Parameters<typeof findReportedDelivery>[1]) => findReportedDelivery(store.db, named)
    expect((await find({ deliveryId: first?.id ?? 0 }))?.week).toBe(first?.week)
    expect((await find({ messageId: first?.message_id.slice(1, -1) ?? '' }))?.id).toBe(first?.id)
    expect((await find({ messageId: '<x@relay.example>', email: readerAddress(0).toUpperCase() }))?.id).toBe(last?.id)
    expect(await find({ deliveryId: 999 })).toBeNull()
    expect(await find({ messageId: first?.message_id.replace('nonce', 'other') ?? '' })).toBeNull()
  })
})
