// Keeps the secrets of sources where they belong: in requests.
import type { SourceConfig } from '../core/config.ts'
import type { Source } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import { hrefWithoutCredentials } from '../net/redirects.ts'
import { basicAuthorization } from '../net/request-headers.ts'

/** A name and password in a source's address become a header: the address is shown, stored and published, a header is not. */
export function moveCredentials(source: SourceConfig): SourceConfig {
  const url = parseHttpUrl(source.url)
  if (!url || (url.username === '' && url.password === '')) return source
  const authorization = basicAuthorization(url.username, url.password)
  return { ...source, url: hrefWithoutCredentials(url), headers: { authorization, ...source.headers } }
}

/** A source as it may be shown: the names of its headers without their values, and that it has a proxy. */
export function withoutSecretHeaders(source: Source): Source {
  const proxy = source.proxy === undefined ? {} : { proxy: '…' }
  return { ...source, ...proxy, headers: Object.fromEntries(Object.keys(source.headers).map(name => [name, '…'])) }
}
