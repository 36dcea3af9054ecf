// A passkey in a few lines: what a device would answer, so that tests can let it lie (WebAuthn Level 3, §6.1, §6.5.4; CBOR, RFC 8949).
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40

const sha256 = (content: string | Buffer): Buffer => createHash('sha256').update(content).digest()
const text = (said: string): Buffer => Buffer.concat([Buffer.from([0x60 + said.length]), Buffer.from(said)])
/** Each length as short as it can be: devices write so, and are held to it (CTAP 2.1, §8). */
const lengthOf = ({ length }: Buffer): readonly number[] =>
  length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255]
const bytes = (content: Buffer): Buffer => Buffer.concat([Buffer.from(lengthOf(content)), content])

/** Kinds of keys that devices have. */
export type KeyKind = 'P-256' | 'Ed25519' | 'RSA'

const makeKeys = (kind: KeyKind) =>
  kind === 'P-256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : kind === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('rsa', { modulusLength: 2048 })

/** COSE_Key (RFC 9053, §7.1; RFC 8230, §4): its kind, its algorithm, and its numbers. */
function coseKeyOf(key: KeyObject, kind: KeyKind): Buffer {
  const jwk = key.export({ format: 'jwk' })
  const part = (name: 'x' | 'y' | 'n' | 'e'): Buffer => bytes(Buffer.from(jwk[name] ?? '', 'base64url'))
  const head = (...numbers: readonly number[]): Buffer => Buffer.from(numbers)
  if (kind === 'P-256')
    return Buffer.concat([head(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21), part('x'), head(0x22), part('y')])
  if (kind === 'Ed25519') return Buffer.concat([head(0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21), part('x')])
  return Buffer.concat([head(0xa4, 1, 3, 3, 0x39, 1, 0, 0x20), part('n'), head(0x21), part('e')])
}

/** How a device answers; what is missing is as it ought to be. */
export interface Lies {
  readonly origin?: string
  readonly host?: string
  readonly challenge?: string
  readonly counter?: number
  readonly isUnverified?: boolean
  readonly key?: KeyObject
}

/** A device with one passkey for a page of localhost. */
export function makeSoftPasskey(port: number, kind: KeyKind = 'P-256') {
  const { publicKey, privateKey } = makeKeys(kind)
  const id = randomBytes(16)
  let counter = 0
  const clientDataOf = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? `http://localhost:${port}`,
      }),
    )
  const authenticatorDataOf = (lies: Lies, more = Buffer.alloc(0)): Buffer => {
    counter += 1
    const flags =
      USER_PRESENT | (lies.isUnverified === true ? 0 : USER_VERIFIED) | (more.length > 0 ? HAS_CREDENTIAL : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lies.counter ?? counter)
    return Buffer.concat([sha256(lies.host ?? 'localhost'), Buffer.from([flags]), count, more])
  }
  const named = (response: object): string =>
    JSON.stringify({ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', response })
  return {
    id: id.toString('base64url'),
    /** What it answers when it is asked for a new passkey. */
    register: (challenge: string, lies: Lies = {}): string => {
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKeyOf(publicKey, kind)])
      const parts = [text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])]
      const authData = bytes(authenticatorDataOf(lies, credential))
      const attestation = Buffer.concat([Buffer.from([0xa3]), ...parts, text('authData'), authData])
      return named({
        clientDataJSON: clientDataOf('webauthn.create', challenge, lies).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      })
    },
    /** What it answers when it is asked to sign. */
    sign: (challenge: string, lies: Lies = {}): string => {
      const clientData = clientDataOf('webauthn.get', challenge, lies)
      const authenticatorData = authenticatorDataOf(lies)
      const signature = sign(
        kind === 'Ed25519' ? null : 'sha256',
        Buffer.concat([authenticatorData, sha256(clientData)]),
        lies.key ?? privateKey,
      )
      return named({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      })
    },
  }
}
