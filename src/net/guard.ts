// Which addresses may be connected to: the wall between a feed's link and the operator's own network.
import { type BlockList, isIP, isIPv4 } from 'node:net'
import { WeeklyError } from '../core/errors.ts'
import { madeOnce } from '../core/made-once.ts'

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

const forbidden = madeOnce(() => blockListOf([...forbiddenIpv4, ...forbiddenIpv6]))
const globalUnicast = madeOnce(() => blockListOf([globalIpv6]))

/**
 * Makes the guard. `allowPrivate` has CIDR ranges (`10.1.0.0/16`, `fd00::/8`) or `host:port` (`wiki.lan:8080`, `[::1]:8080`).
 * Throws CONFIG_INVALID for anything else.
 */
export function createAddressGuard(allowPrivate: readonly string[]): AddressGuard {
  const allowed = madeOnce(() => blockListOf(allowPrivate))
  const trusted = new Set(allowPrivate.filter(text => !parseRange(text)).map(parseHostAndPort))
  return {
    isTrusted: (hostname, port) => trusted.has(`${withoutBrackets(hostname).toLowerCase()} ${port}`),
    check: (hostname, addresses) => {
      const refused = addresses.find(address => !isPublicAddress(address) && !isInside(allowed(), address))
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

/** Whether an IPv4 or IPv6 address is reachable from the public internet; false with a scope such as `%eth0`, and for text that is no address. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false
  // A mapped address (::ffff:8.8.8.8) is refused whatever it maps to: it lies outside global unicast.
  return (isIPv4(address) || isInside(globalUnicast(), address)) && !isInside(forbidden(), address)
}

/** Whether an address, with or without a scope, is of one of the ranges; false for text that is no address. */
function isInside(ranges: BlockList, address: string): boolean {
  return ranges.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

function withoutBrackets(hostname: string): string {
  return hostname.replaceAll(/[[\]]/g, '')
}

interface Range {
  readonly address: string
  readonly prefix: number
}

function parseRange(text: string): Range | null {
  const slash = text.indexOf('/')
  const address = text.slice(0, slash)
  const prefix = text.slice(slash + 1)
  if (isIP(address) === 0 || !/^\d{1,3}$/.test(prefix)) return null
  return Number(prefix) <= (isIPv4(address) ? 32 : 128) ? { address, prefix: Number(prefix) } : null
}

/** The ranges among the texts, as a list that can be asked. */
function blockListOf(texts: readonly string[]): BlockList {
  // Not by an import: a command that connects to nothing does without `node:net`.
  const { BlockList } = process.getBuiltinModule('node:net')
  const list = new BlockList()
  for (const text of texts) {
    const range = parseRange(text)
    if (range) list.addSubnet(range.address, range.prefix, isIPv4(range.address) ? 'ipv4' : 'ipv6')
  }
  return list
}

/** `host port`, spelled as the URL parser spells the host, so that `LOCALHOST:80` and `0x7f.1:80` mean what a link with them means. */
function parseHostAndPort(text: string): string {
  const port = /^[^/?#@\s]+:(\d{1,5})$/.exec(text)?.[1]
  const url = URL.parse(`http://${text}/`)
  if (!url || port === undefined)
    throw new WeeklyError('CONFIG_INVALID', `fetch.allowPrivate: "${text}" is neither a range nor host:port`, {
      hint: 'Write a range such as 10.1.0.0/16 or fd00::/8, or a host with its port such as wiki.lan:8080.',
      context: { value: text },
    })
  return `${withoutBrackets(url.hostname)} ${Number(port)}`
}

/** Names that lead to this machine or its own network wherever they are asked (RFC 6761, RFC 6762, RFC 8375, and what routers use). */
const ownNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/

/**
 * Makes the check of an address that is only kept: what is written in it must be public, or allowed by `allowPrivate`. Nothing is asked, so a
 * name of the web that leads inside is refused when somebody reads its page. The check throws FETCH_PRIVATE_ADDRESS.
 */
export function createUrlGuard(allowPrivate: readonly string[]): (url: string) => void {
  const guard = createAddressGuard(allowPrivate)
  // Where ranges are open, a name of the own network may lead into one of them.
  const hasRanges = allowPrivate.some(text => parseRange(text) !== null)
  return text => {
    const { hostname, port, protocol } = new URL(text)
    const host = withoutBrackets(hostname).toLowerCase().replace(/\.$/, '')
    if (guard.isTrusted(host, port || (protocol === 'https:' ? '443' : '80'))) return
    if (isIP(host)) guard.check(host, [host])
    else if (!hasRanges && (!host.includes('.') || ownNames.test(host))) guard.check(host, [host])
  }
}
