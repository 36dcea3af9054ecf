import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dkimVerify } from 'mailauth'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../src/core/types.ts'
import { compileMail, composeIssueMail, type MailingList } from '../../../src/deliver/message/compose.ts'
import {
  checkDkimRecord,
  createDkimSigner,
  type DkimSigner,
  openDkimSigners,
} from '../../../src/deliver/message/dkim.ts'
import { htmlPart } from '../builders.ts'

const pemOf = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string =>
  String(key.export({ type: 'pkcs8', format: 'pem' }))
const rsaPem = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
const ed25519Pem = pemOf(generateKeyPairSync('ed25519').privateKey)
const rsa = createDkimSigner({ domain: 'example.org', selector: 'r1', pem: rsaPem })
const ed25519 = createDkimSigner({ domain: 'example.org', selector: 'e1', pem: ed25519Pem })

const listWith = (signers: readonly DkimSigner[]): MailingList => ({
  id: 'weekly.example.org',
  url: 'https://weekly.example.org/',
  from: 'Weekly <weekly@example.org>',
  replyTo: 'editor@example.org',
  signers,
})

const signedMail = (
  signers: readonly DkimSigner[],
  subject = '每周阅读清单 第四十七期：容器镜像的签名、验证与分发',
): Buffer =>
  composeIssueMail(
    listWith(signers),
    compileMail({ subject, html: `${htmlPart}\n\n  spaces  \t\n\n`, text: 'Hello  there \n\n\n' }),
    { to: 'ann@example.net', messageId: '<1@example.org>', datedAt: '2026-11-20T00:30:00.000Z' as Instant },
    { unsubscribeUrl: 'https://w.example/u', preferencesUrl: 'https://w.example/p', confirmedDate: '' },
    '2026-W47',
  )

/** Verifies with another implementation, which finds the keys in a DNS of our own. */
async function verifyElsewhere(message: Buffer | string): Promise<readonly (string | undefined)[]> {
  const { results } = await dkimVerify(message, {
    curTime: new Date('2026-11-20T01:00:00Z'),
    resolver: name => {
      const signer = [rsa, ed25519].find(({ selector, domain }) => name === `${selector}._domainkey.${domain}`)
      return Promise.resolve([[signer?.record ?? '']])
    },
  })
  return results.map(({ status }) => status.result)
}

describe('signatures', () => {
  test.each([
    ['RSA', [rsa]],
    ['Ed25519', [ed25519]],
    ['both', [rsa, ed25519]],
  ])('with %s are verified by another implementation', async (_name, signers) => {
    expect(await verifyElsewhere(signedMail(signers))).toEqual(signers.map(() => 'pass'))
  })

  test('cover the one-click headers, and From, To and Subject once more than they occur', () => {
    const [header = ''] = signedMail([ed25519]).toString().split('\r\nFrom:')
    const names = /\sh=([^;]*);/.exec(header)?.[1]?.replace(/\s/g, '').split(':') ?? []
    for (const name of ['from', 'to', 'subject']) expect(names.filter(found => found === name)).toHaveLength(2)
    expect(names).toEqual(expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'date', 'message-id']))
    expect(header).not.toMatch(/[;\s]l=/)
  })

  test.each([
    ['another text', (mail: string) => mail.replace('Hello', 'Hallo')],
    ['a second Subject', (mail: string) => mail.replace('MIME-Version', 'Subject: pills\r\nMIME-Version')],
    ['a second From', (mail: string) => mail.replace('MIME-Version', 'From: evil@example.org\r\nMIME-Version')],
    ['another unsubscribe address', (mail: string) => mail.replace('https://w.example/u', 'https://w.example/v')],
  ])('are broken by %s', async (_name, change) => {
    const mail = signedMail([rsa, ed25519], 'Plain subject').toString()
    expect(change(mail)).not.toBe(mail)
    expect(await verifyElsewhere(change(mail))).not.toContain('pass')
  })

  test('survive what relays do to spaces and folding', async () => {
    const mail = signedMail([rsa, ed25519], 'Plain subject').toString()
    const relayed = mail.replace('Subject: Plain', 'SUBJECT:   Plain\r\n\t').replace(/\r\n$/, '\r\n\r\n\r\n')
    expect(await verifyElsewhere(relayed)).toEqual(['pass', 'pass'])
  })

  test('are the same each time, so that a resend is the same mail', () => {
    expect(signedMail([rsa, ed25519]).equals(signedMail([rsa, ed25519]))).toBe(true)
  })
})

describe('a key that cannot sign is refused before any mail is sent', () => {
  test.each([
    ['text that is no key', 'hello', 'no private key'],
    ['1024 bits', pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), '1024 bits'],
    ['another kind', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), 'its type is ec'],
  ])('%s', (_name, pem, reason) => {
    expect(() => createDkimSigner({ domain: 'example.org', selector: 's', pem })).toThrow(
      expect.objectContaining({
        code: 'DKIM_KEY_INVALID',
        message: expect.stringContaining(reason) as string,
      }) as Error,
    )
  })

  test('a missing file; a present one is read from the folder of the configuration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weekly-dkim-'))
    await writeFile(join(folder, 'key.pem'), ed25519Pem)
    const key = { domain: 'example.org', selector: 'e1', keyFile: 'key.pem' }
    expect((await openDkimSigners([key], folder)).map(({ record }) => record)).toEqual([ed25519.record])
    await expect(openDkimSigners([{ ...key, keyFile: 'none.pem' }], folder)).rejects.toMatchObject({
      code: 'DKIM_KEY_INVALID',
    })
    await rm(folder, { recursive: true })
  })

  test('a key that DNS contradicts', () => {
    expect(() => checkDkimRecord(rsa, rsa.record.replace('; p=', '; n=a note; p='))).not.toThrow()
    expect(() => checkDkimRecord(rsa, ed25519.record)).toThrow(
      expect.objectContaining({ code: 'DKIM_KEY_INVALID' }) as Error,
    )
    expect(() => checkDkimRecord(rsa, 'v=DKIM1; p=')).toThrow('is another one')
  })
})
