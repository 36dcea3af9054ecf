// Relays that make trouble: nobody is left out, nobody is mailed twice, and the trouble of one provider is not that of the others.
import { expect, onTestFinished, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, week } from './builders.ts'
import { type MailSink, openSink, type SinkBehaviour } from './mail-sink.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

async function aDeliveryTo(
  emails: readonly string[],
  behaviour: SinkBehaviour,
  { connections = 4, mail = {} }: { connections?: number; mail?: object } = {},
) {
  const { store } = await aStoreWithReaders(0)
  const rows = emails.map(email => ({ email, name: null, language: 'en' as const, consent: 'at a meeting' }))
  await importSubscribers(store.db, rows, addMinutes(now, -9))
  const sink = await openSink(behaviour)
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 10_000, connections })
  onTestFinished(async () => {
    await transport.close()
    await sink.close()
  })
  return { ...aDelivery(store, transport, { config: aConfig(mail) }), store, sink }
}

const readersAt = (domain: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `r${index}@${domain}`)
const recipients = (sink: MailSink): string[] => sink.mails.map(({ to }) => to).sort()

test('one provider takes two at a time, and its slowness holds up nobody else', async () => {
  let atGmail = 0
  let mostAtGmail = 0
  let isSlow = true
  const waiting: (() => void)[] = []
  const others = readersAt('x.example', 6)
  const { deps, sink } = await aDeliveryTo([...readersAt('gmail.com', 4), ...others], {
    options: {
      onRcptTo: ({ address }, _session, done) => {
        if (!address.endsWith('@gmail.com')) {
          done()
          return
        }
        mostAtGmail = Math.max(mostAtGmail, ++atGmail)
        const answer = (): void => {
          atGmail--
          done()
        }
        if (isSlow) waiting.push(answer)
        else setImmediate(answer)
      },
    },
    // Gmail's server speaks only when everybody else has been served.
    onMessage: () => {
      isSlow &&= sink.mails.length < others.length
      if (!isSlow) for (const answer of waiting.splice(0)) answer()
      return null
    },
  })
  expect(await deliverIssues(deps)).toMatchObject({ done: 10, failed: 0 })
  expect(mostAtGmail).toBe(2)
})

test('the deferrals of one provider delay its own readers alone', async () => {
  let isBusy = true
  const { deps, clock, sink, store } = await aDeliveryTo([...readersAt('qq.com', 5), ...readersAt('x.example', 5)], {
    onRecipient: address => (isBusy && address.endsWith('@qq.com') ? '450 4.7.1 too many connections' : null),
  })
  expect(await deliverIssues(deps)).toMatchObject({ done: 5, failed: 0 })
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 5, deferred: 5 } })
  isBusy = false
  clock.set(addMinutes(now, 5))
  expect((await deliverIssues(deps)).done).toBe(5)
  expect(recipients(sink)).toEqual([...readersAt('qq.com', 5), ...readersAt('x.example', 5)].sort())
})

test('a relay that says 421 in the middle of a run, again and again, delays and loses nobody', async () => {
  let asked = 0
  const { deps, clock, sink, store } = await aDeliveryTo(readersAt('x.example', 30), {
    onRecipient: () => (++asked % 7 === 0 ? '421 4.3.2 shutting down' : null),
  })
  for (const minutes of [0, 5, 20, 80]) {
    clock.set(addMinutes(now, minutes))
    await deliverIssues(deps)
  }
  expect(recipients(sink)).toEqual(readersAt('x.example', 30).sort())
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 30 }, balanced: true })
})

test('a server that greylists everybody has them all at the second try', async () => {
  const known = new Set<string>()
  const { deps, clock, sink } = await aDeliveryTo(readersAt('x.example', 12), {
    onRecipient: address => (known.size === known.add(address).size ? null : '450 4.2.0 greylisted'),
  })
  expect((await deliverIssues(deps)).done).toBe(0)
  clock.set(addMinutes(now, 5))
  expect((await deliverIssues(deps)).done).toBe(12)
  expect(recipients(sink)).toEqual(readersAt('x.example', 12).sort())
})

test('held mails without an answer are never repeated by themselves, and the note says where they are listed', async () => {
  let drops = 1
  const { deps, clock, sink, store } = await aDeliveryTo(
    readersAt('x.example', 3),
    { onMessage: () => (drops-- > 0 ? 'drop' : null) },
    { connections: 1, mail: { uncertain: 'hold' } },
  )
  for (const minutes of [0, 11, 700]) {
    clock.set(addMinutes(now, minutes))
    await deliverIssues(deps)
  }
  expect(sink.mails).toHaveLength(3)
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 2, uncertain: 1 }, balanced: true })
})
