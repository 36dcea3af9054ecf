// The headers of a request: who asks, what is accepted, the validators. Pure.
import { WeeklyError } from '../core/errors.ts'

const accepts = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.1',
  page: 'text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.1',
  any: '*/*',
} as const

/** The kinds of things that are asked for; each has its Accept list. */
export type AcceptKind = keyof typeof accepts

// The connection's own business: set by the client alone.
const reserved =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|referer|accept-encoding)$/
const secret = /authorization|cookie|token|secret|api-?key/
const validName = /^[!#$%&'*+.^_`|~\w-]+$/
const validValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** What the headers of a request are made from. */
export interface RequestHeaderOptions {
  readonly userAgent: string
  readonly accept: AcceptKind
  readonly etag?: string | null
  readonly lastModified?: string | null
  /** The source's own headers. */
  readonly extra: Readonly<Record<string, string>>
  /** The URL's user name and password become basic authorization (RFC 7617). */
  readonly credentials: { readonly username: string; readonly password: string }
}

/**
 * All headers of a request's first hop, names in lower case. The validators go out byte for byte as they were stored.
 * Throws CONFIG_INVALID for a header of the source that HTTP cannot carry or that is the connection's own business.
 */
export function buildRequestHeaders(options: RequestHeaderOptions): Readonly<Record<string, string>> {
  const { userAgent, accept, etag = null, lastModified = null, extra, credentials } = options
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: accepts[accept],
    'accept-encoding': 'gzip, br, zstd, deflate',
  }
  const { username, password } = credentials
  if (username !== '' || password !== '') headers['authorization'] = basicAuthorization(username, password)
  for (const [name, value] of Object.entries(extra)) headers[checkedName(name)] = checkedValue(name, value)
  // A validator that a header cannot carry came from a damaged store: asking without it is always right.
  if (etag !== null && validValue.test(etag)) headers['if-none-match'] = etag
  if (lastModified !== null && validValue.test(lastModified)) headers['if-modified-since'] = lastModified
  return headers
}

/** The same headers for another origin: without anything that opens doors. */
export function withoutSecrets(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.test(name)))
}

/** Whether a request with these headers may be answered with 304. */
export function isConditional(headers: Readonly<Record<string, string>>): boolean {
  return 'if-none-match' in headers || 'if-modified-since' in headers
}

/** The value of `Authorization` for a name and password as they stand in a URL, percent-encoded (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${decodePercent(username)}:${decodePercent(password)}`).toString('base64')}`
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function checkedName(name: string): string {
  const lower = name.toLowerCase()
  if (validName.test(name) && !reserved.test(lower)) return lower
  throw new WeeklyError('CONFIG_INVALID', `header "${name}" cannot be set for a source`, {
    hint: 'Remove it from the headers of the source.',
    context: { name },
  })
}

function checkedValue(name: string, value: string): string {
  if (validValue.test(value)) return value
  throw new WeeklyError('CONFIG_INVALID', `header "${name}" has a character that HTTP headers cannot carry`, {
    hint: 'Use Latin letters, digits and punctuation on one line.',
    context: { name },
  })
}
