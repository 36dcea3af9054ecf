// One request that is told once and leads to no other: for places that are sent messages. It tells whether anything left the machine.
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import { readBody } from './body.ts'
import { createByteBudget } from './byte-budget.ts'
import { parseContentCodings } from './content-codings.ts'
import { describeFailure, describeTotalTimeout } from './failures.ts'
import { createAddressGuard } from './guard.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { parseRequestUrl } from './redirects.ts'
import { buildRequestHeaders } from './request-headers.ts'
import { createHttpTransport, resolveHost, type HttpTransport } from './transport.ts'

/** What is sent. The address may hold a secret: no error names more of it than its origin. */
export interface SendRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer of whatever status with the start of its body; or a failure, and whether bytes had left the machine before it. */
export type Sent =
  | {
      readonly status: number
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  | { readonly error: WeeklyError; readonly hasLeft: boolean }

/** How requests are sent. */
export interface SenderOptions {
  readonly userAgent: string
  /** CIDR ranges or `host:port` that may be private addresses. */
  readonly allowPrivate: readonly string[]
  readonly limits?: Partial<Limits>
}

/** Sends requests, each over a connection of its own; redirects are answers like others. */
export interface Sender {
  send(request: SendRequest): Promise<Sent>
}

/** So much of an answer is read: no message's answer is longer, and one of ours that is read back may be. */
const ANSWER_BYTES = 2_000_000

/** Makes the sender. Throws CONFIG_INVALID for an entry of `allowPrivate` that is neither a range nor host:port. */
export function createSender(options: SenderOptions): Sender {
  const limits = { ...defaultLimits, ...options.limits }
  const transport = createHttpTransport(createAddressGuard(options.allowPrivate), resolveHost, limits)
  return { send: request => sendOnce(transport, limits, options.userAgent, request) }
}

async function sendOnce(
  transport: HttpTransport,
  limits: Limits,
  userAgent: string,
  { method, url: address, headers: extra = {}, body }: SendRequest,
): Promise<Sent> {
  const abort = new AbortController()
  let hasLeft = false
  let shown = 'the address'
  let timer: NodeJS.Timeout | undefined
  try {
    const url = parseRequestUrl(address)
    shown = url.origin
    timer = setTimeout(() => abort.abort(describeTotalTimeout(shown, limits)), limits.totalMs)
    const headers = buildRequestHeaders({ userAgent, accept: 'any', extra, credentials: url })
    const onConnected = (): void => {
      hasLeft = true
    }
    const response = await transport.send({ url, method, headers, body, signal: abort.signal, onConnected })
    const account = createByteBudget(limits.heldBytes, limits.freeBytes).open()
    try {
      const { bytes } = await readBody(response.body, {
        url: shown,
        codings: parseContentCodings(response.headers['content-encoding'], shown),
        wireBytes: ANSWER_BYTES,
        bodyBytes: ANSWER_BYTES,
        keepStart: true,
        account,
      })
      return { status: response.status, headers: response.headers, text: new TextDecoder().decode(bytes) }
    } finally {
      account.close()
      response.body.destroy()
    }
  } catch (cause) {
    const error = describeFailure(cause, shown, limits)
    if (!isWeeklyError(error)) throw error
    // What an unreadable address says of itself may be all of it.
    const isAddress = error.code === 'FETCH_SCHEME_FORBIDDEN' || shown === 'the address'
    return { error: isAddress ? new WeeklyError(error.code, 'the address is no web address') : error, hasLeft }
  } finally {
    clearTimeout(timer)
  }
}
