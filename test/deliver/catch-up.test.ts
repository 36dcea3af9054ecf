import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverCatchUps, deliverIssues } from '../../src/deliver/deliver.ts'
import { queueCatchUp } from '../../src/deliver/issue-mails.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { listDeliveries, readEquation } from '../../src/store/deliveries.ts'
import { confirmSubscriber, findSubscriber, saveSignUp, unsubscribe } from '../../src/store/subscribers.ts'
import { releaseLease, takeLease } from '../../src/store/leases.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, week } from './builders.ts'
import { type MailSink, openSink, type SinkBehaviour } from './mail-sink.ts'

let sink: MailSink
afterEach(() => sink.close())

const friday = addMinutes(now, 5 * 24 * 60)
const days = (count: number) => addMinutes(friday, count * 24 * 60)

/** An issue sent to one reader five days ago, and a second reader who confirms now. */
async function aLateReader(behaviour: SinkBehaviour = {}) {
  sink = await openSink(behaviour)
  const { store } = await aStoreWithReaders(1)
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1000, connections: 2 })
  const { deps, clock } = aDelivery(store, transport)
  await deliverIssues(deps)
  clock.set(friday)
  const id = await confirmLate(store)
  return { store, deps, clock, id }
}

async function confirmLate(store: Store, email = 'late@example.org'): Promise<number> {
  const signUp = { email, name: null, language: 'en' as const, consent: '{}' }
  const { id } = await saveSignUp(store.db, signUp, friday)
  await store.db.transaction().execute(async db => {
    await confirmSubscriber(db, id, friday)
    await queueCatchUp(db, id, 'https://weekly.example/', friday)
  })
  return id
}

const recipients = (): string[] => sink.mails.map(({ to }) => to)

test('the latest issue goes to the reader who has just confirmed, once, though its own time is over', async () => {
  const { store, deps } = await aLateReader()
  const reports = await Promise.all([deliverCatchUps(deps), deliverCatchUps({ ...deps, processId: 'p2' })])
  expect(reports.reduce((sum, report) => sum + report.done, 0)).toBe(1)
  expect((await deliverCatchUps(deps)).done).toBe(0)
  await deliverIssues(deps)
  expect(recipients()).toEqual(['reader0@example.org', 'late@example.org'])
  expect(await readEquation(store.db, week)).toMatchObject({ frozen: 2, balanced: true, counts: { sent: 2 } })
  await deps.transport.close()
})

test('a refusal for the time being is tried again; after two days the mail is too old to be sent by itself', async () => {
  let refusals = 1
  const { deps, clock } = await aLateReader({
    onRecipient: to => (to.startsWith('late') && refusals-- > 0 ? '450 4.2.0 greylisted' : null),
  })
  expect((await deliverCatchUps(deps)).done).toBe(0)
  expect((await deliverCatchUps(deps)).done).toBe(0)
  clock.set(addMinutes(friday, 5))
  expect((await deliverCatchUps(deps)).done).toBe(1)
  clock.set(days(2))
  expect((await deliverCatchUps(deps)).done).toBe(0)
  await deps.transport.close()
})

test('who leaves before it was sent does not get it', async () => {
  const { store, deps, id } = await aLateReader()
  await unsubscribe(store.db, id, friday)
  expect((await deliverCatchUps(deps)).done).toBe(0)
  expect(recipients()).toEqual(['reader0@example.org'])
  expect((await findSubscriber(store.db, { id }))?.state).toBe('unsubscribed')
  await deps.transport.close()
})

test('while another process delivers the issue nobody else sends its mails, late ones neither', async () => {
  const { store, deps } = await aLateReader()
  const fence = await takeLease(store.db, `deliver:${week}`, 'another', friday, 15)
  expect((await deliverCatchUps(deps)).notes[0]?.message).toBe('another process is delivering it')
  expect(recipients()).toEqual(['reader0@example.org'])
  await releaseLease(store.db, `deliver:${week}`, fence ?? 0, friday)
  expect((await deliverCatchUps(deps)).done).toBe(1)
  await deps.transport.close()
})

test('what a crash left of the issue itself is taken up by the sender of late ones, too', async () => {
  const { store, deps } = await aLateReader()
  const left = { state: 'data', claimed_by: 'dead#1', claimed_until: friday } as const
  await store.db.updateTable('deliveries').set(left).where('is_catch_up', '=', 0).execute()
  expect(await deliverCatchUps(deps)).toMatchObject({
    done: 1,
    notes: [{ subject: week, message: '1 mails are uncertain after a crash; they are sent again in 10 minutes' }],
  })
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 1, uncertain: 1 }, balanced: true })
  await deps.transport.close()
})

test.each([
  ['as many mails as can be handed over in ten seconds', 0.2, 2],
  ['one mail at a time below a mail in ten seconds', 0.05, 1],
])('it claims %s, late ones too', async (_name, ratePerSecond, most) => {
  const { store, deps } = await aLateReader()
  for (const index of [1, 2, 3]) await confirmLate(store, `late${index}@example.org`)
  const claimed: number[] = []
  const watching: typeof deps.transport = {
    ...deps.transport,
    handOver: async (message, control) => {
      claimed.push((await listDeliveries(store.db, week, 'claimed', 9)).length)
      return deps.transport.handOver(message, control)
    },
  }
  const report = await deliverCatchUps({ ...deps, transport: watching, config: aConfig({ ratePerSecond }) })
  expect(report.done).toBe(4)
  expect(Math.max(...claimed)).toBe(most)
  await deps.transport.close()
})
