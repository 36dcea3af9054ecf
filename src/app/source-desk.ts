// The sources as the desk edits them: sources.yaml by the same code as the command line, and addresses asked by the guarded client.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { findFeeds } from '../collect/discovery/find-feed.ts'
import { linkOfItem } from '../collect/identity/identify-items.ts'
import { parseOpml } from '../collect/opml.ts'
import { readPageList } from '../collect/pages/page-list.ts'
import { sourceSchema } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import type { PageSelectors, ParsedItem, Source } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import type {
  ImportedList,
  SeenAddress,
  SeenItem,
  SourceDesk,
  SourceEntry,
  SourceSettings,
} from '../desk/pages/source-desk.ts'
import { decodeText } from '../formats/charset.ts'
import type { FetchResult } from '../net/http.ts'
import { findSource, hastenSources } from '../store/sources.ts'
import { appendSources, type NewSource, type SourceChanges } from './edit-sources.ts'
import { readSourceList } from './load-config.ts'
import { syncSourceFile } from './reload.ts'
import { changeFound, findEntry, type FoundEntry } from './source-entries.ts'
import { moveCredentials } from './source-secrets.ts'
import { MOST_IN_FILE, storeList } from './store-list.ts'
import type { App } from './wire.ts'

type Parts = Pick<App, 'store' | 'config' | 'http' | 'log'>

/** Whoever edits in a browser must not read the server's environment, nor its files, by way of a source. */
function refuseSecrets(said: unknown): void {
  if (!JSON.stringify(said).includes('${')) return
  throw new WeeklyError('USAGE_INVALID', 'values of the environment, ${NAME}, are named in sources.yaml alone', {
    hint: 'Edit sources.yaml on the server.',
  })
}

function requireWebAddress(url: string): string {
  const address = parseHttpUrl(url)
  if (address) return url.trim()
  throw new WeeklyError('FETCH_SCHEME_FORBIDDEN', 'only http and https addresses are asked', {
    hint: 'Give the address as a browser shows it.',
  })
}

const check = (text: string): void => void readSourceList(text, process.env)

async function requireEntry(parts: Parts, url: string, was: string): Promise<FoundEntry> {
  const found = await findEntry(parts, url)
  if (!found)
    throw new WeeklyError('SOURCE_MISSING', 'this source is in sources.yaml no longer, nor in the store', {
      hint: 'Look at the file.',
    })
  if (found.was === was) return found
  throw new WeeklyError('CONFIG_CHANGED', 'something else is said of this source now', { hint: 'Load the page again.' })
}

async function add(parts: Parts, url: string, settings: SourceSettings): Promise<void> {
  const address = requireWebAddress(url)
  refuseSecrets([address, settings])
  const known = await findSource(parts.store.db, moveCredentials(sourceSchema.parse({ url: address })).url)
  if (known)
    throw new WeeklyError('SOURCE_EXISTS', 'this address is followed already', { hint: 'Look for it in the list.' })
  const said = Object.entries(settings).filter(([, value]) => value !== undefined)
  await appendSources(parts.config.folder, [{ url: address, ...Object.fromEntries(said) }], check)
  await syncSourceFile(parts, parts.config.folder)
}

/** Headers with those of a form laid over them; an empty value takes one out. */
function mergeHeaders(before: SourceSettings['headers'] = {}, given: SourceSettings['headers'] = {}) {
  const merged = Object.entries({ ...before, ...given }).filter(([, value]) => value !== '')
  return merged.length === 0 ? undefined : Object.fromEntries(merged)
}

/** Keys by which other items come of a source. */
const DECISIVE = ['kind', 'select', 'headers', 'include', 'exclude', 'timezone', 'explode', 'mail']

const leaveOut = (said: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))

/** What is wanted and not said yet: the rest keeps its place and its comments. A single text stands for a list of one. */
function findChanges(said: FoundEntry['said'], wanted: SourceChanges): SourceChanges {
  const isSaid = (name: string, value: unknown): boolean => {
    const known = said[name]
    return isDeepStrictEqual(known, value) || (Array.isArray(value) && isDeepStrictEqual([known], value))
  }
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !isSaid(name, value)))
}

const without = (all: object, ...names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)))

/** What may be shown of an entry: no values of headers, no proxy, no mailbox. */
function viewEntry({ said, config, was, place }: FoundEntry): SourceEntry {
  const shown = without(said, 'headers', 'proxy')
  const letters = without(said.mail ?? {}, 'maildir', 'imap')
  const headerNames = Object.keys(config.headers)
  const isProxied = config.proxy !== undefined
  return { was, place, headerNames, isProxied, kind: config.kind, said: { ...shown, mail: letters } }
}

