// Return paths that name the mail they belong to (VERP), signed, so that a report cannot be made up. composer.ts makes them,
// bounces/ reads them.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { mailableAddress } from '../../store/address.ts'
import type { Connection } from '../../store/engine/database.ts'
import { keepTokenKey } from '../tokens.ts'

export interface Verp {
  /** The return path of a delivery: `bounces+123-0123…cdef@example.org`. */
  addressOf(deliveryId: number): string
  /** The delivery whose return path stands in a text, or null when there is none that we signed. */
  find(text: string): number | null
}

/** 128 bits in hexadecimal: mail servers may change the case of an address. */
const SIGNATURE_BYTES = 16

/** Makes the return paths of an address from a key. */
export function createVerp(key: Buffer, address: string): Verp {
  const at = address.lastIndexOf('@')
  const localPart = address.slice(0, at)
  const signatureOf = (id: string): Buffer =>
    createHmac('sha256', key).update(`bounce:${id}`).digest().subarray(0, SIGNATURE_BYTES)
  const pattern = new RegExp(`${localPart.replace(/\W/g, '\\$&')}\\+([1-9]\\d{0,10})-([0-9a-f]{32})@`, 'gi')
  return {
    addressOf: deliveryId => {
      const id = String(deliveryId)
      return `${localPart}+${id}-${signatureOf(id).toString('hex')}${address.slice(at)}`
    },
    find: text => {
      for (const [, id = '', signature = ''] of text.matchAll(pattern))
        if (timingSafeEqual(Buffer.from(signature, 'hex'), signatureOf(id))) return Number(id)
      return null
    },
  }
}

/** The return paths of this store; null without an address, when reports go nowhere. */
export async function openVerp(db: Connection, address: string | undefined): Promise<Verp | null> {
  return address === undefined ? null : createVerp(await keepTokenKey(db), mailableAddress(address))
}
