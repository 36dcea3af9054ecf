import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import {
  claimConfirmationMail,
  confirmSubscriber,
  countForeignAddresses,
  countSubscribers,
  eraseSubscriber,
  findSubscriber,
  leaveList,
  listSubscribers,
  noteConfirmationMail,
  purgePending,
  saveSignUp,
  type SignUp,
  unsubscribe,
} from '../../src/store/subscribers.ts'
import { saveChoices } from '../../src/store/reader-choices.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { sealIssue, week } from '../deliver/builders.ts'
import { describeStores, readTables } from '../stores.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const day = 24 * 60
const aSignUp = (email: string, more: Partial<SignUp> = {}): SignUp => ({
  email,
  name: null,
  language: 'en',
  consent: 'the form',
  ...more,
})

describeStores('subscribers', open => {
  test('an address in any script is known once, and counted when it is confirmed', async () => {
    const { db } = await open()
    const rows = ['Jörg@müller.example', 'jo\u0308rg@MÜLLER.example', '用户@例子.公司', 'ann@例子.公司'].map(email =>
      aSignUp(email),
    )
    const results = await importSubscribers(db, rows, now)
    expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'already confirmed', 'imported', 'imported'])
    await saveSignUp(db, aSignUp('读者@example.org'), now)
    expect(await countForeignAddresses(db)).toBe(2)
    expect(await findSubscriber(db, { email: 'JÖRG@xn--mller-kva.example' })).toMatchObject({
      email: 'Jörg@müller.example',
    })
  })

  test('signing up twice is one pending row; confirming twice keeps the first confirmation', async () => {
    const { db } = await open()
    const first = await saveSignUp(db, aSignUp('Ann@example.org'), now)
    const second = await saveSignUp(db, aSignUp('ann@EXAMPLE.org', { language: 'zh-CN' }), addMinutes(now, 5))
    expect(second).toMatchObject({
      id: first.id,
      state: 'pending',
      email: 'Ann@example.org',
      language: 'zh-CN',
      createdAt: now,
    })
    await confirmSubscriber(db, first.id, now)
    const again = await confirmSubscriber(db, first.id, addMinutes(now, 5))
    expect(again).toMatchObject({ state: 'confirmed', confirmedAt: now })
    expect(await saveSignUp(db, aSignUp('ann@example.org', { consent: 'a stranger' }), now)).toMatchObject({
      state: 'confirmed',
      consent: 'the form',
    })
    expect(await confirmSubscriber(db, 99, now)).toBeNull()
  })

  test('one confirmation mail a day, none to the confirmed, and again after one that failed', async () => {
    const { db } = await open()
    const { id } = await saveSignUp(db, aSignUp('ann@example.org'), now)
    const mayMail = (minutes: number) => claimConfirmationMail(db, id, addMinutes(now, minutes))
    expect([await mayMail(0), await mayMail(1), await mayMail(day - 1), await mayMail(day)]).toEqual([
      true,
      false,
      false,
      true,
    ])
    await noteConfirmationMail(db, id, null)
    expect(await mayMail(day + 1)).toBe(true)
    await confirmSubscriber(db, id, now)
    expect(await mayMail(3 * day)).toBe(false)
  })

  test('who has left comes back by a mail sent after that, and by no older link or stranger', async () => {
    const { db } = await open()
    const { id } = await saveSignUp(db, aSignUp('ann@example.org'), now)
    await claimConfirmationMail(db, id, now)
    await confirmSubscriber(db, id, addMinutes(now, 1))
    await unsubscribe(db, id, addMinutes(now, 2))
    await unsubscribe(db, id, addMinutes(now, 9))
    expect(await findSubscriber(db, { id })).toMatchObject({ state: 'unsubscribed', leftAt: addMinutes(now, 2) })
    expect(await confirmSubscriber(db, id, addMinutes(now, 3))).toBeNull()
    const later = addMinutes(now, 2 * day)
    expect((await saveSignUp(db, aSignUp('ann@example.org'), later)).state).toBe('unsubscribed')
    await claimConfirmationMail(db, id, later)
    expect(await confirmSubscriber(db, id, later)).toMatchObject({ state: 'confirmed', leftAt: null })
  })

  test('sign-ups that nobody confirmed are forgotten after seven days, others are kept', async () => {
    const { db } = await open()
    const { id } = await saveSignUp(db, aSignUp('old@example.org'), now)
    await saveSignUp(db, aSignUp('asked-again@example.org'), now)
    const again = await findSubscriber(db, { email: 'asked-again@example.org' })
    await claimConfirmationMail(db, again?.id ?? 0, addMinutes(now, 6 * day))
    await importSubscribers(db, [aSignUp('reader@example.org')], now)
    expect(await purgePending(db, addMinutes(now, 7 * day - 1))).toBe(0)
    expect(await purgePending(db, addMinutes(now, 7 * day))).toBe(1)
    expect(await findSubscriber(db, { id })).toBeNull()
    expect(await countSubscribers(db)).toMatchObject({ pending: 1, confirmed: 1 })
  })

  test('an import confirms those with consent and brings back nobody who has left', async () => {
    const { db } = await open()
    await importSubscribers(
      db,
      ['left', 'bad', 'angry', 'gone', 'reader'].map(name => aSignUp(`${name}@example.org`)),
      now,
    )
    const idOf = async (name: string) => (await findSubscriber(db, { email: `${name}@example.org` }))?.id ?? 0
    await unsubscribe(db, await idOf('left'), now)
    await leaveList(db, await idOf('bad'), 'bounced', now)
    await leaveList(db, await idOf('angry'), 'complained', now)
    await unsubscribe(db, await idOf('angry'), now)
    await eraseSubscriber(db, 'GONE@example.org', now)
    await saveSignUp(db, aSignUp('waiting@example.org'), now)
    const rows = ['left', 'bad', 'angry', 'gone', 'reader', 'waiting', 'new'].map(name =>
      aSignUp(`${name}@example.org`),
    )
    const results = await importSubscribers(
      db,
      [...rows, aSignUp('x@example.org', { consent: ' ' }), aSignUp('nonsense'), aSignUp('new@example.org')],
      now,
    )
    expect(results.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'the address is unsubscribed',
      'the address is bounced',
      'the address is complained',
      'the address was erased on request',
      'already confirmed',
      'imported',
      'imported',
      'no statement of consent',
      '"nonsense" is no address that mail can be sent to',
      'already confirmed',
    ])
    expect(await countSubscribers(db)).toEqual({ pending: 0, confirmed: 3, unsubscribed: 1, bounced: 1, complained: 1 })
  })

  test('after erasure nothing stored holds the address, and the person may sign up anew', async () => {
    const store = await open()
    const { db } = store
    await importSubscribers(db, [aSignUp('ann@example.org', { name: 'Ann Lee' })], now)
    const id = (await findSubscriber(db, { email: 'ann@example.org' }))?.id ?? 0
    await sealIssue(store)
    await freezeIssue(db, { week, at: now, messageIdEnd: 'a@b' })
    await db.updateTable('deliveries').set({ response: '250 queued for ann@example.org' }).execute()
    await saveChoices(db, id, { language: 'en', cadence: 'monthly', sectionsOff: ['Clouds'], stories: 'en' })
    await eraseSubscriber(db, 'ann@example.org', now)
    const stored = JSON.stringify(await readTables(db))
    expect(stored).not.toMatch(/ann@|ann lee|the form/i)
    expect(await readEquation(db, week)).toMatchObject({ balanced: true, counts: { skipped: 1 } })
    expect(await listSubscribers(db, { limit: 10 })).toEqual([])
    await expect(eraseSubscriber(db, 'ann@example.org', now)).rejects.toMatchObject({ code: 'SUBSCRIBER_MISSING' })
    expect((await saveSignUp(db, aSignUp('ann@example.org'), now)).state).toBe('pending')
    await eraseSubscriber(db, 'ann@example.org', now)
  })

  test('lists go by pages and states, and what a reader chose is kept', async () => {
    const { db } = await open()
    await importSubscribers(
      db,
      [1, 2, 3].map(n => aSignUp(`r${n}@example.org`)),
      now,
    )
    const { id } = await saveSignUp(db, aSignUp('p@example.org'), now)
    await saveChoices(db, id, { language: 'zh-CN', cadence: 'monthly', sectionsOff: ['Clouds'], stories: 'en' })
    const first = await listSubscribers(db, { state: 'confirmed', limit: 2 })
    const rest = await listSubscribers(db, { state: 'confirmed', limit: 2, afterId: first.at(-1)?.id ?? 0 })
    expect([...first, ...rest].map(({ email }) => email)).toEqual([
      'r1@example.org',
      'r2@example.org',
      'r3@example.org',
    ])
    expect(await listSubscribers(db, { state: 'pending', limit: 2 })).toMatchObject([
      { language: 'zh-CN', cadence: 'monthly', sectionsOff: ['Clouds'], stories: 'en' },
    ])
  })
})
