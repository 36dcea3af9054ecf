// Signed links: the holder of one may confirm, leave or change the preferences of one subscriber.
import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'
import { WeeklyError } from '../core/errors.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from '../store/engine/database.ts'
import { keepSetting } from '../store/settings.ts'

/** What the holder of a link may do. */
export type TokenPurpose = 'confirm' | 'unsubscribe' | 'preferences'

/** To take back a leaving: for the one of this instant only. */
export type ReturnPurpose = `return:${Instant}`

/** To say what one thinks of the issue of this week. */
export type FeedbackPurpose = `feedback:${WeekId}`

type Purpose = TokenPurpose | ReturnPurpose | FeedbackPurpose

/** Makes and checks the tokens in links. */
export interface Tokens {
  /** The token of a subscriber for one purpose: letters, digits, `-` and `_`. It does not expire. */
  sign(purpose: Purpose, subscriberId: number): string
  /** The subscriber's id. Throws TOKEN_INVALID for a token that was not signed for this purpose. */
  check(purpose: Purpose, token: string): number
}

/** 192 bits: exactly 32 characters of base64url, so that no token has two spellings. */
const SIGNATURE_BYTES = 24
const tokenPattern = /^([\w-]{32})([1-9]\d{0,14})$/

/** Makes the signer from a key. */
export function createTokens(key: Buffer): Tokens {
  // Made once: from bytes Node makes it anew for each signature, at four times the signature's own cost.
  const secret = createSecretKey(key)
  const signatureOf = (purpose: Purpose, id: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}:${id}`).digest().subarray(0, SIGNATURE_BYTES)
  return {
    sign: (purpose, subscriberId) =>
      `${signatureOf(purpose, String(subscriberId)).toString('base64url')}${subscriberId}`,
    check: (purpose, token) => {
      const [, signature = '', id = ''] = tokenPattern.exec(token) ?? []
      const given = Buffer.from(signature, 'base64url')
      if (given.length === SIGNATURE_BYTES && timingSafeEqual(given, signatureOf(purpose, id))) return Number(id)
      throw new WeeklyError('TOKEN_INVALID', `the link to ${purpose} is not one of ours, or was cut off`, {
        hint: 'Copy the whole link from the mail.',
      })
    },
  }
}

/** The signer of this store; its key is made at the first call and kept, since links in old mails must work for ever. */
export async function openTokens(db: Connection): Promise<Tokens> {
  return createTokens(await keepTokenKey(db))
}

/** The key behind everything that the store signs. */
export async function keepTokenKey(db: Connection): Promise<Buffer> {
  return Buffer.from(await keepSetting(db, 'token-key', randomBytes(32).toString('hex')), 'hex')
}
