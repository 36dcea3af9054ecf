// One guarded GET, a form for hubs and JSON for a language model: every byte that comes from somebody else's server comes through here.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { WeeklyError } from '../core/errors.ts'
import { describeTooLarge, discardBody, readBody, type ReadBody } from './body.ts'
import { type ByteBudget, createByteBudget } from './byte-budget.ts'
import { parseContentCodings } from './content-codings.ts'
import { describeFailure, describeTotalTimeout } from './failures.ts'
import { createAddressGuard } from './guard.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createHostGate, type HostGate, type Politeness } from './politeness.ts'
import { followRedirect, hrefWithoutCredentials, isRedirect, parseRequestUrl, type Hop } from './redirects.ts'
import { buildRequestHeaders, isConditional, withoutSecrets, type AcceptKind } from './request-headers.ts'
import { parseRetryAfter } from './retry-after.ts'
import { createRobotsGate, type RobotsGate } from './robots-gate.ts'
import {
  createHttpTransport,
  resolveHost,
  type ResolveHost,
  type HttpTransport,
  type TransportResponse,
} from './transport.ts'

/** What is asked for. Credentials in the URL become basic authorization and are shown nowhere. */
export interface FetchRequest {
  readonly url: string
  /** Chooses the Accept header; pages of one host are also spaced. */
  readonly accept: AcceptKind
  /** Validators as the last answer gave them; sent back byte for byte. */
  readonly etag?: string | null
  readonly lastModified?: string | null
  /** The source's own headers; those that open doors are dropped when a redirect leaves the origin. */
  readonly headers?: Readonly<Record<string, string>>
  readonly maxWireBytes?: number
  readonly maxBodyBytes?: number
  /** Address of a proxy that leads to every hop: `http:`, `https:`, `socks5:` or `socks5h:`; it is shown nowhere. */
  readonly proxy?: string | undefined
  /** True: robots.txt is obeyed, at every hop. */
  readonly robots?: boolean
  /** True: a redirect is the answer, and is not followed. */
  readonly stay?: boolean
}

