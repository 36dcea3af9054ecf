// `weekly source …`: the feeds and pages that the list is made of.
import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { createInterface } from 'node:readline/promises'
import { parseOpml } from '../../collect/opml.ts'
import { linkOfItem } from '../../collect/identity/identify-items.ts'
import { readPageList } from '../../collect/pages/page-list.ts'
import { type SourceConfig, sourceSchema } from '../../core/config.ts'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { Instant, ParsedItem } from '../../core/types.ts'
import { decodeText } from '../../formats/charset.ts'
import { renderOpml } from '../../publish/feeds/opml.ts'
import { decideKeep } from '../../collect/rules.ts'
import { decideHealth } from '../../collect/source-health.ts'
import { findSource, readSources } from '../../store/sources.ts'
import { appendSources, deleteSource, type NewSource } from '../../app/edit-sources.ts'
import { exitCodes } from '../terminal/exit.ts'
import { findFeeds, type FoundAddress, type FoundFeed } from '../../collect/discovery/find-feed.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withoutSecretHeaders } from '../../app/source-secrets.ts'
import { createCommandLog, describeCount, say, sayAside, sayJson, sayRaw } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** Lets a person choose among several feeds; without a terminal the choice must be made by --first or a feed's own address. */
async function chooseFeed(feeds: readonly FoundFeed[], takeFirst: boolean): Promise<FoundFeed> {
  const [first] = feeds
  if (first && (feeds.length === 1 || takeFirst)) return first
  const list = feeds.map(({ url, feed, why }, index) => `${index + 1}. ${feed.title ?? '(no title)'}  ${url}  (${why})`)
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new WeeklyError('USAGE_INVALID', `the page names ${feeds.length} feeds:\n${list.join('\n')}`, {
      hint: 'Add one by its own address, or take the first with --first.',
    })
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${list.join('\n')}\nWhich one? [1] `).finally(() => terminal.close())
  const chosen = feeds[Number(answer.trim() || '1') - 1]
  if (chosen) return chosen
  throw new WeeklyError('USAGE_INVALID', `"${answer.trim()}" is none of 1 to ${feeds.length}`, {
    hint: 'Answer with the number of a feed.',
  })
}

const typeOf = ({ headers }: FoundAddress['page']) =>
  headers['content-type'] === undefined ? {} : { contentType: headers['content-type'] }

/** The list that a page without a feed shows, or null when there is none. */
function tryPageList({ page }: FoundAddress) {
  try {
    return readPageList(page.body, { url: page.url, ...typeOf(page) }, null)
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** `weekly source add`: a feed, the feed that a page names, or the page's own list. */
export async function addSource(
  options: GlobalOptions,
  url: string,
  own: { first?: boolean; section?: string; explode?: boolean },
): Promise<number> {
  return open(options, async app => {
    const { folder } = app.config
    const refuseKnown = async (address: string): Promise<void> => {
      const known = await findSource(app.store.db, address)
      if (known)
        throw new WeeklyError('SOURCE_EXISTS', `${address} is followed already, as ${known.source.url}`, {
          hint: '`weekly source list` shows all sources.',
        })
    }
    await refuseKnown(url)
    const found = await findFeeds(app.http, url)
    const section = own.section === undefined ? {} : { section: own.section }
    const explode = own.explode === true ? { explode: true } : {}
    if (found.feeds.length > 0) {
      const chosen = await chooseFeed(found.feeds, own.first ?? false)
      await refuseKnown(chosen.url)
      await appendSources(folder, [{ url: chosen.url, ...section, ...explode }])
      say(
        options,
        `following ${chosen.feed.title ?? chosen.url}\n  ${chosen.url} (${chosen.why}), ${chosen.feed.items.length} items`,
      )
      return exitCodes.done
    }
    const list = tryPageList(found)
    if (!list)
      throw new WeeklyError('FEED_NOT_FOUND', `${url} is no feed, names none, and shows no list of links`, {
        hint:
          found.hint ??
          'Look for an RSS link on the site, or add the page to sources.yaml with selectors (kind: page).',
      })
    await appendSources(folder, [{ url: found.page.url, kind: 'page', ...section }])
    say(options, `following the page ${found.page.url}: it names no feed, so its list is read\n  ${list.explanation}`)
    return exitCodes.done
  })
}

/** `weekly source list`: every source with its health. */
export async function listSources(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store, clock, config }) => {
    const now = clock.now()
    const sources = (await readSources(store.db)).map(claimed => {
      const { health, words } = decideHealth(claimed, now, config.weekly.fetch.silentDays)
      return { ...claimed, source: withoutSecretHeaders(claimed.source), health, words }
    })
    if (options.json) sayJson(sources)
    for (const { source, state, words } of sources) {
      say(options, `${words.padEnd(12)} ${source.title ?? state.feed_title ?? '—'}\n             ${source.url}`)
      if (state.last_error !== null) say(options, `             ${state.last_error}`)
      if (state.last_item_at !== null)
        say(options, `             newest item ${state.last_item_at}, next visit ${state.next_check_at}`)
    }
    return exitCodes.done
  })
}

/** `weekly source remove`: takes the source out of sources.yaml; its items stay in the store. */
export async function removeSource(options: GlobalOptions, url: string): Promise<number> {
  return open(options, async ({ config }) => {
    if (!(await deleteSource(config.folder, url)))
      throw new WeeklyError('SOURCE_MISSING', `${url} is not in sources.yaml`, {
        hint: '`weekly source list` shows the addresses.',
      })
    say(options, `${url} is followed no longer`)
    return exitCodes.done
  })
}

/** What one item would be, and why it would not come, if so. */
interface CheckedItem {
  readonly publishedAt: Instant | null
  readonly title: string | null
  readonly url: string | null
  readonly leftOut: string | null
}

/** Items as the source's own rules leave them. */
function checkItems(items: readonly ParsedItem[], source: SourceConfig | undefined): CheckedItem[] {
  return items.map(item => {
    const text = item.summaryHtml ?? item.contentHtml ?? ''
    const verdict = source ? decideKeep({ title: item.title ?? '', text }, source) : null
    const { publishedAt, title } = item
    return { publishedAt, title, url: linkOfItem(item), leftOut: verdict?.keep === false ? verdict.reason : null }
  })
}

/** A configured source read as a visit would read it: its kind, selectors, headers and zone; else all feeds of an address. */
async function readForCheck(app: App, url: string, source: SourceConfig | undefined) {
  if (source?.kind !== 'page') return findFeeds(app.http, url, source)
  const page = await app.http.fetch({ url, accept: 'page', headers: source.headers, robots: true })
  if (page.status === 200) return { page, feeds: [], hint: null }
  throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${page.status}`, {
    hint: 'Open the address in a browser; perhaps the site has moved.',
    context: { status: page.status },
  })
}

