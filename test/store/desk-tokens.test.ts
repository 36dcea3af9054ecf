import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import {
  isTokenText,
  listTokens,
  makeToken,
  openToken,
  purgeTokens,
  revokeToken,
  scopesOf,
} from '../../src/store/desk-tokens.ts'
import { removeEditor, saveEditor } from '../../src/store/editors.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { describeStores } from '../stores.ts'

const now = '2016-12-08T04:00:00.000Z' as Instant
const days = (count: number): Instant => addMinutes(now, count * 24 * 60)
const aNamed = (store: Store, role: 'owner' | 'editor' | 'contributor', mayRelease = false) =>
  saveEditor(store, { email: 'ann@example.org', name: 'Ann', role, mayRelease }, now)

test.each([
  ['contributor', true, ['read', 'save']],
  ['editor', false, ['read', 'save', 'edit', 'subscribers']],
  ['editor', true, ['read', 'save', 'edit', 'subscribers', 'release']],
] as const)('a token of a %s (may release: %s) does no more than %j', (role, mayRelease, scopes) => {
  expect(scopesOf({ role, mayRelease })).toEqual(scopes)
})

describeStores('tokens for programs', open => {
  test('a token opens for a year at most; the store has its hash alone', async () => {
    const store = await open()
    const ann = await aNamed(store, 'editor')
    const { secret, token } = await makeToken(store.db, ann, { name: '剪藏', scopes: ['save', 'read'] }, now)
    expect(isTokenText(secret)).toBe(true)
    expect(token).toMatchObject({ name: '剪藏', scopes: ['read', 'save'], expiresAt: days(365), usedAt: null })
    expect(JSON.stringify(await store.db.selectFrom('desk_tokens').selectAll().execute())).not.toContain(secret)
    expect(await openToken(store.db, secret, addMinutes(days(365), -1))).toMatchObject({ editor: { name: 'Ann' } })
    expect(await openToken(store.db, secret, days(365))).toBe('over')
    expect(await openToken(store.db, `${secret.slice(0, -1)}.`, now)).toBeNull()
    await purgeTokens(store.db, days(364))
    expect(await listTokens(store.db, ann.id)).toHaveLength(1)
    await purgeTokens(store.db, days(396))
    expect(await listTokens(store.db, null)).toEqual([])
  })

  test('uses are noted every five minutes', async () => {
    const store = await open()
    const ann = await aNamed(store, 'editor')
    const { secret } = await makeToken(store.db, ann, { name: 'a', scopes: ['read'] }, now)
    const usedAt = async (minutes: number) => {
      await openToken(store.db, secret, addMinutes(now, minutes))
      return (await listTokens(store.db, null))[0]?.usedAt
    }
    expect([await usedAt(0), await usedAt(4), await usedAt(5)]).toEqual([now, now, addMinutes(now, 5)])
  })

  test('a token may no more than its editor may now, and goes with the editor', async () => {
    const store = await open()
    await saveEditor(store, { email: 'li@example.org', name: 'Li', role: 'owner', mayRelease: true }, now)
    const ann = await aNamed(store, 'editor', true)
    const { secret } = await makeToken(store.db, ann, { name: 'a', scopes: ['read', 'edit', 'release'] }, now)
    await aNamed(store, 'editor')
    expect(await openToken(store.db, secret, now)).toMatchObject({ scopes: ['read', 'edit'] })
    await aNamed(store, 'contributor')
    expect(await openToken(store.db, secret, now)).toMatchObject({ scopes: ['read'] })
    await removeEditor(store, ann.id)
    expect(await openToken(store.db, secret, now)).toBeNull()
  })

  test.each([
    [{ name: '', scopes: ['read'] }],
    [{ name: 'x'.repeat(61), scopes: ['read'] }],
    [{ name: 'a', scopes: [] }],
    [{ name: 'a', scopes: ['release'] }],
    [{ name: 'a', scopes: ['read'], days: 366 }],
    [{ name: 'a', scopes: ['read'], days: 0 }],
  ] as const)('%j is refused', async wanted => {
    const store = await open()
    await expect(makeToken(store.db, await aNamed(store, 'editor'), wanted, now)).rejects.toThrow(
      expect.objectContaining({ code: 'USAGE_INVALID' }) as Error,
    )
  })

  test('names are taken once by each editor, and nobody revokes what is another one’s', async () => {
    const store = await open()
    const ann = await aNamed(store, 'editor')
    const { secret, token } = await makeToken(store.db, ann, { name: 'a', scopes: ['read'] }, now)
    await expect(makeToken(store.db, ann, { name: 'a', scopes: ['read'] }, now)).rejects.toThrow('already')
    expect(await revokeToken(store.db, token.id, ann.id + 1)).toBe(false)
    expect(await revokeToken(store.db, token.id, ann.id)).toBe(true)
    expect(await openToken(store.db, secret, now)).toBeNull()
  })
})