/** A form to send. */
export interface FormRequest {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** A JSON value to send. */
export interface JsonRequest {
  readonly url: string
  readonly value: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A final answer, whatever its status. */
export interface FetchResult {
  readonly status: number
  /** After redirects, without credentials. */
  readonly url: string
  readonly hops: readonly Hop[]
  /** Names in lower case, values as Latin-1 bytes. */
  readonly headers: Readonly<Record<string, string>>
  /** Content codings undone; empty unless the status is 2xx. */
  readonly body: Uint8Array
  /** The body ended early; what could be read of it is here. */
  readonly truncated: boolean
  readonly wireBytes: number
  /** Time on the network with all hops; waiting for a turn is not counted. */
  readonly ms: number
  readonly etag: string | null
  readonly lastModified: string | null
}

/** All requests to other people's servers go through one of these. */
export interface HttpClient {
  /**
   * Resolves for every HTTP status. Throws WeeklyError for everything else: FETCH_ADDRESS_UNKNOWN, _CONNECTION_FAILED,
   * _ENCODING_UNSUPPORTED, _HOST_WAITING, _PRIVATE_ADDRESS, _REDIRECT_INVALID, _REDIRECT_LIMIT, _ROBOTS_DISALLOWED,
   * _SCHEME_FORBIDDEN, _TIMEOUT, _TLS_FAILED, _TOO_LARGE, _UNEXPECTED_NOT_MODIFIED; CONFIG_INVALID for impossible headers.
   */
  fetch(request: FetchRequest): Promise<FetchResult>
  /**
   * Sends a form (application/x-www-form-urlencoded) under the same guard, turns and limits. Redirects are not followed, so that what
   * is sent goes to no other server; of the body the first 32 KB are given, and none unless the status is 2xx. Throws as `fetch` does.
   */
  postForm(request: FormRequest): Promise<Pick<FetchResult, 'status' | 'body'>>
  /**
   * Sends a JSON value (RFC 8259) under the same guard, turns and limits. Redirects are not followed, so that what is sent goes to
   * no other server; the body is empty unless the status is 2xx. Throws as `fetch` does.
   */
  postJson(request: JsonRequest): Promise<Pick<FetchResult, 'status' | 'headers' | 'body'>>
  /** Ends all connections at once; requests under way fail. */
  close(): void
}

/** How a client asks. */
export interface HttpClientOptions {
  readonly userAgent: string
  /** CIDR ranges or `host:port` that may be private addresses. */
  readonly allowPrivate: readonly string[]
  /** Requests at a time in all. */
  readonly concurrency: number
  /** Requests at a time to one host. */
  readonly perHost: number
  /** Without it nothing is spaced, blocked or remembered between requests. */
  readonly politeness?: Politeness
  readonly limits?: Partial<Limits>
  /** Resolves names; the operating system unless given. */
  readonly lookup?: ResolveHost
}

/** Makes the client. Throws CONFIG_INVALID for an entry of `allowPrivate` that is neither a range nor host:port. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const limits = { ...defaultLimits, ...options.limits }
  const politeness = options.politeness ?? null
  const transport = createHttpTransport(createAddressGuard(options.allowPrivate), options.lookup ?? resolveHost, limits)
  const gate = createHostGate({ ...options, politeness, pageSpacingMs: limits.pageSpacingMs })
  const budget = createByteBudget(limits.heldBytes, limits.freeBytes)
  const parts: Parts = { transport, gate, budget, politeness, limits, userAgent: options.userAgent }
  const openRobots = (proxy?: string): RobotsGate =>
    createRobotsGate(
      url => visit(parts, { url, accept: 'any', maxBodyBytes: robotsBytes, keepStart: true, proxy }, null),
      politeness,
    )
  const robots = openRobots()
  // What is behind a proxy may be out of reach without it.
  const gateOf = ({ robots: isObeyed, proxy }: FetchRequest): RobotsGate | null =>
    isObeyed !== true ? null : proxy === undefined ? robots : openRobots(proxy)
  return {
    fetch: request => visit(parts, { ...request, keepStart: false }, gateOf(request)),
    postForm: request => postForm(parts, request),
    postJson: request => postJson(parts, request),
    close: () => transport.close(),
  }
}

/** RFC 9309 asks for 500 KiB; the rest of a longer robots.txt is left unread. */
const robotsBytes = 1_000_000
/** So much of the answer to a form is read, so that its connection can be used again. */
const unreadBytes = 32 * 1024

interface Parts {
  readonly transport: HttpTransport
  readonly gate: HostGate
  readonly budget: ByteBudget
  readonly politeness: Politeness | null
  readonly limits: Limits
  readonly userAgent: string
}

interface Errand extends FetchRequest {
  /** True: the start of a body that is too long is good enough. */
  readonly keepStart: boolean
  /** An encoded form, or JSON, to be sent; without it the request is a GET. */
  readonly form?: string
}

type Answer = Pick<TransportResponse, 'status' | 'headers'> & ReadBody

/** Follows the redirects; every hop waits for its own host's turn and passes the same guards. */
async function visit(parts: Parts, errand: Errand, robots: RobotsGate | null): Promise<FetchResult> {
  const hops: Hop[] = []
  let url = parseRequestUrl(errand.url)
  let headers = buildRequestHeaders({
    ...errand,
    extra: errand.headers ?? {},
    userAgent: parts.userAgent,
    credentials: url,
  })
  let spentMs = 0
  while (true) {
    if (robots) await robots(url)
    const leave = await parts.gate.enter(url.host, errand.accept === 'page')
    const startedMs = performance.now()
    const answer = await exchange(parts, errand, url, headers, parts.limits.totalMs - spentMs)
      .then(each => heedRetryAfter(url.host, each, parts.politeness))
      .finally(leave)
    spentMs += performance.now() - startedMs
    if (!isRedirect(answer.status) || errand.stay === true) return toResult(answer, url, hops, spentMs)

    const to = followRedirect(url, answer.status, answer.headers['location'], hops, parts.limits.redirects)
    hops.push({ status: answer.status, from: hrefWithoutCredentials(url), to: hrefWithoutCredentials(to) })
    if (to.origin !== url.origin) headers = withoutSecrets(headers)
    url = to
  }
}

/** Sends a form to one host, once. */
async function postForm(parts: Parts, { url, fields }: FormRequest): Promise<Pick<FetchResult, 'status' | 'body'>> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = new URLSearchParams(fields).toString()
  const limits = { keepStart: true, maxBodyBytes: unreadBytes }
  const { status, bytes } = await sendOnce(parts, { url, accept: 'any', headers, form, ...limits })
  return { status, body: bytes }
}

async function postJson(
  parts: Parts,
  { url, value, headers }: JsonRequest,
): Promise<Pick<FetchResult, 'status' | 'headers' | 'body'>> {
  const form = JSON.stringify(value)
  const all = { 'content-type': 'application/json', ...headers }
  const answer = await sendOnce(parts, { url, accept: 'any', headers: all, form, keepStart: false })
  return { status: answer.status, headers: answer.headers, body: answer.bytes }
}

/** One request with content, to one host, without redirects. */
async function sendOnce(parts: Parts, errand: Errand): Promise<Answer> {
  const url = parseRequestUrl(errand.url)
  const { userAgent } = parts
  const headers = buildRequestHeaders({ userAgent, accept: 'any', extra: errand.headers ?? {}, credentials: url })
  const leave = await parts.gate.enter(url.host, false)
  return exchange(parts, errand, url, headers, parts.limits.totalMs)
    .then(each => heedRetryAfter(url.host, each, parts.politeness))
    .finally(leave)
}

const proxyOf = ({ proxy }: Errand): URL | undefined =>
  proxy === undefined ? undefined : (URL.parse(proxy) ?? undefined)

/** One request and its answer, within what is left of the time. */
async function exchange(
  parts: Parts,
  errand: Errand,
  url: URL,
  headers: Readonly<Record<string, string>>,
  remainingMs: number,
): Promise<Answer> {
  const shown = hrefWithoutCredentials(url)
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(describeTotalTimeout(shown, parts.limits)), remainingMs)
  try {
    const response = await parts.transport.send({
      url,
      headers,
      body: errand.form,
      proxy: proxyOf(errand),
      signal: abort.signal,
    })
    const body = await takeBody(response, shown, errand, parts)
    if (response.status === 304 && !isConditional(headers)) throw describeUnexpectedNotModified(shown)
    return { status: response.status, headers: response.headers, ...body }
  } catch (error) {
    throw describeFailure(error, shown, parts.limits)
  } finally {
    clearTimeout(timer)
    // A connection is free one turn of the event loop after its answer: without the wait the next request opens another.
    await nextTurn()
  }
}

