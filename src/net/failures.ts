// Turns what the network throws into our errors. Pure.
import { isWeeklyError, WeeklyError, type ErrorCode } from '../core/errors.ts'
import type { Limits } from './limits.ts'
import { timeoutCodes } from './transport.ts'

interface FailureKind {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly hint: string
  readonly retryable: boolean
  /** Completes "<url> …". */
  readonly says: (limits: Limits, reason: string) => string
}

const waitHint = 'It is tried again by itself; if it stays so, open the address in a browser.'

/** By the error code of Node or the transport; the first that fits. */
const failureKinds: readonly FailureKind[] = [
  {
    pattern: new RegExp(`^${timeoutCodes.connect}$|^ETIMEDOUT$`),
    code: 'FETCH_TIMEOUT',
    hint: waitHint,
    retryable: true,
    says: limits => `accepted no connection within ${limits.connectMs / 1000} s`,
  },
  {
    pattern: new RegExp(`^${timeoutCodes.headers}$`),
    code: 'FETCH_TIMEOUT',
    hint: waitHint,
    retryable: true,
    says: limits => `did not begin to answer within ${limits.headersMs / 1000} s`,
  },
  {
    pattern: /^HPE_HEADER_OVERFLOW$/,
    code: 'FETCH_TOO_LARGE',
    hint: 'The server is faulty; tell its keeper.',
    retryable: false,
    says: limits => `sent more than ${limits.headerBytes} bytes of headers`,
  },
  {
    pattern: /^ENOTFOUND$|^ENODATA$/,
    code: 'FETCH_ADDRESS_UNKNOWN',
    hint: 'Check the spelling of the address; the site may have moved or closed.',
    retryable: false,
    says: () => 'names a host that does not exist',
  },
  {
    pattern: /^EAI_|^ESERVFAIL$|^EREFUSED$/,
    code: 'FETCH_ADDRESS_UNKNOWN',
    hint: 'Check the name servers and the connection of this machine.',
    retryable: true,
    says: (_limits, reason) => `could not be looked up: ${reason}`,
  },
  {
    pattern: /^ERR_TLS|^ERR_SSL|^ERR_OSSL|^CERT_|^DEPTH_ZERO|^SELF_SIGNED|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^EPROTO$/,
    code: 'FETCH_TLS_FAILED',
    hint: 'Open the address in a browser and look at its certificate; only the site can repair it.',
    retryable: false,
    says: (_limits, reason) => `has no secure connection that can be trusted: ${reason}`,
  },
  {
    pattern:
      /^HPE_(?:INVALID_(?:HEADER|CONTENT_LENGTH|TRANSFER_ENCODING|CHUNK|EOF)|UNEXPECTED_|LF_EXPECTED|CR_EXPECTED|STRICT)/,
    code: 'FETCH_CONNECTION_FAILED',
    hint: 'The server breaks the rules of HTTP in what it answers; tell its keeper. It is asked again by itself.',
    retryable: true,
    says: (_limits, reason) => `answered with headers or a body that HTTP does not allow: ${reason}`,
  },
  {
    pattern: /^HPE_/,
    code: 'FETCH_CONNECTION_FAILED',
    hint: 'Check the port: what answers there does not speak HTTP.',
    retryable: false,
    says: (_limits, reason) => `answered with something that is not HTTP: ${reason}`,
  },
  {
    pattern: /^E[A-Z]+$/,
    code: 'FETCH_CONNECTION_FAILED',
    hint: waitHint,
    retryable: true,
    says: (_limits, reason) => `could not be read: ${reason}`,
  },
]

/** The error to throw for a failed request to `url` (shown without credentials): a WeeklyError for what the network does, bugs as they are. */
export function describeFailure(error: unknown, url: string, limits: Limits): unknown {
  if (isWeeklyError(error)) return error
  const code = codeOf(error)
  const kind = failureKinds.find(({ pattern }) => pattern.test(code))
  if (!kind) return error
  return new WeeklyError(kind.code, `${url} ${kind.says(limits, reasonOf(error, code))}`, {
    hint: kind.hint,
    retryable: kind.retryable,
    context: { url, reason: code },
    cause: error,
  })
}

/** The end of a request that took too long as a whole. */
export function describeTotalTimeout(url: string, limits: Limits): WeeklyError {
  return new WeeklyError('FETCH_TIMEOUT', `${url} was not read to its end within ${limits.totalMs / 1000} s`, {
    hint: waitHint,
    retryable: true,
    context: { url, limitMs: limits.totalMs },
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** An error that stands for several (one per address tried) has no message of its own. */
function reasonOf(error: unknown, code: string): string {
  const message = error instanceof Error ? error.message : ''
  return message === '' ? code : message
}
