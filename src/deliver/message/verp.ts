// Addresses of our own that name a mail (return paths, VERP) or a reader (who writes there leaves), signed, so that nobody can make
// them up.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { mailableAddress } from '../../store/address.ts'
import type { Connection } from '../../store/engine/database.ts'
import { keepTokenKey } from '../tokens.ts'

/** Makes and finds the signed addresses of a mailbox. */
export interface Verp {
  /** The return path of a delivery: `bounces+123-0123…cdef@example.org`. */
  addressOf(deliveryId: number): string
  /** The delivery whose return path stands in a text, or null when there is none that we signed. */
  find(text: string): number | null
  /** The address to which a reader writes to leave: `bounces+u123-0123…cdef@example.org`. */
  leaveAddressOf(subscriberId: number): string
  /** The subscriber whose leave address stands in a text, or null. */
  findLeaver(text: string): number | null
}

/** 128 bits in hexadecimal: mail servers may change the case of an address. */
const SIGNATURE_BYTES = 16

type Purpose = 'bounce' | 'leave'
/** What stands before the number; nine digits of readers and eleven of mails leave 20 characters for the mailbox's own name. */
const marks: Readonly<Record<Purpose, string>> = { bounce: '', leave: 'u' }

/** Makes the signed addresses of a mailbox from a key. */
export function createVerp(key: Buffer, address: string): Verp {
  const at = address.lastIndexOf('@')
  const localPart = address.slice(0, at)
  const secret = createSecretKey(key)
  const signatureOf = (purpose: Purpose, id: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}:${id}`).digest().subarray(0, SIGNATURE_BYTES)
  const make = (purpose: Purpose, id: string): string =>
    `${localPart}+${marks[purpose]}${id}-${signatureOf(purpose, id).toString('hex')}${address.slice(at)}`
  const find = (purpose: Purpose, text: string): number | null => {
    const start = `${localPart.replace(/\W/g, '\\$&')}\\+${marks[purpose]}`
    for (const [, id = '', signature = ''] of text.matchAll(
      new RegExp(`${start}([1-9]\\d{0,10})-([0-9a-f]{32})@`, 'gi'),
    ))
      if (timingSafeEqual(Buffer.from(signature, 'hex'), signatureOf(purpose, id))) return Number(id)
    return null
  }
  return {
    addressOf: deliveryId => make('bounce', String(deliveryId)),
    find: text => find('bounce', text),
    leaveAddressOf: subscriberId => make('leave', String(subscriberId)),
    findLeaver: text => find('leave', text),
  }
}

/** The signed addresses of this store; null without an address, when reports go nowhere. */
export async function openVerp(db: Connection, address: string | undefined): Promise<Verp | null> {
  return address === undefined ? null : createVerp(await keepTokenKey(db), mailableAddress(address))
}
