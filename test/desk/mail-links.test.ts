// Links of the editors' mails: what is signed comes back, what is altered or late does not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { linkActions, type MailLink, makeMailLink, readMailLink } from '../../src/desk/mail-links.ts'

const key = Buffer.alloc(32, 3)
const now = '2016-12-09T00:00:00.000Z' as Instant
const link: MailLink = {
  ...{ week: '2016-W49' as WeekId, editorId: 7, action: 'drop', story: '0123456789', base: 'abcdef012345' },
  expiresAt: addMinutes(now, 240),
}
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom('0', '1', '7', '9', 'a', 'c', 'f'), minLength: length, maxLength: length })
const links = fc.record({
  week: fc.constantFrom('2016-W49' as WeekId, '2026-W01' as WeekId),
  editorId: fc.integer({ min: 1, max: 1_000_000 }),
  action: fc.constantFrom(...linkActions),
  story: fc.option(hex(10)),
  base: hex(12),
  expiresAt: fc.integer({ min: 1, max: 100_000 }).map(minutes => addMinutes(now, minutes)),
})

test('any link comes back as it was signed, and with no other key', () => {
  fc.assert(
    fc.property(links, each => {
      const token = makeMailLink(key, each)
      expect(readMailLink(key, token, now)).toEqual({ kind: 'valid', link: each })
      expect(readMailLink(Buffer.alloc(32, 4), token, now)).toEqual({ kind: 'invalid' })
      expect(readMailLink(key, token, each.expiresAt)).toEqual({ kind: 'expired' })
    }),
  )
})

test('no sign of a link can be another one', () => {
  const token = makeMailLink(key, link)
  for (let at = 0; at < token.length; at++)
    for (const sign of ['0', 'a', 'A', '-', '.', '容'])
      if (token[at] !== sign)
        expect(readMailLink(key, token.slice(0, at) + sign + token.slice(at + 1), now), `${at} ${sign}`).toEqual({
          kind: 'invalid',
        })
})

test.each(['', '.', 'x'.repeat(100_000), '1.'.repeat(50_000), makeMailLink(key, link).slice(0, -1)])(
  'what is no link is none: %.30s',
  token => {
    expect(readMailLink(key, token, now)).toEqual({ kind: 'invalid' })
  },
)
