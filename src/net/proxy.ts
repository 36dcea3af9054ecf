// A way to a server over the operator's proxy: HTTP CONNECT (RFC 9110 §9.3.6) or SOCKS 5 (RFC 1928, RFC 1929). What is reached is checked before.
import { connect, isIP, type Socket } from 'node:net'
import { WeeklyError } from '../core/errors.ts'
import type { AddressGuard } from './guard.ts'

/** Where to. */
export interface ProxyTarget {
  readonly hostname: string
  readonly port: number
  /** The operator named this very host and port: its addresses are not looked at. */
  readonly isTrusted: boolean
}

/** What is needed to find the way. */
export interface ProxyParts {
  readonly guard: AddressGuard
  /** All addresses of a name. */
  readonly resolve: (hostname: string) => Promise<readonly { readonly address: string }[]>
  readonly timeoutMs: number
}

/** No answer of a proxy to CONNECT is longer. */
const MOST_HEAD_BYTES = 16 * 1024
const SOCKS_PORT = 1080
const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

const unbracket = (host: string): string => host.replace(/^\[(.*)\]$/s, '$1')

/** Failures name the proxy by its host alone: its address may hold a name and a password. */
function fail(proxy: URL, message: string, cause?: unknown): WeeklyError {
  return new WeeklyError('FETCH_CONNECTION_FAILED', `the proxy ${proxy.host} ${message}`, {
    hint: 'Look at `proxy` of the source, and whether the proxy runs.',
    retryable: true,
    cause,
  })
}

/**
 * The name or address that the proxy is told: one that was checked here, so that no link of a feed leads to the operator's own network. Only
 * `socks5h:` lets the proxy look names up; then the names and addresses that are plainly private are refused. Throws FETCH_PRIVATE_ADDRESS.
 */
async function decideTarget(proxy: URL, target: ProxyTarget, { guard, resolve }: ProxyParts): Promise<string> {
  const { hostname, isTrusted } = target
  if (isIP(hostname) !== 0) {
    if (!isTrusted) guard.check(hostname, [hostname])
    return hostname
  }
  if (proxy.protocol === 'socks5h:') {
    const isOwn = !hostname.includes('.') || /\.(?:localhost|local|internal|lan|home\.arpa)\.?$/i.test(hostname)
    if (isOwn && !isTrusted) guard.check(hostname, ['127.0.0.1'])
    return hostname
  }
  const addresses = (await resolve(hostname)).map(({ address }) => address)
  const [first] = addresses
  if (first === undefined) throw Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' })
  if (!isTrusted) guard.check(hostname, addresses)
  return addresses.find(address => isIP(address) === 4) ?? first
}

/** Bytes as they come, so many at a time. */
function createReader(socket: Socket) {
  let held = Buffer.alloc(0)
  let wake: () => void = () => undefined
  let failure: Error | null = null
  const onData = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk])
    wake()
  }
  const onEnd = (): void => {
    failure ??= new Error('closed the connection')
    wake()
  }
  socket.on('data', onData).on('end', onEnd).on('close', onEnd)
  const take = async (find: (bytes: Buffer) => number): Promise<Buffer> => {
    for (;;) {
      const length = find(held)
      if (length > 0) {
        const taken = held.subarray(0, length)
        held = held.subarray(length)
        return taken
      }
      if (failure) throw failure
      if (held.length > MOST_HEAD_BYTES) throw new Error('answered with too much')
      await new Promise<void>(done => (wake = done))
    }
  }
  return {
    exactly: (count: number) => take(bytes => (bytes.length >= count ? count : 0)),
    head: () =>
      take(bytes => {
        const end = bytes.indexOf('\r\n\r\n')
        return end === -1 ? 0 : end + 4
      }),
    /** Leaves the socket to its user. Nobody behind it speaks before they are asked. */
    release: (): void => {
      socket.removeListener('data', onData).removeListener('end', onEnd).removeListener('close', onEnd)
      if (held.length > 0) throw new Error('said more than it was asked')
    },
  }
}

type Reader = ReturnType<typeof createReader>

const credentialsOf = (proxy: URL): readonly [user: string, password: string] | null =>
  proxy.username === '' ? null : [decodeURIComponent(proxy.username), decodeURIComponent(proxy.password)]

