import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock, instantFromMs } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Draft, Instant, IssueWindow, SafeHtml, WeekId } from '../../src/core/types.ts'
import { canonicalUrl } from '../../src/core/url.ts'
import { curate } from '../../src/curate/curate.ts'
import { saveArticle } from '../../src/store/articles.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { insertItems } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'

const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}
const closing = Date.parse(window.closesAt)
const sections = [
  { title: 'Containers', keywords: ['container'] },
  { title: 'Storage', keywords: ['storage'] },
]
const urls = ['a', 'b', 'c'].map(name => `https://${name}.example/feed`)

/** What a source tells, by its guid; two sources tell the same link, and three the same story, all at the same hour. */
interface Told {
  readonly guid: string
  readonly source: number
  readonly link: string | null
  readonly title: string
  readonly text: string
}

const bought = 'Docker acquires storage startup Infinit'
const told: readonly Told[] = [
  { guid: '1', source: 1, link: 'https://x.example/infinit', title: bought, text: 'Docker bought Infinit of Paris.' },
  {
    guid: '2',
    source: 2,
    link: 'http://x.example/infinit#top',
    title: bought,
    text: 'Docker bought Infinit of Paris.',
  },
  {
    guid: '3',
    source: 3,
    link: 'https://y.example/1',
    title: `${bought} in Paris`,
    text: 'The storage startup is bought.',
  },
  {
    guid: '4',
    source: 1,
    link: 'https://y.example/2',
    title: `${bought} today`,
    text: 'The container firm buys storage.',
  },
  { guid: '5', source: 2, link: null, title: 'A note without a link', text: 'It says that a container started.' },
  { guid: '5', source: 3, link: null, title: 'Another note without a link', text: 'It says that a container ended.' },
  ...Array.from({ length: 9 }, (_, i) => ({
    guid: `n${i}`,
    source: 1 + (i % 3),
    link: `https://z.example/${i}`,
    title: `${['Orchids', 'Ferries', 'Volcanoes'][i % 3] ?? ''} and ${['bells', 'clay', 'rates'][Math.floor(i / 3)] ?? ''}`,
    text: `A ${i % 2 === 0 ? 'container' : 'storage'} matter of number ${i}, told at some length and with care.`,
  })),
]

let folder = ''
let stores = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-curate-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** The draft of a store that was filled in this order, each item named by its source and guid in place of its row number. */
async function draftOf(items: readonly Told[], perSource = 2): Promise<string> {
  const store = await openStore(`sqlite:${join(folder, `${stores++}.db`)}`, folder)
  try {
    await syncSources(
      store,
      urls.map(url => sourceSchema.parse({ url, title: url })),
    )
    for (const [i, { guid, source, link, title }] of items.entries()) {
      const base = { authors: '[]', categories: '[]', enclosures: '[]', updated_at: null, summary_html: null }
      const dates = { first_seen_at: instantFromMs(closing - 86_400_000 + i), enters_at: window.opensAt }
      const published_at = instantFromMs(closing - 2 * 86_400_000)
      const item = { ...base, ...dates, guid, title, raw_url: link, url: link && canonicalUrl(link), published_at }
      await insertItems(store.db, [{ ...item, source_id: source, language: 'en', content_html: null, image: null }])
    }
    const rows = await store.db.selectFrom('items').selectAll().execute()
    for (const { id, guid, source_id, title } of rows) {
      const text = told.find(one => one.guid === guid && one.source === source_id)?.text ?? ''
      const reading = { state: 'read', attempts: 1, next_attempt_at: null, error_code: null, error: null } as const
      const words = { text, words: 20, reading_minutes: 1, lead: text, points: '[]', source_spans: '[]' }
      const page = { url: null, byline: null, site_name: null, pdf_url: null, image: null, published_at: null }
      const trust = { confidence: null, confidence_reasons: null }
      const method = { summary_method: 'extractive', method: 'page', html: '' as SafeHtml, language: 'en' } as const
      await saveArticle(store.db, {
        item_id: id,
        ...trust,
        title,
        extracted_at: window.closesAt,
        ...reading,
        ...words,
        ...page,
        ...method,
      })
    }
    const limits = { stories: 8, perSource }
    const clock = fixedClock(window.closesAt)
    const how = { sections, limits, language: 'en', fingerprintProgram: () => 'now' } as const
    await curate({ store, clock, log: silentLog, ...how }, window)
    const draft = (await readDraft(store.db, window.week)) as Draft
    const names = new Map(rows.map(({ id, guid, source_id }) => [id, `${source_id} ${guid}`]))
    return JSON.stringify(draft, (key, value: unknown) => {
      if (key === 'itemId') return names.get(value as number)
      return key === 'sameLinkItemIds' ? (value as number[]).map(id => names.get(id)) : value
    })
  } finally {
    await store.close()
  }
}

describe('a draft', () => {
  test('is the same to the byte, in whatever order its items came', async () => {
    const expected = await draftOf(told)
    expect(expected).toContain('Another note without a link')
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...told], { minLength: told.length }), async shuffled => {
        expect(await draftOf(shuffled)).toBe(expected)
      }),
      { numRuns: 6 },
    )
  })

  test('loses nothing: each item is told, stands behind one that is, or is left out with its reason and figures', async () => {
    const draft = JSON.parse(await draftOf(told)) as Draft
    const stories = draft.sections.flatMap(section => section.stories)
    const inStories = stories.flatMap(({ lead, others, sameLinkItemIds }) => [
      ...[lead, ...others].map(({ itemId }) => itemId),
      ...sameLinkItemIds,
    ])
    const leftOut = draft.leftOut.map(({ itemId }) => itemId)
    expect([...inStories, ...leftOut].map(String).sort()).toEqual(
      told.map(({ guid, source }) => `${source} ${guid}`).sort(),
    )
    for (const { appraisal } of [...stories, ...draft.leftOut])
      expect(appraisal?.score).toBeCloseTo(
        Object.values(appraisal?.terms ?? {}).reduce((sum, term) => sum + term, 0),
        2,
      )
  })

  test('another telling of a story never lowers its score', async () => {
    const scoreOf = async (items: readonly Told[]): Promise<number> => {
      const { sections: all } = JSON.parse(await draftOf(items, 20)) as Draft
      return all.flatMap(({ stories }) => stories).find(({ title }) => title.startsWith(bought))?.score ?? 0
    }
    const [one = told[0] as Told, ...rest] = told.slice(0, 4)
    const scores = [await scoreOf([one])]
    for (let more = 1; more <= rest.length; more++) scores.push(await scoreOf([one, ...rest.slice(0, more)]))
    expect(scores).toEqual(scores.toSorted((a, b) => a - b))
    expect(scores.at(-1)).toBeGreaterThan(scores[0] ?? 0)
  })
})
