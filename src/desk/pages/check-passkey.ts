// What is asked of browsers for passkeys, and whether what they answer is signed by the right one. The package is loaded when somebody uses one.
import { createHash, createHmac, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Editor } from '../../store/editors.ts'
import type { Passkey } from '../../store/desk-passkeys.ts'
import type { PasskeySite } from '../passkey-site.ts'

/** What a browser is asked, as JSON for its script, and the challenge in it. */
export interface PasskeyOptions {
  readonly options: object
  readonly challenge: string
}

const load = () => import('@simplewebauthn/server')
const loadHelpers = () => import('@simplewebauthn/server/helpers')
/** Ed25519, ECDSA on P-256, RSA with PKCS #1 1.5 (IANA COSE Algorithms): one of them has every device. */
const algorithms = [-8, -7, -257]
/** A passkey opens the desk alone: its device asks for a finger, a face or a PIN. */
const userVerification = 'required'

/** Asks for a new passkey of an editor; those that the editor has are named, so that no device makes a second. */
export async function askForNewPasskey(
  site: PasskeySite,
  title: string,
  { id, email, name }: Editor,
  known: readonly Passkey[],
  key: Buffer,
): Promise<PasskeyOptions> {
  const { generateRegistrationOptions } = await load()
  // The same for each passkey of an editor, another for each list, and no address: devices replace by it.
  const userID = new Uint8Array(createHmac('sha256', key).update(`passkeys of ${id}`).digest())
  const options = await generateRegistrationOptions({
    rpName: title,
    rpID: site.host,
    userName: email,
    userDisplayName: name,
    userID,
    attestationType: 'none',
    excludeCredentials: known.map(({ id: credential, transports }) => ({
      id: credential,
      transports: [...transports],
    })),
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: 'required', userVerification },
  })
  return { options, challenge: options.challenge }
}

/** Asks for a signature of whichever passkey of this desk somebody has. */
export async function askForPasskey(site: PasskeySite): Promise<PasskeyOptions> {
  const { generateAuthenticationOptions } = await load()
  const options = await generateAuthenticationOptions({ rpID: site.host, userVerification })
  return { options, challenge: options.challenge }
}

/** A credential as browsers write it (WebAuthn Level 3, §5.1.8): of what else it says nothing is read. */
interface Answer {
  readonly id: string
  readonly textOf: (name: string) => string
  readonly transports: readonly string[]
}

/** Far more than a signature takes; an attestation that nobody asked for may be longer. */
const ANSWER_CHARACTERS = 20_000
const ID_CHARACTERS = 1_400
const MOST_TRANSPORTS = 8
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Reads what a browser sent; null for what is no credential. */
function readAnswer(text: string): Answer | null {
  if (text.length > ANSWER_CHARACTERS) return null
  let sent: unknown
  try {
    sent = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(sent) || !isObject(sent['response'])) return null
  const { id, response } = sent
  if (typeof id !== 'string' || id === '' || id.length > ID_CHARACTERS) return null
  const { transports } = response
  return {
    id,
    textOf: name => (typeof response[name] === 'string' ? response[name] : ''),
    transports: (Array.isArray(transports) ? transports : [])
      .filter(each => typeof each === 'string')
      .filter(each => /^[a-z-]{1,20}$/.test(each))
      .slice(0, MOST_TRANSPORTS),
  }
}

/** The id of the passkey that a browser says it has signed with; null for what is no answer. */
export const passkeyIdIn = (text: string): string | null => readAnswer(text)?.id ?? null