async function connectHttp(socket: Socket, reader: Reader, proxy: URL, host: string, port: number): Promise<void> {
  const at = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  const own = credentialsOf(proxy)
  const secret = own ? `Proxy-Authorization: Basic ${Buffer.from(own.join(':')).toString('base64')}\r\n` : ''
  socket.write(`CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n${secret}\r\n`)
  const [line = ''] = (await reader.head()).toString('latin1').split('\r\n')
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1]
  if (status?.startsWith('2') !== true) throw fail(proxy, `answered ${status ?? 'nothing that is HTTP'} to CONNECT`)
}

async function connectSocks(socket: Socket, reader: Reader, proxy: URL, host: string, port: number): Promise<void> {
  const own = credentialsOf(proxy)
  socket.write(own ? Buffer.from([5, 2, 0, 2]) : Buffer.from([5, 1, 0]))
  const [, method] = await reader.exactly(2)
  if (method === 2 && own) {
    const [user, password] = own.map(text => Buffer.from(text).subarray(0, 255))
    const [name, word] = [user ?? Buffer.alloc(0), password ?? Buffer.alloc(0)]
    socket.write(Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([word.length]), word]))
    if ((await reader.exactly(2))[1] !== 0) throw fail(proxy, 'refused the name and password')
  } else if (method !== 0) throw fail(proxy, 'wants a login that it was not given')
  const kind = isIP(host)
  const name = Buffer.from(host).subarray(0, 255)
  const address =
    kind === 4
      ? Buffer.from([1, ...host.split('.').map(Number)])
      : kind === 6
        ? Buffer.concat([Buffer.from([4]), bytesOfIpv6(host)])
        : Buffer.concat([Buffer.from([3, name.length]), name])
  socket.write(Buffer.concat([Buffer.from([5, 1, 0]), address, Buffer.from([port >> 8, port & 255])]))
  const [, status = 1, , type] = await reader.exactly(4)
  if (status !== 0) throw fail(proxy, `could not reach the server (SOCKS reply ${status})`)
  const length = type === 1 ? 4 : type === 4 ? 16 : ((await reader.exactly(1))[0] ?? 0)
  await reader.exactly(length + 2)
}

/** The sixteen bytes of an IPv6 address, as the URL parser spells it in full. */
function bytesOfIpv6(text: string): Buffer {
  const spelled = unbracket(new URL(`http://[${text}]/`).hostname)
  const [head = '', tail] = spelled.split('::')
  const words = (part: string): number[] => (part === '' ? [] : part.split(':').map(word => Number.parseInt(word, 16)))
  const [before, after] = [words(head), words(tail ?? '')]
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
  return Buffer.from(all.flatMap(word => [word >> 8, word & 255]))
}

/**
 * Opens a connection to a target over a proxy: `http:`, `https:` (TLS to the proxy), `socks5:` or `socks5h:`, with a name and password where its
 * address has them. Rejects with FETCH_CONNECTION_FAILED, FETCH_PRIVATE_ADDRESS, or what looking the name up fails with.
 */
export async function connectByProxy(proxy: URL, target: ProxyTarget, parts: ProxyParts): Promise<Socket> {
  const host = await decideTarget(proxy, target, parts)
  const isSocks = proxy.protocol.startsWith('socks5')
  const at = {
    host: unbracket(proxy.hostname),
    port: proxy.port === '' ? (isSocks ? SOCKS_PORT : (defaultPorts[proxy.protocol] ?? 80)) : Number(proxy.port),
  }
  const socket: Socket =
    proxy.protocol === 'https:'
      ? (await import('node:tls')).connect({ ...at, ...(isIP(at.host) === 0 ? { servername: at.host } : {}) })
      : connect(at)
  const timer = setTimeout(() => socket.destroy(new Error('did not answer in time')), parts.timeoutMs)
  try {
    const reader = createReader(socket)
    const broken = new Promise<never>((_resolve, reject) => socket.once('error', reject))
    const way = isSocks ? connectSocks : connectHttp
    await Promise.race([way(socket, reader, proxy, host, target.port), broken])
    reader.release()
    return socket
  } catch (cause) {
    socket.destroy()
    if (cause instanceof WeeklyError) throw cause
    throw fail(proxy, cause instanceof Error ? cause.message.replaceAll(proxy.href, proxy.host) : 'failed', cause)
  } finally {
    clearTimeout(timer)
  }
}
