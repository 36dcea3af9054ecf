import { afterEach, describe, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import { listDeliveries, readEquation } from '../../src/store/deliveries.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { freezeIssue, readFrozen } from '../../src/store/freeze.ts'
import { insertMonthMail, insertSealedMail } from '../../src/store/issue-mails.ts'
import { type ReaderChoices, saveChoices } from '../../src/store/reader-choices.ts'
import { takeLease } from '../../src/store/leases.ts'
import { insertRetraction, undoRetraction } from '../../src/store/retractions.ts'
import { findSubscriber, unsubscribe } from '../../src/store/subscribers.ts'
import { describeStores } from '../stores.ts'
import {
  aConfig,
  aDelivery,
  aStoreWithReaders,
  confirmReaders,
  now,
  readerAddress,
  sealIssue,
  week,
} from './builders.ts'
import { type MailSink, openSink, type SinkBehaviour } from './mail-sink.ts'

const sinks: MailSink[] = []
afterEach(async () => {
  for (const sink of sinks.splice(0)) await sink.close()
})

async function aSink(behaviour: SinkBehaviour = {}): Promise<MailSink> {
  const sink = await openSink(behaviour)
  sinks.push(sink)
  return sink
}

const toSink = (sink: { url: string }, connections = 2) =>
  createSmtpTransport({ url: sink.url, clientName: 'list.example', ratePerSecond: 10_000, connections })

const recipients = (sink: MailSink): string[] => sink.mails.map(mail => mail.to).sort()
const everyone = (count: number): string[] => Array.from({ length: count }, (_, index) => readerAddress(index)).sort()

describeStores('delivering', open => {
  test('every confirmed reader gets the issue once, and a second run sends nothing', async () => {
    const store = await open()
    await sealIssue(store)
    await confirmReaders(store, 12)
    const sink = await aSink()
    const { deps } = aDelivery(store, toSink(sink))
    expect(await deliverIssues(deps)).toMatchObject({ done: 12, failed: 0, notes: [] })
    await confirmReaders(store, 13)
    expect(await deliverIssues(deps)).toMatchObject({ done: 0, failed: 0, notes: [] })
    expect(recipients(sink)).toEqual(everyone(12))
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 12, balanced: true, counts: { sent: 12 } })
    await deps.transport.close()
  })

  test('two processes on one store reach every reader exactly once', async () => {
    const store = await open()
    const second = await open(store.address)
    await sealIssue(store)
    await confirmReaders(store, 25)
    const sink = await aSink()
    const transport = toSink(sink)
    const reports = await Promise.all([
      deliverIssues(aDelivery(store, transport, { processId: 'p1' }).deps),
      deliverIssues(aDelivery(second, transport, { processId: 'p2' }).deps),
    ])
    expect(reports.reduce((sum, report) => sum + report.done, 0)).toBe(25)
    expect(recipients(sink)).toEqual(everyone(25))
    await transport.close()
  })
})

