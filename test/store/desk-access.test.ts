// Who may sign in to the desk, and what a session, a code and a link open, for how long and how often.
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import {
  beginSession,
  endSessions,
  findDeskLink,
  listSessions,
  makeDeskLink,
  openSession,
  purgeDesk,
  saveDeskCode,
  tryDeskCode,
  useDeskLink,
} from '../../src/store/desk-sessions.ts'
import { findEditor, listEditors, removeEditor, requireEditor, saveEditor } from '../../src/store/editors.ts'
import { describeStores, type OpenTestStore } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const day = 24 * 60
const later = (minutes: number): Instant => addMinutes(now, minutes)
const phone = { device: 'Phone', network: '198.51.100.0' }

async function openDesk(open: OpenTestStore) {
  const store = await open()
  const li = await saveEditor(store, { email: 'Li@Example.org', name: '李', role: 'owner', mayRelease: true }, now)
  const ann = await saveEditor(store, { email: 'ann@example.org', name: 'Ann', role: 'editor', mayRelease: false }, now)
  return { store, db: store.db, li, ann }
}

describeStores('editors', open => {
  test('owners come first, one address is one editor, and a contributor releases nothing', async () => {
    const { store, db } = await openDesk(open)
    await saveEditor(store, { email: 'ANN@example.org', name: 'Ann B', role: 'contributor', mayRelease: true }, now)
    expect((await listEditors(db)).map(({ name, role, mayRelease }) => [name, role, mayRelease])).toEqual([
      ['李', 'owner', true],
      ['Ann B', 'contributor', false],
    ])
    expect(await findEditor(db, { email: 'li@example.ORG' })).toMatchObject({ name: '李' })
  })

  test('an address that nobody at the desk has is refused', async () => {
    const { db } = await openDesk(open)
    await expect(requireEditor(db, 'eve@example.org')).rejects.toMatchObject({ code: 'EDITOR_MISSING' })
  })

  test('the last owner can neither go nor become less', async () => {
    const { store, li, ann } = await openDesk(open)
    await expect(removeEditor(store, li.id)).rejects.toMatchObject({ code: 'EDITOR_NEEDED' })
    await expect(saveEditor(store, { ...li, role: 'editor' }, now)).rejects.toMatchObject({ code: 'EDITOR_NEEDED' })
    await saveEditor(store, { ...ann, role: 'owner' }, now)
    expect(await removeEditor(store, li.id)).toBe(true)
    expect(await removeEditor(store, li.id)).toBe(false)
  })
})

