// What was taken back is in no mail that is not sent yet, whenever that happens; nothing is sent twice, and undone it goes out as it was sealed.
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import type { CivilDate, Instant, WeekId } from '../../src/core/types.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { renderMails } from '../../src/publish/rehearse.ts'
import { noteToldRetractions, retract, type RetractDeps, undoRetract } from '../../src/publish/retract-issue.ts'
import { insertCatchUp } from '../../src/store/catch-ups.ts'
import { listDeliveries, readEquation } from '../../src/store/deliveries.ts'
import { openSlot } from '../../src/store/drafts.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { readCorrectedIssues } from '../../src/store/errata.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { insertSealedMail, readMails, readSealedMails } from '../../src/store/issue-mails.ts'
import { insertIssue, readIssue, readLatestWeek } from '../../src/store/issues.ts'
import { saveChoices } from '../../src/store/reader-choices.ts'
import { findSubscriber } from '../../src/store/subscribers.ts'
import { aChineseStory, anIssue, aSite, aStory, shippedTemplates } from '../publish/issues.ts'
import { describeStores } from '../stores.ts'
import { aConfig, aDelivery, confirmReaders, now, readerAddress } from './builders.ts'
import { type MailSink, openSink } from './mail-sink.ts'

const [november, december] = ['2016-W47', '2016-W48'] as [WeekId, WeekId]
const until = addMinutes(now, 48 * 60)
const url = 'https://blog.example/docker-infinit'
const kept = 'The tail at scale'
const taken = 'Docker'

let sink: MailSink
afterEach(() => sink.close())

/** Seals an issue of November and the first of December, with the best of November, each with two stories. */
async function prepare(store: Store): Promise<RetractDeps> {
  const site = aSite()
  for (const [week, date, number] of [
    [november, '2016-11-24', 1],
    [december, '2016-12-01', 2],
  ] as const) {
    const stories = [aChineseStory({ id: `zh${number}` }), aStory({ id: `en${number}` })]
    const changes = { week, date: date as CivilDate, number, mailUntil: until, sealedAt: now }
    const issue = anIssue([{ title: 'Clouds', stories }], changes)
    await openSlot(store.db, { week, opensAt: now, closesAt: now }, { origin: 'scheduled', is_first: 0 })
    await insertIssue(store.db, issue, [])
    for (const mail of renderMails(site, issue, await readCorrectedIssues(store.db), shippedTemplates))
      await insertSealedMail(store.db, week, mail)
  }
  sink = await openSink()
  return { store, clock: fixedClock(now), site, templatesFolder: join(import.meta.dirname, '../../templates') }
}

const smtp = (): MailTransport =>
  createSmtpTransport({ url: sink.url, clientName: 'list.example', ratePerSecond: 10_000, connections: 1 })
const mailsTo = async (index: number): Promise<readonly string[]> => {
  const all = await Promise.all(sink.mails.map((_mail, place) => sink.parse(place)))
  return sink.mails.flatMap(({ to }, place) =>
    to === readerAddress(index) ? [`${all[place]?.subject ?? ''} ${all[place]?.text ?? ''}`] : [],
  )
}
const choose = async (store: Store, index: number, choices: object): Promise<void> => {
  const reader = await findSubscriber(store.db, { email: readerAddress(index) })
  const usual = { language: 'en', cadence: 'weekly', sectionsOff: [], stories: 'both' } as const
  await saveChoices(store.db, reader?.id ?? 0, { ...usual, ...choices })
}