describeStores('what readers chose', open => {
  const chooseFor = async (store: Store, index: number, choices: Partial<ReaderChoices>): Promise<void> => {
    const reader = await findSubscriber(store.db, { email: readerAddress(index) })
    await saveChoices(store.db, reader?.id ?? 0, {
      language: 'en',
      cadence: 'weekly',
      sectionsOff: [],
      stories: 'both',
      ...choices,
    })
  }

  test('holds for the mail as it was frozen: sections gone, and the best of a month in place of the issue', async () => {
    const store = await open()
    await sealIssue(store)
    await insertMonthMail(store.db, { week, language: 'en', subject: 'November', html: '<p>best</p>', text: 'best\n' })
    await confirmReaders(store, 3)
    await chooseFor(store, 1, { sectionsOff: ['Clouds'] })
    await chooseFor(store, 2, { cadence: 'monthly', language: 'zh-CN' })
    const sink = await aSink()
    const { deps } = aDelivery(store, toSink(sink, 1))
    await freezeIssue(store.db, { week, at: now, messageIdEnd: 'a@b' })
    await chooseFor(store, 1, {})
    await deliverIssues(deps)
    const mails = await Promise.all([0, 1, 2].map(index => sink.parse(index)))
    expect(mails.map(({ subject }) => subject)).toEqual(['Weekly #1: containers', 'Weekly #1: containers', 'November'])
    expect(mails.map(({ text = '' }) => [text.includes('clouds'), text.includes('SECTION')])).toEqual([
      [true, false],
      [false, false],
      [false, false],
    ])
    await deps.transport.close()
  })

  test('leaves nothing to be mailed to who does without all of its sections, and says so', async () => {
    const store = await open()
    await sealIssue(store)
    await store.db.updateTable('issue_mails').set({ subject: '@@SECTION Clouds@@Clouds@@/SECTION@@' }).execute()
    await confirmReaders(store, 2)
    await chooseFor(store, 1, { sectionsOff: ['Clouds'] })
    const sink = await aSink()
    const { deps } = aDelivery(store, toSink(sink))
    expect(await deliverIssues(deps)).toMatchObject({ done: 1, failed: 0 })
    expect(recipients(sink)).toEqual([readerAddress(0)])
    expect(await readEquation(store.db, week)).toMatchObject({ balanced: true, counts: { sent: 1, skipped: 1 } })
    await deps.transport.close()
  })

  test('takes the mail with the wanted stories, and skips with the reason who would get an empty one', async () => {
    const store = await open()
    await sealIssue(store)
    const parts = { language: 'en', cadence: 'weekly', html: '<p>中文</p>', text: '中文\n' } as const
    await insertSealedMail(store.db, week, { ...parts, stories: 'zh', subject: '周刊' })
    await insertSealedMail(store.db, week, { ...parts, stories: 'en', subject: '', html: '', text: '' })
    await confirmReaders(store, 3)
    await chooseFor(store, 1, { stories: 'zh' })
    await chooseFor(store, 2, { stories: 'en' })
    const sink = await aSink()
    const { deps } = aDelivery(store, toSink(sink, 1))
    expect(await deliverIssues(deps)).toMatchObject({ done: 2, failed: 0 })
    const mails = await Promise.all([0, 1].map(index => sink.parse(index)))
    expect(mails.map(({ subject }) => subject)).toEqual(['Weekly #1: containers', '周刊'])
    const [skipped] = await listDeliveries(store.db, week, 'skipped', 2)
    expect(skipped).toMatchObject({ email: readerAddress(2), stories: 'en' })
    expect(skipped?.response).toBe('the reader wants stories in English alone, and 2026-W47 has none')
    await deps.transport.close()
  })

  test('leaves an issue without the best of a month to weekly readers', async () => {
    const store = await open()
    await sealIssue(store)
    await confirmReaders(store, 2)
    await chooseFor(store, 1, { cadence: 'monthly' })
    const sink = await aSink()
    const { deps } = aDelivery(store, toSink(sink))
    expect((await deliverIssues(deps)).done).toBe(1)
    expect(recipients(sink)).toEqual([readerAddress(0)])
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 1, balanced: true })
    await deps.transport.close()
  })
})

