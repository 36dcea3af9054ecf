// What the sealed issues teach about sections: each story's words beside the section it stood in. Read by curate.
import { sql } from 'kysely'
import type { Section } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** A story of a sealed issue: its section's title, its own, and how its text begins. */
export interface SectionedStory {
  readonly section: string
  readonly title: string
  readonly text: string
}

const ISSUES = 104
const TEXT_CHARACTERS = 1_200
const ROWS_AT_ONCE = 500

/** The stories of the newest issues, two years of weeks, with the beginning of their texts, up to a limit. */
export async function readSectionedStories(db: Connection, most: number): Promise<readonly SectionedStory[]> {
  const issues = await db.selectFrom('issues').select('sections').orderBy('week', 'desc').limit(ISSUES).execute()
  const stories = issues
    .flatMap(({ sections }) => JSON.parse(sections) as Section[])
    .flatMap(section => section.stories.map(story => ({ section: section.title, story })))
    .slice(0, most)
  const texts = new Map<number, string>()
  for (let start = 0; start < stories.length; start += ROWS_AT_ONCE) {
    const rows = await db
      .selectFrom('articles')
      .select(['item_id', sql<string>`substr(text, 1, ${TEXT_CHARACTERS})`.as('text')])
      .where(
        'item_id',
        'in',
        stories.slice(start, start + ROWS_AT_ONCE).map(({ story }) => story.lead.itemId),
      )
      .execute()
    for (const row of rows) texts.set(row.item_id, row.text)
  }
  return stories.map(({ section, story }) => ({
    section,
    title: story.title,
    text: texts.get(story.lead.itemId) ?? story.summary,
  }))
}
