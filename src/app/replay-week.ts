// Reads a past week again from what was kept as it came: in a store of its own in memory, without a question to anybody.
import { collect } from '../collect/collect.ts'
import { hashOfSeen } from '../collect/sitemaps/find-news.ts'
import { addMinutes, fixedClock } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import { decidePastWindow } from '../core/slots.ts'
import type { Draft, Instant, IssueWindow, WeekId } from '../core/types.ts'
import { curate } from '../curate/curate.ts'
import { extract } from '../extract/extract.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'
import { unpackBody } from '../net/packed-answer.ts'
import { readDraft, readSlot } from '../store/drafts.ts'
import { openStore, type Store } from '../store/engine/database.ts'
import { readCorrectedIssue } from '../store/errata.ts'
import { type KeptBody, listVisitBodies, readBody, readPageBody } from '../store/kept-bodies.ts'
import { lendArticle, lendWeek } from '../store/replay-store.ts'
import { lendSeen } from '../store/seen-links.ts'
import { hastenSources } from '../store/sources.ts'
import { compareWeeks, type WeekComparison } from './compare-weeks.ts'
import { type App, describeDrafting } from './wire.ts'

/** What a replay was made of. */
export interface ReplayCounts {
  readonly visits: number
  readonly sources: number
  /** Items of sources of which no body was kept, as the list's store has them. */
  readonly lentItems: number
  readonly pages: number
  /** Articles whose pages were not kept, as the list's store has them. */
  readonly lentArticles: number
}

/** A week read again. */
export interface Replay {
  readonly window: IssueWindow
  readonly draft: Draft
  readonly counts: ReplayCounts
  /** With the issue as it stands, or the draft where it is not sealed; null: there is neither. */
  readonly comparison: WeekComparison | null
}

type Listed = Awaited<ReturnType<typeof listVisitBodies>>[number]

/** What a week that was never sealed is made of came within a day of its closing. */
const LATE_MINUTES = 24 * 60

const refusal = (url: string): WeeklyError =>
  new WeeklyError('FETCH_CONNECTION_FAILED', `${url} was not kept, and a replay asks nobody`, {
    hint: 'Its feed’s words stand.',
  })

function answerOf({ answer_url: url, content_type: type, size_bytes: bytes, body }: KeptBody): FetchResult {
  const headers: Record<string, string> = type === null ? {} : { 'content-type': type }
  const rest = { truncated: false, wireBytes: bytes, ms: 0, etag: null, lastModified: null }
  return { status: 200, url, hops: [], headers, body: unpackBody(body), ...rest }
}

/** A client that answers from what was kept and asks nobody. */
function offline(find: (url: string) => Promise<KeptBody | null>): HttpClient {
  const refuse = ({ url }: { readonly url: string }) => Promise.reject(refusal(url))
  return {
    fetch: async ({ url }) => {
      const kept = await find(url)
      if (kept === null) throw refusal(url)
      return answerOf(kept)
    },
    postForm: refuse,
    postJson: refuse,
    close: () => undefined,
  }
}

/** Visits one source again with what came at one moment. */
async function replayVisit(app: App, store: Store, window: IssueWindow, bodies: readonly Listed[]): Promise<boolean> {
  const [first] = bodies
  if (!first) return false
  const source = await store.db
    .selectFrom('sources')
    .select('url')
    .where('id', '=', first.source_id ?? 0)
    .executeTakeFirst()
  if (!source) return false
  const http = offline(async url => {
    // A source that has moved since is asked at its new address; what came is what came.
    const wanted = bodies.find(each => each.url === url) ?? (bodies.length === 1 ? first : undefined)
    return wanted ? readBody(app.store.db, wanted.id) : null
  })
  await hastenSources(store.db, source.url)
  const deps = { ...app.collect, store, http, clock: fixedClock(first.fetched_at), keepsBodies: false }
  await collect(deps, window, { url: source.url, force: true })
  return true
}