describeStores('mails of what was taken back', open => {
  test('are without the story, its subject too, while a run is going on; nobody gets it twice', async () => {
    const store = await open()
    const deps = await prepare(store)
    await confirmReaders(store, 6)
    const real = smtp()
    let handed = 0
    const transport: MailTransport = {
      ...real,
      handOver: async (message, ways) => {
        if (++handed === 3) await retract(deps, { week: december, url }, 'Wrong.')
        return real.handOver(message, ways)
      },
    }
    const { deps: delivery } = aDelivery(store, transport, { config: aConfig() })
    await deliverIssues(delivery, { week: december })
    const told = await Promise.all([0, 1, 2, 3, 4, 5].map(mailsTo))
    expect(told.map(mails => mails.length)).toEqual([1, 1, 1, 1, 1, 1])
    expect(told.map(([mail = '']) => mail.includes(taken))).toEqual([true, true, false, false, false, false])
    expect(told.every(([mail = '']) => mail.includes(kept))).toBe(true)
    expect(await readEquation(store.db, december)).toMatchObject({ balanced: true, counts: { sent: 6 } })
    await real.close()
  })

  test('of a whole issue are kept back, while a run is going on, and go out once that is undone', async () => {
    const store = await open()
    const deps = await prepare(store)
    const [issue, sealed] = [await readIssue(store.db, december), await readSealedMails(store.db, december)]
    await confirmReaders(store, 4)
    const real = smtp()
    let handed = 0
    const transport: MailTransport = {
      ...real,
      handOver: async (message, ways) => {
        if (++handed === 2) await retract(deps, { week: december, url: null }, 'Wrong.')
        return real.handOver(message, ways)
      },
    }
    const { deps: delivery } = aDelivery(store, transport)
    await deliverIssues(delivery, { week: december })
    await deliverIssues(delivery)
    expect(sink.mails.filter(({ raw }) => raw.includes('2016-W48')).map(({ to }) => to)).toEqual([readerAddress(0)])
    expect(await readEquation(store.db, december)).toMatchObject({ balanced: true, counts: { sent: 1, skipped: 3 } })
    expect((await listDeliveries(store.db, december, 'skipped', 1))[0]?.response).toBe('the issue was taken back')

    await undoRetract(deps, { week: december, url: null })
    expect(await readIssue(store.db, december)).toEqual(issue)
    expect(await readMails(store.db, december)).toEqual(sealed)
    await deliverIssues(delivery)
    expect(await readEquation(store.db, december)).toMatchObject({ balanced: true, counts: { sent: 4, skipped: 0 } })
    const recipients = sink.mails.filter(({ raw }) => raw.includes('2016-W48')).map(({ to }) => to)
    expect(recipients.toSorted()).toEqual([0, 1, 2, 3].map(readerAddress))
    await real.close()
  })

  test('of an issue that was taken back before its mails began go to those alone who read the best of the month', async () => {
    const store = await open()
    const deps = await prepare(store)
    await confirmReaders(store, 2)
    await choose(store, 1, { cadence: 'monthly' })
    await retract(deps, { week: december, url: null }, 'Wrong.')
    const { deps: delivery } = aDelivery(store, smtp())
    await deliverIssues(delivery)
    expect((await mailsTo(1)).filter(mail => mail.includes('November'))).toHaveLength(1)
    expect((await mailsTo(0)).filter(mail => mail.includes('#2'))).toEqual([])
    await retract(deps, { week: november, url: null }, 'Wrong.')
    await expect(deliverIssues(delivery, { week: november })).rejects.toMatchObject({ code: 'ISSUE_ALREADY_RETRACTED' })
    await delivery.transport.close()
  })

  test.each([
    ['a story', url, [false, true]],
    ['an issue', null, [false, false]],
  ])('with the best of a month are without %s of that month', async (_what, what, expected) => {
    const store = await open()
    const deps = await prepare(store)
    await confirmReaders(store, 1)
    await choose(store, 0, { cadence: 'monthly' })
    await freezeIssue(store.db, { week: december, at: now, messageIdEnd: 'a@b' })
    await retract(deps, { week: november, url: what }, 'Wrong.')
    const { deps: delivery } = aDelivery(store, smtp())
    await deliverIssues(delivery, { week: december })
    const [mail = ''] = await mailsTo(0)
    expect([mail.includes(taken), mail.includes(kept)]).toEqual(expected)
    if (what === null) {
      const [skipped] = await listDeliveries(store.db, december, 'skipped', 1)
      expect(skipped?.response).toBe('all that the mail of 2016-W48 would tell was taken back')
    }
    await undoRetract(deps, { week: november, url: what })
    expect(await readMails(store.db, december)).toEqual(await readSealedMails(store.db, december))
    await delivery.transport.close()
  })

  test('that catch somebody up are those of the latest issue that stands', async () => {
    const store = await open()
    const deps = await prepare(store)
    for (const week of [november, december]) await freezeIssue(store.db, { week, at: now, messageIdEnd: 'a@b' })
    await retract(deps, { week: december, url: null }, 'Wrong.')
    await confirmReaders(store, 1)
    const reader = await findSubscriber(store.db, { email: readerAddress(0) })
    await insertCatchUp(store.db, reader?.id ?? 0, 'a@b', now)
    expect((await listDeliveries(store.db, november, 'pending', 9)).map(({ email }) => email)).toEqual([
      readerAddress(0),
    ])
    expect(await listDeliveries(store.db, december, 'pending', 9)).toEqual([])
    expect(await readLatestWeek(store.db)).toBe(november)
  })

  test('bad wishes are refused, and change nothing', async () => {
    const store = await open()
    const deps = await prepare(store)
    const change = (week: string, link: string | null, reason = 'Why.') =>
      retract(deps, { week: week as WeekId, url: link }, reason)
    await expect(change('2016-W50', null)).rejects.toMatchObject({ code: 'ISSUE_MISSING' })
    await expect(change(december, 'http://www.blog.example/docker-infinite')).rejects.toMatchObject({
      code: 'STORY_MISSING',
      hint: `The nearest is ${url}.`,
    })
    for (const reason of [' \n', 'x'.repeat(501)])
      await expect(change(december, url, reason)).rejects.toMatchObject({ code: 'USAGE_INVALID' })
    await expect(undoRetract(deps, { week: december, url })).rejects.toMatchObject({ code: 'ISSUE_NOT_RETRACTED' })
    await change(december, url)
    await noteToldRetractions(deps)
    await expect(change(december, url)).rejects.toMatchObject({
      code: 'ISSUE_ALREADY_RETRACTED',
      message: `${url} in 2016-W48 was taken back already: Why.`,
    })
    await change(december, null)
    await expect(change(december, 'https://research.example/tail?a=1&b=2')).rejects.toMatchObject({
      code: 'ISSUE_ALREADY_RETRACTED',
    })
  })

  test('one of several stories that share a link is named by its number', async () => {
    const store = await open()
    const deps = await prepare(store)
    const shared = [31, 32].map(itemId => aStory({ id: `item:1:${itemId}`, lead: { ...aStory().lead, itemId } }))
    const week = '2016-W50' as WeekId
    await openSlot(store.db, { week, opensAt: now, closesAt: now }, { origin: 'scheduled', is_first: 0 })
    await insertIssue(store.db, anIssue([{ title: 'Clouds', stories: shared }], { week, number: 3 }), [])
    const link = 'https://research.example/tail?a=1&b=2'
    await expect(retract(deps, { week, url: link }, 'Why.')).rejects.toMatchObject({
      code: 'USAGE_INVALID',
      hint: `Name one: ${link}#item:31, ${link}#item:32`,
    })
    await retract(deps, { week, url: `${link}#item:32` }, 'Why.')
    const [issue] = await readCorrectedIssues(store.db)
    expect(issue?.sections.flatMap(({ stories }) => stories.map(({ lead }) => lead.itemId))).toEqual([31])
  })

  test('what a process left half done is gone on with, and undone as often as it is wanted', async () => {
    const store = await open()
    const deps = await prepare(store)
    const sealed = await readSealedMails(store.db, december)
    for (let time = 0; time < 2; time++) {
      await retract(deps, { week: december, url }, 'Why.')
      // Nobody has said that the site shows it.
      await retract(deps, { week: december, url }, 'Why.')
      const [issue] = await readCorrectedIssues(store.db)
      expect(issue?.sections.flatMap(({ stories }) => stories.map(({ id }) => id))).toEqual(['en2'])
      const weekly = (await readMails(store.db, december)).filter(({ cadence }) => cadence === 'weekly')
      expect(weekly.some(({ subject, html, text }) => (subject + html + text).includes(taken))).toBe(false)
      await undoRetract(deps, { week: december, url })
      await undoRetract(deps, { week: december, url })
      expect(await readMails(store.db, december)).toEqual(sealed)
    }
    const at: Instant = addMinutes(now, 5)
    await noteToldRetractions({ store, clock: fixedClock(at) })
    await expect(undoRetract(deps, { week: december, url })).rejects.toMatchObject({ code: 'ISSUE_NOT_RETRACTED' })
  })
})
