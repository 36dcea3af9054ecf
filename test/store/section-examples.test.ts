import { expect, test } from 'vitest'
import type { Instant, Issue, SafeHtml, WeekId } from '../../src/core/types.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { saveArticle } from '../../src/store/articles.ts'
import { openSlot } from '../../src/store/drafts.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { insertItems, type NewItem } from '../../src/store/items.ts'
import { readSectionedStories } from '../../src/store/section-examples.ts'
import { syncSources } from '../../src/store/sources.ts'
import { aRow, anArticle } from '../curate/candidates.ts'
import { anIssue, aStory } from '../publish/issues.ts'
import { describeStores } from '../stores.ts'

const now = '2016-12-09T00:00:00.000Z' as Instant

const item: NewItem = {
  ...{ source_id: 1, guid: 'one', title: 'One', authors: '[]', categories: '[]', enclosures: '[]', language: 'en' },
  ...{ raw_url: 'https://a.example/1', url: 'https://a.example/1', published_at: now, updated_at: null },
  ...{ first_seen_at: now, enters_at: now, image: null, summary_html: null, content_html: null },
}

describeStores('what sealed issues teach about sections', open => {
  test('each story with its section and how its text begins, the newest week first, at most so many', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://a.example/feed' })])
    await insertItems(store.db, [item])
    const text = 'It begins so. '.repeat(200)
    const article = anArticle(aRow({ id: 1 }), { text })
    const { itemId, summary, siteName, readingMinutes, pdfUrl, publishedAt, confidenceReasons } = article
    const { url, title, byline, language, html, words, image, method, confidence } = article
    await saveArticle(store.db, {
      ...{ url, title, byline, language, html, text, words, image, method, confidence },
      item_id: itemId,
      state: 'read',
      attempts: 1,
      next_attempt_at: null,
      error_code: null,
      error: null,
      site_name: siteName,
      reading_minutes: readingMinutes,
      lead: summary.lead,
      points: '[]',
      summary_method: summary.method,
      source_spans: '[]',
      pdf_url: pdfUrl,
      published_at: publishedAt,
      confidence_reasons: JSON.stringify(confidenceReasons),
      html: '' as SafeHtml,
      extracted_at: now,
    })
    const read = aStory({ title: 'Read', lead: { ...aStory().lead, itemId: 1 } })
    const unread = aStory({ title: 'Unread', lead: { ...aStory().lead, itemId: 99 }, summary: 'Only this.' })
    const seal = async (number: number, week: WeekId, title: string, story: typeof read): Promise<void> => {
      await openSlot(store.db, { week, opensAt: now, closesAt: now }, { origin: 'past', is_first: 0 })
      const issue: Issue = { ...anIssue([{ title, stories: [story] }]), number, week }
      await insertIssue(store.db, issue, [])
    }
    await seal(1, '2016-W48' as WeekId, 'Storage', unread)
    await seal(2, '2016-W49' as WeekId, 'Containers', read)
    const stories = await readSectionedStories(store.db, 10)
    expect(stories.map(({ section, title, text }) => [section, title, text.slice(0, 13), text.length])).toEqual([
      ['Containers', 'Read', 'It begins so.', 1_200],
      ['Storage', 'Unread', 'Only this.', 10],
    ])
    expect(await readSectionedStories(store.db, 1)).toHaveLength(1)
  })
})
