// For which name browsers keep the passkeys of this desk, and where none work. Pure.
import { isIP } from 'node:net'

/** A passkey belongs to a host and is only used on pages of one origin. */
export interface PasskeySite {
  readonly host: string
  readonly origin: string
}

/**
 * The host and origin of a public address; null where browsers have no passkeys: without https, but for `localhost`, and on bare numbers
 * (WebAuthn Level 3, §5.1.3: the host is a domain).
 */
export function passkeySiteOf(publicUrl: string): PasskeySite | null {
  const { protocol, hostname, origin } = new URL(publicUrl)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  const isDomain = isIP(hostname.replace(/^\[|\]$/g, '')) === 0
  return isDomain && (protocol === 'https:' || isLocal) ? { host: hostname, origin } : null
}
