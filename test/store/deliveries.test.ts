import { describe, expect, test } from 'vitest'
import { listDeliveries, readEquation, skipDeliveries } from '../../src/store/deliveries.ts'
import { recoverMails, releaseMails, selectIssue } from '../../src/store/ledger.ts'
import { decideRetry } from '../../src/store/ledger-changes.ts'
import { releaseLease, renewLease, takeLease } from '../../src/store/leases.ts'
import { unsubscribe } from '../../src/store/subscribers.ts'
import { confirmReaders, now, sealIssue, week } from '../deliver/builders.ts'
import { decideUncertain } from '../../src/store/uncertain.ts'
import { describeStores } from '../stores.ts'
import {
  aFrozenIssue,
  after,
  beginOne,
  claim,
  claimOf,
  freeze,
  markData,
  recordOutcome,
  releaseRefused,
} from './ledger-builders.ts'

describe('retries', () => {
  /** The minutes after the first attempt at which a mail is tried that is never taken. */
  const attemptsOf = (isOurs: boolean): number[] => {
    const minutes = [0]
    for (;;) {
      const at = after(minutes.at(-1) ?? 0)
      const next = decideRetry({ attempts: minutes.length, firstAt: now, isOurs }, at)
      if (next === null) return minutes
      minutes.push((Date.parse(next) - Date.parse(now)) / 60_000)
    }
  }

  test('come after 5 min, 15 min, 1 h and every 4 h, the last a day or more after the first', () => {
    expect(attemptsOf(false)).toEqual([0, 5, 20, 80, 320, 560, 800, 1040, 1280, 1520])
  })

  test('come seldom after a refusal that is ours, the last a day or more after the first', () => {
    expect(attemptsOf(true)).toEqual([0, 60, 300, 780, 1500])
  })

  test('are not used up by a machine that was off for a day', () => {
    expect(decideRetry({ attempts: 1, firstAt: now }, after(3_000))).toBe(after(3_005))
    expect(decideRetry({ attempts: 3, firstAt: now }, after(3_000))).toBe(after(3_060))
    expect(decideRetry({ attempts: 4, firstAt: now }, after(3_000))).toBeNull()
  })

  test('end a day after the first attempt to the minute, when four have been made', () => {
    expect(decideRetry({ attempts: 4, firstAt: now }, after(24 * 60))).toBeNull()
    expect(decideRetry({ attempts: 4, firstAt: now }, after(24 * 60 - 1))).toBe(after(28 * 60 - 1))
  })
})

