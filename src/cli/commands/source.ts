// `weekly source …`: the feeds and pages that the list is made of.
import { linkOfItem } from '../../collect/identity/identify-items.ts'
import type { SourceConfig } from '../../core/config.ts'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { Instant, ParsedItem } from '../../core/types.ts'
import { judgeItem } from '../../collect/sort-by-rules.ts'
import { findSource } from '../../store/sources.ts'
import { appendSources } from '../../app/edit-sources.ts'
import { findConfigured } from '../../app/source-entries.ts'
import { readListed } from '../../app/read-listed.ts'
import { addressesOf, findNewSource } from '../find-source.ts'
import { sayDropRule } from '../terminal/dropped-words.ts'
import { exitCodes } from '../terminal/exit.ts'
import { findFeeds } from '../../collect/discovery/find-feed.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { createCommandLog, describeCount, describeInstant, say, sayAside, sayJson } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** Refuses an address that is followed already, under whatever name. Throws SOURCE_EXISTS. */
async function refuseKnown({ store }: App, address: string): Promise<void> {
  const known = await findSource(store.db, address)
  if (known)
    throw new WeeklyError('SOURCE_EXISTS', `${address} is followed already, as ${known.source.url}`, {
      hint: '`weekly source list` shows all sources.',
    })
}

/** How `weekly source add` is told to add. */
export interface AddFlags {
  readonly first?: boolean
  readonly section?: string
  readonly explode?: boolean
}

/** Adds one address, unless one of those before it has led to the same source. Answers what is told of it. */
async function addOne(app: App, typed: string, own: AddFlags, added: Set<string>): Promise<string> {
  for (const address of addressesOf(typed)) await refuseKnown(app, address)
  const { source, said } = await findNewSource(app.http, typed, own.first ?? false)
  await refuseKnown(app, source.url)
  if (added.has(source.url))
    throw new WeeklyError('SOURCE_EXISTS', `${typed} leads to ${source.url}, which was added just now`)
  const section = own.section === undefined ? {} : { section: own.section }
  const explode = own.explode === true && source.kind === undefined ? { explode: true } : {}
  await appendSources(app.config.folder, [{ ...source, ...section, ...explode }])
  added.add(source.url)
  return said
}

/**
 * `weekly source add`: of each address a feed, the feed that a page names, or the page's own list. An address that fails keeps none of the
 * others from being added. Throws what a single one fails with.
 */
export async function addSources(options: GlobalOptions, typed: readonly string[], own: AddFlags): Promise<number> {
  return open(options, async app => {
    const added = new Set<string>()
    let failed = 0
    for (const each of typed)
      try {
        say(options, await addOne(app, each, own, added))
      } catch (error) {
        if (!isWeeklyError(error) || typed.length === 1) throw error
        failed++
        sayAside(`not added: ${each}: ${error.code}: ${error.message}${error.hint === null ? '' : ` — ${error.hint}`}`)
      }
    if (typed.length > 1) say(options, `${describeCount(added.size, 'sources')} added, ${failed} not`)
    return failed > 0 ? exitCodes.someFailed : exitCodes.done
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
    const verdict = source ? judgeItem(item, { ...source, noShorts: !source.shorts }) : null
    const { publishedAt, title } = item
    return { publishedAt, title, url: linkOfItem(item), leftOut: verdict?.keep === false ? sayDropRule(verdict) : null }
  })
}

/** A configured source read as a visit would read it: its kind, selectors, headers and zone; else all feeds of an address. */
async function readForCheck(app: App, url: string, source: SourceConfig | undefined) {
  if (source === undefined || source.kind === 'feed') return findFeeds(app.http, url, source)
  const isPage = source.kind === 'page'
  const page = await app.http.fetch({
    url,
    accept: isPage ? 'page' : 'any',
    headers: source.headers,
    proxy: source.proxy,
    robots: isPage,
  })
  if (page.status === 200) return { page, feeds: [], hint: null }
  throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${page.status}`, {
    hint: 'Open the address in a browser; perhaps the site has moved.',
    context: { status: page.status },
  })
}

/** `weekly source check`: what would come, without keeping anything; of a configured source with its rules. */
export async function checkSource(options: GlobalOptions, url: string): Promise<number> {
  return open(options, async app => {
    const source = await findConfigured(app, url)
    if (source?.kind === 'mail') return (await import('./check-mailbox.ts')).checkMailbox(options, app, source)
    const found = await readForCheck(app, url, source)
    const isMap = source?.kind === 'sitemap' || 'sitemap' in found
    const list =
      found.feeds.length > 0
        ? null
        : await readListed(app.http, found.page, isMap ? 'sitemap' : source?.kind === 'json' ? 'json' : 'page', source)
    const items = checkItems(list?.items ?? found.feeds[0]?.feed.items ?? [], source)
    if (options.json) sayJson({ feeds: found.feeds, list, items })
    for (const { url: address, feed, why } of found.feeds)
      say(options, `${feed.format} feed ${address} (${why}): ${feed.title ?? '(no title)'}, ${feed.items.length} items`)
    if (list) say(options, `${list.kind} ${found.page.url}: ${list.explanation}`)
    if (source?.private === true) say(options, 'private: its address is shown to nobody')
    if (source?.paused === true) say(options, 'paused: it is not asked by itself')
    for (const { publishedAt, title, url: link, leftOut } of items) {
      const why = leftOut === null ? '' : `  — left out: ${leftOut}`
      say(
        options,
        `  ${publishedAt === null ? 'undated         ' : describeInstant(publishedAt, app.timezone)}  ${title ?? '(no title)'}  ${link ?? ''}${why}`,
      )
    }
    const kept = items.filter(({ leftOut }) => leftOut === null).length
    if (kept < items.length) say(options, `${kept} of ${items.length} items pass the rules of the source`)
    return exitCodes.done
  })
}
