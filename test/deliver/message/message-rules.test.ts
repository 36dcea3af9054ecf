// Every golden issue as a whole signed message, held against the rules of mail by other implementations than ours.
import { generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../src/core/types.ts'
import { compileMail, composeIssueMail } from '../../../src/deliver/message/compose.ts'
import { createDkimSigner } from '../../../src/deliver/message/dkim.ts'
import { renderMail } from '../../../src/publish/mail/email.ts'
import { goldenIssues, mailFor, shippedTemplates } from '../../publish/issues.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const signer = createDkimSigner({ domain: 'example.org', selector: 's', pem })
const list = {
  id: 'weekly.example.org',
  url: 'https://weekly.example.org/list/',
  from: '每周阅读清单 <weekly@example.org>',
  replyTo: 'editor@example.org',
  signers: [signer],
}
const identity = {
  to: 'ann@example.net',
  messageId: '<2016-W49.1.abc@weekly.example.org>',
  datedAt: '2016-12-09T00:30:00.000Z' as Instant,
}
const links = {
  unsubscribeUrl: `https://weekly.example.org/list/unsubscribe/${'a'.repeat(40)}`,
  preferencesUrl: `https://weekly.example.org/list/preferences/${'b'.repeat(40)}`,
  confirmedDate: 'Oct 2, 2016',
}
const fill = (part: string): string =>
  part
    .replaceAll('@@UNSUBSCRIBE_URL@@', links.unsubscribeUrl)
    .replaceAll('@@PREFERENCES_URL@@', links.preferencesUrl)
    .replaceAll('@@CONFIRMED_DATE@@', links.confirmedDate)

/** Fields that a message must have once (RFC 5322 §3.6, RFC 2369, RFC 2919, RFC 8058), and what list mail has besides. */
const onceEach = [
  ...['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'],
  ...['list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'list-archive'],
  ...['precedence', 'auto-submitted', 'feedback-id', 'dkim-signature'],
]

describe.each(Object.entries(goldenIssues))('the message of the issue "%s"', (_name, { site, issue }) => {
  const sealed = renderMail(site, issue, site.language, shippedTemplates)
  const mail = mailFor(sealed)
  const bytes = composeIssueMail(list, compileMail(sealed), identity, links, issue.week)
  const raw = bytes.toString('latin1')
  const [head = ''] = raw.split('\r\n\r\n')

  test('is made of ASCII lines of lawful length, ended by CRLF, folded where folding is safe', () => {
    expect(raw).toMatch(/^[\t\r\n -~]*$/)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const unfoldable = /^(List-Unsubscribe|Feedback-ID|List-Archive|Message-ID):/i
    for (const line of raw.split('\r\n')) expect(line.length, line).toBeLessThanOrEqual(998)
    for (const line of head.split('\r\n')) expect(line.length <= 78 || unfoldable.test(line), line).toBe(true)
  })

  test('has each header once, and a reader’s program reads what was written', async () => {
    const parsed = await simpleParser(bytes)
    const keys = parsed.headerLines.map(({ key }) => key)
    expect(keys.toSorted()).toEqual(onceEach.toSorted())
    expect(parsed.subject).toBe(mail.subject)
    expect(parsed.from?.value).toEqual([{ name: '每周阅读清单', address: 'weekly@example.org' }])
    expect(parsed.replyTo?.value[0]?.address).toBe('editor@example.org')
    expect(parsed.html).toBe(fill(mail.html))
    expect(parsed.text).toBe(fill(mail.text))
    expect(parsed.attachments).toEqual([])
    expect(parsed.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' })
    expect(raw.indexOf('Content-Type: text/plain')).toBeLessThan(raw.indexOf('Content-Type: text/html'))
  })

  test('bears a signature that another implementation verifies, over every header', async () => {
    const { results } = await dkimVerify(bytes, {
      curTime: new Date('2016-12-09T01:00:00Z'),
      resolver: () => Promise.resolve([[signer.record]]),
    })
    expect(results.map(({ status }) => status.result)).toEqual(['pass'])
    const [, signed = ''] = /[ ;]h=([^;]*);/.exec(head.replaceAll(/\r\n\s*/g, ' ')) ?? []
    const names = signed.toLowerCase().split(/[: ]+/)
    for (const name of onceEach.filter(each => each !== 'dkim-signature')) expect(names).toContain(name)
    for (const name of ['from', 'to', 'subject']) expect(names.filter(each => each === name)).toHaveLength(2)
  })
})
