import { describe, expect, test } from 'vitest'
import type { ToldArticle } from '../../src/core/types.ts'
import { noGrouping } from '../../src/curate/regroup.ts'
import { groupCandidates } from '../../src/curate/group-candidates.ts'
import { mergeSameLinks, storyOf } from '../../src/curate/tellings.ts'
import type { CandidateRow } from '../../src/store/items.ts'
import { anArticle, aRow } from './candidates.ts'

const articlesOf = (...articles: readonly ToldArticle[]): ReadonlyMap<number, ToldArticle> =>
  new Map(articles.map(article => [article.itemId, article]))

describe('the same link', () => {
  const same = { raw_url: 'https://www.a.example/x?utm_source=feed' }
  const rows = [
    aRow({ id: 1, ...same, source_title: 'Small', published_at: null }),
    aRow({ id: 2, raw_url: 'http://a.example/x#top', source_title: 'Great', weight: 2 }),
    aRow({ id: 3, raw_url: 'https://a.example/y' }),
  ]

  test('is one candidate: the best-weighted source stands for the others', () => {
    const [first, second] = mergeSameLinks(rows, articlesOf())
    expect([first?.item.id, first?.sameLink.map(({ id }) => id)]).toEqual([2, [1]])
    expect(second?.item.id).toBe(3)
  })

  test('has the fullest article of them all', () => {
    const [one, two] = [rows[0] ?? aRow(), rows[1] ?? aRow()]
    const [first] = mergeSameLinks(rows, articlesOf(anArticle(one, { words: 900 }), anArticle(two, { words: 30 })))
    expect(first?.article?.words).toBe(900)
  })

  test('of equals the first published stands, whatever came first', () => {
    const early = aRow({ id: 9, raw_url: 'https://a.example/z' })
    const late = aRow({ ...early, id: 2, guid: 'g2', published_at: null })
    expect(mergeSameLinks([late, early], articlesOf())[0]?.item.id).toBe(9)
  })
})

describe('the lead article', () => {
  const telling = (id: number, over: Partial<CandidateRow> = {}): CandidateRow =>
    aRow({
      id,
      source_id: id,
      source_title: `Source ${id}`,
      raw_url: `https://s${id}.example/infinit`,
      title: 'Docker acquires storage startup Infinit',
      ...over,
    })
  const leadOf = (rows: readonly CandidateRow[], articles: readonly ToldArticle[]): number | undefined =>
    groupCandidates(mergeSameLinks(rows, articlesOf(...articles)))[0]?.lead.item.id

  test('is the original that the others link to, though it is short', () => {
    const [original, long] = [telling(1), telling(2, { weight: 3 })]
    const html = '<p><a href="https://www.s1.example/infinit?utm_medium=x&amp;utm_source=y">They</a> say so.</p>'
    expect(leadOf([long, original], [anArticle(original, { words: 90 }), anArticle(long, { words: 900, html })])).toBe(
      1,
    )
  })

  test('a link to a page whose address only begins alike is no link to it', () => {
    const [short, long] = [telling(1), telling(2)]
    const html = '<a href="https://s1.example/infinit-and-more">More</a>'
    expect(leadOf([short, long], [anArticle(short, { words: 90 }), anArticle(long, { words: 900, html })])).toBe(2)
  })

  test('else is the fullest text, though its source weighs less', () => {
    const [short, long] = [telling(1, { weight: 3 }), telling(2, { weight: 0 })]
    expect(leadOf([short, long], [anArticle(short, { words: 200 }), anArticle(long, { words: 900 })])).toBe(2)
  })

  test('of texts about as full is the best-weighted source', () => {
    const [one, two] = [telling(1), telling(2, { weight: 2 })]
    expect(leadOf([one, two], [anArticle(one, { words: 1_000 }), anArticle(two, { words: 900 })])).toBe(2)
  })

  test('is never a page that was not read when one was', () => {
    const [unread, read] = [telling(1, { weight: 3 }), telling(2)]
    expect(leadOf([unread, read], [anArticle(read)])).toBe(2)
  })
})

describe('a story in two languages', () => {
  const link = 'https://pelikan.example/advisories/7'
  const rows = [
    aRow({ id: 1, source_id: 1, source_title: 'English', title: 'Pelikan has a hole', weight: 3 }),
    aRow({ id: 2, source_id: 2, source_title: '中文', title: 'Pelikan 网关存在漏洞', language: 'zh' }),
  ]
  const texts = ['Pelikan has the hole CVE-2026-41877.', 'Pelikan 网关存在漏洞 CVE-2026-41877。']
  const articles = rows.map((row, i) =>
    anArticle(row, {
      text: texts[i] ?? '',
      language: row.language,
      html: `<a href="${link}">7</a>`,
      words: 90 - 60 * i,
    }),
  )
  const told = (language: 'zh-CN' | 'en') =>
    groupCandidates(mergeSameLinks(rows, articlesOf(...articles)), noGrouping, language)

  test('is led by the telling in the language of the site, though the other is fuller and weighs more', () => {
    expect(told('zh-CN').map(({ lead, others }) => [lead.item.id, others.length])).toEqual([[2, 1]])
    expect(told('en').map(({ lead, others }) => [lead.item.id, others.length])).toEqual([[1, 1]])
  })

  test('keeps what readers of the other language get', () => {
    const [group] = told('zh-CN')
    const story = group && storyOf(group, { note: null, score: 1, reasons: [] })
    expect(story?.others[0]?.edition).toMatchObject({ language: 'en', summary: 'Pelikan has a hole.' })
    expect(story?.lead).not.toHaveProperty('edition')
  })
})

test('a story has the liveliest discussion of all that announced it', () => {
  const [hn, lobsters] = ['https://news.ycombinator.com/item?id=1', 'https://lobste.rs/s/abc']
  const told = (id: number, url: string, numbers: object) =>
    aRow({ id, raw_url: 'https://a.example/one', discussion: JSON.stringify({ url, ...numbers }) })
  const rows = [aRow({ id: 1, raw_url: 'https://a.example/one' }), told(2, lobsters, {}), told(3, hn, { points: 12 })]
  const [group] = groupCandidates(mergeSameLinks(rows, new Map()))
  if (!group) throw new Error('no story')
  expect(storyOf(group, { note: null, score: 0, reasons: [] }).discussion).toEqual({ url: hn, points: 12 })
  const [plain] = groupCandidates(mergeSameLinks([aRow()], new Map()))
  if (!plain) throw new Error('no story')
  expect(storyOf(plain, { note: null, score: 0, reasons: [] })).not.toHaveProperty('discussion')
})

test('a story is credited to the reader who suggested its lead, or the same link of another source', () => {
  const raw_url = 'https://a.example/one'
  const rows = [aRow({ id: 1, raw_url }), aRow({ id: 2, raw_url, suggested_by: '王小明' })]
  const [group] = groupCandidates(mergeSameLinks(rows, new Map()))
  if (!group) throw new Error('no story')
  expect(storyOf(group, { note: null, score: 0, reasons: [] }).suggestedBy).toBe('王小明')
})
