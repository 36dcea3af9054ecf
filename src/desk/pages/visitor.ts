// Who is asking for a page of the desk: the keys that the browser keeps, and whether a form is our own.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a request brings along besides its fields. */
export interface Visit {
  readonly request: Request
  /** Path below the public address, without its own path: `/desk/sign-in`. */
  readonly path: string
  /** Address of the other side, for limits. */
  readonly remoteAddress: string
  /** The address that a proxy names which signs people in; null without one. */
  readonly proxyUser?: string | null
}

/** Names of the desk's cookies: of a signed-in session, of a browser that asked for a code or for a passkey, and of one in which somebody has signed in. */
export type DeskCookie = 'desk' | 'desk-code' | 'desk-passkey' | 'desk-device'

const isSecure = (siteUrl: string): boolean => siteUrl.startsWith('https:')
/** With the prefix no other host of the domain can set it (RFC 6265bis §4.1.3.2). */
const nameOf = (cookie: DeskCookie, siteUrl: string): string => (isSecure(siteUrl) ? `__Host-${cookie}` : cookie)

/** What a browser keeps under this name, or null. */
export function readCookie(request: Request, cookie: DeskCookie, siteUrl: string): string | null {
  const pairs = (request.headers.get('Cookie') ?? '').split(';').map(pair => pair.trim())
  const found = pairs.find(pair => pair.startsWith(`${nameOf(cookie, siteUrl)}=`))
  return found?.slice(found.indexOf('=') + 1) ?? null
}

/** The header by which a browser keeps a value, for as long as it may; or with null forgets it. SameSite=Lax: a mail's link opens signed in. */
export function writeCookie(cookie: DeskCookie, value: string | null, siteUrl: string, maxAgeSeconds: number): string {
  const age = value === null ? 0 : maxAgeSeconds
  const secure = isSecure(siteUrl) ? '; Secure' : ''
  return `${nameOf(cookie, siteUrl)}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`
}

/**
 * Whether a form was sent by a page of ours. Unlike the forms of readers, absence is a no: nothing but a browser signs in here
 * (Fetch Metadata §2.3; Origin, Fetch §3.2).
 */
export function isOwnForm(request: Request, siteUrl: string): boolean {
  const site = request.headers.get('Sec-Fetch-Site')
  const origin = request.headers.get('Origin')
  if (site !== null) return site === 'same-origin'
  return origin !== null && (origin === new URL(siteUrl).origin || origin === new URL(request.url).origin)
}

/** What a form of a signed-in page must bring along: bound to the session, known to no other page. */
export function formTokenOf(sessionKey: string): string {
  return createHmac('sha256', sessionKey).update('form of the desk').digest('base64url')
}

/** Whether a form brought the token of its session. */
export function hasFormToken(form: URLSearchParams, sessionKey: string): boolean {
  const [wanted, given] = [formTokenOf(sessionKey), form.get('token') ?? ''].map(text => Buffer.from(text))
  return wanted !== undefined && given !== undefined && wanted.length === given.length && timingSafeEqual(wanted, given)
}
