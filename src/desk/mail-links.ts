// Links of the editors' mails: each names one act of one editor on one week's draft, is signed, and works until the issue goes out. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { instantFromMs, msFromInstant } from '../core/clock.ts'
import type { Instant, WeekId } from '../core/types.ts'

/** What a link proposes; its page shows it, and only the page's button does it. */
export const linkActions = ['drop', 'hold', 'pick', 'approve'] as const
/** One of these. */
export type LinkAction = (typeof linkActions)[number]

/** What a link says. */
export interface MailLink {
  readonly week: WeekId
  readonly editorId: number
  readonly action: LinkAction
  /** Key of a story; null for an act on the whole issue. */
  readonly story: string | null
  /** Name of the draft that the mail told of. */
  readonly base: string
  /** When the issue goes out, to the second. */
  readonly expiresAt: Instant
}

/** What a token comes to: an altered one and one of another list are alike invalid. */
export type ReadLink =
  { readonly kind: 'valid'; readonly link: MailLink } | { readonly kind: 'expired' } | { readonly kind: 'invalid' }

/** 192 bits: exactly 32 characters of base64url, so that no token has two spellings. */
const SIGNATURE_BYTES = 24
const tokenPattern =
  /^(\d{4}-W\d\d)\.([1-9]\d{0,14})\.([a-z]{4,7})\.([\da-f]{10}|-)\.([\da-f]{12})\.([1-9]\d{0,11})\.([\w-]{32})$/

const signatureOf = (key: Buffer, said: string): Buffer =>
  createHmac('sha256', key).update(`editors' mail:${said}`).digest().subarray(0, SIGNATURE_BYTES)

/** The token of a link: letters, digits, `.`, `-` and `_`. */
export function makeMailLink(key: Buffer, { week, editorId, action, story, base, expiresAt }: MailLink): string {
  const seconds = Math.floor(msFromInstant(expiresAt) / 1000)
  const said = [week, editorId, action, story ?? '-', base, seconds].join('.')
  return `${said}.${signatureOf(key, said).toString('base64url')}`
}

/** Reads a token; nothing of it is believed before its signature. */
export function readMailLink(key: Buffer, token: string, now: Instant): ReadLink {
  const [, week = '', id = '', name = '', story = '', base = '', seconds = '', signature = ''] =
    tokenPattern.exec(token) ?? []
  const action = linkActions.find(each => each === name)
  const said = [week, id, name, story, base, seconds].join('.')
  const given = Buffer.from(signature, 'base64url')
  if (!action || given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, signatureOf(key, said)))
    return { kind: 'invalid' }
  const expiresAt = instantFromMs(Number(seconds) * 1000)
  if (expiresAt <= now) return { kind: 'expired' }
  const link = { week: week as WeekId, editorId: Number(id), action, base, expiresAt }
  return { kind: 'valid', link: { ...link, story: story === '-' ? null : story } }
}
