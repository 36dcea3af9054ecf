// Mails by which editors save links, as mail programs write them.
import { expect, test } from 'vitest'
import { isSentTo, readSavedMail } from '../../src/desk/read-saved-mail.ts'

test.each([
  ['an address alone', 'About bread', 'https://example.org/a', ['https://example.org/a', 'About bread', '']],
  [
    'words behind it',
    '',
    'https://example.org/a\n\nRead the second half.',
    ['https://example.org/a', '', 'Read the second half.'],
  ],
  ['words before it', '', '值得一读：https://example.org/a。', ['https://example.org/a', '', '值得一读：。']],
  [
    'an address in the subject',
    'Fwd: Bread https://example.org/a',
    'Good.',
    ['https://example.org/a', 'Bread', 'Good.'],
  ],
  [
    'a signature',
    '转发：面包',
    'https://example.org/a\n好文\n-- \nAnn\nhttps://ann.example',
    ['https://example.org/a', '面包', '好文'],
  ],
  [
    'a quotation',
    'Re: x',
    'https://example.org/a\nMine.\n> not mine\n\nOn Monday Bob wrote:\n> https://other.example',
    ['https://example.org/a', 'x', 'Mine.'],
  ],
  [
    'what 王五 quoted',
    '',
    '看这篇 https://example.org/a\n\n2026年11月27日，王五 写道：\n旧内容',
    ['https://example.org/a', '', '看这篇'],
  ],
  ['no address', 'Hello', 'How are you?', ['', 'Hello', 'How are you?']],
  ['nothing', '', '', ['', '', '']],
])('%s', (_name, subject, text, [url, title, note]) => {
  expect(readSavedMail({ subject, text })).toEqual({ url, title, note })
})

test.each([
  ['Save+0123456789abcdef@Example.org', true],
  ['"Desk" <save+0123456789abcdef@example.org>, other@example.org', true],
  ['To: save+0123456789abcdef@example.org\nDelivered-To: x@example.org', true],
  ['save+0123456789abcdee@example.org', false],
  ['xsave+0123456789abcdef@example.org', false],
  ['save+0123456789abcdef@example.org.evil.example', false],
  ['', false],
])('a mail to %s', (recipients, isOurs) => {
  expect(isSentTo({ recipients }, 'save+0123456789abcdef@example.org')).toBe(isOurs)
})
