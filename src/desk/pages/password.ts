// Passwords of editors, for those who want one beside codes and links: scrypt (RFC 7914), one at a time.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** 32 MB for each: who tries many at once must wait. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }
const KEY_BYTES = 32
/** Longer ones are cut off nowhere, but refused. */
const MOST_CHARACTERS = 1_000
const FEWEST_CHARACTERS = 10

/** Whether a password may be set: long enough, and no book. */
export function isPasswordUsable(password: string): boolean {
  return password.length >= FEWEST_CHARACTERS && password.length <= MOST_CHARACTERS
}

/** One after the other: several at once would take the memory and the cores of those who read. */
let turn: Promise<unknown> = Promise.resolve()

function derive(password: string, salt: Buffer): Promise<Buffer> {
  const derived = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFC'), salt, KEY_BYTES, COST, (error, key) => {
          if (error) reject(error)
          else resolve(key)
        })
      }),
  )
  turn = derived.catch(() => undefined)
  return derived
}

/** What is kept of a password: `scrypt:SALT:HASH`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt:${salt.toString('base64url')}:${(await derive(password, salt)).toString('base64url')}`
}

/** Whether a password is the one that was kept. With null it is not, after the same time: nobody learns who has none. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, salt = '', hash = ''] = (kept ?? '').split(':')
  const key = await derive(password.slice(0, MOST_CHARACTERS), Buffer.from(salt, 'base64url'))
  const wanted = Buffer.from(hash, 'base64url')
  return wanted.length === key.length && timingSafeEqual(wanted, key)
}