async function takeBody(
  response: TransportResponse,
  url: string,
  errand: Errand,
  { limits, budget }: Parts,
): Promise<ReadBody> {
  const { status, headers, body } = response
  if (status < 200 || status > 299) return discardBody(body)
  const wireBytes = errand.maxWireBytes ?? limits.wireBytes
  const bodyBytes = errand.maxBodyBytes ?? limits.bodyBytes
  const account = budget.open()
  try {
    if (Number(headers['content-length'] ?? 0) > wireBytes && !errand.keepStart)
      throw describeTooLarge(url, 'on the wire', wireBytes)
    const codings = parseContentCodings(headers['content-encoding'], url)
    return await readBody(body, { url, codings, wireBytes, bodyBytes, keepStart: errand.keepStart, account })
  } finally {
    account.close()
    body.destroy()
  }
}

/**
 * 429 and 503 may name an instant before which the whole host is left alone. To be called before the turn is given back: whoever waits
 * for it must hear of that. Answers what it was given.
 */
async function heedRetryAfter(host: string, answer: Answer, politeness: Politeness | null): Promise<Answer> {
  if (politeness === null || (answer.status !== 429 && answer.status !== 503)) return answer
  const until = parseRetryAfter(answer.headers, politeness.clock.now())
  if (until !== null) await politeness.ledger.block(host, until)
  return answer
}

function toResult(answer: Answer, url: URL, hops: readonly Hop[], ms: number): FetchResult {
  const { status, headers, bytes, truncated, wireBytes } = answer
  return {
    status,
    url: hrefWithoutCredentials(url),
    hops,
    headers,
    body: bytes,
    truncated,
    wireBytes,
    ms,
    etag: headers['etag'] ?? null,
    lastModified: headers['last-modified'] ?? null,
  }
}

function describeUnexpectedNotModified(url: string): WeeklyError {
  return new WeeklyError(
    'FETCH_UNEXPECTED_NOT_MODIFIED',
    `${url} answered "not modified" (304) although nothing was asked about`,
    {
      hint: 'The server or a cache before it is faulty; it is tried again by itself.',
      retryable: true,
      context: { url, status: 304 },
    },
  )
}
