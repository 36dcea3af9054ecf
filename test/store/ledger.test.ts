// What the ledger keeps of each attempt, who may still be claimed, and what the lists and sums of an issue's mails say.
import { expect, test } from 'vitest'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { insertCatchUp } from '../../src/store/catch-ups.ts'
import {
  listDeliveries,
  listUndeliverable,
  readClaimedDeliveries,
  readEquation,
  skipDeliveries,
} from '../../src/store/deliveries.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import {
  claimMails,
  hasSentMails,
  recoverMails,
  selectCatchUps,
  selectDue,
  selectIssue,
  selectLetters,
} from '../../src/store/ledger.ts'
import { createLedgerCommit, type Outcome } from '../../src/store/ledger-changes.ts'
import { insertLetter, readClaimedLetters, readNewestLetter } from '../../src/store/letters.ts'
import { insertRetraction, undoRetraction } from '../../src/store/retractions.ts'
import { confirmSubscriber, eraseSubscriber, saveSignUp, unsubscribe } from '../../src/store/subscribers.ts'
import { now, readerAddress, sealIssue, week } from '../deliver/builders.ts'
import { describeStores } from '../stores.ts'
import { aFrozenIssue, after, beginOne, claim, claimOf, recordOutcome, releaseRefused } from './ledger-builders.ts'

const onlyRow = async (store: Store) => {
  const rows = await store.db.selectFrom('deliveries').selectAll().execute()
  expect(rows).toHaveLength(1)
  return rows[0]
}
const signUp = async (store: Store, email: string) =>
  (await saveSignUp(store.db, { email, name: null, language: 'en', consent: '{}' }, now)).id

describeStores('an attempt', open => {
  test.each<[string, Outcome, Instant | null]>([
    ['taken', { state: 'sent', response: '250 2.0.0 ok' }, null],
    ['refused for its reader', { state: 'bounced', response: '550 5.1.1 no such user' }, null],
    ['not to be made', { state: 'skipped', response: 'nothing in it' }, null],
    ['put off', { state: 'deferred', response: '450 4.2.0 later' }, after(6)],
    ['refused for our own trouble', { state: 'deferred', response: '550 5.7.1 spam', isOurs: true }, after(61)],
    ['without an answer', { state: 'uncertain', response: 'no answer' }, after(11)],
  ])('%s is kept with its answer and when the next one is due', async (_what, outcome, next) => {
    const store = await aFrozenIssue(open, 1)
    const mail = await beginOne(store, 'p1')
    expect(await recordOutcome(store.db, 'deliveries', mail, 'p1', outcome, after(1))).toBe(outcome.state)
    expect(await onlyRow(store)).toMatchObject({
      state: outcome.state,
      response: outcome.response,
      attempts: 1,
      first_attempt_at: after(1),
      next_attempt_at: next,
      claimed_until: null,
      updated_at: after(1),
    })
  })

  test('after the first keeps when the first was made, and is made when it is due and no earlier', async () => {
    const store = await aFrozenIssue(open, 1)
    const first = await beginOne(store, 'p1')
    const later = { state: 'deferred', response: '450 later' } as const
    await recordOutcome(store.db, 'deliveries', first, 'p1', later, now)
    expect(await claim(store, claimOf('p2', 19), after(4), { limit: 1 })).toEqual([])
    const second = await beginOne(store, 'p2', 5)
    await recordOutcome(store.db, 'deliveries', second, 'p2', later, after(5))
    expect(await onlyRow(store)).toMatchObject({ attempts: 2, first_attempt_at: now, next_attempt_at: after(20) })
  })

  test('that is the last of its day gives up, and says after how many and what the server said last', async () => {
    const store = await aFrozenIssue(open, 1)
    const mail = { ...(await beginOne(store, 'p1')), attempts: 3, first_attempt_at: now }
    const later = { state: 'deferred', response: '450 later' } as const
    expect(await recordOutcome(store.db, 'deliveries', mail, 'p1', later, after(24 * 60))).toBe('bounced')
    expect(await onlyRow(store)).toMatchObject({
      state: 'bounced',
      response: 'given up after 4 attempts: 450 later',
      next_attempt_at: null,
    })
  })

  test('that was not begun can be recorded too: its mail could not be composed', async () => {
    const store = await aFrozenIssue(open, 1)
    const [mail] = await claim(store, claimOf('p1'), now, { limit: 1 })
    if (!mail) throw new Error('nothing to claim')
    const outcome = { state: 'skipped', response: 'nothing in it' } as const
    expect(await recordOutcome(store.db, 'deliveries', mail, 'p1', outcome, now)).toBe('skipped')
  })

  test('keeps five hundred characters of what a server says', async () => {
    const store = await aFrozenIssue(open, 1)
    const mail = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', mail, 'p1', { state: 'bounced', response: '拒'.repeat(600) }, now)
    expect((await onlyRow(store))?.response).toBe('拒'.repeat(500))
  })

  test('keeps nothing of what a server says of a reader who was erased meanwhile', async () => {
    const store = await aFrozenIssue(open, 1)
    const mail = await beginOne(store, 'p1')
    await eraseSubscriber(store.db, readerAddress(0), now)
    const outcome = { state: 'bounced', response: `550 <${readerAddress(0)}> unknown` } as const
    expect(await recordOutcome(store.db, 'deliveries', mail, 'p1', outcome, now)).toBe('bounced')
    expect(await onlyRow(store)).toMatchObject({ state: 'bounced', response: null })
  })
})

