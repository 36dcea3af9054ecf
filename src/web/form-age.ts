// How long a form has been open, told by a mark that only this server writes: programs send a form faster than anybody types. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { instantFromMs, minutesBetween, msFromInstant } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'

/** `fresh`: too soon for a person. `over`: a day old, or no mark of ours. */
export type FormAge = 'fresh' | 'ripe' | 'over'

const LEAST_MS = 3_000
const MOST_MINUTES = 24 * 60
const pattern = /^([0-9a-z]{1,12})\.([\w-]{22})$/

const signatureOf = (key: Buffer, time: string): Buffer =>
  createHmac('sha256', key).update(`form opened at ${time}`).digest().subarray(0, 16)

/** The mark of a form that is shown now. */
export function markForm(key: Buffer, now: Instant): string {
  const time = msFromInstant(now).toString(36)
  return `${time}.${signatureOf(key, time).toString('base64url')}`
}

/** How old a form is by the mark that it brings back. */
export function readFormAge(key: Buffer, mark: string, now: Instant): FormAge {
  const [, time = '', signature = ''] = pattern.exec(mark) ?? []
  const given = Buffer.from(signature, 'base64url')
  const wanted = signatureOf(key, time)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'over'
  const openedMs = Number.parseInt(time, 36)
  if (msFromInstant(now) - openedMs < LEAST_MS) return 'fresh'
  return minutesBetween(instantFromMs(openedMs), now) > MOST_MINUTES ? 'over' : 'ripe'
}
