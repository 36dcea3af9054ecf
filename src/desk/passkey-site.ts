// For which name browsers keep the passkeys of this desk, and where none work. Pure.
import { isIP } from 'node:net'

/** A passkey belongs to a host and is only used on pages of one origin. */
export interface PasskeySite {
  readonly host: string
  readonly origin: string
}

/** Whether browsers hold the pages of an address for safe from others on the way, and let them work without a connection (Secure Contexts, §3.1). */
export function isSecureContext(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl)
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
}

/**
 * The host and origin of a public address; null where browsers have no passkeys: without https, but for `localhost`, and on bare numbers
 * (WebAuthn Level 3, §5.1.3: the host is a domain).
 */
export function passkeySiteOf(publicUrl: string): PasskeySite | null {
  const { hostname, origin } = new URL(publicUrl)
  const isDomain = isIP(hostname.replace(/^\[|\]$/g, '')) === 0
  return isDomain && isSecureContext(publicUrl) ? { host: hostname, origin } : null
}
