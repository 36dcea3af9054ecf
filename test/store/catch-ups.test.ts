import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { insertCatchUp, readCatchUpWeeks } from '../../src/store/catch-ups.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { findSubscriber } from '../../src/store/subscribers.ts'
import { confirmReaders, now, readerAddress, sealIssue, week } from '../deliver/builders.ts'
import { describeStores } from '../stores.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

describeStores('catching up', open => {
  const aLateReader = async (store: Awaited<ReturnType<typeof open>>): Promise<number> => {
    const reader = { email: 'late@example.org', name: null, language: 'en' as const, consent: 'yes' }
    await importSubscribers(store.db, [reader], now)
    return (await findSubscriber(store.db, { email: 'late@example.org' }))?.id ?? 0
  }

  test('who confirms after the freeze joins the ledger once, and the equation still balances', async () => {
    const store = await open()
    await sealIssue(store)
    await confirmReaders(store, 2)
    await freezeIssue(store.db, { week, at: now, messageIdEnd: 'a@b' })
    const id = await aLateReader(store)
    for (let time = 0; time < 3; time++) await insertCatchUp(store.db, id, 'c@d', addMinutes(now, time))
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 3, balanced: true, counts: { pending: 3 } })
    expect(await readCatchUpWeeks(store.db, addMinutes(now, 60))).toEqual([week])
    expect(await readCatchUpWeeks(store.db, addMinutes(now, 48 * 60))).toEqual([])
  })

  test('who confirms before the freeze, or was frozen, gets nothing more', async () => {
    const store = await open()
    await sealIssue(store)
    await confirmReaders(store, 1)
    const id = (await findSubscriber(store.db, { email: readerAddress(0) }))?.id ?? 0
    await insertCatchUp(store.db, id, 'c@d', now)
    await freezeIssue(store.db, { week, at: now, messageIdEnd: 'a@b' })
    await insertCatchUp(store.db, id, 'c@d', now)
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 1, balanced: true })
    expect(await readCatchUpWeeks(store.db, now)).toEqual([])
  })
})
