// DKIM signatures, RFC 6376 with Ed25519 of RFC 8463: relaxed/relaxed, no l=, made by node:crypto.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { WeeklyError } from '../../core/errors.ts'
import type { MessageHalves } from './mime.ts'

/** Where a signature's public key is found, and the private key as PEM. */
export interface DkimKey {
  readonly domain: string
  readonly selector: string
  readonly pem: string
}

/** Signs messages with one key. */
export interface DkimSigner {
  readonly domain: string
  readonly selector: string
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256'
  /** The TXT record that belongs at `SELECTOR._domainkey.DOMAIN`. */
  readonly record: string
  /** The DKIM-Signature header line of a message, CRLF included; `bodyHash` in base64. The same message and second give the same line. */
  signatureOf(head: string, bodyHash: string, signedAtSeconds: number): string
}

const MIN_RSA_BITS = 2048
/** Signed when present; From, To and Subject once more than they occur, so that none can be added (RFC 6376 §8.15). Gmail counts a Feedback-ID only when it is signed. */
const signedHeaders = [
  'from',
  'from',
  'to',
  'to',
  'subject',
  'subject',
  'reply-to',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-archive',
  'precedence',
  'auto-submitted',
  'feedback-id',
]

/**
 * Makes the signer of one key and proves that it signs. Throws DKIM_KEY_INVALID for a key that cannot be read, is neither RSA
 * of at least 2048 bits nor Ed25519, or whose signature does not verify: never is a mail sent unsigned instead.
 */
export function createDkimSigner({ domain, selector, pem }: DkimKey): DkimSigner {
  const fail = (reason: string, cause?: unknown): never => {
    throw new WeeklyError('DKIM_KEY_INVALID', `the DKIM key ${selector}._domainkey.${domain} cannot sign: ${reason}`, {
      hint: 'Make one with `openssl genpkey -algorithm ed25519` (or `rsa`, 2048 bits) and name its file in `mail.dkim`.',
      cause,
    })
  }
  const key = readKey(pem, fail)
  const algorithm = key.asymmetricKeyType === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256'
  const publicKey = createPublicKey(key)
  const probe = Buffer.from('probe')
  if (!verify(digestOf(algorithm), probe, publicKey, sign(digestOf(algorithm), probe, key)))
    fail('its own signature does not verify')
  return {
    domain,
    selector,
    algorithm,
    record: recordOf(publicKey, algorithm),
    signatureOf: (head, bodyHash, signedAtSeconds) => {
      const { unsigned, covered } = prepareSignature(head, { domain, selector, algorithm, bodyHash, signedAtSeconds })
      const input = algorithm === 'rsa-sha256' ? covered : createHash('sha256').update(covered).digest()
      const signature = sign(digestOf(algorithm), input, key).toString('base64')
      return `${unsigned}${signature.replace(/.{70}(?=.)/g, '$&\r\n ')}\r\n`
    },
  }
}

/** Makes the signers of the configured keys, files relative to `folder`. Throws DKIM_KEY_INVALID. */
export async function openDkimSigners(
  keys: readonly { readonly domain: string; readonly selector: string; readonly keyFile: string }[],
  folder: string,
): Promise<readonly DkimSigner[]> {
  return Promise.all(
    keys.map(async ({ domain, selector, keyFile }) => {
      const pem = await readFile(resolve(folder, keyFile), 'utf8').catch((cause: unknown) => {
        throw new WeeklyError('DKIM_KEY_INVALID', `the DKIM key file ${keyFile} cannot be read: ${String(cause)}`, {
          hint: 'Correct `mail.dkim[].keyFile`, or the permissions of the file.',
          cause,
        })
      })
      return createDkimSigner({ domain, selector, pem })
    }),
  )
}

