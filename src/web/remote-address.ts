// Who is asking: the address of the other side, shortened for records and grouped for limits.
import { BlockList, isIP } from 'node:net'

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

/** The proxies that are believed, by their CIDR ranges. */
export function listProxies(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

const isTrusted = (proxies: BlockList, address: string): boolean =>
  proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** Whether the other end of a connection is one of these proxies. */
export function isListed(proxies: BlockList, connected: string | undefined): boolean {
  const address = withoutMapping(connected ?? '')
  return isIP(address) !== 0 && isTrusted(proxies, address)
}

/** The address of one hop, without its port and brackets; null for a name that hides it. */
function parseHop(text: string): string | null {
  const node = text.trim().replace(/^"(.*)"$/s, '$1')
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(node)?.[1] ?? node.replace(/^([\d.]+):\d+$/, '$1')
  const address = withoutMapping(bare)
  return isIP(address) === 0 ? null : address
}

/** The hops that `Forwarded` names (RFC 7239 §4), the nearest last; null where one does not say for whom it asks. */
const readForwarded = (value: string): readonly (string | null)[] =>
  value.split(',').map(hop => {
    const said = hop.split(';').find(pair => /^\s*for\s*=/i.test(pair))
    return said === undefined ? null : parseHop(said.slice(said.indexOf('=') + 1))
  })

/**
 * The address of the reader. What a proxy tells is believed only from one that is trusted: of the hops, the nearest that is none of
 * these asks for itself; what it says about others anybody could have written. X-Forwarded-For goes before Forwarded, since most proxies
 * write that and pass on what a client says in the other.
 */
export function readRemoteAddress(connected: string | undefined, headers: Headers, proxies: BlockList): string {
  const forwardedFor = headers.get('X-Forwarded-For')
  const hops =
    forwardedFor === null ? readForwarded(headers.get('Forwarded') ?? '') : forwardedFor.split(',').map(parseHop)
  let address = withoutMapping(connected ?? '')
  for (const hop of hops.toReversed()) {
    if (hop === null || isIP(address) === 0 || !isTrusted(proxies, address)) break
    address = hop
  }
  return address
}

/** Shortened so that it names no person: the first 24 bits of IPv4, the first 48 of IPv6. */
export function truncateAddress(address: string): string {
  return address.includes(':') ? groupsOf(address, 3) : address.replace(/\.\d+$/, '.0')
}

/** What one subscriber line has for itself: an IPv4 address, or the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  return address.includes(':') ? groupsOf(address, 4) : address
}
