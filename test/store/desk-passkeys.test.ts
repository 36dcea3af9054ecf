// Passkeys in both stores: one row for each, challenges that work once, counters that two cannot raise at once.
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import {
  findPasskey,
  hasPasskeys,
  listPasskeys,
  MOST_PASSKEYS,
  notePasskeyUse,
  removePasskey,
  renamePasskey,
  saveChallenge,
  savePasskey,
  useChallenge,
} from '../../src/store/desk-passkeys.ts'
import { removeEditor, saveEditor } from '../../src/store/editors.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const passkey = {
  id: 'a_-',
  publicKey: 'pQEC',
  counter: 4_294_967_290,
  transports: ['internal', 'hybrid'],
  name: '手机',
}

describeStores('passkeys', open => {
  test('are kept once, counted by one at a time, and go with their editor', async () => {
    const store = await open()
    const { db } = store
    const li = await saveEditor(store, { email: 'li@example.org', name: '李', role: 'owner', mayRelease: true }, now)
    const ann = await saveEditor(
      store,
      { email: 'ann@example.org', name: 'Ann', role: 'editor', mayRelease: false },
      now,
    )
    expect(await hasPasskeys(db)).toBe(false)
    expect(await savePasskey(store, { ...passkey, editorId: ann.id }, now)).toBe(true)
    expect(await savePasskey(store, { ...passkey, editorId: li.id }, now)).toBe(false)
    const kept = { ...passkey, editorId: ann.id, createdAt: now, usedAt: null }
    expect(await listPasskeys(db, ann.id)).toEqual([kept])
    expect([await hasPasskeys(db), await hasPasskeys(db, li.id)]).toEqual([true, false])
    expect(await notePasskeyUse(db, kept, 4_294_967_295, addMinutes(now, 1))).toBe(true)
    expect(await notePasskeyUse(db, kept, 4_294_967_295, addMinutes(now, 1))).toBe(false)
    await renamePasskey(db, li.id, passkey.id, 'Not mine')
    await removePasskey(db, li.id, passkey.id)
    const used = { ...kept, counter: 4_294_967_295, usedAt: addMinutes(now, 1) }
    expect(await findPasskey(db, passkey.id)).toEqual(used)
    for (let number = 1; number < MOST_PASSKEYS; number++)
      expect(await savePasskey(store, { ...passkey, id: `id${number}`, editorId: ann.id }, now)).toBe(true)
    expect(await savePasskey(store, { ...passkey, id: 'one more', editorId: ann.id }, now)).toBe(false)
    await removeEditor(store, ann.id)
    expect(await hasPasskeys(db)).toBe(false)
  })

  test('sign a challenge once, of the browser that asked last, for what it asked', async () => {
    const store = await open()
    const { db } = store
    const { id: editorId } = await saveEditor(
      store,
      { email: 'li@example.org', name: '李', role: 'owner', mayRelease: true },
      now,
    )
    const purpose = { kind: 'new-passkey', editorId } as const
    await saveChallenge(db, purpose, 'browser', 'first', now)
    await saveChallenge(db, purpose, 'browser', 'second', now)
    expect(await useChallenge(db, { kind: 'passkey' }, 'browser', now)).toBeNull()
    expect(await useChallenge(db, purpose, 'other', now)).toBeNull()
    const isChallenge = await useChallenge(db, purpose, 'browser', addMinutes(now, 4))
    expect([isChallenge?.('first'), isChallenge?.('second')]).toEqual([false, true])
    expect(await useChallenge(db, purpose, 'browser', now)).toBeNull()
    await saveChallenge(db, { kind: 'passkey' }, 'browser', 'third', now)
    expect(await useChallenge(db, { kind: 'passkey' }, 'browser', addMinutes(now, 5))).toBeNull()
  })
})