describeStores('the ledger', open => {
  test('freezing is done once: later sign-ups are not in it, and two processes agree', async () => {
    const store = await open()
    const second = await open(store.address)
    await sealIssue(store)
    await confirmReaders(store, 5)
    expect(await readEquation(store.db, week)).toBeNull()
    expect(await Promise.all([freeze(store), freeze(second)])).toEqual([5, 5])
    await confirmReaders(store, 8)
    expect(await freeze(store)).toBe(5)
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 5, balanced: true, counts: { pending: 5 } })
    const ids = (await listDeliveries(store.db, week, 'pending', 10)).map(delivery => delivery.message_id)
    expect(new Set(ids).size).toBe(5)
    expect(ids[0]).toMatch(/^<2026-W47\.\d+\.n@example\.org>$/)
  })

  test('many claims at once share the deliveries out', async () => {
    const store = await aFrozenIssue(open, 30)
    const second = await open(store.address)
    const claims = await Promise.all(
      [store, second, store, second].map((each, index) => claim(each, claimOf(`p${index}`), now, { limit: 10 })),
    )
    const claimed = claims.flat().map(delivery => delivery.id)
    expect(new Set(claimed).size).toBe(claimed.length)
  })

  test('a message may end only under a claim that is fresh and one’s own', async () => {
    const store = await aFrozenIssue(open, 1)
    const [delivery] = await claim(store, claimOf('p1'), now, { limit: 1 })
    const id = delivery?.id ?? 0
    expect(await markData(store.db, 'deliveries', id, claimOf('p2'), now)).toBe(false)
    expect(await markData(store.db, 'deliveries', id, claimOf('p1', 40), after(15))).toBe(false)
    expect(await markData(store.db, 'deliveries', id, claimOf('p1'), now)).toBe(true)
    expect(await markData(store.db, 'deliveries', id, claimOf('p1'), now)).toBe(false)
    expect(
      await recordOutcome(
        store.db,
        'deliveries',
        { id, attempts: 0, first_attempt_at: null },
        'p2',
        { state: 'sent', response: '250' },
        now,
      ),
    ).toBeNull()
    expect(
      await recordOutcome(
        store.db,
        'deliveries',
        { id, attempts: 0, first_attempt_at: null },
        'p1',
        { state: 'sent', response: '250' },
        now,
      ),
    ).toBe('sent')
    expect(
      await recordOutcome(
        store.db,
        'deliveries',
        { id, attempts: 0, first_attempt_at: null },
        'p1',
        { state: 'deferred', response: '450' },
        now,
      ),
    ).toBeNull()
  })

  test('after a crash what was claimed is pending and what may have ended is uncertain, once the claims run out', async () => {
    const store = await aFrozenIssue(open, 3)
    await beginOne(store, 'p1')
    await claim(store, claimOf('p1'), now, { limit: 1 })
    expect(await recoverMails(store.db, selectIssue(week), after(14))).toBe(0)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { data: 1, claimed: 1, pending: 1 } })
    expect(await recoverMails(store.db, selectIssue(week), after(15))).toBe(1)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { uncertain: 1, pending: 2 }, balanced: true })
    expect(await claim(store, claimOf('p2', 60), after(24), { limit: 9 })).toHaveLength(2)
    expect(await claim(store, claimOf('p2', 60), after(25), { limit: 9 })).toHaveLength(1)
  })

  test('a late answer resolves what was taken for uncertain', async () => {
    const store = await aFrozenIssue(open, 1)
    const delivery = await beginOne(store, 'p1')
    await recoverMails(store.db, selectIssue(week), after(16))
    expect(
      await recordOutcome(store.db, 'deliveries', delivery, 'p1', { state: 'sent', response: '250' }, after(17)),
    ).toBe('sent')
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 1 } })
  })

  test('what stays uncertain three times is left to the operator', async () => {
    const store = await aFrozenIssue(open, 1)
    for (let time = 0; time < 3; time++) {
      const delivery = await beginOne(store, `p${time}`, time * 20)
      await recordOutcome(
        store.db,
        'deliveries',
        delivery,
        `p${time}`,
        { state: 'uncertain', response: '' },
        after(time * 20),
      )
    }
    expect(await claim(store, claimOf('p9', 900), after(800), { limit: 1 })).toEqual([])
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { uncertain: 1 }, balanced: true })
  })

  test('held uncertain mails wait for the operator, who sends them again or takes them for sent', async () => {
    const store = await aFrozenIssue(open, 3)
    for (const time of [0, 1, 2]) {
      const delivery = await beginOne(store, `p${time}`, time)
      await recordOutcome(
        store.db,
        'deliveries',
        delivery,
        `p${time}`,
        { state: 'uncertain', response: '' },
        after(time),
      )
    }
    const claimHeld = (limit: number) => claim(store, claimOf('p9', 900), after(800), { limit, uncertain: 'hold' })
    expect(await claimHeld(9)).toEqual([])
    const [first, second] = await listDeliveries(store.db, week, 'uncertain', 9)
    const settle = { email: first?.email.toUpperCase() ?? '', decision: 'settle' } as const
    expect(await decideUncertain(store.db, week, settle, after(801))).toBe(1)
    expect(await decideUncertain(store.db, week, settle, after(801))).toBe(0)
    expect(await decideUncertain(store.db, week, { email: 'all', decision: 'resend' }, after(802))).toBe(2)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 1, pending: 2 }, balanced: true })
    expect((await claimHeld(9))[0]).toMatchObject({ message_id: second?.message_id, dated_at: second?.dated_at })
  })

  test('a reader who leaves is skipped unless the mail has been handed over, and is claimed no more', async () => {
    const store = await aFrozenIssue(open, 3)
    const sent = await beginOne(store, 'p1')
    const [claimed] = await claim(store, claimOf('p1'), now, { limit: 1 })
    const [pending] = await listDeliveries(store.db, week, 'pending', 1)
    for (const delivery of [sent, claimed, pending])
      await skipDeliveries(store.db, delivery?.subscriber_id ?? 0, 'left', now)
    expect(await markData(store.db, 'deliveries', claimed?.id ?? 0, claimOf('p1'), now)).toBe(false)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { data: 1, skipped: 2 }, balanced: true })
    expect(await claim(store, claimOf('p2'), now, { limit: 9 })).toEqual([])
  })

  test('a reader who left while a mail was deferred is skipped by the next run', async () => {
    const store = await aFrozenIssue(open, 1)
    const delivery = await beginOne(store, 'p1')
    await unsubscribe(store.db, delivery.subscriber_id, now)
    await recordOutcome(store.db, 'deliveries', delivery, 'p1', { state: 'deferred', response: '450' }, now)
    await recoverMails(store.db, selectIssue(week), after(5))
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { skipped: 1 }, balanced: true })
  })

  test('a reader who left while it is uncertain whether the mail arrived stays uncertain: it may have', async () => {
    const store = await aFrozenIssue(open, 1)
    const delivery = await beginOne(store, 'p1')
    await unsubscribe(store.db, delivery.subscriber_id, now)
    expect(await recoverMails(store.db, selectIssue(week), after(15))).toBe(1)
    await recoverMails(store.db, selectIssue(week), after(30))
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { uncertain: 1, skipped: 0 }, balanced: true })
    expect(await claim(store, claimOf('p2', 60), after(30), { limit: 9 })).toEqual([])
  })

  test('each crash between end and answer is an attempt, and after three the mail is left to the operator', async () => {
    const store = await aFrozenIssue(open, 1)
    for (const [time, attempts] of [1, 2, 3].entries()) {
      await beginOne(store, `p${time}`, time * 40)
      expect(await recoverMails(store.db, selectIssue(week), after(time * 40 + 15))).toBe(1)
      expect(await listDeliveries(store.db, week, 'uncertain', 9)).toMatchObject([{ attempts }])
    }
    expect(await claim(store, claimOf('p9', 900), after(800), { limit: 9 })).toEqual([])
  })

  test('what a relay refused for no fault of its reader comes after all others, and no attempt was counted', async () => {
    const store = await aFrozenIssue(open, 3)
    const refused = await beginOne(store, 'p1')
    await releaseRefused(store.db, 'deliveries', refused.id, 'p2', now)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { data: 1 } })
    await releaseRefused(store.db, 'deliveries', refused.id, 'p1', now)
    const claimed = [
      await claim(store, claimOf('p2'), now, { limit: 9 }),
      await claim(store, claimOf('p2'), now, { limit: 9 }),
    ]
    expect(claimed.map(each => each.map(({ id }) => id === refused.id))).toEqual([[false, false], [true]])
    expect(claimed[1]).toMatchObject([{ attempts: 0, first_attempt_at: null }])
  })

  test('what is given back counts as no attempt', async () => {
    const store = await aFrozenIssue(open, 2)
    await claim(store, claimOf('p1'), now, { limit: 2 })
    await releaseMails(store.db, selectIssue(week), 'p2', now)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { claimed: 2 } })
    await releaseMails(store.db, selectIssue(week), 'p1', now)
    expect(await listDeliveries(store.db, week, 'pending', 9)).toMatchObject([{ attempts: 0 }, { attempts: 0 }])
  })
})