describeStores('changes that are committed together', open => {
  test('are answered each for itself: marks, outcomes and what is given back', async () => {
    const store = await aFrozenIssue(open, 5)
    const mails = await claim(store, claimOf('p1'), now, { limit: 4 })
    const [others] = await claim(store, claimOf('p2'), now, { limit: 1 })
    const [marked, taken, refused, left] = mails
    if (!marked || !taken || !refused || !left || !others) throw new Error('nothing to claim')
    await skipDeliveries(store.db, left.subscriber_id, 'the subscriber has left', now)
    const commit = createLedgerCommit(store.db, 'deliveries', 'p1')
    const outcome = { state: 'sent', response: '250 \0 ok' } as const
    expect(
      await Promise.all([
        commit.mark(marked.id, after(20), after(1)),
        commit.record(taken, outcome, after(1)),
        commit.release(refused.id, after(1)),
        commit.mark(left.id, after(20), after(1)),
        commit.record(others, outcome, after(1)),
      ]),
    ).toEqual([true, 'sent', undefined, false, null])
    const rows = await store.db.selectFrom('deliveries').selectAll().orderBy('id').execute()
    const at = after(1)
    expect(rows).toMatchObject([
      { state: 'data', attempts: 0, claimed_by: 'p1', claimed_until: after(20), response: null, updated_at: at },
      { state: 'sent', attempts: 1, first_attempt_at: at, claimed_by: 'p1', claimed_until: null, updated_at: at },
      { state: 'pending', attempts: 0, claimed_by: null, claimed_until: null, next_attempt_at: at },
      { state: 'skipped', response: 'the subscriber has left', updated_at: now },
      { state: 'claimed', attempts: 0, claimed_by: 'p2', updated_at: now },
    ])
  })
})

describeStores('changes of one mail that wait together', open => {
  test('are made one after the other, as when its connection ends while its mark waits for the disk', async () => {
    const store = await aFrozenIssue(open, 2)
    const [mail, other] = await claim(store, claimOf('p1'), now, { limit: 2 })
    if (!mail || !other) throw new Error('nothing to claim')
    const commit = createLedgerCommit(store.db, 'deliveries', 'p1')
    const outcome = { state: 'uncertain', response: 'the connection was closed' } as const
    expect(
      await Promise.all([
        commit.mark(mail.id, after(20), now),
        commit.mark(other.id, after(20), now),
        commit.record(mail, outcome, after(1)),
        commit.mark(mail.id, after(20), after(2)),
      ]),
    ).toEqual([true, true, 'uncertain', false])
    expect(await store.db.selectFrom('deliveries').selectAll().orderBy('id').execute()).toMatchObject([
      { state: 'uncertain', attempts: 1, claimed_until: null, response: outcome.response, updated_at: after(1) },
      { state: 'data', attempts: 0, claimed_until: after(20) },
    ])
  })
})