describe('what a server answers', () => {
  test('a 450 is tried again after five minutes, a bad address is suspended, and our own trouble is tried again later', async () => {
    const { store } = await aStoreWithReaders(4)
    let greylisting = true
    const sink = await aSink({
      onRecipient: address => {
        if (address === readerAddress(1)) return '550 5.1.1 no such mailbox'
        if (address === readerAddress(2)) return '550 5.7.1 not from you'
        return address === readerAddress(3) && greylisting ? '450 4.2.0 later' : null
      },
    })
    const { deps, clock } = aDelivery(store, toSink(sink, 1))
    const report = await deliverIssues(deps)
    expect(report).toMatchObject({ done: 1, failed: 1 })
    expect(report.notes.map(note => note.code)).toEqual(['SMTP_REJECTED', 'SMTP_DEFERRED', 'SMTP_DEFERRED'])
    expect((await findSubscriber(store.db, { email: readerAddress(1) }))?.state).toBe('bounced')
    expect((await findSubscriber(store.db, { email: readerAddress(2) }))?.state).toBe('confirmed')
    greylisting = false
    clock.set(addMinutes(now, 4))
    expect((await deliverIssues(deps)).done).toBe(0)
    clock.set(addMinutes(now, 5))
    expect((await deliverIssues(deps)).done).toBe(1)
    expect(await readEquation(store.db, week)).toMatchObject({
      balanced: true,
      counts: { sent: 2, bounced: 1, deferred: 1 },
    })
    await deps.transport.close()
  })

  test('a server that never stops deferring is given up after a day, with its last answer', async () => {
    const { store } = await aStoreWithReaders(1)
    const sink = await aSink({ onRecipient: () => '451 4.7.1 busy' })
    const { deps, clock } = aDelivery(store, toSink(sink))
    let tries = 0
    for (let minutes = 0; minutes < 30 * 60; minutes += 60) {
      clock.set(addMinutes(now, minutes))
      tries += (await deliverIssues(deps)).notes.length
    }
    expect(tries).toBe(10)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { bounced: 1, deferred: 0 } })
    await deps.transport.close()
  })

  test('no answer after the dot is uncertain, and the resend is the same mail to the byte', async () => {
    const { store } = await aStoreWithReaders(1, { language: 'zh-CN' })
    let drops = 1
    const sink = await aSink({ onMessage: () => (drops-- > 0 ? 'drop' : null) })
    const { deps, clock } = aDelivery(store, toSink(sink))
    expect((await deliverIssues(deps)).done).toBe(0)
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { uncertain: 1 }, balanced: true })
    clock.set(addMinutes(now, 9))
    expect((await deliverIssues(deps)).done).toBe(0)
    clock.set(addMinutes(now, 10))
    expect((await deliverIssues(deps)).done).toBe(1)
    expect(sink.mails).toHaveLength(2)
    expect(sink.mails[1]?.raw).toBe(sink.mails[0]?.raw)
    await deps.transport.close()
  })

  test('a server that drops every message pauses the run after three, so that few are uncertain', async () => {
    const { store } = await aStoreWithReaders(20)
    const sink = await aSink({ onMessage: () => 'drop' })
    const { deps } = aDelivery(store, toSink(sink, 1))
    const report = await deliverIssues(deps)
    expect(report.notes.find(({ level }) => level === 'failed')).toMatchObject({ code: 'SMTP_UNAVAILABLE' })
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { uncertain: 3, pending: 17 } })
    await deps.transport.close()
  })

  test('a kept connection that the server has closed costs no reader anything', async () => {
    const { store } = await aStoreWithReaders(6)
    const sink = await aSink({ onRecipient: address => (address === readerAddress(2) ? '421 4.3.2 going' : null) })
    const { deps } = aDelivery(store, toSink(sink, 1))
    expect(await deliverIssues(deps)).toMatchObject({ done: 5, failed: 0 })
    await deps.transport.close()
  })

  test.each([
    ['a refused login', (url: string) => url.replace('//', '//user:wrong@'), 'SMTP_AUTHENTICATION_FAILED'],
    ['a port where nobody listens', () => 'smtp://127.0.0.1:1', 'SMTP_UNAVAILABLE'],
    ['a server that speaks no TLS', (url: string) => url.replace('smtp:', 'smtps:'), 'SMTP_TLS_FAILED'],
  ])('%s pauses the run and fails nobody', async (_name, address, code) => {
    const { store } = await aStoreWithReaders(5)
    const sink = await aSink({
      options: {
        onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
        allowInsecureAuth: true,
      },
    })
    const { deps } = aDelivery(store, toSink({ url: address(sink.url) }))
    const report = await deliverIssues(deps)
    expect(report).toMatchObject({ done: 0, failed: 1 })
    expect(report.notes[0]).toMatchObject({ level: 'failed', code })
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { pending: 5 }, balanced: true })
    const healthy = toSink(await aSink())
    expect((await deliverIssues({ ...deps, transport: healthy })).done).toBe(5)
    await healthy.close()
  })

  test('a refused sender pauses the run and fails nobody', async () => {
    const { store } = await aStoreWithReaders(5)
    const sink = await aSink({
      options: {
        onMailFrom: (_address, _session, done) =>
          done(Object.assign(new Error('5.7.1 not your address'), { responseCode: 550 })),
      },
    })
    const { deps } = aDelivery(store, toSink(sink))
    expect((await deliverIssues(deps)).notes).toMatchObject([{ level: 'failed', code: 'RELAY_REFUSES' }])
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { pending: 5 }, balanced: true })
    await deps.transport.close()
  })

  test('a server that falls silent after the dot leaves an uncertain mail, not a stuck run', async () => {
    const { store } = await aStoreWithReaders(1)
    const sink = await aSink({ onMessage: () => 'hang' })
    const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 100, silenceMs: 400 })
    const { deps } = aDelivery(store, transport)
    expect((await deliverIssues(deps)).notes[0]?.message).toMatch(/^uncertain: no answer to the message/)
    await transport.close()
  })

  test('a reader who leaves while the message is on its way does not get it', async () => {
    const { store } = await aStoreWithReaders(3)
    const sink = await aSink()
    const smtp = toSink(sink, 1)
    const { deps } = aDelivery(store, {
      ...smtp,
      handOver: (message, control) =>
        smtp.handOver(message, {
          ...control,
          mayEnd: async () => {
            const reader = await findSubscriber(store.db, { email: readerAddress(1) })
            await unsubscribe(store.db, reader?.id ?? 0, now)
            return control.mayEnd()
          },
        }),
    })
    expect(await deliverIssues(deps)).toMatchObject({ done: 2 })
    expect(recipients(sink)).toEqual([readerAddress(0), readerAddress(2)])
    expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 2, skipped: 1 }, balanced: true })
    await smtp.close()
  })

  test('a stop signal finishes what was begun and leaves the rest for the next run', async () => {
    const { store } = await aStoreWithReaders(10)
    const stop = new AbortController()
    const sink = await aSink({
      onMessage: () => {
        if (sink.mails.length === 4) stop.abort()
        return null
      },
    })
    const { deps } = aDelivery(store, toSink(sink), { signal: stop.signal })
    const { done } = await deliverIssues(deps)
    expect(done).toBe(sink.mails.length)
    expect(done).toBeLessThan(10)
    await deliverIssues({ ...deps, signal: undefined })
    expect(recipients(sink)).toEqual(everyone(10))
    await deps.transport.close()
  })
})

