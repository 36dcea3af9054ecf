import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import type { WeekId } from '../../src/core/types.ts'
import { deliverMails } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import { openSlot } from '../../src/store/drafts.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { insertHandItem } from '../../src/store/hand-source.ts'
import { markRestored } from '../../src/store/instance.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { decideProposals, forgetProposers, type NewProposal, saveProposal } from '../../src/store/proposals.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import { eraseSubscriber } from '../../src/store/subscribers.ts'
import { anIssue } from '../publish/issues.ts'
import { aDelivery, aStoreWithReaders, now } from './builders.ts'
import { type MailSink, openSink, type SinkBehaviour } from './mail-sink.ts'

let sink: MailSink
afterEach(() => sink.close())

const week = '2031-W02' as WeekId
const after = (minutes: number) => addMinutes(now, minutes)

const propose = (store: Store, path: string, changes: Partial<NewProposal> = {}) => {
  const url = `https://blog.example/${path}`
  const said = { host: 'blog.example', title: '', why: 'Because.', name: 'Ann', email: 'Ann@exämple.org' }
  return saveProposal(store, { url, link: url, ...said, wantsThanks: true, language: 'en', ...changes }, now)
}

/** Takes all that was proposed, and publishes what has one of these paths. */
async function publish(store: Store, ...paths: readonly string[]): Promise<void> {
  const { db } = store
  const ids = (await db.selectFrom('proposals').select('id').execute()).map(({ id }) => id)
  await decideProposals(db, ids, { state: 'taken', by: 'Li', week }, now)
  const placements = []
  for (const path of paths) {
    const url = `https://blog.example/${path}`
    const item = await insertHandItem(db, { rawUrl: url, url }, 'By hand', now)
    placements.push({ item_id: item.id, week, role: 'lead', reason: null } as const)
  }
  await openSlot(db, { week, opensAt: now, closesAt: after(1) }, { origin: 'scheduled', is_first: 0 })
  await insertIssue(db, anIssue([], { week, number: 99, mailUntil: after(10_000) }), placements)
}

async function aRelay(behaviour: SinkBehaviour = {}) {
  sink = await openSink(behaviour)
  const { store } = await aStoreWithReaders(0)
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1000, connections: 1 })
  return { store, ...aDelivery(store, transport) }
}

test('who asked for it is thanked once, in their language, when it is published and not before', async () => {
  const { store, deps, clock } = await aRelay()
  await propose(store, 'a')
  await propose(store, 'a')
  await propose(store, 'a', { email: 'li@example.org', language: 'zh-CN' })
  await propose(store, 'a', { email: 'quiet@example.org', wantsThanks: false })
  await propose(store, 'out')
  await deliverMails(deps)
  expect(sink.mails).toEqual([])
  await publish(store, 'a')
  for (const minutes of [1, 2, 600]) {
    clock.set(after(minutes))
    await deliverMails(deps)
  }
  expect(sink.mails.map(({ to }) => to)).toEqual(['Ann@exämple.org', 'li@example.org'])
  const [english, chinese] = [await sink.parse(0), await sink.parse(1)]
  expect([english.subject, chinese.subject]).toEqual(['Thanks en', 'Thanks zh-CN'])
  expect(english.text).toContain(`https://blog.example/a https://weekly.example/issues/${week}/`)
})

test('a lost answer is repeated with the same bytes; a broken template keeps it for later', async () => {
  const { store, deps, clock } = await aRelay()
  await propose(store, 'a')
  await publish(store, 'a')
  const failure = new WeeklyError('TEMPLATE_FAILED', 'thanks-mail.html:1:1: no', { hint: '' })
  const report = await deliverMails({ ...deps, renderThanks: () => Promise.reject(failure) })
  expect(report.notes.filter(({ level }) => level === 'failed')).toMatchObject([{ subject: 'thanks for suggestions' }])
  await store.db.updateTable('thanks').set({ state: 'data', claimed_by: 'dead#1', claimed_until: now }).execute()
  clock.set(after(1))
  await deliverMails(deps)
  expect(sink.mails).toEqual([])
  clock.set(after(12))
  await deliverMails(deps)
  expect(sink.mails).toHaveLength(1)
  expect(sink.mails[0]?.raw).toContain('Message-ID: <thanks.')
})

test('nobody is thanked who was erased, complained or was forgotten, nor for what may have been thanked for', async () => {
  const { store, deps, clock } = await aRelay()
  await propose(store, 'a')
  await propose(store, 'a', { email: 'spam@example.org' })
  await propose(store, 'a', { email: 'late@example.org' })
  await publish(store, 'a')
  await eraseSubscriber(store.db, 'ann@exämple.org', now)
  await importSubscribers(store.db, [{ email: 'spam@example.org', name: null, language: 'en', consent: 'x' }], now)
  await store.db.updateTable('subscribers').set({ state: 'complained' }).execute()
  await deliverMails(deps)
  expect(sink.mails.map(({ to }) => to)).toEqual(['late@example.org'])
  await forgetProposers(store.db, after(31 * 24 * 60))
  expect(await store.db.selectFrom('thanks').selectAll().execute()).toEqual([])
  await propose(store, 'a', { email: 'new@example.org' })
  await markRestored(store, after(5))
  clock.set(after(9))
  await deliverMails(deps)
  expect(sink.mails).toHaveLength(1)
})