describeStores('what is left behind', open => {
  test('by a crash says why it is uncertain, counts the attempt, and may be repeated in ten minutes', async () => {
    const store = await aFrozenIssue(open, 1)
    await beginOne(store, 'p1')
    expect(await recoverMails(store.db, selectIssue(week), after(15))).toBe(1)
    expect(await onlyRow(store)).toMatchObject({
      state: 'uncertain',
      attempts: 1,
      next_attempt_at: after(25),
      claimed_until: null,
      response: 'the process ended between the end of the message and the answer to it',
    })
  })

  test('by a crash before the end is as it was, and no attempt', async () => {
    const store = await aFrozenIssue(open, 1)
    await claim(store, claimOf('p1'), now, { limit: 1 })
    expect(await recoverMails(store.db, selectIssue(week), after(15))).toBe(0)
    expect(await onlyRow(store)).toMatchObject({ state: 'pending', attempts: 0, claimed_by: null, claimed_until: null })
  })

  test('by readers who left is skipped, waiting or put off, and says so; mails of others wait on', async () => {
    const store = await aFrozenIssue(open, 3)
    const deferred = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', deferred, 'p1', { state: 'deferred', response: '450' }, now)
    const [pending] = await listDeliveries(store.db, week, 'pending', 1)
    for (const mail of [deferred, pending])
      await store.db
        .updateTable('subscribers')
        .set({ state: 'unsubscribed' })
        .where('id', '=', mail?.subscriber_id ?? 0)
        .execute()
    await recoverMails(store.db, selectIssue(week), after(5))
    expect((await listDeliveries(store.db, week, 'skipped', 9)).map(({ response }) => response)).toEqual([
      'the subscriber has left',
      'the subscriber has left',
    ])
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { pending: 1, skipped: 2 }, balanced: true })
  })

  test('by a relay that refuses our mail waits again, begun or not', async () => {
    const store = await aFrozenIssue(open, 2)
    const begun = await beginOne(store, 'p1')
    const [claimed] = await claim(store, claimOf('p1'), now, { limit: 1 })
    for (const mail of [begun, claimed]) await releaseRefused(store.db, 'deliveries', mail?.id ?? 0, 'p1', after(2))
    expect(await listDeliveries(store.db, week, 'pending', 9)).toMatchObject([
      { attempts: 0, claimed_by: null, claimed_until: null, next_attempt_at: after(2) },
      { attempts: 0, claimed_by: null, claimed_until: null, next_attempt_at: after(2) },
    ])
  })
})

describeStores('of the mails', open => {
  test('of an issue some have been sent, or none', async () => {
    const store = await aFrozenIssue(open, 2)
    const bounced = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', bounced, 'p1', { state: 'bounced', response: '550' }, now)
    expect(await hasSentMails(store.db, selectIssue(week))).toBe(false)
    const sent = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', sent, 'p1', { state: 'sent', response: '250' }, now)
    expect(await hasSentMails(store.db, selectIssue(week))).toBe(true)
    expect(await hasSentMails(store.db, selectIssue('2026-W46' as WeekId))).toBe(false)
  })

  test('to late readers those are due that were queued since an instant, to readers who are still there', async () => {
    const store = await aFrozenIssue(open, 1)
    const late: number[] = []
    for (const [index, minutes] of [10, 20, 30].entries()) {
      const id = await signUp(store, `late${index}@example.org`)
      await confirmSubscriber(store.db, id, after(minutes))
      await insertCatchUp(store.db, id, 'n@example.org', after(minutes))
      late.push(id)
    }
    await unsubscribe(store.db, late[1] ?? 0, after(40))
    const due = (since: number) =>
      claimMails(store, selectCatchUps(week, after(since)), claimOf('p1', 60), after(45), { limit: 9 })
    expect(await readClaimedDeliveries(store.db, await due(10))).toMatchObject([{ subscriber_id: late[2] }])
    expect(await readClaimedDeliveries(store.db, await due(9))).toMatchObject([{ subscriber_id: late[0] }])
    // What was frozen with the issue is none of theirs.
    expect(await due(-1)).toEqual([])
  })

  test('that ask for a confirmation none goes to who has confirmed or was erased', async () => {
    const store = await open()
    const ids: number[] = []
    for (const name of ['asked', 'confirmed', 'erased']) {
      const id = await signUp(store, `${name}@example.org`)
      await insertLetter(store.db, { kind: 'confirmation', subscriberId: id, messageId: `<${name}@x>` }, now)
      ids.push(id)
    }
    const [asked = 0, confirmed = 0] = ids
    await confirmSubscriber(store.db, confirmed, now)
    await store.db
      .updateTable('subscribers')
      .set({ email_key: 'erased:1' })
      .where('id', '=', ids[2] ?? 0)
      .execute()
    const letters = selectLetters('confirmation')
    const claimed = await claimMails(store, letters, claimOf('p1'), now, { limit: 9 })
    expect(await readClaimedLetters(store.db, claimed)).toMatchObject([{ subscriber_id: asked }])
    await recoverMails(store.db, letters, after(1))
    const states = await Promise.all(ids.map(id => readNewestLetter(store.db, 'confirmation', id)))
    expect(states.map(letter => letter?.state)).toEqual(['claimed', 'skipped', 'skipped'])
  })
})

