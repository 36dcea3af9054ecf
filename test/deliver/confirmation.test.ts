import { afterEach, expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { sendConfirmation } from '../../src/deliver/confirmation.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import { type MailSink, openSink } from './mail-sink.ts'

let sink: MailSink
afterEach(() => sink.close())

const list = {
  id: 'weekly.example.org',
  url: 'https://weekly.example.org/',
  from: 'Weekly <w@example.org>',
  replyTo: 'e@example.org',
  signers: [],
}
const confirmation = {
  subscriberId: 7,
  email: 'Ann@exämple.org',
  confirmUrl: 'https://weekly.example.org/confirm/abc',
  parts: { subject: '请确认订阅', html: '<a href="@@CONFIRM_URL@@">yes</a>', text: '@@CONFIRM_URL@@' },
  at: '2026-11-20T00:30:00.000Z' as Instant,
}
const transportTo = ({ url }: MailSink) => createSmtpTransport({ url, clientName: 'x', ratePerSecond: 100 })

test('the reader gets the link in both parts, and no list headers yet', async () => {
  sink = await openSink()
  const transport = transportTo(sink)
  await sendConfirmation(list, transport, confirmation)
  await transport.close()
  const mail = await sink.parse(0)
  expect(sink.mails[0]).toMatchObject({ from: 'w@example.org', to: 'Ann@exämple.org' })
  expect(sink.mails[0]?.raw).toContain('To: Ann@xn--exmple-cua.org\r\n')
  expect(mail.subject).toBe('请确认订阅')
  expect(mail.html).toContain('href="https://weekly.example.org/confirm/abc"')
  expect(mail.text).toContain('https://weekly.example.org/confirm/abc')
  expect(mail.headers.get('list-unsubscribe')).toBeUndefined()
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
})

test.each([
  ['450 later', 'SMTP_DEFERRED'],
  ['550 5.1.1 nobody', 'SMTP_REJECTED'],
])('a server that answers %s makes it fail with %s', async (answer, code) => {
  sink = await openSink({ onRecipient: () => answer })
  const transport = transportTo(sink)
  await expect(sendConfirmation(list, transport, confirmation)).rejects.toMatchObject({ code })
  await transport.close()
})