/** `weekly source check`: what would come, without keeping anything; of a configured source with its rules. */
export async function checkSource(options: GlobalOptions, url: string): Promise<number> {
  return open(options, async app => {
    const source = app.config.sources.find(each => each.url === url)
    const found = await readForCheck(app, url, source)
    const from = { url: found.page.url, ...typeOf(found.page), timezone: source?.timezone ?? null }
    const list = found.feeds.length > 0 ? null : readPageList(found.page.body, from, source?.select ?? null)
    const items = checkItems(list?.items ?? found.feeds[0]?.feed.items ?? [], source)
    if (options.json) sayJson({ feeds: found.feeds, list, items })
    for (const { url: address, feed, why } of found.feeds)
      say(options, `${feed.format} feed ${address} (${why}): ${feed.title ?? '(no title)'}, ${feed.items.length} items`)
    if (list) say(options, `page ${found.page.url}: ${list.explanation}`)
    if (source?.private === true) say(options, 'private: its address is shown to nobody')
    if (source?.paused === true) say(options, 'paused: it is not asked by itself')
    for (const { publishedAt, title, url: link, leftOut } of items) {
      const why = leftOut === null ? '' : `  — left out: ${leftOut}`
      say(options, `  ${(publishedAt ?? 'undated').slice(0, 16)}  ${title ?? '(no title)'}  ${link ?? ''}${why}`)
    }
    const kept = items.filter(({ leftOut }) => leftOut === null).length
    if (kept < items.length) say(options, `${kept} of ${items.length} items pass the rules of the source`)
    return exitCodes.done
  })
}

/** Reads a subscription list in whatever charset it is written. */
async function readList(file: string): Promise<ReturnType<typeof parseOpml>> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new WeeklyError('FILE_UNREADABLE', `${file} cannot be read`, {
      hint: 'Name an OPML file as feed readers export it.',
      cause,
    })
  })
  return parseOpml(decodeText(bytes, { kind: 'xml', contentType: null }).text)
}

/** `weekly source import`: the feeds of an OPML file, folders as sections. */
export async function importSources(options: GlobalOptions, file: string): Promise<number> {
  const { sources, skipped } = await readList(file)
  return open(options, async ({ config }) => {
    const known = new Set(config.sources.map(({ url }) => url))
    const fresh: NewSource[] = sources
      .filter(({ url }) => !known.has(url))
      .map(({ url, title, section, settings = {} }) => ({
        url,
        ...(title === null ? {} : { title }),
        ...(section === null ? {} : { section }),
        ...settings,
      }))
    if (fresh.length > 0) await appendSources(config.folder, fresh)
    for (const { line, reason } of skipped)
      say(options, `skipped${line === undefined ? '' : ` line ${line}`}: ${reason}`)
    say(
      options,
      `${fresh.length} sources added, ${sources.length - fresh.length} known already, ${skipped.length} skipped`,
    )
    return exitCodes.done
  })
}

/** What sources.yaml says of a source besides address and headers, without what is usual anyway. */
function settingsOf(source: SourceConfig): string {
  const usual = sourceSchema.parse({ url: source.url }) as Readonly<Record<string, unknown>>
  const left = new Set(['url', 'headers', 'pages'])
  const said = Object.entries(source).filter(
    ([name, value]) => !left.has(name) && !isDeepStrictEqual(value, usual[name]),
  )
  return JSON.stringify(Object.fromEntries(said))
}

/** `weekly source export`: all sources as OPML, sections as folders, with all settings but headers, which may be secrets. */
export async function exportSources(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store, publish, config }) => {
    const configured = new Map(config.sources.map(source => [source.url, source]))
    const known = await readSources(store.db)
    const listed = known.map(({ source, state }) => {
      const settings = configured.get(source.url)
      return {
        title: source.title ?? state.feed_title ?? source.url,
        isPage: source.kind === 'page',
        url: source.url,
        siteUrl: state.site_url,
        section: source.section,
        ...(settings === undefined ? {} : { settings: settingsOf(settings) }),
      }
    })
    const withHeaders = known.filter(({ source }) => Object.keys(source.headers).length > 0).length
    if (withHeaders > 0) sayAside(`${describeCount(withHeaders, 'sources')} with headers: those stay in sources.yaml`)
    sayRaw(renderOpml(publish.site, listed))
    return exitCodes.done
  })
}
