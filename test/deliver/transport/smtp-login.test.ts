// Logging into a relay: encrypted before a password is shown, by token when it is asked for, over connections that are kept.
import { afterEach, expect, test } from 'vitest'
import { fixedClock } from '../../../src/core/clock.ts'
import { createMailLogin } from '../../../src/app/mail-login.ts'
import { probeRelay } from '../../../src/deliver/transport/relay-connection.ts'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { addMinutes } from '../../../src/core/clock.ts'
import { aClient, aClosedPort, serve } from '../../net/serve.ts'
import { now } from '../builders.ts'
import { type MailSink, openSink } from '../mail-sink.ts'

let sink: MailSink
afterEach(() => sink.close())

const message = (index: number) => ({
  name: `${index}`,
  from: 'w@a.example',
  to: `r${index}@b.example`,
  bytes: Buffer.from('a: b\r\n\r\nc'),
})
const mayEnd = () => Promise.resolve(true)

/** A relay that lets in whoever shows one of these tokens. */
async function aTokenRelay(valid: ReadonlySet<string>) {
  const shown: string[] = []
  let connections = 0
  sink = await openSink({
    options: {
      allowInsecureAuth: true,
      authOptional: false,
      authMethods: ['XOAUTH2'],
      onConnect: (_session, done) => {
        connections++
        done()
      },
      onAuth: ({ username, accessToken = '' }, _session, done) => {
        shown.push(accessToken)
        if (username === 'me' && valid.has(accessToken)) done(null, { user: username })
        else done(null, { data: { status: '401' } })
      },
    },
  })
  return { shown, connections: () => connections }
}

/** A server of tokens `t1`, `t2`, … that hold an hour. */
async function aTokenServer(status = 200) {
  let count = 0
  const server = await serve((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ access_token: `t${++count}`, expires_in: 3600 }))
  })
  const clock = fixedClock(now)
  const accessUrl = `${server.origin}/token`
  const secrets = { clientId: 'id', clientSecret: 'secret', refreshToken: 'refresh' }
  const login = createMailLogin({ user: 'me', accessUrl, ...secrets }, aClient([server]), clock)
  return { login, clock, server }
}

const transportWith = (oauth2: ReturnType<typeof createMailLogin>) =>
  createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1000, connections: 1, oauth2 })

test('a token is fetched once, and a connection serves many mails', async () => {
  const relay = await aTokenRelay(new Set(['t1']))
  const { login, server } = await aTokenServer()
  const transport = transportWith(login)
  for (const index of [1, 2, 3]) expect((await transport.handOver(message(index), { mayEnd })).state).toBe('sent')
  await transport.close()
  expect(relay.shown).toEqual(['t1'])
  expect(relay.connections()).toBe(1)
  expect(server.requests).toHaveLength(1)
})

test('a refused token is replaced by a fresh one, a spent one before it is shown', async () => {
  const relay = await aTokenRelay(new Set(['t2', 't3']))
  const { login, clock } = await aTokenServer()
  const first = transportWith(login)
  expect((await first.handOver(message(1), { mayEnd })).state).toBe('sent')
  await first.close()
  clock.set(addMinutes(now, 60))
  const second = transportWith(login)
  expect((await second.handOver(message(2), { mayEnd })).state).toBe('sent')
  await second.close()
  expect(relay.shown).toEqual(['t1', 't2', 't3'])
})

test.each([
  ['a relay that lets nobody in', 200, 'SMTP_AUTHENTICATION_FAILED'],
  ['a server that gives no token', 400, 'SMTP_AUTHENTICATION_FAILED'],
])('%s', async (_name, status, code) => {
  await aTokenRelay(new Set())
  const { login } = await aTokenServer(status)
  const transport = transportWith(login)
  await expect(transport.handOver(message(1), { mayEnd })).rejects.toMatchObject({ code })
  await transport.close()
})

test('a server of tokens that cannot be reached makes the mails wait', async () => {
  await aTokenRelay(new Set())
  const accessUrl = `http://127.0.0.1:${await aClosedPort()}/token`
  const { server } = await aTokenServer()
  const oauth2 = { user: 'me', clientId: 'i', clientSecret: 's', refreshToken: 'r', accessUrl }
  const login = createMailLogin(oauth2, aClient([server]), fixedClock(now))
  await expect(transportWith(login).handOver(message(1), { mayEnd })).rejects.toMatchObject({
    code: 'SMTP_UNAVAILABLE',
  })
})

test('a probe logs in and leaves without a mail', async () => {
  await aTokenRelay(new Set(['t1']))
  const { login } = await aTokenServer()
  const probe = await probeRelay({ url: sink.url, clientName: 'x', ratePerSecond: 1, oauth2: login })
  expect(probe).toEqual({ isEncrypted: false, isLoggedIn: true, takesUtf8: true })
  expect(sink.mails).toEqual([])
})
