// Builders for the tests of saved copies: a sealed issue whose stories have articles in the store.
import type { Article, CivilDate, Instant, SafeHtml, Story, WeekId } from '../src/core/types.ts'
import { saveArticle } from '../src/store/articles.ts'
import type { Store } from '../src/store/engine/database.ts'
import { insertIssue } from '../src/store/issues.ts'
import { insertItems } from '../src/store/items.ts'
import { anIssue, aStory } from './publish/issues.ts'

export const sealedAt = '2016-12-09T00:00:05.000Z' as Instant

/** A story, and its article as far as it matters here; without `html` the store holds none. */
export interface StoryWithArticle {
  readonly url: string
  readonly title?: string
  readonly html?: string
  readonly method?: Article['method']
  readonly language?: string
  readonly pdfUrl?: string
}

async function saveItem(store: Store, { url, title = url }: StoryWithArticle): Promise<number> {
  const source = { kind: 'feed', title: 'Blog', section: null, weight: 1, language: null } as const
  await store.db
    .insertInto('sources')
    .values({ url: 'https://blog.example/feed', ...source, options: '{}', paused: 0, active: 1, position: 0 })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const { id: source_id } = await store.db.selectFrom('sources').select('id').executeTakeFirstOrThrow()
  const nothing = { published_at: null, updated_at: null, language: null, summary_html: null, content_html: null }
  await insertItems(store.db, [
    {
      ...{
        source_id,
        guid: url,
        raw_url: url,
        url,
        title,
        authors: '[]',
        first_seen_at: sealedAt,
        enters_at: sealedAt,
      },
      ...{ categories: '[]', enclosures: '[]', image: null, ...nothing },
    },
  ])
  const { id } = await store.db.selectFrom('items').select('id').where('guid', '=', url).executeTakeFirstOrThrow()
  return id
}

async function saveText(store: Store, itemId: number, html: string, story: StoryWithArticle): Promise<void> {
  const { url, title = url, method = 'page', language = 'en' } = story
  await saveArticle(store.db, {
    ...{ item_id: itemId, state: 'read', attempts: 1, next_attempt_at: null, error_code: null, error: null },
    ...{ url, title, byline: 'Ann Author', site_name: 'A blog', language, html: html as SafeHtml, text: 'Text' },
    ...{ words: 100, reading_minutes: 1, lead: '', points: '[]', summary_method: 'extractive', source_spans: '[]' },
    ...{ pdf_url: null, image: null, published_at: null, method, extracted_at: sealedAt },
    ...{ confidence: null, confidence_reasons: null },
  })
}

/** Seals an issue of these stories; answers their items' ids. */
export async function sealWithArticles(
  store: Store,
  stories: readonly StoryWithArticle[],
  { number = 1, week = '2016-W49', date = '2016-12-09' } = {},
): Promise<readonly number[]> {
  const told: Story[] = []
  for (const story of stories) {
    const itemId = await saveItem(store, story)
    if (story.html !== undefined) await saveText(store, itemId, story.html, story)
    const { url, title = url, pdfUrl = null } = story
    const lead = { itemId, url, title, sourceTitle: 'Blog', site: new URL(url).hostname }
    told.push({ ...aStory({ id: url, title, pdfUrl }), lead })
  }
  const slot = { week: week as WeekId, opens_at: sealedAt, closes_at: sealedAt, origin: 'scheduled' as const }
  await store.db
    .insertInto('slots')
    .values({ ...slot, is_first: 0, state: 'sealed', settled_at: sealedAt })
    .execute()
  const issue = { number, week: week as WeekId, date: date as CivilDate, sealedAt }
  await insertIssue(store.db, anIssue([{ title: 'Clouds', stories: told }], issue), [])
  return told.map(({ lead }) => lead.itemId)
}
