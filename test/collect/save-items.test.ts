import { expect, test } from 'vitest'
import { EDITS_LIMIT, NEW_ITEMS_LIMIT, saveItems } from '../../src/collect/save-items.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { CivilDate, Instant, Issue, SafeHtml, WeekId } from '../../src/core/types.ts'
import { readArticles, saveArticle } from '../../src/store/articles.ts'
import { openSlot } from '../../src/store/drafts.ts'
import type { Store } from '../../src/store/engine/database.ts'
import type { ArticleTable } from '../../src/store/engine/schema.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { insertItems, type NewItem } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'

const monday = '2016-12-05T00:00:00.000Z' as Instant
const tuesday = '2016-12-06T00:00:00.000Z' as Instant
const link = 'https://blog.example/one'

const anItem = (fields: Partial<NewItem>): NewItem => ({
  source_id: 1,
  guid: 'one',
  raw_url: null,
  url: link,
  title: 'One',
  authors: '[]',
  published_at: monday,
  updated_at: null,
  first_seen_at: monday,
  enters_at: monday,
  language: null,
  categories: '[]',
  summary_html: null,
  content_html: null,
  enclosures: '[]',
  image: null,
  ...fields,
})

const anArticleRow: ArticleTable = {
  item_id: 1,
  state: 'read',
  attempts: 1,
  next_attempt_at: null,
  error_code: null,
  error: null,
  url: link,
  title: 'One',
  byline: null,
  site_name: null,
  language: null,
  html: '' as SafeHtml,
  text: '',
  words: 0,
  reading_minutes: 1,
  lead: '',
  points: '[]',
  summary_method: 'feed',
  source_spans: '[]',
  pdf_url: null,
  image: null,
  published_at: null,
  method: 'page',
  confidence: null,
  confidence_reasons: null,
  extracted_at: monday,
}

/** Seals an issue that considered the item. */
async function placeInIssue(db: Store['db'], itemId: number): Promise<void> {
  const week = '2016-W49' as WeekId
  const window = { week, opensAt: monday, closesAt: tuesday }
  await openSlot(db, window, { origin: 'scheduled', is_first: 1 })
  const sealed = { sections: [], sealedAt: tuesday, contentSha256: 'x', mailUntil: null, foreword: null }
  const issue: Issue = { number: 1, week, date: '2016-12-06' as CivilDate, title: 'T', ...sealed }
  await insertIssue(db, issue, [{ item_id: itemId, week, role: 'lead', reason: null }])
}

