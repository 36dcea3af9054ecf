// Which addresses may be connected to: the wall between a feed's link and the operator's own network.
import { BlockList, isIP } from 'node:net'
import { WeeklyError } from '../core/errors.ts'

/** Decides about the addresses a name was resolved to, before the connection is made. */
export interface AddressGuard {
  /** Whether the operator named this very `host:port`; then its addresses are not looked at. `port` is never empty. */
  isTrusted(hostname: string, port: string): boolean
  /** Throws FETCH_PRIVATE_ADDRESS unless every address is public or inside an allowed range. */
  check(hostname: string, addresses: readonly string[]): void
}

/** IANA special-purpose registry (RFC 6890 and later), what is not globally reachable, as address/prefix. */
const forbiddenIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Azure's host agent: a public number that is answered from inside the machine.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** Global unicast is 2000::/3 and nothing else: loopback, mapped, NAT64, unique local, link-local and multicast all lie outside. */
const globalIpv6 = '2000::/3'

/** Inside global unicast: protocol assignments with Teredo, documentation (twice), 6to4. */
const forbiddenIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const forbidden = blockListOf([...forbiddenIpv4, ...forbiddenIpv6])
const globalUnicast = blockListOf([globalIpv6])

/**
 * Makes the guard. `allowPrivate` has CIDR ranges (`10.1.0.0/16`, `fd00::/8`) or `host:port` (`wiki.lan:8080`, `[::1]:8080`).
 * Throws CONFIG_INVALID for anything else.
 */
export function createAddressGuard(allowPrivate: readonly string[]): AddressGuard {
  const ranges = allowPrivate.filter(isRange)
  const trusted = new Set(allowPrivate.filter(text => !isRange(text)).map(parseHostAndPort))
  const allowed = blockListOf(ranges)
  return {
    isTrusted: (hostname, port) => trusted.has(`${withoutBrackets(hostname).toLowerCase()} ${port}`),
    check: (hostname, addresses) => {
      const refused = addresses.find(address => !isPublicAddress(address) && !contains(allowed, address))
      if (refused === undefined) return
      throw new WeeklyError(
        'FETCH_PRIVATE_ADDRESS',
        refused === hostname
          ? `${hostname} is not a public address; nothing was sent to it`
          : `${hostname} resolves to ${refused}, which is not a public address; nothing was sent to it`,
        {
          hint: 'If this is a server of yours that may be read, list its host:port or range under fetch.allowPrivate.',
          context: { hostname, address: refused },
        },
      )
    },
  }
}

/** Whether an IPv4 or IPv6 address, with or without a scope such as `%eth0`, is reachable from the public internet; false for text that is no address. */
export function isPublicAddress(address: string): boolean {
  const bare = withoutScope(address)
  const family = isIP(bare)
  if (family === 0 || bare !== address) return false
  return !contains(forbidden, bare) && (family === 4 || isGlobalUnicast(bare))
}

// A mapped address (::ffff:8.8.8.8) is refused whatever it maps to: BlockList would look at the IPv4 part.
function isGlobalUnicast(address: string): boolean {
  return globalUnicast.check(address, 'ipv6')
}

function contains(list: BlockList, address: string): boolean {
  const bare = withoutScope(address)
  return isIP(bare) !== 0 && list.check(bare, isIP(bare) === 4 ? 'ipv4' : 'ipv6')
}

function withoutScope(address: string): string {
  return address.replace(/%.*$/s, '')
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/s, '$1')
}

function isRange(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/')
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return false
  const family = isIP(address)
  return family !== 0 && Number(prefix) <= (family === 4 ? 32 : 128)
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix = ''] = range.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** `host port`, spelled as the URL parser spells the host, so that `LOCALHOST:80` and `0x7f.1:80` mean what a link with them means. */
function parseHostAndPort(text: string): string {
  const port = /^[^/?#@\s]+:(\d{1,5})$/.exec(text)?.[1]
  const url = port === undefined ? null : URL.parse(`http://${text}/`)
  if (!url || port === undefined)
    throw new WeeklyError('CONFIG_INVALID', `fetch.allowPrivate: "${text}" is neither a range nor host:port`, {
      hint: 'Write a range such as 10.1.0.0/16 or fd00::/8, or a host with its port such as wiki.lan:8080.',
      context: { value: text },
    })
  return `${withoutBrackets(url.hostname)} ${Number(port)}`
}
