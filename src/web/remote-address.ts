// Who is asking: the address of the other side, shortened for records and grouped for limits. server.ts and subscribe.ts call it.
import type { Clock } from '../core/clock.ts'
import { minutesBetween } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'

const MAX_NETWORKS = 10_000

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** The first groups of an IPv6 address, written out. */
function groupsOf(address: string, count: number): string {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups.slice(0, count).join(':')}::`
}

/** The address of the reader: the connection's, or what a proxy on this machine has put last in X-Forwarded-For. */
export function readRemoteAddress(connected: string | undefined, forwardedFor: string | null): string {
  const address = withoutMapping(connected ?? '')
  const forwarded = forwardedFor?.split(',').at(-1)?.trim()
  return forwarded && isLoopback(address) ? withoutMapping(forwarded) : address
}

/** Shortened so that it names no person: the first 24 bits of IPv4, the first 48 of IPv6. */
export function truncateAddress(address: string): string {
  return address.includes(':') ? groupsOf(address, 3) : address.replace(/\.\d+$/, '.0')
}

/** What one subscriber line has for itself: an IPv4 address, or the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  return address.includes(':') ? groupsOf(address, 4) : address
}

/** Counts in memory: true up to `limit` times within any hour for the same network. */
export function createHourlyLimit(limit: number, clock: Clock): (network: string) => boolean {
  const seen = new Map<string, readonly Instant[]>()
  return network => {
    const now = clock.now()
    const recent = (seen.get(network) ?? []).filter(at => minutesBetween(at, now) < 60)
    if (recent.length >= limit) return false
    // Last in the map is last seen: the longest unseen is forgotten when there are too many.
    seen.delete(network)
    seen.set(network, [...recent, now])
    const oldest = seen.keys().next().value
    if (seen.size > MAX_NETWORKS && oldest !== undefined) seen.delete(oldest)
    return true
  }
}
