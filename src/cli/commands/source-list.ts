// Lists of sources as files, and what stands of one in sources.yaml or the store: `weekly source import`, `export`, `remove`, `pause`, `resume`.
import { isDeepStrictEqual } from 'node:util'
import { type SourceConfig, sourceSchema } from '../../core/config.ts'
import { WeeklyError } from '../../core/errors.ts'
import { renderOpml } from '../../publish/feeds/opml.ts'
import { readSources } from '../../store/sources.ts'
import { readStoredSources, type StoredCount } from '../../store/stored-sources.ts'
import { checkStored } from '../../app/check-stored.ts'
import { appendSources } from '../../app/edit-sources.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { changeFound, findEntry, type FoundEntry } from '../../app/source-entries.ts'
import { MOST_IN_FILE, storeList } from '../../app/store-list.ts'
import { type App, withApp } from '../../app/wire.ts'
import { readSubscriptions, type Subscriptions } from '../read-subscriptions.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeCount, say, sayAside, sayJson, sayRaw } from '../terminal/terminal.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

async function requireEntry(app: App, url: string): Promise<FoundEntry> {
  const found = await findEntry(app, url)
  if (found) return found
  throw new WeeklyError('SOURCE_MISSING', `${url} is not in sources.yaml, nor in the store`, {
    hint: '`weekly source list` shows the addresses.',
  })
}

/** `weekly source remove`: takes the source out of sources.yaml and the store; its items stay. Throws SOURCE_MISSING. */
export async function removeSource(options: GlobalOptions, url: string): Promise<number> {
  return open(options, async app => {
    await changeFound(app, url, await requireEntry(app, url), null)
    say(options, `${url} is followed no longer`)
    return exitCodes.done
  })
}

/** `weekly source pause` and `resume`: whether the source is asked; what was collected stays. Throws SOURCE_MISSING. */
export async function pauseSource(options: GlobalOptions, url: string, paused: boolean): Promise<number> {
  return open(options, async app => {
    await changeFound(app, url, await requireEntry(app, url), { paused: paused ? true : undefined })
    say(options, `${url} ${paused ? 'is not asked any more, until `weekly source resume`' : 'is asked again'}`)
    return exitCodes.done
  })
}

/** Where a list is kept: in the file that people read, or in the store. */
export type ListPlace = 'file' | 'store'

function tellCounts(options: GlobalOptions, { added, known }: StoredCount, skipped: readonly string[]): void {
  for (const line of skipped) say(options, line)
  if (options.json) sayJson({ added, known, skipped })
  say(options, `${added} sources added, ${known} known already, ${skipped.length} skipped`)
}

async function importIntoFile(options: GlobalOptions, { config }: App, list: Subscriptions): Promise<void> {
  const { sources, skipped } = list
  const known = new Set(config.sources.map(({ url }) => url))
  const fresh = sources.filter(({ url }) => !known.has(url))
  if (fresh.length > 0) await appendSources(config.folder, fresh)
  tellCounts(options, { added: fresh.length, known: sources.length - fresh.length }, skipped)
  if (known.size + fresh.length > MOST_IN_FILE)
    sayAside('sources.yaml is long now; `weekly source import FILE --to store` keeps a list in the store instead')
}

async function importIntoStore(options: GlobalOptions, { store }: App, list: Subscriptions): Promise<void> {
  const { refused, ...counts } = await storeList(store, list.sources)
  const reasons = refused.map(({ url, reason }) => `skipped line ${list.lines.get(url) ?? '?'}: ${url}: ${reason}`)
  tellCounts(options, counts, [...list.skipped, ...reasons])
}

/** `weekly source import`: the feeds of an OPML file, folders as sections, into sources.yaml or into the store. */
export async function importSources(
  options: GlobalOptions,
  file: string,
  { to }: { readonly to: ListPlace },
): Promise<number> {
  const list = await readSubscriptions(file)
  return open(options, async app => {
    await (to === 'store' ? importIntoStore(options, app, list) : importIntoFile(options, app, list))
    return exitCodes.done
  })
}

/** What sources.yaml says of a source besides address and headers, without what is usual anyway. */
function settingsOf(source: SourceConfig): string {
  const usual = sourceSchema.parse({ url: source.url }) as Readonly<Record<string, unknown>>
  const left = new Set(['url', 'headers', 'pages', 'proxy'])
  const said = Object.entries(source).filter(
    ([name, value]) => !left.has(name) && !isDeepStrictEqual(value, usual[name]),
  )
  return JSON.stringify(Object.fromEntries(said))
}

/** `weekly source export`: all sources as OPML, sections as folders, with all settings but headers, which may be secrets. */
export async function exportSources(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store, publish, config }) => {
    const stored = (await readStoredSources(store.db)).flatMap(({ url, settings }) => {
      const checked = checkStored({ ...settings, url })
      return typeof checked === 'string' ? [] : checked.config
    })
    // Where both have an address, the file says what holds.
    const configured = new Map([...stored, ...config.sources].map(source => [source.url, source]))
    // What a repository collects, or a mailbox takes in, is no feed that another program could follow.
    const known = (await readSources(store.db)).filter(
      ({ source: { kind } }) => kind !== 'github-issues' && kind !== 'mail',
    )
    const listed = known.map(({ source, state }) => {
      const settings = configured.get(source.url)
      return {
        title: source.title ?? state.feed_title ?? source.url,
        isPage: source.kind !== 'feed',
        url: source.url,
        siteUrl: state.site_url,
        section: source.section,
        ...(settings === undefined ? {} : { settings: settingsOf(settings) }),
      }
    })
    const withHeaders = known.filter(({ source }) => Object.keys(source.headers).length > 0).length
    if (withHeaders > 0) sayAside(`${describeCount(withHeaders, 'sources')} with headers: those are not exported`)
    sayRaw(renderOpml(publish.site, listed))
    return exitCodes.done
  })
}
