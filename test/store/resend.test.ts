import { expect, test } from 'vitest'
import type { BounceVerdict } from '../../src/store/engine/reader-tables.ts'
import { recordBounce } from '../../src/store/bounces.ts'
import { listDeliveries, readEquation } from '../../src/store/deliveries.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { claimMails, selectIssue } from '../../src/store/ledger.ts'
import { resendBounced } from '../../src/store/resend.ts'
import { findSubscriber, unsubscribe } from '../../src/store/subscribers.ts'
import { confirmReaders, now, readerAddress, sealIssue, week } from '../deliver/builders.ts'
import { describeStores, type OpenTestStore } from '../stores.ts'
import { recordOutcome } from './ledger-builders.ts'

/** An issue that bounced for each reader with these verdicts. */
async function aBouncedIssue(open: OpenTestStore, verdicts: readonly (readonly BounceVerdict[])[]) {
  const store = await open()
  await sealIssue(store)
  await confirmReaders(store, verdicts.length)
  await freezeIssue(store.db, { week, at: now, messageIdEnd: 'a@b' })
  const claim = { holder: 'p1', until: now }
  await claimMails(store, selectIssue(week), claim, now, { limit: 99 })
  for (const [index, delivery] of (await listDeliveries(store.db, week, 'claimed', 99)).entries()) {
    await recordOutcome(store.db, 'deliveries', delivery, 'p1', { state: 'bounced', response: 'no' }, now)
    for (const verdict of verdicts[index] ?? [])
      await recordBounce(store.db, delivery, { verdict, status: null, response: 'no' }, now)
  }
  return store
}

describeStores('sending once more', open => {
  test('is for those alone whom no fault of theirs cost the issue, and who are still subscribed', async () => {
    const verdicts = [
      ['ours'],
      ['bad-address'],
      ['refused'],
      ['temporary'],
      ['complaint'],
      ['ours', 'refused'],
      ['ours'],
      [],
    ] as const
    const store = await aBouncedIssue(open, verdicts)
    const left = await findSubscriber(store.db, { email: readerAddress(6) })
    await unsubscribe(store.db, left?.id ?? 0, now)
    expect(await resendBounced(store.db, week, now)).toBe(1)
    const [pending] = await listDeliveries(store.db, week, 'pending', 9)
    expect(pending).toMatchObject({ email: readerAddress(0), attempts: 0, resent_at: now })
    expect(await readEquation(store.db, week)).toMatchObject({ balanced: true, counts: { pending: 1, bounced: 7 } })
  })

  test('is done once, and what comes back then is recorded anew', async () => {
    const store = await aBouncedIssue(open, [['ours']])
    expect(await resendBounced(store.db, week, now)).toBe(1)
    const [delivery] = await listDeliveries(store.db, week, 'pending', 9)
    if (!delivery) throw new Error('nothing is pending')
    await store.db.updateTable('deliveries').set({ state: 'sent' }).execute()
    expect(await recordBounce(store.db, delivery, { verdict: 'ours', status: '5.7.1', response: 'no' }, now)).toBe(
      'noted',
    )
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { bounced: 1 } })
    expect(await resendBounced(store.db, week, now)).toBe(0)
  })
})