/** What was asked: for which site, and what tells whether a challenge is the one that this browser was given. */
export interface PasskeyQuestion {
  readonly site: PasskeySite
  readonly isChallenge: (challenge: string) => boolean
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'))
const sha256 = (content: string | Uint8Array): Buffer => createHash('sha256').update(content).digest()

/** What speaks against the words of the browser, which the passkey signs (WebAuthn Level 3, §7.1 and §7.2); null for nothing. */
function findFault(text: string, type: string, { site, isChallenge }: PasskeyQuestion): string | null {
  const said: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
  if (!isObject(said)) return 'no client data'
  if (said['type'] !== type) return 'another ceremony'
  if (typeof said['challenge'] !== 'string' || !isChallenge(said['challenge'])) return 'another challenge'
  if (said['origin'] !== site.origin) return 'another origin'
  return said['crossOrigin'] === true || said['topOrigin'] !== undefined ? 'within a page of another site' : null
}

/** Reads what the device says; throws where it is for another site, or nobody has shown a finger, a face or a PIN. */
async function readDevice(authenticatorData: Uint8Array<ArrayBuffer>, { site }: PasskeyQuestion) {
  const { parseAuthenticatorData } = await loadHelpers()
  const device = parseAuthenticatorData(authenticatorData)
  if (!sha256(site.host).equals(device.rpIdHash)) throw new Error('for another site')
  if (!device.flags.up || !device.flags.uv) throw new Error('nobody was asked')
  return device
}

/**
 * A new passkey as it is to be kept; null for what is no answer. Throws where it is not for this site and this challenge. What makes the device
 * is not asked, so its word for it is not checked.
 */
export async function checkNewPasskey(
  text: string,
  question: PasskeyQuestion,
): Promise<Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports'> | null> {
  const answer = readAnswer(text)
  if (!answer) return null
  const fault = findFault(answer.textOf('clientDataJSON'), 'webauthn.create', question)
  if (fault !== null) throw new Error(fault)
  const { decodeAttestationObject } = await loadHelpers()
  const attestation = decodeAttestationObject(bytesOf(answer.textOf('attestationObject')))
  const { credentialID, credentialPublicKey, counter } = await readDevice(attestation.get('authData'), question)
  if (!credentialID || !credentialPublicKey) return null
  const [id, publicKey] = [credentialID, credentialPublicKey].map(each => Buffer.from(each).toString('base64url'))
  if (id !== answer.id || publicKey === undefined) return null
  // A key that no signature could be checked with is not kept.
  await readKey(publicKey)
  return { id, publicKey, counter, transports: answer.transports }
}

/** The key of a passkey with the hash that it signs; null for Ed25519, which hashes itself. Throws for a key of another kind (RFC 9053, §7). */
async function readKey(publicKey: string): Promise<{ readonly key: KeyObject; readonly hash: 'sha256' | null }> {
  const { decodeCredentialPublicKey, cose } = await loadHelpers()
  const sent = decodeCredentialPublicKey(bytesOf(publicKey))
  const text = (part: Uint8Array | undefined): string => Buffer.from(part ?? []).toString('base64url')
  const jwk = (parts: Readonly<Record<string, string>>): KeyObject => createPublicKey({ key: parts, format: 'jwk' })
  const { x, y, n, e } = cose.COSEKEYS
  if (cose.isCOSEPublicKeyEC2(sent))
    return { key: jwk({ kty: 'EC', crv: 'P-256', x: text(sent.get(x)), y: text(sent.get(y)) }), hash: 'sha256' }
  if (cose.isCOSEPublicKeyOKP(sent))
    return { key: jwk({ kty: 'OKP', crv: 'Ed25519', x: text(sent.get(x)) }), hash: null }
  if (cose.isCOSEPublicKeyRSA(sent))
    return { key: jwk({ kty: 'RSA', n: text(sent.get(n)), e: text(sent.get(e)) }), hash: 'sha256' }
  throw new Error('a key of another kind')
}

/**
 * The new counter of a passkey that has signed; null where the signature is not its own. Throws where it is not for this site and this challenge,
 * nobody was asked for a finger or PIN, or the counter goes backwards, which says that there is a copy. Node checks the signature itself: the
 * package does so with a second one, of which it finds another version than its own where other packages bring one.
 */
export async function checkPasskey(
  text: string,
  { id, publicKey, counter: before }: Passkey,
  question: PasskeyQuestion,
): Promise<number | null> {
  const answer = readAnswer(text)
  if (answer?.id !== id) return null
  const clientData = answer.textOf('clientDataJSON')
  const fault = findFault(clientData, 'webauthn.get', question)
  if (fault !== null) throw new Error(fault)
  const authenticatorData = bytesOf(answer.textOf('authenticatorData'))
  const { counter } = await readDevice(authenticatorData, question)
  const { key, hash } = await readKey(publicKey)
  const signed = Buffer.concat([authenticatorData, sha256(bytesOf(clientData))])
  if (!verify(hash, signed, key, bytesOf(answer.textOf('signature')))) return null
  // Devices that count begin at one; those that do not stay at zero.
  if ((counter > 0 || before > 0) && counter <= before) throw new Error('the counter goes backwards')
  return counter
}
