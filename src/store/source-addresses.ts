// Addresses of sources: whom they are asked at, who may see them, and under which other names a source goes on where it was.
import { parseHttpUrl } from '../core/url.ts'
import type { Connection } from './engine/database.ts'

/** The host that a source is asked at, `name` or `name:port`; a file stands for itself. */
export function hostOf(url: string): string {
  return parseHttpUrl(url)?.host ?? url
}

/** Names of what opens a door in an address. */
const keyName =
  /^(?:token|access_token|auth|auth_token|key|api_?key|apikey|secret|password|passwd|pwd|sig|signature|hash|jwt)$/i
/** Where bookmark services write a token into the path: `/feeds/TOKEN/…` of linkding. */
const keyPath = /^\/(?:[^/]+\/)?feeds\/[0-9a-f]{32,64}(?:\/|$)/i

/** Whether an address holds what only its owner may know: keys in its query, Reddit's own feeds, FreshRSS's, linkding's. */
function holdsSecret(text: string): boolean {
  const url = parseHttpUrl(text)
  if (!url) return false
  const { searchParams: query, hostname, pathname } = url
  const isReddit = /(?:^|\.)reddit\.com$/i.test(hostname) && query.has('feed')
  const isFreshRss = query.has('user') && (query.has('t') || query.has('token'))
  return isReddit || isFreshRss || keyPath.test(pathname) || [...query.keys()].some(name => keyName.test(name))
}

/** Whether a source's address may be shown to readers: it is not private, no `${NAME}` stands for a secret in it, and it looks like none. */
export function isPublic(source: { readonly url: string; readonly private?: boolean }): boolean {
  return source.private !== true && !/\$(?:\{|%7B)\w+(?:\}|%7D)/i.test(source.url) && !holdsSecret(source.url)
}

/** A source that earlier versions stored with the secret in its address goes on under the address with the secret's name. */
export async function hideSecret(db: Connection, shown: string, filled: string): Promise<void> {
  const known = await db.selectFrom('sources').select(['id', 'url']).where('url', 'in', [shown, filled]).execute()
  const [source] = known
  if (!source || known.length > 1 || source.url === shown) return
  const { id } = source
  await db.updateTable('sources').set({ url: shown }).where('id', '=', id).execute()
  await db
    .updateTable('source_states')
    .set({ fetch_url: shown, host: hostOf(shown), last_error: null })
    .where('source_id', '=', id)
    .execute()
  await db.updateTable('fetches').set({ url: shown, hops: '[]' }).where('source_id', '=', id).execute()
  await db.deleteFrom('source_addresses').where('source_id', '=', id).execute()
}

const ADDRESSES_AT_ONCE = 500

/** Whether any of the addresses is no source's yet. */
async function hasUnknown(db: Connection, urls: readonly string[]): Promise<boolean> {
  for (let start = 0; start < urls.length; start += ADDRESSES_AT_ONCE) {
    const some = urls.slice(start, start + ADDRESSES_AT_ONCE)
    const known = await db.selectFrom('sources').select('url').where('url', 'in', some).execute()
    if (known.length < some.length) return true
  }
  return false
}

/** An address that a source moved to, or had before, is that source under another name: it goes on where it was, and nothing comes twice. */
export async function followRenamed(db: Connection, configured: ReadonlySet<string>): Promise<void> {
  if (!(await hasUnknown(db, [...configured]))) return
  const known = await db
    .selectFrom('sources')
    .innerJoin('source_states', 'source_id', 'id')
    .select(['id', 'url', 'fetch_url'])
    .execute()
  const former = Map.groupBy(await db.selectFrom('source_addresses').selectAll().execute(), row => row.source_id)
  const taken = new Set(known.map(({ url }) => url))
  for (const { id, url, fetch_url } of known.filter(source => !configured.has(source.url))) {
    const names = [fetch_url, ...(former.get(id) ?? []).map(address => address.url)]
    const name = names.find(each => each !== url && configured.has(each) && !taken.has(each))
    if (name === undefined) continue
    taken.add(name)
    await db.updateTable('sources').set({ url: name }).where('id', '=', id).execute()
  }
}
