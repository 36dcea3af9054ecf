import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokens, openTokens } from '../../src/deliver/tokens.ts'
import { describeStores } from '../stores.ts'

const tokens = createTokens(Buffer.alloc(32, 1))

test('a token gives its subscriber back, for its purpose only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), id => {
      const token = tokens.sign('unsubscribe', id)
      expect(token).toMatch(/^[\w-]{33,}$/)
      expect(tokens.check('unsubscribe', token)).toBe(id)
      expect(() => tokens.check('confirm', token)).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }) as Error)
    }),
  )
})

test('a token with any character changed, added or missing is refused', () => {
  const token = tokens.sign('confirm', 42)
  fc.assert(
    fc.property(fc.nat(token.length), fc.stringMatching(/^[\w-]?$/), fc.nat(1), (at, piece, removed) => {
      const changed = token.slice(0, at) + piece + token.slice(at + removed)
      if (changed !== token) expect(() => tokens.check('confirm', changed)).toThrow('not one of ours')
    }),
  )
})

test('another key refuses it', () => {
  const other = createTokens(Buffer.alloc(32, 2))
  expect(() => other.check('confirm', tokens.sign('confirm', 1))).toThrow('not one of ours')
})

describeStores('the key of the tokens', open => {
  test('is made once and kept, however many processes ask first', async () => {
    const store = await open()
    const second = await open(store.address)
    const [a, b] = await Promise.all([openTokens(store.db), openTokens(second.db)])
    expect(b.check('confirm', a.sign('confirm', 7))).toBe(7)
    expect((await openTokens(store.db)).check('confirm', a.sign('confirm', 7))).toBe(7)
  })
})
