// Messages that go over the wire as they are: what their maker says of them is so.
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileMail, composeIssueMail } from '../../../src/deliver/message/compose.ts'
import { createComposer } from '../../../src/deliver/message/composer.ts'
import { createDkimSigner } from '../../../src/deliver/message/dkim.ts'
import { isHeadInLines, isInLines } from '../../../src/deliver/message/lines.ts'
import { createTokens } from '../../../src/deliver/tokens.ts'
import { aConfig, htmlPart, now, week } from '../builders.ts'

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const list = {
  id: 'weekly.example.org',
  url: 'https://weekly.example.org/',
  from: 'Weekly 周刊 <weekly@example.org>',
  replyTo: 'weekly@example.org',
  signers: [createDkimSigner({ domain: 'example.org', selector: 'x', pem })],
}

test.each([
  ['a: b\r\n\r\nc\r\n', true],
  ['a: b\r\n\r\n.c\r\n', false],
  ['a: b\r\n\r\nc', false],
  ['a: b\r\n\r\nc\n', false],
  ['a: b\r\n\r\nc\rd\r\n', false],
  ['.a: b\r\n\r\nc\r\n', false],
])('%j is in lines: %s', (text, is) => {
  expect(isInLines(Buffer.from(text))).toBe(is)
})

test.each([
  ['a: b\r\n\r\n.c', true],
  ['a: b\r\n.c: d\r\n\r\ne\r\n', false],
  ['a: b\nc: d\r\n\r\ne\r\n', false],
  ['a: b\r\n', false],
])('the head of %j is in lines: %s', (text, is) => {
  expect(isHeadInLines(Buffer.from(text))).toBe(is)
})

const aPiece = fc.constantFrom('.', '..', '\r\n', '\r', '\n', '\n.', 'a', 'é', ' ', '\t', '读', '@@UNSUBSCRIBE_URL@@')
const aText = fc.array(aPiece, { maxLength: 40 }).map(pieces => pieces.join(''))

test('a mail is in lines whatever its text, its subject and what is filled in', () => {
  fc.assert(
    fc.property(aText, aText, aText, fc.boolean(), (text, value, subject, isLong) => {
      const mail = compileMail({ subject, html: `${isLong ? '容器'.repeat(60) : ''}${text}`, text })
      expect(mail.isInLines).toBe(true)
      const identity = { to: 'ann@example.net', messageId: '<1@x>', datedAt: now }
      const links = { unsubscribeUrl: value, preferencesUrl: value, confirmedDate: value }
      expect(isInLines(composeIssueMail(list, mail, identity, links, week))).toBe(true)
    }),
  )
})

test('a message to a reader says so', () => {
  const parts = { language: 'en', cadence: 'weekly', stories: 'both', subject: 'Weekly', html: htmlPart } as const
  const keys = { tokens: createTokens(Buffer.alloc(32)), verp: null }
  const compose = createComposer([{ ...parts, text: '.Hello\n' }], list, aConfig(), keys, week)
  const reader = { id: 1, subscriber_id: 1, email: '读者@example.net', language: 'en', message_id: '<1@x>' } as const
  const wishes = { cadence: 'weekly', sections_off: '[]', stories: 'both' } as const
  const message = compose({ ...reader, ...wishes, dated_at: now, confirmed_at: null })
  expect(message.isInLines).toBe(true)
  expect(isInLines(message.bytes)).toBe(true)
})
