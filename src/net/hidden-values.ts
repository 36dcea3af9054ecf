// Keeps secrets in the addresses of sources out of everything but the request: `${NAME}` is stored, shown and logged, its value is sent.
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { FetchRequest, FetchResult, HttpClient } from './http.ts'

/** Values by the names that stand for them in addresses as `${NAME}`. */
export type HiddenValues = ReadonlyMap<string, string>

/** A shorter value is found in too much that has nothing to do with it. */
const MIN_MASKED_CHARACTERS = 4
/** A URL may write the braces as `%7B` and `%7D`. */
const placeholder = /\$(?:\{|%7B)([A-Za-z_]\w{0,100})(?:\}|%7D)/gi

/** Whether an address has a secret in it, by the name that stands for it. */
export function hasHiddenValue(url: string): boolean {
  return url.includes('$') && new RegExp(placeholder, 'i').test(url)
}

/** The address with the values themselves, as it is asked for. */
export function fillHidden(url: string, values: HiddenValues): string {
  return url.includes('$') ? url.replace(placeholder, (whole, name: string) => values.get(name) ?? whole) : url
}

/** The text with names in place of the values, also where a URL has escaped them. */
export function maskHidden(text: string, values: HiddenValues): string {
  let masked = text
  for (const [name, value] of values) {
    if (value.length < MIN_MASKED_CHARACTERS) continue
    for (const written of new Set([value, encodeURIComponent(value), encodeURI(value)]))
      masked = masked.replaceAll(written, `\${${name}}`)
  }
  return masked
}

/** Values in what came back: a feed names its own address. Bytes are compared, whatever their charset. */
function maskBody(body: Uint8Array, values: HiddenValues): Uint8Array {
  let bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  for (const value of values.values()) {
    if (value.length < MIN_MASKED_CHARACTERS) continue
    for (const written of new Set([value, encodeURIComponent(value), value.replaceAll('&', '&amp;')])) {
      // Latin-1 takes bytes to characters and back one by one.
      const searched = Buffer.from(written).toString('latin1')
      if (bytes.includes(searched, 0, 'latin1'))
        bytes = Buffer.from(bytes.toString('latin1').replaceAll(searched, 'hidden'), 'latin1')
    }
  }
  return bytes
}

function maskResult(result: FetchResult, values: HiddenValues): FetchResult {
  const mask = (text: string): string => maskHidden(text, values)
  const hops = result.hops.map(hop => ({ ...hop, from: mask(hop.from), to: mask(hop.to) }))
  const headers = Object.fromEntries(Object.entries(result.headers).map(([name, value]) => [name, mask(value)]))
  return { ...result, url: mask(result.url), hops, headers, body: maskBody(result.body, values) }
}

function maskError(error: unknown, values: HiddenValues): unknown {
  if (!isWeeklyError(error)) return error
  const { code, message, hint, retryable, context } = error
  const shown = JSON.parse(maskHidden(JSON.stringify(context), values)) as typeof context
  return new WeeklyError(code, maskHidden(message, values), {
    ...(hint === null ? {} : { hint: maskHidden(hint, values) }),
    retryable,
    context: shown,
  })
}

/** The client for which addresses with `${NAME}` are asked with the value, and answer and fail with the name. */
export function hideValues(http: HttpClient, values: HiddenValues): HttpClient {
  if (values.size === 0) return http
  const fetch = async (request: FetchRequest): Promise<FetchResult> => {
    if (!hasHiddenValue(request.url)) return http.fetch(request)
    try {
      return maskResult(await http.fetch({ ...request, url: fillHidden(request.url, values) }), values)
    } catch (error) {
      throw maskError(error, values)
    }
  }
  return { ...http, fetch }
}