describeStores('leases', open => {
  test('one holder at a time; a lease that ran out is taken over with a higher fence, and the late holder is told', async () => {
    const { db } = await open()
    const first = await takeLease(db, 'deliver', 'p1', now, 15)
    expect(first).toBe(1)
    expect(await takeLease(db, 'deliver', 'p2', after(14), 15)).toBeNull()
    expect(await takeLease(db, 'other', 'p2', now, 15)).toBe(1)
    expect(await renewLease(db, 'deliver', 1, after(14), 15)).toBe(true)
    expect(await takeLease(db, 'deliver', 'p2', after(28), 15)).toBeNull()
    expect(await takeLease(db, 'deliver', 'p2', after(29), 15)).toBe(2)
    expect(await renewLease(db, 'deliver', 1, after(30), 15)).toBe(false)
    await releaseLease(db, 'deliver', 1, after(30))
    expect(await takeLease(db, 'deliver', 'p3', after(31), 15)).toBeNull()
    await releaseLease(db, 'deliver', 2, after(31))
    expect(await takeLease(db, 'deliver', 'p3', after(31), 15)).toBe(3)
  })

  test('of many who ask at once one gets it', async () => {
    const store = await open()
    const second = await open(store.address)
    const fences = await Promise.all(
      [store, second, store].map(({ db }, index) => takeLease(db, 'x', `p${index}`, now, 5)),
    )
    expect(fences.filter(fence => fence !== null)).toEqual([1])
  })
})
