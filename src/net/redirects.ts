// Where a redirect leads. Pure.
import { WeeklyError } from '../core/errors.ts'
import { parseHttpUrl } from '../core/url.ts'

/** One redirect that was followed. */
export interface Hop {
  readonly status: number
  readonly from: string
  readonly to: string
}

/** Whether a status moves the request elsewhere; 300, 304 and 305 do not. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/** An address as it may be shown and stored: without credentials. */
export function hrefWithoutCredentials(url: URL): string {
  if (url.username === '' && url.password === '') return url.href
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare.href
}

/** Parses the address of a request. Throws FETCH_SCHEME_FORBIDDEN for anything but an absolute http or https URL. */
export function parseRequestUrl(text: string): URL {
  const url = parseHttpUrl(text)
  if (url) return url
  throw new WeeklyError('FETCH_SCHEME_FORBIDDEN', `"${text}" is not an http or https address`, {
    hint: 'Check the address; only http:// and https:// are read over the network.',
    context: { url: text },
  })
}

/**
 * The next address: `location` is the header as received, relative or absolute.
 * Throws FETCH_REDIRECT_INVALID when it is missing or unreadable, FETCH_SCHEME_FORBIDDEN when it leaves http and https,
 * FETCH_REDIRECT_LIMIT when it leads in a circle or after more than `limit` hops.
 */
export function followRedirect(
  from: URL,
  status: number,
  location: string | undefined,
  hops: readonly Hop[],
  limit: number,
): URL {
  const here = hrefWithoutCredentials(from)
  const context = { url: here, status, location: location ?? null, hops }
  const text = readLocation(location ?? '')
  const to = text === '' ? null : URL.parse(text, from.href)
  if (!to) {
    const fault = text === '' ? 'without saying where' : `to "${text}", which is no address`
    throw new WeeklyError('FETCH_REDIRECT_INVALID', `${here} redirects (${status}) ${fault}`, {
      hint: 'Open the address in a browser and use the one it ends at.',
      context,
    })
  }
  if (!parseHttpUrl(to.href))
    throw new WeeklyError(
      'FETCH_SCHEME_FORBIDDEN',
      `${here} redirects (${status}) to ${to.protocol} which is not read`,
      {
        hint: 'Only http:// and https:// are followed.',
        context,
      },
    )
  refuseCircle(hrefWithoutCredentials(to), here, hops, context)
  if (hops.length >= limit)
    throw new WeeklyError('FETCH_REDIRECT_LIMIT', `${here} redirects once more after ${limit} redirects`, {
      hint: 'Open the address in a browser and use the one it ends at.',
      context,
    })
  return to
}

function refuseCircle(
  to: string,
  here: string,
  hops: readonly Hop[],
  context: Readonly<Record<string, unknown>>,
): void {
  if (to !== here && !hops.some(hop => hop.from === to)) return
  throw new WeeklyError(
    'FETCH_REDIRECT_LIMIT',
    `${here} redirects in a circle, back to ${to}, after ${hops.length + 1} hops`,
    {
      hint: 'The site may want cookies, which are not kept; look for another address of the feed or page.',
      context,
    },
  )
}

// Header bytes arrive as Latin-1; many servers write the address in UTF-8 without escaping it.
function readLocation(location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(location, 'latin1')).trim()
  } catch {
    return location.trim()
  }
}