describeStores('once an issue was taken back', open => {
  const wholeIssue = { week, storyId: '' }

  test('only the best of a month is due, until that is undone', async () => {
    const store = await aFrozenIssue(open, 3)
    const toMonthly = store.db.updateTable('deliveries').set({ cadence: 'monthly' })
    await toMonthly.where('email', '=', readerAddress(1)).execute()
    await insertRetraction(store.db, wholeIssue, 'Wrong.', now)
    const due = async (holder: string) =>
      (
        await readClaimedDeliveries(
          store.db,
          await claimMails(store, selectDue(week), claimOf(holder), now, { limit: 9 }),
        )
      ).map(({ email }) => email)
    expect(await due('p1')).toEqual([readerAddress(1)])
    expect(await due('p1')).toEqual([])
    await undoRetraction(store.db, wholeIssue, now)
    expect(await due('p2')).toEqual([readerAddress(0), readerAddress(2)])
  })

  test.each([
    ['a story of it', { week, storyId: 'item:1:7' }],
    ['another issue', { ...wholeIssue, week: '2026-W46' as WeekId }],
  ])('nothing is held back where %s was taken back instead', async (_what, instead) => {
    const store = await aFrozenIssue(open, 2)
    if (instead.week !== week) await sealIssue(store, { week: instead.week })
    await insertRetraction(store.db, instead, 'Wrong.', now)
    expect(await claimMails(store, selectDue(week), claimOf('p1'), now, { limit: 9 })).toHaveLength(2)
  })

  test('no late reader gets a mail, until that is undone', async () => {
    const store = await aFrozenIssue(open, 0)
    const late = await signUp(store, 'late@example.org')
    await confirmSubscriber(store.db, late, now)
    await insertCatchUp(store.db, late, 'n@example.org', now)
    const due = () => claimMails(store, selectCatchUps(week, after(-1)), claimOf('p1'), now, { limit: 9 })
    await insertRetraction(store.db, wholeIssue, 'Wrong.', now)
    expect(await due()).toEqual([])
    await undoRetraction(store.db, wholeIssue, now)
    expect(await due()).toHaveLength(1)
  })

  test('what a crash left is recovered as of any other', async () => {
    const store = await aFrozenIssue(open, 1)
    await beginOne(store, 'p1')
    await insertRetraction(store.db, wholeIssue, 'Wrong.', now)
    expect(await recoverMails(store.db, selectIssue(week), after(15))).toBe(1)
  })
})

describeStores('a batch', open => {
  /** Four mails: one is due again, one was refused for no fault of its reader, two are fresh. */
  const fourMails = async () => {
    const store = await aFrozenIssue(open, 4)
    const again = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', again, 'p1', { state: 'deferred', response: '450' }, now)
    const refused = await beginOne(store, 'p1')
    await releaseRefused(store.db, 'deliveries', refused.id, 'p1', now)
    const batch = async (limit: number): Promise<readonly string[]> =>
      (await claim(store, claimOf('p2', 60), after(5), { limit })).map(({ email }) => email)
    return { batch }
  }
  const [again, refused, fresh, alsoFresh] = [0, 1, 2, 3].map(readerAddress)

  test('is filled with what is due again and with fresh mails; refused ones come alone, when no other is left', async () => {
    const { batch } = await fourMails()
    expect(await batch(9)).toEqual([again, fresh, alsoFresh])
    expect(await batch(9)).toEqual([refused])
    expect(await batch(9)).toEqual([])
  })

  test('has no more than its limit of both together, what is due again first', async () => {
    const { batch } = await fourMails()
    expect(await batch(1)).toEqual([again])
    expect(await batch(1)).toEqual([fresh])
    expect(await batch(2)).toEqual([alsoFresh])
    expect(await batch(1)).toEqual([refused])
  })

  test('of two has one of each kind', async () => {
    const { batch } = await fourMails()
    expect(await batch(2)).toEqual([again, fresh])
  })
})