describeStores('sessions of the desk', open => {
  test('a key opens its session for thirty days without use, and never longer than half a year', async () => {
    const { db, li } = await openDesk(open)
    const key = await beginSession(db, li.id, phone, now)
    const openAt = async (minutes: number) => (await openSession(db, key, phone.network, later(minutes)))?.editor.name
    expect(await openAt(29 * day)).toBe('李')
    expect(await openAt(58 * day)).toBe('李')
    expect(await openAt(58 * day + 30 * day)).toBeUndefined()
    const busy = await beginSession(db, li.id, phone, now)
    for (let days = 25; days < 180; days += 25) await openSession(db, busy, phone.network, later(days * day))
    expect(await openSession(db, busy, phone.network, later(179 * day))).not.toBeNull()
    expect(await openSession(db, busy, phone.network, later(180 * day))).toBeNull()
  })

  test('the store holds no key, and a foreign key opens nothing', async () => {
    const { db, li } = await openDesk(open)
    const key = await beginSession(db, li.id, phone, now)
    const rows = await db.selectFrom('desk_sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(key)
    expect(await openSession(db, rows[0]?.key_hash ?? '', phone.network, now)).toBeNull()
  })

  test('an editor ends one session, or all others; one who is removed is signed out', async () => {
    const { store, db, li, ann } = await openDesk(open)
    const [first, second, third] = [
      await beginSession(db, ann.id, phone, now),
      await beginSession(db, ann.id, { ...phone, device: 'Desk' }, later(1)),
      await beginSession(db, ann.id, { ...phone, device: 'Train' }, later(2)),
    ]
    const own = await beginSession(db, li.id, phone, now)
    const [train] = await listSessions(db, ann.id, later(3))
    expect(train).toMatchObject({ device: 'Train' })
    await endSessions(db, li.id, { id: train?.id ?? '' })
    expect(await listSessions(db, ann.id, later(3))).toHaveLength(3)
    await endSessions(db, ann.id, { id: train?.id ?? '' })
    expect(await openSession(db, third, '', later(3))).toBeNull()
    const opened = await openSession(db, second, phone.network, later(3))
    await endSessions(db, ann.id, { allBut: opened?.session.id ?? null })
    expect(await openSession(db, first, phone.network, later(3))).toBeNull()
    await removeEditor(store, ann.id)
    expect(await openSession(db, second, phone.network, later(3))).toBeNull()
    expect(await openSession(db, own, phone.network, later(3))).not.toBeNull()
  })
})

describeStores('ways in to the desk', open => {
  test('a link works once, for ten minutes; looking at it changes nothing', async () => {
    const { db, li } = await openDesk(open)
    const token = await makeDeskLink(db, li.id, now)
    expect(await findDeskLink(db, token, later(9))).toBe(li.id)
    const both = await Promise.all([useDeskLink(db, token, later(9)), useDeskLink(db, token, later(9))])
    expect(both.filter(id => id === li.id)).toHaveLength(1)
    expect(await useDeskLink(db, token, later(9))).toBeNull()
    expect(await useDeskLink(db, await makeDeskLink(db, li.id, now), later(10))).toBeNull()
  })

  test('a code works once, in the browser that asked for it, for a quarter of an hour', async () => {
    const { store, db, ann } = await openDesk(open)
    const pending = await saveDeskCode(db, ann.id, 'ABCD2345', now)
    const other = await saveDeskCode(db, ann.id, 'WXYZ6789', now)
    expect(await tryDeskCode(store, other, 'ABCD2345', now)).toEqual({ kind: 'wrong' })
    expect(await tryDeskCode(store, pending, 'ABCD2345', later(15))).toEqual({ kind: 'over' })
    expect(await tryDeskCode(store, pending, 'ABCD2345', later(14))).toEqual({ kind: 'right', editorId: ann.id })
    expect(await tryDeskCode(store, pending, 'ABCD2345', later(14))).toEqual({ kind: 'over' })
  })

  test('eight guesses are all, and a code for a stranger is never right', async () => {
    const { store, db, ann } = await openDesk(open)
    const pending = await saveDeskCode(db, ann.id, 'ABCD2345', now)
    for (let guess = 0; guess < 8; guess++)
      expect(await tryDeskCode(store, pending, `WRONG00${guess}`, now)).toEqual({ kind: 'wrong' })
    expect(await tryDeskCode(store, pending, 'ABCD2345', now)).toEqual({ kind: 'over' })
    const stranger = await saveDeskCode(db, null, 'ABCD2345', now)
    expect(await tryDeskCode(store, stranger, 'ABCD2345', now)).toEqual({ kind: 'wrong' })
  })

  test('what opens nothing any more is forgotten', async () => {
    const { db, ann } = await openDesk(open)
    await saveDeskCode(db, ann.id, 'ABCD2345', now)
    await makeDeskLink(db, ann.id, now)
    await beginSession(db, ann.id, phone, now)
    const count = async () =>
      (await db.selectFrom('desk_keys').selectAll().execute()).length +
      (await db.selectFrom('desk_sessions').selectAll().execute()).length
    await purgeDesk(db, later(9))
    expect(await count()).toBe(3)
    await purgeDesk(db, later(30 * day))
    expect(await count()).toBe(0)
  })
})
