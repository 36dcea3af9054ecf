// What counts as an address, how it goes to a server, and under which key a mailbox is known once.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKey, mailableAddress, needsSmtpUtf8 } from '../../src/store/address.ts'

test.each([
  ['spaces and capitals', ' Ann.Lee+list@Example.ORG ', 'Ann.Lee+list@example.org', 'ann.lee+list@example.org'],
  ['a domain with an umlaut', 'ann@Bücher.example', 'ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
  ['a Chinese domain', 'ann@例子.中国', 'ann@xn--fsqu00a.xn--fiqs8s', 'ann@xn--fsqu00a.xn--fiqs8s'],
  ['Chinese on both sides', '用户@例子.公司', '用户@xn--fsqu00a.xn--55qx5d', '用户@xn--fsqu00a.xn--55qx5d'],
  ['a capital umlaut', 'JÖRG@müller.example', 'JÖRG@xn--mller-kva.example', 'jörg@xn--mller-kva.example'],
  ['an umlaut of two characters', 'jo\u0308rg@example.org', 'jörg@example.org', 'jörg@example.org'],
  ['a joiner that the script needs', 'क्\u200dष@example.org', 'क्\u200dष@example.org', 'क्\u200dष@example.org'],
  ['an emoji', '😀@example.org', '😀@example.org', '😀@example.org'],
  ['needed quotes', '"Ann Lee"@example.org', '"Ann Lee"@example.org', '"ann lee"@example.org'],
  ['quotes that change nothing', '"Ann"@example.org', 'Ann@example.org', 'ann@example.org'],
  ['an @ within quotes', '"a@b"@example.org', '"a@b"@example.org', '"a@b"@example.org'],
  [
    'a needless backslash',
    String.raw`"a\n\"b c"@example.org`,
    String.raw`"an\"b c"@example.org`,
    String.raw`"an\"b c"@example.org`,
  ],
])('%s', (_name, email, mailable, key) => {
  expect([mailableAddress(email), addressKey(email)]).toEqual([mailable, key])
})

test.each([
  ['no @', '读者'],
  ['nothing', ''],
  ['a domain of one label', 'ann@localhost'],
  ['a space in the domain', 'ann@exa mple.org'],
  ['a space without quotes', 'ann lee@example.org'],
  ['an open quote', '"ann@example.org'],
  ['empty quotes', '""@example.org'],
  ['the end of a command', 'ann@example.org>\r\nRCPT TO:<eve@example.org'],
  ['the end of a path within quotes', '"ann>"@example.org'],
  ['a line break within quotes', '"ann\r\nlee"@example.org'],
  ['a turn of the writing direction', 'ann\u202Elee@example.org'],
  ['a blank of another script', 'ann\u3000lee@example.org'],
  ['half a character', 'ann\uD800@example.org'],
  ['65 letters', `${'a'.repeat(65)}@example.org`],
  ['65 bytes', `${'é'.repeat(32)}a@example.org`],
])('%s is refused', (_name, email) => {
  expect(() => mailableAddress(email)).toThrow(expect.objectContaining({ code: 'SUBSCRIBER_INVALID' }) as Error)
})

const localPart = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }))
const anAddress = fc.oneof(
  fc.emailAddress(),
  localPart.map(text => `${text}@example.org`),
  localPart.map(text => `"${text}"@example.org`),
)

test('what is mailable stays as it is, its key too, and neither can end a command or a header', () => {
  fc.assert(
    fc.property(anAddress, email => {
      let mailable: string
      try {
        mailable = mailableAddress(email)
      } catch (error) {
        expect(error).toMatchObject({ code: 'SUBSCRIBER_INVALID' })
        return
      }
      expect(mailableAddress(mailable)).toBe(mailable)
      expect(addressKey(mailable)).toBe(addressKey(email))
      expect(addressKey(email).toLowerCase()).toBe(addressKey(email))
      expect(mailable).not.toMatch(/[<>\p{Cc}\u2028\u2029]/u)
    }),
    { numRuns: 500 },
  )
})

test('only other scripts before the @ ask for SMTPUTF8', () => {
  expect(needsSmtpUtf8(mailableAddress('jörg@müller.example'))).toBe(true)
  expect(needsSmtpUtf8(mailableAddress('joerg@müller.example'))).toBe(false)
})