describeStores('the deliveries of an issue', open => {
  test('are read as they were frozen, in order, with when their readers confirmed', async () => {
    const store = await open()
    // So that no delivery has the number of its reader.
    await signUp(store, 'early@example.org')
    await aFrozenIssue(() => Promise.resolve(store), 2)
    const claimed = await claimMails(store, selectIssue(week), claimOf('p1'), now, { limit: 9 })
    const rows = await store.db.selectFrom('deliveries').selectAll().orderBy('id').execute()
    const read = await readClaimedDeliveries(store.db, claimed.toReversed())
    expect(read).toEqual(rows.map(row => ({ ...row, confirmed_at: after(-10_000) })))
    expect(read.map(({ email }) => email)).toEqual([readerAddress(0), readerAddress(1)])
    expect(await readClaimedDeliveries(store.db, [])).toEqual([])
  })

  test('are taken back from a reader who leaves: of every issue, or of one week', async () => {
    const store = await aFrozenIssue(open, 2)
    const other = '2026-W48' as WeekId
    await sealIssue(store, { week: other })
    await freezeIssue(store.db, { week: other, at: now, messageIdEnd: 'n@example.org' })
    const [first, second] = await listDeliveries(store.db, week, 'pending', 2)
    await skipDeliveries(store.db, first?.subscriber_id ?? 0, 'a word', after(1), week)
    expect(await listDeliveries(store.db, week, 'skipped', 9)).toMatchObject([
      { id: first?.id, response: 'a word', updated_at: after(1) },
    ])
    expect(await listDeliveries(store.db, other, 'skipped', 9)).toEqual([])
    await skipDeliveries(store.db, second?.subscriber_id ?? 0, 'left', after(2))
    expect(await listDeliveries(store.db, week, 'skipped', 9)).toHaveLength(2)
    expect(await listDeliveries(store.db, other, 'skipped', 9)).toMatchObject([{ email: second?.email }])
  })

  test('are taken back when they were put off too', async () => {
    const store = await aFrozenIssue(open, 1)
    const mail = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', mail, 'p1', { state: 'deferred', response: '450' }, now)
    await skipDeliveries(store.db, mail.subscriber_id, 'left', now)
    expect(await onlyRow(store)).toMatchObject({ state: 'skipped', response: 'left' })
  })

  test.each(['sent', 'data', 'uncertain', 'bounced'] as const)('stay %s when their reader leaves', async state => {
    const store = await aFrozenIssue(open, 1)
    await store.db.updateTable('deliveries').set({ state, response: '250' }).execute()
    const { subscriber_id = 0 } = (await onlyRow(store)) ?? {}
    await skipDeliveries(store.db, subscriber_id, 'left', after(1))
    await unsubscribe(store.db, subscriber_id, after(1))
    await recoverMails(store.db, selectIssue(week), after(1))
    expect(await onlyRow(store)).toMatchObject({ state, response: '250' })
  })

  test('in one state are listed page by page, each behind the last one of the page before', async () => {
    const store = await aFrozenIssue(open, 3)
    const page = (afterId?: number) => listDeliveries(store.db, week, 'pending', 2, afterId)
    const first = await page()
    const second = await page(first.at(-1)?.id)
    expect([first, second].map(rows => rows.map(({ email }) => email))).toEqual([
      [readerAddress(0), readerAddress(1)],
      [readerAddress(2)],
    ])
    expect(await page(second.at(-1)?.id)).toEqual([])
  })

  test('balance only while each frozen one is there', async () => {
    const store = await aFrozenIssue(open, 2)
    expect(await readEquation(store.db, week)).toEqual({
      frozen: 2,
      counts: { sent: 0, bounced: 0, skipped: 0, deferred: 0, uncertain: 0, pending: 2, claimed: 0, data: 0 },
      balanced: true,
    })
    await store.db.deleteFrom('deliveries').where('email', '=', readerAddress(0)).execute()
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 2, balanced: false })
  })

  test('that no relay could carry are listed apart from what was skipped for other reasons, so many of them', async () => {
    const store = await aFrozenIssue(open, 4)
    const other = '2026-W48' as WeekId
    await sealIssue(store, { week: other })
    await freezeIssue(store.db, { week: other, at: now, messageIdEnd: 'n@example.org' })
    for (const response of ['undeliverable: no SMTPUTF8', 'the subscriber has left', 'undeliverable: no 8BITMIME']) {
      const mail = await beginOne(store, 'p1')
      await recordOutcome(store.db, 'deliveries', mail, 'p1', { state: 'skipped', response }, now)
    }
    const bounced = await beginOne(store, 'p1')
    await recordOutcome(store.db, 'deliveries', bounced, 'p1', { state: 'bounced', response: 'undeliverable: x' }, now)
    expect((await listUndeliverable(store.db, week, 9)).map(({ response }) => response)).toEqual([
      'undeliverable: no SMTPUTF8',
      'undeliverable: no 8BITMIME',
    ])
    expect(await listUndeliverable(store.db, week, 1)).toMatchObject([{ response: 'undeliverable: no SMTPUTF8' }])
    expect(await listUndeliverable(store.db, other, 9)).toEqual([])
  })
})