describeStores('saving items', open => {
  const saveAll = async (...visits: NewItem[][]) => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://blog.example/feed' })])
    let last = { fresh: 0, edited: 0, cutOff: 0 }
    for (const items of visits) last = await store.db.transaction().execute(db => saveItems(db, 1, items))
    return { ...last, rows: await store.db.selectFrom('items').selectAll().orderBy('id').execute() }
  }
  const edited = { title: 'One, corrected', content_html: '<p>More</p>', published_at: tuesday, enters_at: tuesday }

  test.each<[string, NewItem[][], { fresh: number; titles: string[]; entersAt?: Instant | null }]>([
    [
      'an edit is taken over in place, and enters no later issue',
      [[anItem({})], [anItem(edited)]],
      { fresh: 0, titles: ['One, corrected'] },
    ],
    [
      'a new guid on the same link is the same item',
      [[anItem({})], [anItem({ ...edited, guid: 'other' })]],
      { fresh: 0, titles: ['One, corrected'] },
    ],
    [
      'a new guid on a link whose item is still listed is a new item',
      [[anItem({})], [anItem({}), anItem({ guid: 'other', title: 'Other' })]],
      { fresh: 1, titles: ['One', 'Other'] },
    ],
    [
      'where many items share one link it names none of them',
      [
        [anItem({ guid: 'a', title: 'A' }), anItem({ guid: 'b', title: 'B' })],
        [anItem({ guid: 'c', title: 'C' }), anItem({ guid: 'd', title: 'D' })],
      ],
      { fresh: 2, titles: ['A', 'B', 'C', 'D'] },
    ],
    [
      'a date that is gone stays as it was',
      [[anItem({})], [anItem({ published_at: null, title: 'T' })]],
      { fresh: 0, titles: ['T'] },
    ],
    ['a feed that lists nothing deletes nothing', [[anItem({})], []], { fresh: 0, titles: ['One'] }],
  ])('%s', async (_name, visits, expected) => {
    const { fresh, rows } = await saveAll(...visits)
    expect(fresh).toBe(expected.fresh)
    expect(rows.map(({ title }) => title)).toEqual(expected.titles)
    expect(rows[0]).toMatchObject({ first_seen_at: monday, enters_at: monday })
    expect(rows[0]?.published_at).not.toBeNull()
  })

  test('no more than the limit is kept of what is new, and the rest is counted', async () => {
    const many = Array.from({ length: NEW_ITEMS_LIMIT + 7 }, (_, i) => anItem({ guid: String(i), url: `${link}/${i}` }))
    const { fresh, cutOff, rows } = await saveAll(many)
    expect([fresh, cutOff, rows.length]).toEqual([NEW_ITEMS_LIMIT, 7, NEW_ITEMS_LIMIT])
    expect(await saveAll(many, many)).toMatchObject({ fresh: 7, cutOff: 0 })
  })

  test('no more than the limit is taken over of what was edited, and the rest is counted', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://blog.example/feed' })])
    const many = Array.from({ length: EDITS_LIMIT + 3 }, (_, i) => anItem({ guid: String(i), url: `${link}/${i}` }))
    await insertItems(store.db, many)
    const edited = many.map(item => ({ ...item, title: 'Edited' }))
    const save = () => store.db.transaction().execute(db => saveItems(db, 1, edited))
    expect(await save()).toMatchObject({ fresh: 0, cutOff: 3 })
    expect(await save()).toMatchObject({ fresh: 0, cutOff: 0 })
  })

  const corrected: Partial<NewItem> = {
    raw_url: 'https://blog.example/containers?id=1',
    url: 'https://blog.example/containers?id=1',
    title: 'One, corrected',
    authors: '["Right Name"]',
    image: 'https://blog.example/right.png',
    enclosures: '[{"url":"https://blog.example/right.mp3","type":null,"lengthBytes":null}]',
  }
  const wrong = anItem({ raw_url: 'https://blog.example/contaners', url: 'https://blog.example/contaners' })

  test('link, authors, image and enclosures follow the feed while the issue is open, and the new page is read', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://blog.example/feed' })])
    const save = (item: NewItem) => store.db.transaction().execute(db => saveItems(db, 1, [item]))
    await save(wrong)
    await saveArticle(store.db, { ...anArticleRow, item_id: 1 })
    await save({ ...wrong, raw_url: 'http://www.blog.example/contaners/' })
    expect((await readArticles(store.db, [1])).size).toBe(1)
    expect(await save({ ...wrong, ...corrected })).toMatchObject({ fresh: 0 })
    expect(await store.db.selectFrom('items').selectAll().execute()).toMatchObject([
      { ...corrected, first_seen_at: monday, enters_at: monday },
    ])
    expect((await readArticles(store.db, [1])).size).toBe(0)
  })

  test('the link that an issue has told stays', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://blog.example/feed' })])
    const save = (item: NewItem) => store.db.transaction().execute(db => saveItems(db, 1, [item]))
    await save(wrong)
    await saveArticle(store.db, { ...anArticleRow, item_id: 1 })
    await placeInIssue(store.db, 1)
    await save({ ...wrong, ...corrected })
    const [row] = await store.db.selectFrom('items').selectAll().execute()
    expect(row).toMatchObject({ title: 'One, corrected', url: wrong.url, raw_url: wrong.raw_url })
    expect((await readArticles(store.db, [1])).size).toBe(1)
  })
})