test('a sender whose lease another process has taken over begins no more', async () => {
  const { store } = await aStoreWithReaders(3)
  const sink = await aSink()
  const smtp = toSink(sink, 1)
  const transport = {
    ...smtp,
    handOver: async (...[message, control]: Parameters<typeof smtp.handOver>) => {
      await takeLease(store.db, `deliver:${week}`, 'another', addMinutes(now, 60), 15)
      return smtp.handOver(message, control)
    },
  }
  const { deps } = aDelivery(store, transport, { config: aConfig({ ratePerSecond: 0.1 }) })
  expect(await deliverIssues(deps)).toMatchObject({ done: 1, notes: [] })
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 1, pending: 2 }, balanced: true })
  await smtp.close()
})

describe('what may be sent', () => {
  const unused = {
    name: 'none',
    connections: 1,
    handOver: () => Promise.reject(new Error('unused')),
    close: () => Promise.resolve(),
  }

  test.each([
    ['mail.from', { from: undefined }],
    ['mail.postalAddress', { postalAddress: undefined }],
  ])('without %s it refuses and names the key', async (key, mail) => {
    const { store } = await aStoreWithReaders(1)
    const { deps } = aDelivery(store, unused, { config: aConfig(mail) })
    await expect(deliverIssues(deps)).rejects.toMatchObject({
      code: 'MAIL_CONFIG_INCOMPLETE',
      message: expect.stringContaining(key) as string,
    })
  })

  test('without a reader the issue is frozen for nobody, whatever the configuration lacks', async () => {
    const { store } = await aStoreWithReaders(0)
    const { deps } = aDelivery(store, unused, { config: aConfig({ from: undefined }) })
    expect(await deliverIssues(deps)).toMatchObject({ done: 0, skipped: 1 })
    expect(await deliverIssues(deps)).toMatchObject({ done: 0, skipped: 0 })
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 0, balanced: true })
  })

  test.each([
    ['whose time is over', addMinutes(now, -1)],
    ['whose time ends now', now],
    ['that has no time', null],
  ])('an issue %s is sent only when asked for', async (_name, mailUntil: Instant | null) => {
    const { store } = await aStoreWithReaders(2, { mailUntil })
    const { deps } = aDelivery(store, toSink(await aSink()))
    expect((await deliverIssues(deps)).done).toBe(0)
    expect((await deliverIssues(deps, { week })).done).toBe(2)
    await deps.transport.close()
  })

  test('an issue that was taken back is refused when it is asked for, with why and how it comes back', async () => {
    const { store } = await aStoreWithReaders(1)
    await insertRetraction(store.db, { week, storyId: '' }, 'All of it was invented.', now)
    const { deps } = aDelivery(store, unused)
    await expect(deliverIssues(deps, { week })).rejects.toMatchObject({
      code: 'ISSUE_ALREADY_RETRACTED',
      message: `the issue of ${week} was taken back: All of it was invented.`,
      hint: `It is mailed to nobody; \`weekly issue retract ${week} --undo\` brings it back.`,
    })
    expect(await readFrozen(store.db, week)).toBeNull()
    await undoRetraction(store.db, { week, storyId: '' }, now)
    const transport = toSink(await aSink())
    expect((await deliverIssues({ ...deps, transport }, { week })).done).toBe(1)
    await transport.close()
  })

  test('an issue of which a story was taken back, or after another was, is sent when it is asked for', async () => {
    const { store } = await aStoreWithReaders(2)
    const before = '2026-W46' as WeekId
    await sealIssue(store, { week: before })
    await insertRetraction(store.db, { week: before, storyId: '' }, 'Wrong.', now)
    await insertRetraction(store.db, { week, storyId: 'item:1:7' }, 'Wrong.', now)
    const { deps } = aDelivery(store, toSink(await aSink()))
    expect((await deliverIssues(deps, { week })).done).toBe(2)
    await deps.transport.close()
  })

  test('the best of a month, which goes with an issue that was taken back, is sent when it is asked for', async () => {
    const { store } = await aStoreWithReaders(2)
    await insertMonthMail(store.db, { week, language: 'en', subject: 'November', html: '<p>best</p>', text: 'best\n' })
    const reader = await findSubscriber(store.db, { email: readerAddress(1) })
    const monthly = { language: 'en', cadence: 'monthly', sectionsOff: [], stories: 'both' } as const
    await saveChoices(store.db, reader?.id ?? 0, monthly)
    await insertRetraction(store.db, { week, storyId: '' }, 'Wrong.', now)
    const sink = await aSink()
    const { deps } = aDelivery(store, toSink(sink))
    expect((await deliverIssues(deps, { week })).done).toBe(1)
    expect(recipients(sink)).toEqual([readerAddress(1)])
    await deps.transport.close()
  })

  test.each([
    ['without an issue', 'no issue', '2026-W01' as WeekId],
    ['whose issue has no mail', 'no mail', '2026-W46' as WeekId],
  ])('a week %s is named as missing when it is asked for', async (_name, what, asked) => {
    const { store } = await aStoreWithReaders(1)
    await sealIssue(store, { week: '2026-W46' as WeekId, hasMail: false })
    const { deps } = aDelivery(store, unused)
    await expect(deliverIssues(deps, { week: asked })).rejects.toMatchObject({
      code: 'ISSUE_MISSING',
      message: `there is ${what} of ${asked}`,
      hint: `Publish it first: weekly publish --week ${asked}`,
    })
  })
})
