// Senders that share a relay have no more connections to it together than are allowed, and none of them waits for ever.
import { expect, onTestFinished, test } from 'vitest'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { createHostSlots } from '../../../src/net/host-slots.ts'
import { openSink } from '../mail-sink.ts'

test('two senders with two connections together never have a third, and all their mails go out', async () => {
  let [open, most] = [0, 0]
  const sink = await openSink({
    options: {
      onConnect: (_session, done) => {
        most = Math.max(most, ++open)
        done()
      },
      onClose: () => {
        open--
      },
    },
  })
  onTestFinished(() => sink.close())
  const held = new Set<number>()
  const places = () =>
    createHostSlots(
      {
        take: wanted => {
          const free = [1, 2].filter(n => !held.has(n)).slice(0, wanted.get('relay'))
          for (const n of free) held.add(n)
          return Promise.resolve(free.map(n => ({ host: 'relay', n })))
        },
        free: slots => {
          for (const { n } of slots) held.delete(n)
          return Promise.resolve()
        },
        renew: () => Promise.resolve(),
        keepOnly: () => Promise.resolve(),
      },
      () => 0,
    )
  const senders = [places(), places()].map(slots =>
    createSmtpTransport({
      url: sink.url,
      clientName: 'list.example',
      ratePerSecond: 1_000,
      connections: 2,
      takePlace: () => slots.take('relay'),
    }),
  )
  const sent = senders.flatMap((transport, sender) =>
    Array.from({ length: 6 }, (_, index) =>
      transport.handOver(
        {
          name: `${sender}-${index}`,
          from: 'w@list.example',
          to: `r${sender}-${index}@example.org`,
          bytes: Buffer.from('a: b\r\n\r\nhere\r\n'),
        },
        { mayEnd: () => Promise.resolve(true) },
      ),
    ),
  )
  expect((await Promise.all(sent)).map(({ state }) => state)).toEqual(sent.map(() => 'sent'))
  await Promise.all(senders.map(transport => transport.close()))
  expect([sink.mails.length, most]).toEqual([12, 2])
})
