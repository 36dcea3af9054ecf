// One GET, or one form, over one guarded connection: the only file that knows undici. Used by http.ts.
import { lookup as resolveWithSystem } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import type { AddressGuard } from './guard.ts'
import type { Limits } from './limits.ts'

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** Resolves a name to all its addresses. */
export type ResolveHost = (hostname: string) => Promise<readonly ResolvedAddress[]>

export interface TransportResponse {
  readonly status: number
  /** Names in lower case, values as Latin-1 bytes; repeated headers joined by a comma, but of Location the first. */
  readonly headers: Readonly<Record<string, string>>
  /** Must be read or destroyed. */
  readonly body: Readable
}

export interface Transport {
  /** One request, no redirects. Rejects with undici's and Node's errors, or the guard's WeeklyError, or the signal's reason. */
  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<TransportResponse>
  /** The same with a body. */
  post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<TransportResponse>
  /** Ends all connections at once; requests under way fail. */
  close(): Promise<void>
}

/** The operating system's resolver, all addresses. */
export const resolveHost: ResolveHost = hostname => resolveWithSystem(hostname, { all: true })

/**
 * Makes the transport. The addresses that the guard has checked are the ones handed to the socket, so a name that changes
 * its address between check and connection (DNS rebinding) gains nothing; a connection kept alive stays with the address it has.
 */
export function createTransport(guard: AddressGuard, resolve: ResolveHost, limits: Limits): Transport {
  const agent = new Agent({
    allowH2: false,
    connect: guardedConnector(guard, resolve, limits),
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    // The signal limits the whole request; a second timer for the body would only cost.
    bodyTimeout: 0,
  })
  const send = async (
    url: URL,
    options: Pick<Dispatcher.RequestOptions, 'method' | 'body'>,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<TransportResponse> => {
    const path = url.pathname + url.search
    const request = agent.request({ origin: url.origin, path, ...options, headers, signal })
    // undici hears the signal only once it is connected.
    const response = await Promise.race([request, rejectOnAbort(signal)])
    // Destroying a body on purpose is no error that anybody should hear of.
    response.body.on('error', () => undefined)
    return { status: response.statusCode, headers: flattenHeaders(response.headers), body: response.body }
  }
  return {
    get: (url, headers, signal) => send(url, { method: 'GET' }, headers, signal),
    post: (url, headers, body, signal) => send(url, { method: 'POST', body }, headers, signal),
    close: () => agent.destroy(),
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

function guardedConnector(guard: AddressGuard, resolve: ResolveHost, limits: Limits): buildConnector.connector {
  const connectorWith = (check: (hostname: string, addresses: readonly string[]) => void): buildConnector.connector =>
    buildConnector({
      allowH2: false,
      timeout: limits.connectMs,
      lookup: checkedLookup(resolve, check),
      // Node gives an address 250 ms before it tries the next; far hosts need more.
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: Math.ceil(limits.connectMs / 4),
    })
  const guarded = connectorWith((hostname, addresses) => guard.check(hostname, addresses))
  const trusted = connectorWith(() => undefined)

  return (options, callback) => {
    const { hostname, protocol } = options
    const port = options.port === '' ? (protocol === 'https:' ? '443' : '80') : options.port
    if (guard.isTrusted(hostname, port)) {
      trusted(options, callback)
      return
    }
    try {
      // An address in the URL is never looked up, so it is checked here.
      if (isIP(hostname) !== 0) guard.check(hostname, [hostname])
    } catch (error) {
      process.nextTick(callback, error, null)
      return
    }
    guarded(options, callback)
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

function flattenHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') flat[name] = value
    else if (value) flat[name] = name === 'location' ? (value[0] ?? '') : value.join(', ')
  }
  return flat
}
