// The identity of a list, from which the permanent ids of feeds, items and books are made: the first publication freezes it, and no later
// address, title or language changes it.
import { createHash, randomUUID } from 'node:crypto'
import type { Connection } from '../store/engine/database.ts'
import { keepSetting, readSetting, saveSetting } from '../store/settings.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'

/** What the first publication froze. */
export interface ListIdentity {
  /** `urn:uuid:…`; or the address that the list began with, of which an earlier program made its ids. */
  readonly id: string
  /** Where the list came out first. */
  readonly address: string
}

const SETTING = 'identity'
/** What the upgrade of a store with issues leaves for the first publication behind it. */
const FROM_ADDRESS = 'address'

/** The identity of a store's list; null before its first publication. */
export async function readIdentity(db: Connection): Promise<ListIdentity | null> {
  const kept = await readSetting(db, SETTING)
  return kept === null || kept === FROM_ADDRESS ? null : (JSON.parse(kept) as ListIdentity)
}

/** The identity of a store's list, frozen now if it has none yet. `address` is the configured one. */
export async function keepIdentity(db: Connection, address: string): Promise<ListIdentity> {
  const known = await readIdentity(db)
  if (known) return known
  if ((await readSetting(db, SETTING)) === FROM_ADDRESS) {
    const identity: ListIdentity = { id: address, address }
    await saveSetting(db, SETTING, JSON.stringify(identity))
    return identity
  }
  const identity: ListIdentity = { id: `urn:uuid:${randomUUID()}`, address }
  // Two processes may publish for the first time at once.
  return JSON.parse(await keepSetting(db, SETTING, JSON.stringify(identity))) as ListIdentity
}

/** The permanent id of what has a page or feed at a path of the site; of the list itself for the empty path. A canonical URI. */
export function idIn(site: SiteDescription, path: string): string {
  const { identity = site.url } = site
  if (!identity.startsWith('urn:')) return urlIn({ ...site, url: identity }, path)
  return path === '' ? identity : nameUuid(identity, path)
}

/**
 * The permanent id of a story: it says nothing of title, anchor or link, all of which may be corrected. A list that began with its address
 * has tag URIs (RFC 4151). The story's own id is mostly an address and may hold anything, so its digest stands for it.
 */
export function storyIdIn(site: SiteDescription, issueDate: string, storyId: string): string {
  const { identity = site.url } = site
  if (identity.startsWith('urn:')) return nameUuid(identity, `stories/${issueDate}/${storyId}`)
  const digest = createHash('sha256').update(storyId).digest('hex').slice(0, 32)
  return `tag:${new URL(identity).hostname},${issueDate}:${digest}`
}

/** A UUID of version 5 (RFC 9562 §5.5): the same for the same name within the same namespace, another for any other. */
function nameUuid(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replace('urn:uuid:', '').replaceAll('-', ''), 'hex')
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`
}
