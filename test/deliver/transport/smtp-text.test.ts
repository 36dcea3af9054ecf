// What goes over the wire: a message as it is, or mended, never with a line that a relay takes for the end.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'

/** A relay that keeps the bytes of each message as they came, the dot at the end left off. */
async function aRawRelay() {
  const texts: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    let isText = false
    let got = ''
    socket.write('220 raw\r\n')
    socket.setEncoding('latin1').on('data', (piece: string) => {
      got += piece
      for (;;) {
        const end = isText ? /(?:^|\r\n)\.\r\n/.exec(got) : /\r\n/.exec(got)
        if (!end) return
        if (isText) texts.push(got.slice(0, end.index + (end[0].length === 3 ? 0 : 2)))
        const command = isText ? 'DOT' : got.slice(0, 4)
        got = got.slice(end.index + end[0].length)
        isText = command === 'DATA'
        socket.write(isText ? '354 go on\r\n' : '250 ok\r\n')
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = createSmtpTransport({
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientName: 'x',
    ratePerSecond: 1e6,
    connections: 1,
  })
  onTestFinished(async () => {
    await transport.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const send = async (text: string): Promise<string> => {
    const envelope = { name: 'n', from: 'w@a.example', to: 'r@b.example', bytes: Buffer.from(text, 'latin1') }
    const { state } = await transport.handOver(envelope, { mayEnd: () => Promise.resolve(true) })
    expect(state).toBe('sent')
    return texts.at(-1) ?? ''
  }
  return { send }
}

/** RFC 5321 §2.3.8 and §4.5.2. */
function mend(text: string): string {
  const lines = text.replace(/\r\n|\r|\n/g, '\r\n').replace(/^\./gm, '..')
  return lines.endsWith('\r\n') ? lines : `${lines}\r\n`
}

test('a message that needs no mending goes out as it is', async () => {
  const { send } = await aRawRelay()
  const message = `a: b\r\n\r\n${'x. y .z\r\n'.repeat(5_000)}`
  expect(await send(message)).toBe(message)
})

test('whatever a message is made of, the relay gets it in lines, none of which ends it early', async () => {
  const { send } = await aRawRelay()
  const pieces = fc.constantFrom('.', '..', '\r\n', '\r', '\n', 'a', 'é', '\r\n.\r\n', '\n.\n', '\r.\r', ' ')
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 12 }), async parts => {
      const text = parts.join('')
      expect(await send(text)).toBe(mend(text))
    }),
    { numRuns: 60 },
  )
})