async function change(parts: Parts, url: string, was: string, settings: SourceSettings): Promise<void> {
  const entry = await requireEntry(parts, url, was)
  const { headers: before } = entry.said as { readonly headers?: Readonly<Record<string, string>> }
  const { headers, mail, ...rest } = settings
  const wanted = {
    ...rest,
    ...(headers === undefined ? {} : { headers: mergeHeaders(before, headers) }),
    ...(mail === undefined ? {} : { mail: leaveOut({ ...(entry.said.mail as object), ...mail }) }),
  }
  const changes = findChanges(entry.said, wanted)
  // Values that stand there already may name what they like.
  refuseSecrets([headers ?? null, mail ?? null, without(changes, 'headers', 'mail')])
  if (Object.keys(changes).length === 0) return
  await changeFound(parts, url, entry, changes)
  // What is read otherwise, or again, is read at once.
  if (DECISIVE.some(name => name in changes) || ('paused' in changes && changes.paused === undefined))
    await hastenSources(parts.store.db, url)
}

async function remove(parts: Parts, url: string, was: string): Promise<void> {
  await changeFound(parts, url, await requireEntry(parts, url, was), null)
}

async function importList(parts: Parts, file: Uint8Array): Promise<ImportedList> {
  const { sources, skipped } = parseOpml(decodeText(file, { kind: 'xml', contentType: null }).text)
  const known = new Set(
    readSourceList(await readFile(join(parts.config.folder, 'sources.yaml'), 'utf8'), process.env).map(
      ({ url }) => url,
    ),
  )
  const isOfTheWeb = ({ url, ...said }: (typeof sources)[number]): boolean =>
    parseHttpUrl(url) !== null && !JSON.stringify([url, said]).includes('${')
  const usable = sources.filter(isOfTheWeb)
  const fresh = usable.filter(({ url }) => !known.has(url))
  const added = fresh.map(({ url, title, section, settings = {} }): NewSource => ({
    url,
    ...(title === null ? {} : { title }),
    ...(section === null ? {} : { section }),
    ...settings,
  }))
  const refused = sources.filter(source => !isOfTheWeb(source)).map(({ url }) => url.slice(0, 200))
  const reasons = skipped.map(({ line, reason }) => (line === undefined ? reason : `${line}: ${reason}`))
  const isLong = known.size + added.length > MOST_IN_FILE
  if (isLong) {
    const { refused: others, ...counts } = await storeList(parts.store, added)
    const known = counts.known + usable.length - added.length
    return {
      added: counts.added,
      known,
      skipped: [...refused, ...others.map(each => each.url.slice(0, 200)), ...reasons],
    }
  }
  if (added.length > 0) await appendSources(parts.config.folder, added, check)
  await syncSourceFile(parts, parts.config.folder)
  return { added: added.length, known: usable.length - added.length, skipped: [...refused, ...reasons] }
}

const viewItem = (item: ParsedItem): SeenItem => ({
  title: item.title,
  url: linkOfItem(item),
  publishedAt: item.publishedAt,
})

/** So many items are shown. */
const SHOWN_ITEMS = 30
const viewItems = (items: readonly ParsedItem[]): readonly SeenItem[] => items.slice(0, SHOWN_ITEMS).map(viewItem)

function readList(page: FetchResult, select: PageSelectors | null, timezone: string | null) {
  const contentType = page.headers['content-type']
  return readPageList(
    page.body,
    { url: page.url, timezone, ...(contentType === undefined ? {} : { contentType }) },
    select,
  )
}

/** The source with an address, which may be a file and bear names of secrets; else null, and the address must be one of the web. */
async function findAsked({ store }: Parts, url: string): Promise<Source | null> {
  const known = await findSource(store.db, url)
  if (known?.source.url === url) return known.source
  refuseSecrets(requireWebAddress(url))
  return null
}

async function look(parts: Parts, url: string): Promise<SeenAddress> {
  const source = await findAsked(parts, url)
  const found = await findFeeds(parts.http, url, source ?? {})
  const feeds = found.feeds.map(({ url: each, feed }) => ({
    url: each,
    title: feed.title,
    items: viewItems(feed.items),
  }))
  if (feeds.length > 0) return { feeds, page: null }
  const { title, items } = readList(found.page, null, null)
  return { feeds, page: { url: found.page.url, title, items: viewItems(items) } }
}

async function tryPage(parts: Parts, url: string, select: PageSelectors | null): Promise<readonly SeenItem[]> {
  const source = await findAsked(parts, url)
  const page = await parts.http.fetch({ url, accept: 'page', headers: source?.headers ?? {}, robots: true })
  if (page.status !== 200)
    throw new WeeklyError('FETCH_HTTP_STATUS', `the page answered ${page.status}`, {
      hint: 'Open the address in a browser.',
      context: { status: page.status },
    })
  return viewItems(readList(page, select, source?.timezone ?? null).items)
}

/** Makes what the desk's pages of sources ask for. One address is asked at a time. */
export function createSourceDesk(parts: Parts): SourceDesk {
  let turn: Promise<unknown> = Promise.resolve()
  const oneByOne = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    readEntry: async url => {
      const found = await findEntry(parts, url)
      return found && viewEntry(found)
    },
    add: (url, settings) => add(parts, url, settings),
    change: (url, was, settings) => change(parts, url, was, settings),
    remove: (url, was) => remove(parts, url, was),
    importList: file => importList(parts, file),
    look: url => oneByOne(() => look(parts, url)),
    tryPage: (url, select) => oneByOne(() => tryPage(parts, url, select)),
  }
}
