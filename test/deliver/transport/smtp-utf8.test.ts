// Addresses with other scripts before the @: carried by relays that offer SMTPUTF8 (RFC 6531), told as undeliverable by the others.
import { generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth'
import type { SMTPServerAddress } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { deliverIssues } from '../../../src/deliver/deliver.ts'
import { createDkimSigner } from '../../../src/deliver/message/dkim.ts'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { sendNow } from '../../../src/deliver/transport/send-now.ts'
import { listUndeliverable, readEquation } from '../../../src/store/deliveries.ts'
import type { Store } from '../../../src/store/engine/database.ts'
import { findSubscriber } from '../../../src/store/subscribers.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, week } from '../builders.ts'
import { openSink, type SinkBehaviour } from '../mail-sink.ts'
import { importSubscribers } from '../../../src/store/subscriber-import.ts'

const foreign = '用户@例子.公司'
const wire = '用户@xn--fsqu00a.xn--55qx5d'

const parametersOf = ({ args }: SMTPServerAddress): Readonly<Record<string, unknown>> =>
  args === false ? {} : { ...(args as object) }

/** A relay that notes for each mail whether it was announced as UTF-8. */
async function aRelay(options: SinkBehaviour['options'] = {}, refuse: (isUtf8: boolean) => string | null = () => null) {
  const announced: boolean[] = []
  const sink = await openSink({
    options: {
      onMailFrom: (address, _session, done) => {
        const isUtf8 = parametersOf(address)['SMTPUTF8'] === true
        announced.push(isUtf8)
        const text = refuse(isUtf8)
        done(text ? Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) }) : null)
      },
      ...options,
    },
  })
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1e4, connections: 1 })
  onTestFinished(async () => {
    await transport.close()
    await sink.close()
  })
  return { sink, transport, announced }
}

async function addForeignReader(store: Store): Promise<void> {
  await importSubscribers(store.db, [{ email: foreign, name: null, language: 'en', consent: 'asked' }], now)
}

test('a relay with SMTPUTF8 gets the address in command and header, and everything else stays ASCII', async () => {
  const { store } = await aStoreWithReaders(2)
  await addForeignReader(store)
  const { sink, transport, announced } = await aRelay()
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const signer = createDkimSigner({ domain: 'list.example', selector: 's', pem })
  const config = aConfig({ bounces: { address: 'bounces@例子.公司', hookSecret: 'a secret of length' } })
  const { deps } = aDelivery(store, transport, { signers: [signer], config })
  expect(await deliverIssues(deps)).toMatchObject({ done: 3, skipped: 0, failed: 0 })
  expect(announced).toEqual([false, false, true])
  const mail = sink.mails[2]
  const bytes = Buffer.from(mail?.raw ?? '', 'latin1')
  const head = bytes.toString().split('\r\n\r\n')[0] ?? ''
  expect(mail?.to).toBe('用户@例子.公司')
  expect(mail?.from).toMatch(/^bounces\+\d+-[0-9a-f]{32}@例子\.公司$/)
  expect(head).toContain(`\r\nTo: ${wire}\r\n`)
  expect(head.replace(wire, '')).toMatch(/^[\r\n -~]+$/)
  const { results } = await dkimVerify(bytes, { resolver: () => Promise.resolve([[signer.record]]) })
  expect(results.map(({ status }) => status.result)).toEqual(['pass'])
})

test.each([
  ['does not offer SMTPUTF8', { hideSMTPUTF8: true }, () => null, 'the relay does not offer SMTPUTF8'],
  [
    'offers SMTPUTF8 and does not know it',
    {},
    (isUtf8: boolean) => (isUtf8 ? '555 5.5.4 unsupported option: SMTPUTF8' : null),
    'SMTPUTF8 was refused: 555',
  ],
  [
    'refuses such addresses',
    {},
    (isUtf8: boolean) => (isUtf8 ? '550 5.6.7 non-ASCII address not permitted' : null),
    'SMTPUTF8 was refused: 550 5.6.7',
  ],
])('a relay that %s harms nobody else, and the reader stays', async (_name, options, refuse, reason) => {
  const { store } = await aStoreWithReaders(1)
  await addForeignReader(store)
  await importSubscribers(store.db, [{ email: 'last@b.example', name: null, language: 'en', consent: 'asked' }], now)
  const { sink, transport } = await aRelay(options, refuse)
  const report = await deliverIssues(aDelivery(store, transport).deps)
  expect(report).toMatchObject({ done: 2, skipped: 1, failed: 0 })
  expect(report.notes).toMatchObject([{ level: 'skipped', subject: foreign, code: 'SMTP_ADDRESS_UNSUPPORTED' }])
  expect(sink.mails).toHaveLength(2)
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 2, skipped: 1 }, balanced: true })
  const [undeliverable] = await listUndeliverable(store.db, week, 10)
  expect(undeliverable?.email).toBe(foreign)
  expect(undeliverable?.response).toContain(`undeliverable: ${reason}`)
  expect(await findSubscriber(store.db, { email: foreign })).toMatchObject({ state: 'confirmed' })
})

test('a mail outside the ledger fails with the reason', async () => {
  const { transport } = await aRelay({ hideSMTPUTF8: true })
  const message = { name: 'x', from: 'w@a.example', to: wire, bytes: Buffer.from('a: b\r\n\r\n') }
  await expect(sendNow(transport, message, 'the test mail')).rejects.toMatchObject({ code: 'SMTP_ADDRESS_UNSUPPORTED' })
})

test('mail is not sent from an address that not all relays can carry', async () => {
  const { store } = await aStoreWithReaders(1)
  const { transport } = await aRelay()
  const { deps } = aDelivery(store, transport, { config: aConfig({ from: '读者@list.example' }) })
  await expect(deliverIssues(deps)).rejects.toMatchObject({ code: 'MAIL_CONFIG_INCOMPLETE' })
})
