import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVerp } from '../../src/deliver/message/verp.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { findSubscriber } from '../../src/store/subscribers.ts'
import { confirmReaders, readerAddress, sealIssue, week } from '../deliver/builders.ts'
import { now, startSite } from './web-fixture.ts'

const secret = 'a-secret-of-16-or-more'
const verp = createVerp(Buffer.from('key'), 'bounces@list.example')
let site: Awaited<ReturnType<typeof startSite>>
beforeEach(async () => {
  site = await startSite({}, { bounceHook: { secret, verp } })
  await sealIssue(site.store)
  await confirmReaders(site.store, 1)
  await freezeIssue(site.store.db, { week, at: now, messageIdEnd: 'nonce@list.example' })
})
afterEach(() => site.close())

const post = (body: unknown, authorization = `Bearer ${secret}`) =>
  fetch(`http://127.0.0.1:${site.port}/hooks/bounce`, {
    method: 'POST',
    headers: { Authorization: authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const stateOf = async () => (await findSubscriber(site.store.db, { email: readerAddress(0) }))?.state
const messageId = `${week}.1.nonce@list.example`
const ses = (message: object) => ({ Type: 'Notification', MessageId: 'x', Message: JSON.stringify(message) })

test.each<[string, unknown, string]>([
  ['ours, by return path', { type: 'bounce', status: '5.1.1', returnPath: verp.addressOf(1) }, 'bounced'],
  ['ours, a complaint by Message-ID', { type: 'complaint', messageId: `<${messageId}>` }, 'complained'],
  [
    'ours, a full mailbox for the first time',
    { type: 'bounce', response: '552 5.2.2 full', email: readerAddress(0) },
    'confirmed',
  ],
  ['Postmark, a hard bounce', { RecordType: 'Bounce', Type: 'HardBounce', Email: readerAddress(0) }, 'bounced'],
  [
    'Postmark, blocked for its content',
    { RecordType: 'Bounce', Type: 'SpamNotification', Email: readerAddress(0) },
    'confirmed',
  ],
  ['Postmark, a complaint', { RecordType: 'SpamComplaint', Email: readerAddress(0) }, 'complained'],
  [
    'Mailgun, refused for good',
    {
      signature: {},
      'event-data': {
        event: 'failed',
        severity: 'permanent',
        recipient: 'x@example.org',
        message: { headers: { 'message-id': messageId } },
        'delivery-status': { code: 550, message: '5.1.1 The email account does not exist' },
      },
    },
    'bounced',
  ],
  [
    'Mailgun, still trying',
    { 'event-data': { event: 'failed', severity: 'temporary', recipient: readerAddress(0) } },
    'confirmed',
  ],
  ['Mailgun, a complaint', { 'event-data': { event: 'complained', recipient: readerAddress(0) } }, 'complained'],
  [
    'SES, a bounce wrapped by SNS',
    ses({
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: readerAddress(0), status: '5.1.1' }] },
      mail: { commonHeaders: { messageId: `<${messageId}>` } },
    }),
    'bounced',
  ],
  [
    'SES, a complaint',
    ses({ notificationType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: readerAddress(0) }] } }),
    'complained',
  ],
  [
    'SNS, which asks to be confirmed',
    { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://sns.example/' },
    'confirmed',
  ],
  ['somebody unknown', { type: 'bounce', status: '5.1.1', email: 'stranger@example.net' }, 'confirmed'],
  ['no address at all', { type: 'bounce', status: '5.1.1', email: '<>' }, 'confirmed'],
  [
    'a return path that we did not sign',
    { type: 'bounce', status: '5.1.1', returnPath: 'bounces+1-00@list.example' },
    'confirmed',
  ],
])('a notification in the shape of %s', async (_name, body, state) => {
  expect((await post(body)).status).toBe(200)
  expect(await stateOf()).toBe(state)
})

test.each([
  ['no secret', '', 401],
  ['a wrong secret', 'Bearer nothing', 401],
  ['the secret as basic password', `Basic ${Buffer.from(`relay:${secret}`).toString('base64')}`, 200],
])('%s', async (_name, authorization, status) => {
  const response = await post({ type: 'bounce', status: '5.1.1', email: readerAddress(0) }, authorization)
  expect(response.status).toBe(status)
  expect(await stateOf()).toBe(status === 200 ? 'bounced' : 'confirmed')
})

test.each([
  ['no JSON', 'hello'],
  ['another shape', '[1]'],
  ['null', 'null'],
])('%s is refused', async (_name, body) => {
  expect((await post(body)).status).toBe(422)
})

test('without a secret in the configuration there is no hook', async () => {
  const other = await startSite({})
  const response = await fetch(`http://127.0.0.1:${other.port}/hooks/bounce`, { method: 'POST', body: '{}' })
  expect(response.status).toBe(404)
  await other.close()
})
