// The stage as a whole: turns among sources, budgets, attempts that ended the process, and being asked to end.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import { stopWishOf } from '../../src/core/stop.ts'
import type { Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import { extract } from '../../src/extract/extract.ts'
import { readArticle, type ReadingTask } from '../../src/extract/read-article.ts'
import type { ArticleReader } from '../../src/extract/reading-threads.ts'
import { createHttpClient } from '../../src/net/http.ts'
import { createMemoryLedger } from '../../src/net/politeness.ts'
import { beginReading, claimReadings } from '../../src/store/articles.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { insertItems, type NewItem } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'

const now = '2026-11-18T00:30:00.000Z' as Instant
const window: IssueWindow = {
  week: '2026-W47' as WeekId,
  opensAt: '2026-11-13T00:00:00.000Z' as Instant,
  closesAt: '2026-11-20T00:00:00.000Z' as Instant,
}

const anItem = (sourceId: number, title: string): NewItem => ({
  source_id: sourceId,
  guid: title,
  raw_url: null,
  url: null,
  title,
  authors: '[]',
  published_at: null,
  updated_at: null,
  first_seen_at: now,
  enters_at: now,
  language: null,
  categories: '[]',
  summary_html: null,
  content_html: `<p>What ${title} tells is told here in a sentence or two, as feeds do.</p>`,
  enclosures: '[]',
  image: null,
})

/** Two sources, the first of them with so many items, and a reader that does as it is told. */
async function setUp(titles: readonly string[], others: readonly string[], read: ArticleReader['read']) {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-extract-'))
  const store = await openStore(`sqlite:${join(folder, 'weekly.db')}`, '/')
  const clock = fixedClock(now)
  const http = createHttpClient({
    userAgent: 'weekly/test',
    allowPrivate: [],
    concurrency: 2,
    perHost: 2,
    politeness: { ledger: createMemoryLedger(), clock },
  })
  onTestFinished(async () => {
    http.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const urls = ['https://a.example/feed', 'https://b.example/feed']
  await syncSources(
    store,
    urls.map(url => sourceSchema.parse({ url })),
  )
  await insertItems(store.db, [...titles.map(title => anItem(1, title)), ...others.map(title => anItem(2, title))])
  const asked: string[] = []
  const reader: ArticleReader = {
    read: (task, spend) => {
      asked.push(task.item.title)
      return read(task, spend)
    },
    rest: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const deps = {
    store,
    http,
    reader,
    clock,
    log: silentLog,
    worker: 'w1',
    summary: { sentences: 2, points: 4 },
    concurrency: 4,
    model: null,
  }
  return { store, clock, deps, asked }
}

const costly = ({ item }: ReadingTask): Promise<never> =>
  Promise.reject(new WeeklyError('ARTICLE_TOO_COSTLY', `reading ${item.title} took too much`, { retryable: true }))
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name} ${at}`)

test('a source with 500 hostile pages holds up no other, and waits for the next pass', async () => {
  const { store, deps, asked } = await setUp(numbered('bomb', 500), numbered('letter', 40), task =>
    task.item.title.startsWith('bomb') && task.item.contentHtml !== null ? costly(task) : readArticle(task),
  )
  const report = await extract(deps, window)
  expect(report.done).toBe(40)
  expect(new Set(asked.filter(title => title.startsWith('bomb'))).size).toBeLessThanOrEqual(5)
  expect(report.notes).toContainEqual(
    expect.objectContaining({
      level: 'note',
      subject: 'https://a.example/feed',
      message: expect.stringMatching(/in the next/) as string,
    }),
  )
  // The rest is free for the next pass, or for another worker.
  expect(await store.db.selectFrom('readings').select('item_id').execute()).toEqual([])
  const again = await extract(deps, window)
  expect(again.failed).toBeGreaterThan(0)
})

test('a source whose pages are slow, one by one within bounds, has a budget too', async () => {
  const { deps } = await setUp(numbered('slow', 100), ['letter'], (task, spend) => {
    if (task.item.title.startsWith('slow')) spend?.(15_000)
    return readArticle(task)
  })
  const report = await extract(deps, window)
  expect(report.done).toBeGreaterThanOrEqual(9)
  expect(report.done).toBeLessThan(14)
})

test('what ended an earlier process is read last and by itself, and no third time', async () => {
  const { store, clock, deps, asked } = await setUp(['killer', 'calm'], ['letter'], readArticle)
  const die = async (worker: string, at: Instant) => {
    const claimed = await claimReadings(store.db, [1], worker, at)
    if (claimed.has(1)) await beginReading(store.db, 1, worker, at)
  }
  await die('w8', now)
  clock.set(addMinutes(now, 11))
  await extract(deps, window)
  expect(asked).toEqual(expect.arrayContaining(['calm', 'letter', 'killer']))
  expect(asked.at(-1)).toBe('killer')

  const second = await setUp(['killer'], [], readArticle)
  const kill = async (worker: string, at: Instant) => {
    await claimReadings(second.store.db, [1], worker, at)
    await beginReading(second.store.db, 1, worker, at)
  }
  await kill('w8', now)
  await kill('w9', addMinutes(now, 11))
  second.clock.set(addMinutes(now, 22))
  const report = await extract(second.deps, window)
  expect(report.notes).toMatchObject([
    { code: 'ARTICLE_TOO_COSTLY', message: 'reading killer has begun 2 times and never ended' },
  ])
  const rows = await second.store.db.selectFrom('articles').select(['state', 'text', 'next_attempt_at']).execute()
  expect(rows).toEqual([{ state: 'failed', text: '', next_attempt_at: null }])
  expect((await extract(second.deps, window)).failed).toBe(0)
})

test('asked to end while reading, it begins nothing more and gives back what it claimed', async () => {
  const stopping = new AbortController()
  const { store, deps, asked } = await setUp(numbered('page', 30), [], () => {
    stopping.abort()
    return new Promise(() => undefined)
  })
  const report = await extract({ ...deps, stop: stopWishOf(stopping.signal, 0) }, window)
  expect(report).toMatchObject({ done: 0, failed: 0 })
  expect(asked.length).toBeLessThanOrEqual(2)
  expect(await store.db.selectFrom('readings').select('item_id').execute()).toEqual([])
  expect(await store.db.selectFrom('articles').select('item_id').execute()).toEqual([])
  expect(
    (
      await extract(
        { ...deps, reader: { read: readArticle, rest: () => Promise.resolve(), close: () => Promise.resolve() } },
        window,
      )
    ).done,
  ).toBe(30)
})
