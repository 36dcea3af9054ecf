import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../src/core/types.ts'
import {
  compileMail,
  composeIssueMail,
  composeMail,
  type MailingList,
  type MailParts,
  senderOf,
} from '../../../src/deliver/message/compose.ts'
import { htmlPart } from '../builders.ts'

const list: MailingList = {
  id: 'weekly.example.org',
  url: 'https://weekly.example.org/',
  from: 'Weekly, "the list" 周刊 <weekly@exämple.org>',
  replyTo: 'editor@example.org',
  signers: [],
}
const identity = {
  to: 'ann@example.net',
  messageId: '<2026-W47.1.abc@weekly.example.org>',
  datedAt: '2026-11-20T00:30:00.000Z' as Instant,
}
const links = {
  unsubscribeUrl: 'https://weekly.example.org/unsubscribe/a?b=1&c=2',
  preferencesUrl: 'https://weekly.example.org/preferences/x',
  confirmedDate: '2026-01-02',
}
const someParts = (more: Partial<MailParts> = {}): MailParts => ({
  subject: 'Weekly #47: containers',
  html: htmlPart,
  text: 'Leave: @@UNSUBSCRIBE_URL@@\n',
  ...more,
})
const compose = (parts: MailParts): string =>
  composeIssueMail(list, compileMail(parts), identity, links, '2026-W47').toString('latin1')
const headerLines = (message: string): string[] => message.slice(0, message.indexOf('\r\n\r\n')).split('\r\n')

describe('the message of an issue', () => {
  test('comes back from a mail parser as it was meant', async () => {
    const mail = await simpleParser(compose(someParts({ text: '你好\n.dot\nLeave: @@UNSUBSCRIBE_URL@@\n' })))
    expect(mail.subject).toBe('Weekly #47: containers')
    expect(mail.from?.value).toEqual([{ name: 'Weekly, "the list" 周刊', address: 'weekly@exämple.org' }])
    expect(mail.date?.toISOString()).toBe(identity.datedAt)
    expect(mail.messageId).toBe(identity.messageId)
    expect(mail.text).toBe(`你好\n.dot\nLeave: ${links.unsubscribeUrl}\n`)
    expect(mail.html).toBe(
      '<!doctype html><p>读者 &amp; friends</p><a href="https://weekly.example.org/unsubscribe/a?b=1&#38;c=2">leave</a> ' +
        '<a href="https://weekly.example.org/preferences/x">choose</a> 2026-01-02',
    )
    expect(senderOf(list)).toBe('weekly@xn--exmple-cua.org')
  })

  test('has the headers of a list, List-Unsubscribe on one line', () => {
    expect(headerLines(compose(someParts()))).toEqual([
      'From: =?UTF-8?B?V2Vla2x5LCAidGhlIGxpc3QiIOWRqOWIig==?=',
      ' <weekly@xn--exmple-cua.org>',
      'To: ann@example.net',
      'Reply-To: editor@example.org',
      'Subject: Weekly #47: containers',
      'Date: Fri, 20 Nov 2026 00:30:00 +0000',
      'Message-ID: <2026-W47.1.abc@weekly.example.org>',
      'Auto-Submitted: auto-generated',
      'List-Id: <weekly.example.org>',
      'List-Unsubscribe: <https://weekly.example.org/unsubscribe/a?b=1&c=2>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'List-Archive: <https://weekly.example.org/>',
      'Precedence: bulk',
      expect.stringMatching(/^Feedback-ID: 2026-W47:issue:weekly:[0-9a-f]{12}$/) as string,
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative;',
      expect.stringMatching(/^ boundary="=_[0-9a-f]+"$/) as string,
    ])
  })

  test('has a link for leaving by mail where there is an address that is read', () => {
    const leaving = { ...links, unsubscribeAddress: 'bounces+u7-00ff@example.org' }
    const message = composeIssueMail(list, compileMail(someParts()), identity, leaving, '2026-W47').toString()
    expect(message).toContain(
      'List-Unsubscribe: <https://weekly.example.org/unsubscribe/a?b=1&c=2>, <mailto:bounces+u7-00ff@example.org?subject=unsubscribe>\r\n',
    )
  })

  test('is the same to the byte however often it is composed', () => {
    expect(compose(someParts())).toBe(compose(someParts()))
  })

  test.each([
    ['English takes quoted-printable', 'plain words, mostly, in an English issue. '.repeat(20), 'quoted-printable'],
    ['Chinese takes base64', '这一期讲容器与云。'.repeat(20), 'base64'],
  ])('%s, the smaller of the two', (_name, text, encoding) => {
    const [, , textPart = ''] = compose(someParts({ text })).split('--=_')
    expect(compose(someParts({ text })).split('--=_')[1]).toContain(`Content-Transfer-Encoding: ${encoding}`)
    expect(textPart).not.toBe('')
  })
})

describe('any text', () => {
  test.each([
    '<script>alert(1)</script>',
    'title\r\nBcc: everyone@example.org',
    '=?UTF-8?B?c3Bvb2Y=?= title',
    'שלום עולם — עברית בכותרת של הודעה ארוכה מאוד שצריך לקפל לכמה שורות',
    '👩‍👩‍👧‍👦👨‍👩‍👦🏳️‍🌈'.repeat(6),
    'a '.repeat(60).trim(),
    'x'.repeat(1200),
    `e${'\u0301'.repeat(80)} combining`,
    '每周阅读清单第四十七期：容器镜像的签名、验证与分发，以及一些关于可观测性的长文章',
  ])('%j as a subject stays one header, within the limits, and reads the same', async subject => {
    const message = compose(someParts({ subject }))
    for (const line of headerLines(message))
      expect(line.length).toBeLessThanOrEqual(line.startsWith('List-') ? 998 : 90)
    const mail = await simpleParser(message)
    expect(mail.subject).toBe(subject.replace('\r\n', ' '))
    expect(mail.headers.has('bcc')).toBe(false)
  })

  test('no encoded word splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), subject => {
        const words =
          headerLines(compose(someParts({ subject })))
            .join('')
            .match(/(?<==\?UTF-8\?B\?)[^?]*(?=\?=)/g) ?? []
        for (const word of words.slice(1)) {
          const text = Buffer.from(word, 'base64').toString()
          expect(Buffer.from(text).toString('base64')).toBe(word)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('comes through both encodings unchanged, in lines of at most 76 characters', async () => {
    const body = fc.string({
      unit: fc.constantFrom('a', '=', ' ', '\t', '\n', '.', '中', 'é', '👩‍👧', 'From ', '\u2028'),
      maxLength: 300,
    })
    await fc.assert(
      fc.asyncProperty(body, async text => {
        const message = composeMail(
          list,
          compileMail({ subject: 's', text, html: `<p>${text}</p>` }),
          identity,
          {},
          [],
        ).toString('latin1')
        expect(message.split('\r\n').every(line => line.length <= 90 && !/[\r\n]/.test(line))).toBe(true)
        const mail = await simpleParser(message)
        expect(mail.text?.trimEnd()).toBe(text.trimEnd())
        expect((mail.html || '').trimEnd()).toBe(`<p>${text}</p>`)
      }),
      { numRuns: 60 },
    )
  })
})