/** What sitemaps had shown before the week opened: what came since is news again. */
async function lendSeenBefore(app: App, store: Store, opensAt: Instant): Promise<void> {
  const { db } = app.store
  const since = await db.selectFrom('items').select('guid').where('first_seen_at', '>=', opensAt).execute()
  await lendSeen(db, store.db, new Set(since.map(({ guid }) => hashOfSeen(guid))))
}

/** Articles whose pages were not kept are lent from the list's store. Answers how many. */
async function lendUnkept(app: App, store: Store, until: Instant): Promise<number> {
  const unread = await store.db
    .selectFrom('items')
    .leftJoin('articles', 'articles.item_id', 'items.id')
    .select(['items.id', 'items.source_id', 'items.guid', 'items.raw_url'])
    .where('articles.item_id', 'is', null)
    .where('items.enters_at', 'is not', null)
    .execute()
  let lent = 0
  for (const item of unread) {
    const kept = item.raw_url === null ? null : await readPageBody(app.store.db, item.raw_url, until)
    if (kept === null && (await lendArticle(app.store, store, item))) lent++
  }
  return lent
}

async function findWindow({ store: { db }, schedule, timezone, clock }: App, week: WeekId) {
  const slot = await readSlot(db, week)
  const window = slot
    ? { week, opensAt: slot.opens_at, closesAt: slot.closes_at }
    : decidePastWindow(schedule, timezone, clock.now(), week)
  // The pass that seals an issue visits its sources before, and reads the last pages.
  const until = addMinutes(slot?.settled_at ?? addMinutes(window.closesAt, LATE_MINUTES), 1)
  return { window, until, by: slot?.origin === 'past' ? ('published' as const) : ('arrival' as const) }
}

/** Reads the articles of a week again; answers how many pages had been kept. */
async function replayPages(app: App, store: Store, window: IssueWindow, until: Instant): Promise<number> {
  const clock = fixedClock(window.closesAt)
  let pages = 0
  const http = offline(async url => {
    const kept = await readPageBody(app.store.db, url, until)
    if (kept !== null) pages++
    return kept
  })
  await extract({ ...app.extract, store, http, clock, model: null }, window)
  return pages
}

/**
 * Builds a past week once more with the program and the configuration of today: from the bodies that were kept of it, in the order in which
 * they came, with the curator's edits of that week. The list's store is only read; nothing is asked, sealed, published or sent. Throws
 * WEEK_NOT_CLOSED, STORE_… errors.
 */
export async function replayWeek(app: App, week: WeekId): Promise<Replay> {
  const { window, until, by } = await findWindow(app, week)
  const bodies = await listVisitBodies(app.store.db, window.opensAt, until)
  const sources = new Set(bodies.flatMap(({ source_id: id }) => id ?? []))
  const store = await openStore('sqlite::memory:', '.')
  try {
    const lent = await lendWeek(app.store, store, window, { until, replayed: sources })
    await lendSeenBefore(app, store, window.opensAt)
    let visits = 0
    for (const visit of Map.groupBy(bodies, each => `${each.fetched_at} ${each.source_id ?? ''}`).values())
      if (await replayVisit(app, store, window, visit)) visits++
    const lentArticles = await lendUnkept(app, store, until)
    const pages = await replayPages(app, store, window, until)
    const drafting = { ...describeDrafting(app.config.weekly), log: app.log, store }
    await curate({ ...drafting, clock: fixedClock(window.closesAt) }, window, by)
    const draft = await readDraft(store.db, week)
    if (!draft) throw new WeeklyError('DRAFT_MISSING', `week ${week} gave no draft`)
    const sealed = (await readCorrectedIssue(app.store.db, week))?.sealed ?? (await readDraft(app.store.db, week))
    return {
      window,
      draft,
      counts: { visits, sources: sources.size, lentItems: lent.items, pages, lentArticles },
      comparison: sealed ? compareWeeks(sealed.sections, draft) : null,
    }
  } finally {
    await store.close()
  }
}
