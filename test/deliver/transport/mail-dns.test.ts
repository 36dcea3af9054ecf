import { generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { deliverIssues } from '../../../src/deliver/deliver.ts'
import { createDkimSigner } from '../../../src/deliver/message/dkim.ts'
import { compareKeys, createTxtLookup, lookupDmarc, lookupSpf } from '../../../src/deliver/transport/mail-dns.ts'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { readEquation } from '../../../src/store/deliveries.ts'
import { startDns } from '../../dns-server.ts'
import { aDelivery, aStoreWithReaders, week } from '../builders.ts'
import { openSink } from '../mail-sink.ts'

const aSigner = () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return createDkimSigner({ domain: 'list.example', selector: 'w', pem })
}
const name = 'w._domainkey.list.example'

test.each([
  ['the same key, in other words', (record: string) => record.replace('v=DKIM1; ', 't=s; '), 'same'],
  ['another key', () => aSigner().record, 'different'],
  ['a key that was withdrawn', () => 'v=DKIM1; p=', 'different'],
  ['no key', () => null, 'absent'],
])('DNS with %s', async (_name, recordOf, state) => {
  const signer = aSigner()
  const record = recordOf(signer.record)
  const lookup = createTxtLookup([await startDns(record === null ? {} : { [name]: record })])
  const [found] = await compareKeys([signer], lookup)
  expect(found).toMatchObject({ name, state })
  expect(found?.error?.hint ?? signer.record).toContain(signer.record)
})

test('policies are found at the domain, DMARC at the one above too; none is none', async () => {
  const lookup = createTxtLookup([
    await startDns({
      'list.example.org': 'v=spf1 include:relay.example -all',
      '_dmarc.example.org': 'v=DMARC1; p=none',
    }),
  ])
  expect(await lookupSpf('list.example.org', lookup)).toEqual(['v=spf1 include:relay.example -all'])
  expect(await lookupDmarc('list.example.org', lookup)).toEqual(['v=DMARC1; p=none'])
  expect(await lookupSpf('other.example.org', lookup)).toEqual([])
  expect(await lookupDmarc('other.example', lookup)).toEqual([])
})

async function deliverWith(record: string | null, signer = aSigner()) {
  const { store } = await aStoreWithReaders(2)
  const sink = await openSink()
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 1000 })
  onTestFinished(async () => {
    await transport.close()
    await sink.close()
  })
  const lookupTxt = () => Promise.resolve(record === null ? null : record === '' ? [] : [record])
  const { deps } = aDelivery(store, transport, { signers: [signer], lookupTxt })
  return { deps, store, signer, sink }
}

test('with another key in DNS nothing is sent, and the error says what to publish', async () => {
  const { deps, store, signer } = await deliverWith(aSigner().record)
  await expect(deliverIssues(deps)).rejects.toMatchObject({
    code: 'DKIM_KEY_INVALID',
    hint: expect.stringContaining(signer.record) as string,
  })
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { pending: 2 } })
})

test.each([
  ['DNS that does not answer', null, 0],
  ['no key in DNS', '', 1],
])('%s does not hold up the mail', async (_name, record, notes) => {
  const { deps } = await deliverWith(record)
  const report = await deliverIssues(deps)
  expect(report).toMatchObject({ done: 2, failed: 0 })
  expect(report.notes).toHaveLength(notes)
})