/** Compares a signer with the TXT record found in DNS. Throws DKIM_KEY_INVALID when the record names another key. */
export function checkDkimRecord(signer: DkimSigner, found: string): void {
  const keyIn = (record: string): string => /(?:^|;)\s*p=([^;]*)/.exec(record)?.[1]?.replace(/\s/g, '') ?? ''
  if (keyIn(found) === keyIn(signer.record)) return
  throw new WeeklyError(
    'DKIM_KEY_INVALID',
    `the DKIM key in DNS at ${signer.selector}._domainkey.${signer.domain} is another one`,
    {
      hint: `Publish this TXT record there: ${signer.record}`,
    },
  )
}

/** The signatures of all signers as header lines, to stand before the message's own. */
export function signMessage(
  { head, body }: MessageHalves,
  signers: readonly DkimSigner[],
  signedAtSeconds: number,
): string {
  if (signers.length === 0) return ''
  const bodyHash = createHash('sha256').update(relaxedBody(body)).digest('base64')
  return signers.map(signer => signer.signatureOf(head, bodyHash, signedAtSeconds)).join('')
}

function readKey(pem: string, fail: (reason: string, cause?: unknown) => never): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    return fail('it is no private key in PEM', cause)
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  if (key.asymmetricKeyType !== 'rsa') return fail(`its type is ${key.asymmetricKeyType ?? 'unknown'}`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return bits < MIN_RSA_BITS ? fail(`it has ${bits} bits, ${MIN_RSA_BITS} are the least`) : key
}

/** RSA signs a SHA-256 digest; Ed25519 signs the digest as its message (RFC 8463 §3) and names none. */
function digestOf(algorithm: DkimSigner['algorithm']): string | null {
  return algorithm === 'rsa-sha256' ? 'sha256' : null
}

function recordOf(publicKey: KeyObject, algorithm: DkimSigner['algorithm']): string {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  // RFC 8463 §4: the 32 bytes of the key alone, which end its SPKI form.
  return algorithm === 'rsa-sha256'
    ? `v=DKIM1; k=rsa; p=${der.toString('base64')}`
    : `v=DKIM1; k=ed25519; p=${der.subarray(-32).toString('base64')}`
}

const relaxedHeader = (line: string): string => {
  const colon = line.indexOf(':')
  const value = line
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${line.slice(0, colon).trim().toLowerCase()}:${value.trim()}`
}

/** Our own parts are in this form as they come from mime-part.ts; looking is much cheaper than making it. */
function relaxedBody(body: Buffer): Buffer {
  const isRelaxed =
    ['\t', '  ', ' \r\n'].every(space => !body.includes(space)) &&
    body.toString('latin1', body.length - 4).endsWith('\r\n') &&
    body.toString('latin1', body.length - 4) !== '\r\n\r\n'
  if (isRelaxed) return body
  const text = body
    .toString('latin1')
    .replace(/[ \t]+(?=\r\n|$)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)+$/, '')
  return Buffer.from(`${text}\r\n`, 'latin1')
}

function prepareSignature(
  head: string,
  tags: Pick<DkimSigner, 'domain' | 'selector' | 'algorithm'> & { bodyHash: string; signedAtSeconds: number },
): { readonly unsigned: string; readonly covered: Buffer } {
  const headers = head
    .trimEnd()
    .split(/\r\n(?![ \t])/)
    .map(relaxedHeader)
  const byName = Map.groupBy(headers, header => header.slice(0, header.indexOf(':')))
  const named = signedHeaders.filter(name => byName.has(name))
  const unsigned =
    `DKIM-Signature: v=1; a=${tags.algorithm}; c=relaxed/relaxed; d=${tags.domain};\r\n s=${tags.selector}; ` +
    `t=${tags.signedAtSeconds}; bh=${tags.bodyHash};\r\n h=${named.join(':').replace(/(.{40,60}?:)/g, '$1\r\n ')};\r\n b=`
  // Each header stands once in our messages; its second naming covers the absence of another.
  const covered = [...new Set(named)].flatMap(name => byName.get(name) ?? [])
  return {
    unsigned,
    covered: Buffer.from(`${covered.map(header => `${header}\r\n`).join('')}${relaxedHeader(unsigned)}`),
  }
}
