// `weekly why`: why something is in, or not in, an issue, and when its source is due.
import { canonicalUrl, withoutTracking } from '../../core/url.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { Article } from '../../core/types.ts'
import { readArticles } from '../../store/articles.ts'
import { readDraft, readDraftWeeks } from '../../store/drafts.ts'
import { readPlacement } from '../../store/issues.ts'
import { findItems, type ItemRow } from '../../store/items.ts'
import type { FetchTable } from '../../store/schema.ts'
import { readFetches } from '../../store/fetches.ts'
import { findSource } from '../../store/sources.ts'
import { exitCodes } from '../exit.ts'
import type { GlobalOptions } from '../options.ts'
import { withoutSecretHeaders } from '../source-secrets.ts'
import { createCommandLog, say, sayJson } from '../terminal.ts'
import { type App, withApp } from '../wire.ts'

const FETCHES_SHOWN = 10
const readFrom: Readonly<Record<Article['method'], string>> = {
  selector: "from the part of its page that the source's selector names",
  page: 'from its page',
  feed: "from the feed's full text",
  pdf: 'from a PDF',
  excerpt: "from the feed's excerpt",
}

/** Where an item stands: its sealed issue, or the drafts that hold it or left it out. */
async function describePlace({ store }: App, item: ItemRow): Promise<string> {
  const placement = await readPlacement(store.db, item.id)
  if (placement)
    return `issue ${placement.week}: ${placement.role}${placement.reason === null ? '' : ` — ${placement.reason}`}`
  for (const week of await readDraftWeeks(store.db)) {
    const draft = await readDraft(store.db, week)
    const story = draft?.sections
      .flatMap(({ stories }) => stories)
      .find(
        ({ lead, others, sameLinkItemIds }) =>
          [lead, ...others].some(({ itemId }) => itemId === item.id) || sameLinkItemIds.includes(item.id),
      )
    if (story)
      return `draft ${week}: in "${story.title}" with score ${story.score} — ${story.reasons.join(', ') || 'nothing in particular speaks for it'}`
    const leftOut = draft?.leftOut.find(({ itemId }) => itemId === item.id)
    if (leftOut) return `draft ${week}: left out — ${leftOut.reason}`
  }
  if (item.enters_at === null)
    return 'backlog: it was there when its source was first read; a past week built on purpose may take it'
  return `waits for the draft of the window that holds ${item.enters_at}`
}

/** How the article was read, and how sure that is. */
function describeArticle(article: Article | null): string {
  if (article === null) return 'not read yet'
  const { method, words, confidence, confidenceReasons } = article
  const trust = confidence === null ? '' : `, confidence ${confidence} — ${confidenceReasons.join(', ')}`
  return `read ${readFrom[method]}, ${words} words${trust}`
}

/** One line of the fetch log in words. */
function describeFetch(fetch: Omit<FetchTable, 'id'>): string {
  const hops = (JSON.parse(fetch.hops) as unknown[]).length
  const parts = [
    `${fetch.fetched_at}  ${fetch.status ?? '—'} ${fetch.outcome}`,
    `${fetch.items_new} new`,
    `${fetch.wire_bytes} bytes (${fetch.body_bytes} decoded)`,
    `${fetch.duration_ms} ms`,
    ...(hops > 0 ? [`${hops} hop${hops === 1 ? '' : 's'}`] : []),
    ...(fetch.etag === null ? [] : [`ETag ${fetch.etag}`]),
    ...(fetch.last_modified === null ? [] : [`Last-Modified ${fetch.last_modified}`]),
  ]
  return `${parts.join(', ')}\n    ${fetch.next_check_reason}`
}

async function explainSource(options: GlobalOptions, app: App, url: string): Promise<boolean> {
  const found = await findSource(app.store.db, url)
  if (!found) return false
  const { source, state } = found
  const fetches = await readFetches(app.store.db, source.id, FETCHES_SHOWN)
  if (options.json) sayJson({ source: withoutSecretHeaders(source), state, fetches })
  say(options, `source ${source.url}${state.fetch_url === source.url ? '' : ` (now ${state.fetch_url})`}`)
  say(
    options,
    `  ${source.paused ? 'paused' : (state.disabled_reason ?? `next visit ${state.next_check_at}`)}${state.next_check_reason === null ? '' : ` — ${state.next_check_reason}`}`,
  )
  if (state.last_error !== null)
    say(options, `  failing since ${state.failing_since ?? '?'}, ${state.failures_in_row} times: ${state.last_error}`)
  for (const fetch of fetches) say(options, `  ${describeFetch(fetch)}`)
  return true
}

/** Explains a link or a source. Throws STORY_MISSING when the store knows neither. */
export async function explain(options: GlobalOptions, url: string): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const isSource = await explainSource(options, app, url)
    const items = await findItems(app.store.db, canonicalUrl(withoutTracking(url)))
    if (!isSource && items.length === 0)
      throw new WeeklyError('STORY_MISSING', `nothing is known of ${url}`, {
        hint: 'No source has announced this link; `weekly source list` shows what is followed.',
      })
    const articles = await readArticles(
      app.store.db,
      items.map(({ id }) => id),
    )
    const answers = []
    for (const item of items)
      answers.push({ item, place: await describePlace(app, item), article: articles.get(item.id) ?? null })
    if (options.json && answers.length > 0)
      sayJson(
        answers.map(({ item, place, article }) => ({
          id: item.id,
          url: item.raw_url,
          title: item.title,
          firstSeenAt: item.first_seen_at,
          entersAt: item.enters_at,
          place,
          method: article?.method ?? null,
          confidence: article?.confidence ?? null,
          confidenceReasons: article?.confidenceReasons ?? [],
        })),
      )
    for (const { item, place, article } of answers) {
      say(options, `${item.title}\n  ${item.raw_url ?? item.guid}`)
      say(options, `  published ${item.published_at ?? 'at an unknown time'}, first seen ${item.first_seen_at}`)
      say(options, `  ${describeArticle(article)}`)
      say(options, `  ${place}`)
    }
    return exitCodes.done
  })
}
