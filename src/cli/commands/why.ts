// `weekly why`: why something is in, or not in, an issue, and when its source is due.
import type { Appraisal } from '../../core/appraisal.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { Article } from '../../core/types.ts'
import { cutAtSentence } from '../../core/text.ts'
import { canonicalUrl, withoutTracking } from '../../core/url.ts'
import { readStandingLinesOf } from '../../extract/standing-lines.ts'
import { readArticles } from '../../store/articles.ts'
import { readCopyState } from '../../store/copies.ts'
import { findItems, type ItemRow } from '../../store/items.ts'
import type { FetchTable } from '../../store/engine/schema.ts'
import { type DroppedRow, findDropped, readDroppedOf } from '../../store/dropped-items.ts'
import { readFetches } from '../../store/fetches.ts'
import { type ClaimedSource, findSource, readSource } from '../../store/sources.ts'
import { findNamedStories, storyNumberOf } from '../../app/named-stories.ts'
import { withoutName } from '../../core/story-names.ts'
import { findPlace } from './item-place.ts'
import { exitCodes } from '../terminal/exit.ts'
import { describeDropped, sayDropRule } from '../terminal/dropped-words.ts'
import { describeEvidence, describeLearned, describeScore, describeSection } from '../terminal/judge-words.ts'
import { relateTellings } from '../../curate/relate-tellings.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withoutSecretHeaders } from '../../app/source-secrets.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const FETCHES_SHOWN = 10
const LINES_SHOWN = 5
const LINE_CHARACTERS = 80
const readFrom: Readonly<Record<Article['method'], string>> = {
  selector: "from the part of its page that the source's selector names",
  page: 'from its page',
  feed: "from the feed's full text",
  pdf: 'from a PDF',
  excerpt: "from the feed's excerpt",
}

/** Who announced an item, and whether it is still asked. */
function describeTeller({ source, state }: ClaimedSource): string {
  const name = source.title ?? state.feed_title ?? source.url
  const rest = source.paused ? ', which is paused' : state.disabled_reason === null ? '' : `, ${state.disabled_reason}`
  return `announced by ${name}${rest}`
}

/** All that is known of one item: where it stands, how it was judged, and its story's tellings. */
async function readAnswer(app: App, item: ItemRow) {
  const place = await findPlace(app, item)
  const { story } = place
  const itemIds = story ? [story.lead, ...story.others].map(({ itemId }) => itemId) : []
  const articles = await readArticles(app.store.db, [item.id, ...itemIds])
  const tellings = story ? relateTellings(story, articles) : []
  const copy = await readCopyState(app.store.db, item.id)
  const article = articles.get(item.id) ?? null
  const standing = article === null ? [] : await readStandingLinesOf(app.store, item.source_id, article)
  const source = await readSource(app.store.db, item.source_id)
  return {
    item,
    place,
    tellings,
    article,
    standing,
    source: source ? describeTeller(source) : null,
    copy,
    timezone: app.timezone,
  }
}

type Answer = Awaited<ReturnType<typeof readAnswer>>

function sayAnswer(options: GlobalOptions, answer: Answer): void {
  const { item, place, tellings, article, standing, source, copy, timezone } = answer
  const { text, appraisal } = place
  say(options, `${item.title}\n  ${item.raw_url ?? item.guid}`)
  say(
    options,
    `  published ${item.published_at === null ? 'at an unknown time' : describeInstant(item.published_at, timezone)}, first seen ${describeInstant(item.first_seen_at, timezone)}`,
  )
  if (source !== null) say(options, `  ${source}`)
  say(options, `  ${describeArticle(article)}`)
  if (standing.length > 0) say(options, `  ${describeStanding(standing)}`)
  say(options, `  ${text}`)
  if (copy) say(options, `  ${describeCopy(copy, timezone)}`)
  if (appraisal) sayJudgement(options, appraisal)
  if (tellings.length < 2) return
  say(options, '  its story is told by')
  for (const { itemId, title, url, relation, shared, evidence } of tellings) {
    const share = shared === null ? '' : `, ${Math.round(100 * shared)} % of its wording is the lead’s`
    say(options, `    ${relation}${share}: ${title ?? `item ${itemId}`}${url === null ? '' : `\n      ${url}`}`)
    const named = evidence === null ? '' : describeEvidence(evidence)
    if (named !== '') say(options, `      ${named}`)
  }
}

function sayJudgement(options: GlobalOptions, appraisal: Appraisal): void {
  say(options, `  ${describeScore(appraisal)}\n  ${describeSection(appraisal)}`)
  const learned = describeLearned(appraisal)
  if (learned !== '') say(options, `  ${learned}`)
}

