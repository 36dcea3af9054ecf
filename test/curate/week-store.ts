// A store with a week of items, for tests of the whole stage.
import { fixedClock } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, IssueWindow, SafeHtml, WeekId } from '../../src/core/types.ts'
import type { CurateDeps } from '../../src/curate/curate.ts'
import { saveArticle } from '../../src/store/articles.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { insertItems } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'

/** The week that the builders fill. */
export const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}
/** What items of the tests are about. */
export const subjects = [
  'Orchids bloom late',
  'Ferries run early',
  '火山再次喷发',
  'Kernel 6.1 is out',
  '集群升级之后',
  'Rates fall again',
]
/** What the curator of the tests wants. */
export const sections = [
  { title: 'Containers', keywords: ['container', '集群'] },
  { title: 'Storage', keywords: ['storage'] },
]

/** What the stage works with. */
export const depsOf = (store: Store, over: Partial<CurateDeps> = {}): CurateDeps => ({
  store,
  clock: fixedClock(window.closesAt),
  log: silentLog,
  sections,
  limits: { stories: 3, perSource: 2 },
  language: 'en',
  fingerprintProgram: () => 'one',
  ...over,
})

/** Lets an item enter the week. */
export async function addItem({ db }: Store, guid: string, about: number): Promise<void> {
  const url = `https://x.example/${guid}`
  const base = { authors: '[]', categories: '[]', enclosures: '[]', updated_at: null, summary_html: null, image: null }
  const at = window.opensAt
  const dates = { first_seen_at: at, enters_at: at, published_at: at }
  const title = `${subjects[about % subjects.length] ?? ''} ${guid}`
  await insertItems(db, [
    {
      ...base,
      ...dates,
      guid,
      title,
      raw_url: url,
      url,
      source_id: 1 + (about % 2),
      language: 'en',
      content_html: null,
    },
  ])
}

/** Lets an item's article have been read. */
export async function addArticle({ db }: Store, item_id: number, text: string): Promise<void> {
  const reading = { state: 'read', attempts: 1, next_attempt_at: null, error_code: null, error: null } as const
  const words = { text, words: text.length, reading_minutes: 1, lead: text, points: '[]', source_spans: '[]' }
  const page = { url: null, byline: null, site_name: null, pdf_url: null, image: null, published_at: null }
  const trust = { confidence: null, confidence_reasons: null }
  const method = { summary_method: 'extractive', method: 'page', html: '' as SafeHtml, language: 'en' } as const
  const whole = { item_id, title: 'Read', extracted_at: window.closesAt }
  await saveArticle(db, { ...whole, ...trust, ...reading, ...words, ...page, ...method })
}

/** Fills a store with two sources and a few items, the first of which were read. */
export async function fill(store: Store): Promise<void> {
  await syncSources(
    store,
    ['a', 'b'].map(name => sourceSchema.parse({ url: `https://${name}.example/feed`, title: name })),
  )
  for (let i = 0; i < 5; i++) await addItem(store, `first-${i}`, i)
  for (const [id, text] of [
    [1, 'A container of orchids.'],
    [2, 'Storage of ferries and of nothing else.'],
  ] as const)
    await addArticle(store, id, text)
}
