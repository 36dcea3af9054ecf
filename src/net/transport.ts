// One GET, or one form, over one guarded connection, by Node's own HTTP client: what it throws, failures.ts names.
import { lookup as resolveWithSystem } from 'node:dns/promises'
import type { Agent, ClientRequest, ClientRequestArgs, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import type { Duplex, Readable } from 'node:stream'
import type { AddressGuard } from './guard.ts'
import type { Limits } from './limits.ts'
import type { ProxyParts, ProxyTarget } from './proxy.ts'

/** An address that a name stands for. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** Resolves a name to all its addresses. */
export type ResolveHost = (hostname: string) => Promise<readonly ResolvedAddress[]>

/** An answer whose body has not been read. */
export interface TransportResponse {
  readonly status: number
  /** Names in lower case, values as Latin-1 bytes; of a header that may stand only once the first, others joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** Must be read or destroyed. */
  readonly body: Readable
}

/** What is sent; with a body it is a POST unless the method says otherwise. */
export interface TransportRequest {
  readonly url: URL
  readonly method?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** The operator's proxy that leads there; the connection is a new one. */
  readonly proxy?: URL | undefined
  /** Ends the request, and the reading of its body, with the signal's reason. */
  readonly signal: AbortSignal
  /** Hears of the moment from which bytes may have left the machine. With it the connection is a new one, and nothing is asked twice. */
  readonly onConnected?: (() => void) | undefined
}

/** Sends requests over guarded connections. */
export interface HttpTransport {
  /** One request, no redirects. Rejects with Node's errors, those of `timeoutCodes`, the guard's WeeklyError, or the signal's reason. */
  send(request: TransportRequest): Promise<TransportResponse>
  /** Ends all connections at once; requests under way fail. */
  close(): void
}

/** Codes of the errors that the transport's own clocks raise. */
export const timeoutCodes = { connect: 'TIMEOUT_CONNECT', headers: 'TIMEOUT_HEADERS' } as const

/** The operating system's resolver, all addresses. */
export const resolveHost: ResolveHost = hostname => resolveWithSystem(hostname, { all: true })

/** An unused connection is kept this long: a host's next source is asked within it, and most servers keep theirs for 5 s. */
const IDLE_MS = 4_000

/**
 * Node's client, not before something is asked for: most commands ask nobody. An `import` would also load all that the module can give,
 * Node's second HTTP client among it, for 20 ms of CPU.
 */
const loadClient = (protocol: 'http:' | 'https:') =>
  process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http')

/**
 * Makes the transport. The addresses that the guard has checked are the ones handed to the socket, so a name that changes
 * its address between check and connection (DNS rebinding) gains nothing; a connection kept alive stays with the address it has.
 */
export function createHttpTransport(guard: AddressGuard, resolve: ResolveHost, limits: Limits): HttpTransport {
  const pool = {
    keepAlive: true,
    timeout: IDLE_MS,
    // Node gives an address 250 ms before it tries the next; far hosts need more.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.ceil(limits.connectMs / 4),
  }
  const agents = new Map<string, Agent>()
  const agentOf = (protocol: 'http:' | 'https:'): Agent => {
    const agent = agents.get(protocol) ?? new (loadClient(protocol).Agent)(pool)
    agents.set(protocol, agent)
    return agent
  }
  const open = ({ url, method, headers, body, proxy, onConnected }: TransportRequest): ClientRequest => {
    const isSecure = url.protocol === 'https:'
    const hostname = url.hostname.replace(/^\[(.*)\]$/s, '$1')
    const port = url.port === '' ? (isSecure ? '443' : '80') : url.port
    const isTrusted = guard.isTrusted(hostname, port)
    // An address in the URL is never looked up, so it is checked here.
    if (!isTrusted && isIP(hostname) !== 0) guard.check(hostname, [hostname])
    const protocol = isSecure ? 'https:' : 'http:'
    const target = { hostname, port: Number(port), isTrusted }
    const parts = { guard, resolve, timeoutMs: limits.connectMs }
    return loadClient(protocol).request({
      ...(proxy === undefined
        ? { agent: onConnected ? false : agentOf(protocol) }
        : { createConnection: openWay(proxy, target, parts, isSecure) }),
      host: hostname,
      port,
      path: url.pathname + url.search,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      maxHeaderSize: limits.headerBytes,
      // Servers send folded lines and control characters in headers that nobody needs; browsers read on, and so do we.
      insecureHTTPParser: true,
      lookup: checkedLookup(resolve, isTrusted ? () => undefined : (name, addresses) => guard.check(name, addresses)),
    })
  }
  const attempt = async (wanted: TransportRequest): Promise<TransportResponse> => {
    wanted.signal.throwIfAborted()
    const request = open(wanted)
    const response = await answerOf(request, wanted, limits)
    return { status: response.statusCode ?? 0, headers: flattenHeaders(response.headers), body: response }
  }
  return {
    send: wanted =>
      attempt(wanted).catch((error: unknown) => {
        // The server had closed the kept connection before it saw the request: that is no answer, and no second question.
        if (wanted.body === undefined && error instanceof ClosedWhileIdle) return attempt(wanted)
        throw error
      }),
    close: () => {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

/** Connects over a proxy in the place of Node's own way; to a secure server with TLS inside. */
function openWay(
  proxy: URL,
  target: ProxyTarget,
  parts: ProxyParts,
  isSecure: boolean,
): ClientRequestArgs['createConnection'] {
  const way = async (): Promise<Duplex> => {
    const { connectByProxy } = await import('./proxy.ts')
    const socket = await connectByProxy(proxy, target, parts)
    if (!isSecure) return socket
    const { connect } = await import('node:tls')
    const { hostname } = target
    const secured = connect({ socket, ...(isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }) })
    await new Promise<void>((done, fail) => secured.once('secureConnect', done).once('error', fail))
    return secured
  }
  return (_options, onCreated) => {
    way().then(
      socket => onCreated(null, socket),
      (error: unknown) => onCreated(error instanceof Error ? error : new Error(String(error)), undefined as never),
    )
    return undefined
  }
}

/** A kept connection that was closed from the other side as it was taken up again (RFC 9112 §9.3.1 allows to ask once more). */
class ClosedWhileIdle extends Error {
  readonly code = 'ECONNRESET'
}

/** Sends the request and waits for the headers of its answer; each phase has its own clock. */
function answerOf(
  request: ClientRequest,
  { body, signal, onConnected }: TransportRequest,
  limits: Limits,
): Promise<IncomingMessage> {
  const clock = createPhaseClock(request, limits, onConnected)
  return new Promise((resolve, reject) => {
    let end = (reason: Error): unknown => request.destroy(reason)
    const onAbort = (): unknown => end(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    request.once('socket', clock.watch)
    // Stays: a socket can fail again after its request is over.
    request.on('error', error => {
      clock.stop()
      const wasClosed =
        request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(wasClosed ? new ClosedWhileIdle(error.message, { cause: error }) : error)
    })
    request.once('response', response => {
      clock.stop()
      // From here on the body tells the reason.
      end = reason => response.destroy(reason)
      // Destroying a body on purpose is no error that anybody should hear of.
      response.on('error', () => undefined)
      response.once('close', () => signal.removeEventListener('abort', onAbort))
      resolve(response)
    })
    request.end(body)
  })
}

/** Ends a request that does not connect, or does not answer, in time: first the one clock runs, then the other. */
function createPhaseClock(request: ClientRequest, limits: Limits, onConnected: (() => void) | undefined) {
  let timer: NodeJS.Timeout | undefined
  const start = (milliseconds: number, code: string): void => {
    clearTimeout(timer)
    timer = setTimeout(() => request.destroy(Object.assign(new Error(code), { code })), milliseconds)
  }
  return {
    watch: (socket: Socket): void => {
      const waitForHeaders = (): void => {
        onConnected?.()
        start(limits.headersMs, timeoutCodes.headers)
      }
      if (!socket.connecting) {
        waitForHeaders()
        return
      }
      start(limits.connectMs, timeoutCodes.connect)
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', waitForHeaders)
    },
    stop: (): void => clearTimeout(timer),
  }
}

function checkedLookup(
  resolve: ResolveHost,
  check: (hostname: string, addresses: readonly string[]) => void,
): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async (): Promise<void> => {
      const addresses = await resolve(hostname)
      const [first] = addresses
      if (!first) throw Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' })
      check(
        hostname,
        addresses.map(({ address }) => address),
      )
      if (options.all === true) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    }
    answer().catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''))
  }
}

const controlCharacters = /[\x00-\x08\x0a-\x1f\x7f]/

/**
 * Node's headers without Set-Cookie, the only list among them: no cookie is kept. Folded lines are made one, control characters left
 * out; a validator with such cannot be sent back and counts as missing.
 */
function flattenHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue
    const unfolded = value.replace(/\r?\n[ \t]*/g, ' ')
    const isSpoilt = controlCharacters.test(unfolded)
    if (isSpoilt && (name === 'etag' || name === 'last-modified')) continue
    flat[name] = isSpoilt ? unfolded.replace(new RegExp(controlCharacters, 'g'), '') : unfolded
  }
  return flat
}
