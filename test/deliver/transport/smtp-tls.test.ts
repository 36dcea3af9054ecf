// Real TLS with a relay: what is signed by an authority of our own is trusted, everything else pauses the run before a password or a
// mail is shown. The certificates are those of test/fixtures/tls.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { deliverIssues } from '../../../src/deliver/deliver.ts'
import { type OAuthLogin, probeRelay, type SmtpOptions } from '../../../src/deliver/transport/relay-connection.ts'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { readEquation } from '../../../src/store/deliveries.ts'
import { aDelivery, aStoreWithReaders, week } from '../builders.ts'
import { openSink } from '../mail-sink.ts'

const pem = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'tls', `${name}.pem`), 'utf8')
const authorities = pem('authority')

/** A relay with a certificate for `localhost` that notes every connection, and under what each login was shown. */
async function aTlsRelay(options: SMTPServerOptions = {}) {
  const connections: string[] = []
  const logins: { readonly isSecure: boolean; readonly secret: string | null | undefined }[] = []
  const sink = await openSink({
    options: {
      key: pem('relay-key'),
      cert: pem('relay'),
      authOptional: false,
      disabledCommands: [],
      authMethods: ['PLAIN', 'XOAUTH2'],
      onConnect: ({ id }, done) => {
        connections.push(id)
        done()
      },
      onAuth: ({ password, accessToken }, { secure }, done) => {
        logins.push({ isSecure: secure, secret: accessToken ?? password })
        done(null, { user: 'me' })
      },
      ...options,
    },
  })
  onTestFinished(() => sink.close())
  return { sink, connections, logins }
}

/** Delivers to six readers with a login by password, over two connections. */
async function deliverTo(url: string, tls: SmtpOptions['tls'], oauth2?: OAuthLogin) {
  const { store } = await aStoreWithReaders(6)
  const login = oauth2 ? url : url.replace('//', '//me:secret@')
  const transport = createSmtpTransport({
    url: login,
    tls,
    oauth2,
    clientName: 'x',
    ratePerSecond: 1e4,
    connections: 2,
  })
  const report = await deliverIssues(aDelivery(store, transport).deps)
  await transport.close()
  return { report, equation: await readEquation(store.db, week) }
}

test.each([
  ['STARTTLS', 'smtp', {}],
  ['smtps', 'smtps', { secure: true }],
])('%s: all mails go over as many connections as are allowed, each logged in once, encrypted', async (...args) => {
  const [, scheme, options] = args
  const { sink, connections, logins } = await aTlsRelay(options)
  const url = `${scheme}://localhost:${sink.port}`
  const { report } = await deliverTo(url, { required: true, authorities })
  expect(report).toMatchObject({ done: 6, failed: 0 })
  expect(sink.mails).toHaveLength(6)
  expect(connections.length).toBeLessThanOrEqual(2)
  expect(logins).toEqual(connections.map(() => ({ isSecure: true, secret: 'secret' })))
})

test('a token is shown under TLS too, and nothing else, though the relay takes passwords as well', async () => {
  const { sink, logins } = await aTlsRelay()
  const oauth2 = { user: 'me', accessToken: () => Promise.resolve('token') }
  const { report } = await deliverTo(`smtp://localhost:${sink.port}`, { required: true, authorities }, oauth2)
  expect(report).toMatchObject({ done: 6, failed: 0 })
  expect(logins).toEqual(logins.map(() => ({ isSecure: true, secret: 'token' })))
})

const noStartTls = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }

test.each([
  ['of an unknown authority', 'smtps://localhost', { secure: true }, undefined, /mail\.tls\.caFile/],
  ['of an unknown authority, by STARTTLS,', 'smtp://localhost', {}, undefined, /mail\.tls\.caFile/],
  ['for another name', 'smtps://127.0.0.1', { secure: true }, authorities, /as its certificate does/],
  ['for another name, by STARTTLS,', 'smtp://127.0.0.1', {}, authorities, /as its certificate does/],
])('a certificate %s pauses the run and fails nobody', async (_name, relay, options, known, advice) => {
  const { sink, logins } = await aTlsRelay(options)
  const { report, equation } = await deliverTo(`${relay}:${sink.port}`, { required: true, authorities: known })
  expect(report).toMatchObject({ done: 0, failed: 1 })
  expect(report.notes).toMatchObject([{ code: 'SMTP_TLS_FAILED', hint: expect.stringMatching(advice) as string }])
  expect(equation).toMatchObject({ counts: { pending: 6 }, balanced: true })
  expect({ logins, mails: sink.mails }).toEqual({ logins: [], mails: [] })
})

test.each([
  ['when the configuration requires it', 'smtp://localhost', { required: true, authorities }],
  // To the program this is another machine; the system leads it here.
  ['when a password would go to another machine', 'smtp://0.0.0.0', undefined],
])('a relay that offers no encryption is shown neither password nor mail %s', async (_name, relay, tls) => {
  const { sink, logins } = await aTlsRelay(noStartTls)
  const { report, equation } = await deliverTo(`${relay}:${sink.port}`, tls)
  expect(report.notes).toMatchObject([{ code: 'SMTP_TLS_FAILED', hint: expect.stringContaining('STARTTLS') as string }])
  expect(equation).toMatchObject({ counts: { pending: 6 }, balanced: true })
  expect({ logins, mails: sink.mails }).toEqual({ logins: [], mails: [] })
})

test('a probe tells that the relay is encrypted', async () => {
  const { sink } = await aTlsRelay()
  const url = `smtp://me:secret@localhost:${sink.port}`
  const probe = await probeRelay({ url, tls: { required: true, authorities }, clientName: 'x', ratePerSecond: 1 })
  expect(probe).toEqual({ isEncrypted: true, isLoggedIn: true, takesUtf8: true })
})