/** What stays out of the summary because the source prints it in other articles too. */
function describeStanding(lines: readonly string[]): string {
  const shown = lines.slice(0, LINES_SHOWN).map(line => `“${cutAtSentence(line, LINE_CHARACTERS).text}”`)
  const rest = lines.length > LINES_SHOWN ? ` and ${lines.length - LINES_SHOWN} more` : ''
  return `not in its summary, for its source prints it in other articles too: ${shown.join(', ')}${rest}`
}

/** How the article was read, and how sure that is. */
function describeArticle(article: Article | null): string {
  if (article === null) return 'not read yet'
  const { method, words, confidence, confidenceReasons } = article
  const trust = confidence === null ? '' : `, confidence ${confidence} — ${confidenceReasons.join(', ')}`
  return `read ${readFrom[method]}, ${words} words${trust}`
}

/** How the saved copy of an article stands. */
function describeCopy(copy: NonNullable<Answer['copy']>, timezone: string): string {
  const { saved_at: savedAt, name, week, size_bytes: bytes, problem, attempts } = copy
  if (savedAt !== null)
    return `copy issues/${week}/copies/${name}.pdf, saved ${describeInstant(savedAt, timezone)}, ${bytes} bytes`
  return problem === null ? 'copy not saved yet' : `no copy after ${attempts} attempts: ${problem}`
}

/** One line of the fetch log in words. */
function describeFetch(fetch: Omit<FetchTable, 'id'>, timezone: string): string {
  const hops = (JSON.parse(fetch.hops) as unknown[]).length
  const parts = [
    `${describeInstant(fetch.fetched_at, timezone)}  ${fetch.status ?? '—'} ${fetch.outcome}`,
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
    `  ${source.paused ? 'paused' : (state.disabled_reason ?? `next visit ${describeInstant(state.next_check_at, app.timezone)}`)}${state.next_check_reason === null ? '' : ` — ${state.next_check_reason}`}`,
  )
  if (state.last_error !== null)
    say(
      options,
      `  failing since ${state.failing_since === null ? '?' : describeInstant(state.failing_since, app.timezone)}, ${state.failures_in_row} times: ${state.last_error}`,
    )
  for (const fetch of fetches) say(options, `  ${describeFetch(fetch, app.timezone)}`)
  for (const row of await readDroppedOf(app.store.db, source.id, FETCHES_SHOWN))
    say(options, `  dropped: ${row.title || '(no title)'} — ${sayDropRule(row)}`)
  return true
}

/** What rules dropped under the link that was asked for. */
function sayDropped(options: GlobalOptions, dropped: readonly DroppedRow[], timezone: string): void {
  if (options.json && dropped.length > 0)
    sayJson({
      dropped: dropped.map(row => ({
        source: row.source_url,
        url: row.url,
        title: row.title,
        rule: row.rule,
        detail: row.detail,
        droppedAt: row.dropped_at,
        seenAt: row.seen_at,
      })),
    })
  for (const row of dropped) say(options, describeDropped(row, timezone))
}

/** Explains a link, a number of the draft, or a source. Throws STORY_MISSING when the store knows neither. */
export async function explain(options: GlobalOptions, named: string): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const [found = named] = storyNumberOf(named) === null ? [] : (await findNamedStories(app, [named], {})).urls
    const url = withoutName(found)
    const isSource = await explainSource(options, app, url)
    const items = await findItems(app.store.db, canonicalUrl(url), withoutTracking(url))
    const dropped = await findDropped(app.store.db, canonicalUrl(url))
    if (!isSource && items.length === 0 && dropped.length === 0)
      throw new WeeklyError('STORY_MISSING', `nothing is known of ${url}`, {
        hint: 'No source that was asked has announced this link; `weekly source list` shows what is followed, and what is paused. Links of newsletters for one reader alone are never kept.',
      })
    const answers = []
    for (const item of items) answers.push(await readAnswer(app, item))
    if (options.json && answers.length > 0)
      sayJson(
        answers.map(({ item, place, tellings, article, standing, copy }) => ({
          id: item.id,
          url: item.raw_url,
          title: item.title,
          firstSeenAt: item.first_seen_at,
          entersAt: item.enters_at,
          place: place.text,
          appraisal: place.appraisal,
          tellings,
          standingLines: standing,
          copy,
          method: article?.method ?? null,
          confidence: article?.confidence ?? null,
          confidenceReasons: article?.confidenceReasons ?? [],
        })),
      )
    for (const answer of answers) sayAnswer(options, answer)
    sayDropped(options, dropped, app.timezone)
    return exitCodes.done
  })
}
