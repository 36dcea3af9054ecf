// Relays in every temper: the equation of the issue balances at every moment, nobody counts who is not at fault, and once the trouble
// is over everybody has the mail, once.
import { describe, expect, onTestFinished, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { listSubscribers } from '../../src/store/subscribers.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import { aDelivery, aStoreWithReaders, now, week } from './builders.ts'
import { startRelay, type Temper } from './scripted-relay.ts'
import { troubles } from './tempers.ts'

const domains = ['one.example', 'two.example', 'three.example']
const emails = Array.from({ length: 9 }, (_, index) => `r${index}@${domains[index % 3] ?? ''}`)

async function aRelay(temper: Temper, connections: number) {
  const { store } = await aStoreWithReaders(0)
  const rows = emails.map(email => ({ email, name: null, language: 'en' as const, consent: 'at a meeting' }))
  await importSubscribers(store.db, rows, addMinutes(now, -9))
  const relay = await startRelay(temper)
  const transport = createSmtpTransport({
    url: relay.url,
    clientName: 'x',
    ratePerSecond: 1e4,
    connections,
    silenceMs: 600,
  })
  onTestFinished(() => transport.close())
  const { deps, clock } = aDelivery(store, transport)
  const runAt = async (minutes: number) => {
    clock.set(addMinutes(now, minutes))
    const report = await deliverIssues(deps, { week })
    expect(await readEquation(store.db, week)).toMatchObject({ frozen: 9, balanced: true })
    return report
  }
  return { store, relay, runAt }
}

test('there are thirty kinds of trouble and more', () => {
  expect(troubles.length).toBeGreaterThanOrEqual(30)
})

describe.each([1, 4])('over %i connections', connections => {
  test.each(troubles)('$name', async ({ temper, pauses, isAbout = () => false, mayDouble }) => {
    const { store, relay, runAt } = await aRelay(temper, connections)
    const failures = (await runAt(0)).notes.filter(({ level }) => level === 'failed')
    const pausing = failures.find(({ code }) => code !== 'SMTP_REJECTED')?.code ?? null
    // Connections that break side by side may be three in a row.
    if (connections === 1 || pausing !== 'SMTP_UNAVAILABLE') expect(pausing).toBe(pauses)
    const equation = await readEquation(store.db, week)
    const { sent = 0, bounced = 0, uncertain = 0, pending = 0 } = equation?.counts ?? {}
    expect(bounced).toBe(emails.filter(isAbout).length)
    expect(uncertain).toBeLessThanOrEqual(mayDouble ? connections : 0)
    if (pauses === 'RELAY_REFUSES') expect(sent + pending).toBe(9)
    const states = await listSubscribers(store.db, { limit: 20 })
    expect(states.filter(({ state, email }) => state !== 'confirmed' && !isAbout(email))).toEqual([])
    relay.become({})
    for (const minutes of [0, 10, 70, 330]) await runAt(minutes)
    const others = emails.filter(email => !isAbout(email))
    expect((await readEquation(store.db, week))?.counts).toMatchObject({ sent: others.length })
    expect([...new Set(relay.taken)].sort()).toEqual(others.sort())
    if (!mayDouble) expect(relay.taken).toHaveLength(others.length)
  })
})

describe('a relay that refuses all', () => {
  test.each([
    ['at MAIL FROM for a day and five minutes', { mail: () => '454 Throttling failure: Daily message quota exceeded' }],
    ['at RCPT for a day and five minutes', { rcpt: () => '550 5.4.5 Daily user sending limit exceeded' }],
    ['without a word of why', { rcpt: () => '550 5.7.1 rejected' }],
  ])('%s costs no attempt, and all is sent when it is over', async (_name, temper: Temper) => {
    const { store, relay, runAt } = await aRelay(temper, 1)
    for (let minutes = 0; minutes <= 24 * 60 + 5; minutes += 65) {
      expect((await runAt(minutes)).notes).toMatchObject([{ code: 'RELAY_REFUSES', level: 'failed' }])
      expect((await readEquation(store.db, week))?.counts).toMatchObject({ pending: 9 })
    }
    relay.become({})
    expect((await runAt(24 * 60 + 10)).done).toBe(9)
    expect(relay.taken).toHaveLength(9)
  })
})

test('a server that refuses our mail for good delays its own readers alone, and they are not asked again at every run', async () => {
  const { store, relay, runAt } = await aRelay(
    { dot: ({ to }) => (to.endsWith('@one.example') ? '554 5.7.1 spam' : null) },
    1,
  )
  let tries = 0
  for (let minutes = 0; minutes <= 26 * 60; minutes += 10) {
    await runAt(minutes)
    tries = relay.ended.filter(to => to.endsWith('@one.example')).length
  }
  expect(relay.taken).toHaveLength(6)
  expect(tries).toBe(3 * 5)
  expect((await readEquation(store.db, week))?.counts).toMatchObject({ sent: 6, bounced: 3 })
  expect((await listSubscribers(store.db, { limit: 20 })).every(({ state }) => state === 'confirmed')).toBe(true)
})

test.each([
  ['keeps silent', 'silence'],
  ['closes', 'close'],
])('a relay that %s at the login pauses the run, and the process ends', async (_name, auth) => {
  const { store } = await aStoreWithReaders(2)
  const relay = await startRelay({ ehlo: () => '250-relay.example\n250 AUTH PLAIN', auth: () => auth })
  const url = relay.url.replace('//', '//user:password@')
  const transport = createSmtpTransport({ url, clientName: 'x', ratePerSecond: 1e4, silenceMs: 300 })
  const { deps } = aDelivery(store, transport)
  expect((await deliverIssues(deps)).notes).toMatchObject([{ code: 'SMTP_UNAVAILABLE' }])
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { pending: 2 }, balanced: true })
})
