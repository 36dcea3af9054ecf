import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { queueConfirmation } from '../../src/deliver/confirmation.ts'
import { deliverLetters, deliverMails } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { markRestored } from '../../src/store/instance.ts'
import { readNewestLetter } from '../../src/store/letters.ts'
import { confirmSubscriber, eraseSubscriber, purgePending, saveSignUp } from '../../src/store/subscribers.ts'
import { aConfig, aDelivery, aStoreWithReaders, now } from './builders.ts'
import { type MailSink, openSink, type SinkBehaviour } from './mail-sink.ts'

let sink: MailSink
afterEach(() => sink.close())

const siteUrl = 'https://weekly.example/'
const after = (minutes: number) => addMinutes(now, minutes)

async function signUp(store: Store, email: string, minutes = 0) {
  return store.db.transaction().execute(async db => {
    const { id } = await saveSignUp(db, { email, name: null, language: 'zh-CN', consent: '{}' }, after(minutes))
    return { id, isQueued: await queueConfirmation(db, id, siteUrl, after(minutes)) }
  })
}

/** A store where one reader has asked for the list, and the way to a relay. */
async function aSignUp(behaviour: SinkBehaviour = {}, email = 'Ann@exämple.org') {
  sink = await openSink(behaviour)
  const { store } = await aStoreWithReaders(0)
  const { id } = await signUp(store, email)
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1000, connections: 1 })
  return { store, id, ...aDelivery(store, transport) }
}
const stateOf = async (store: Store, id: number) => (await readNewestLetter(store.db, 'confirmation', id))?.state

test('the reader gets the link in both parts, and no list headers yet', async () => {
  const { deps } = await aSignUp()
  expect(await deliverLetters(deps)).toMatchObject({ done: 1, failed: 0 })
  await deps.transport.close()
  const mail = await sink.parse(0)
  expect(sink.mails[0]).toMatchObject({ from: 'weekly@list.example', to: 'Ann@exämple.org' })
  expect(sink.mails[0]?.raw).toContain('To: Ann@xn--exmple-cua.org\r\n')
  expect(mail.subject).toBe('请确认订阅')
  expect(mail.html).toContain('href="https://weekly.example/confirm/')
  expect(mail.text).toContain('https://weekly.example/confirm/')
  expect(mail.headers.get('list-unsubscribe')).toBeUndefined()
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
})

test('a relay that says 450 delays it, and it comes once', async () => {
  let isBusy = true
  const { store, id, deps, clock } = await aSignUp({ onRecipient: () => (isBusy ? '450 4.7.1 later' : null) })
  expect((await deliverMails(deps)).done).toBe(0)
  clock.set(after(4))
  expect((await deliverMails(deps)).notes).toEqual([])
  isBusy = false
  clock.set(after(5))
  expect((await deliverMails(deps)).done).toBe(1)
  clock.set(after(60))
  expect((await deliverMails(deps)).done).toBe(0)
  expect(sink.mails).toHaveLength(1)
  expect(await stateOf(store, id)).toBe('sent')
  expect((await signUp(store, 'ann@exämple.org', 60)).isQueued).toBe(false)
  await deps.transport.close()
})

test('an address that does not exist costs the letter alone, and who asks once more is asked once more', async () => {
  const { store, id, deps } = await aSignUp({ onRecipient: () => '550 5.1.1 no such user' })
  expect(await deliverLetters(deps)).toMatchObject({ done: 0, failed: 1 })
  expect(await stateOf(store, id)).toBe('bounced')
  expect((await signUp(store, 'ann@exämple.org', 1)).isQueued).toBe(true)
  await deps.transport.close()
})

test('no answer after the dot brings the same letter once more, to the byte', async () => {
  let drops = 1
  const { deps, clock } = await aSignUp({ onMessage: () => (drops-- > 0 ? 'drop' : null) })
  await deliverLetters(deps)
  clock.set(after(10))
  expect((await deliverLetters(deps)).done).toBe(1)
  expect(sink.mails[1]?.raw).toBe(sink.mails[0]?.raw)
  await deps.transport.close()
})

test('of two processes one sends it', async () => {
  const { deps } = await aSignUp()
  const reports = await Promise.all([deliverLetters(deps), deliverLetters({ ...deps, processId: 'p2' })])
  expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(1)
  expect(sink.mails).toHaveLength(1)
  await deps.transport.close()
})

test('who has confirmed, was erased or was purged meanwhile gets none', async () => {
  const { store, id, deps } = await aSignUp()
  await confirmSubscriber(store.db, id, now)
  const { id: erased } = await signUp(store, 'bob@example.org')
  await eraseSubscriber(store.db, 'bob@example.org', now)
  const { id: purged } = await signUp(store, 'eve@example.org')
  expect(await purgePending(store.db, after(8 * 24 * 60))).toBe(1)
  expect((await deliverLetters(deps)).done).toBe(0)
  expect(await Promise.all([id, erased, purged].map(each => stateOf(store, each)))).toEqual([
    'skipped',
    'skipped',
    undefined,
  ])
  await deps.transport.close()
})

test('a store put back from a copy sends no letter that was written before', async () => {
  const { store, id, deps } = await aSignUp()
  await markRestored(store, now)
  await deliverMails(deps)
  expect(sink.mails).toEqual([])
  expect(await stateOf(store, id)).toBe('skipped')
  await deps.transport.close()
})

test('a template that fails leaves the letter waiting, and everything else goes on', async () => {
  const { store, id, deps } = await aSignUp()
  const failure = new WeeklyError('TEMPLATE_FAILED', 'confirm-mail.txt:1:1', { hint: 'mend it' })
  const report = await deliverMails({ ...deps, renderConfirmation: () => Promise.reject(failure) })
  expect(report.notes).toMatchObject([
    {
      level: 'failed',
      subject: 'confirmation mails',
      code: 'TEMPLATE_FAILED',
      message: 'confirm-mail.txt:1:1',
      hint: 'mend it',
    },
    { level: 'skipped', message: 'no confirmed subscriber to mail it to' },
  ])
  expect(await stateOf(store, id)).toBe('pending')
  expect((await deliverMails(deps)).done).toBe(1)
  await deps.transport.close()
})

test.each([
  ['a bug', new TypeError('a bug')],
  ['an error that is none of the letter’s', new WeeklyError('STORE_LOCKED', 'busy')],
])('%s is no line of the report', async (_what, failure) => {
  const { deps } = await aSignUp()
  await expect(deliverLetters({ ...deps, renderConfirmation: () => Promise.reject(failure) })).rejects.toBe(failure)
  await deps.transport.close()
})

test('without letters nothing is asked of the configuration', async () => {
  sink = await openSink()
  const { store } = await aStoreWithReaders(0)
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1000, connections: 1 })
  const { deps } = aDelivery(store, transport, { config: aConfig({ from: undefined }) })
  expect((await deliverLetters(deps)).notes).toEqual([])
  await signUp(store, 'ann@example.org')
  expect((await deliverLetters(deps)).notes).toMatchObject([{ level: 'failed', code: 'MAIL_CONFIG_INCOMPLETE' }])
  await transport.close()
})
