// The sources that a site shows: those that are followed, public, and that other programs could follow.
import { sql } from 'kysely'
import type { Connection } from './engine/database.ts'
import { isPublic } from './source-addresses.ts'

/** A source as a site lists it. */
export interface ListedRow {
  readonly id: number
  readonly title: string
  readonly isPage: boolean
  readonly url: string
  readonly siteUrl: string | null
  readonly section: string | null
}

/** All of them, those of sources.yaml first and in its order. Each look at a site reads them: of a long list no more than is shown. */
export async function readListedSources(db: Connection): Promise<readonly ListedRow[]> {
  const rows = await db
    .selectFrom('sources')
    .innerJoin('source_states', 'source_states.source_id', 'sources.id')
    .select(['sources.id', 'url', 'kind', 'section', 'site_url'])
    .select(sql<string>`coalesce(sources.title, source_states.feed_title, sources.url)`.as('title'))
    .where('active', '=', 1)
    .where('kind', 'not in', ['github-issues', 'mail'])
    .where('options', 'not like', '%"private":true%')
    .orderBy('position')
    .orderBy('sources.id')
    .execute()
  return rows
    .filter(row => isPublic(row))
    .map(({ id, title, kind, url, site_url: siteUrl, section }) => {
      return { id, title, isPage: kind !== 'feed', url, siteUrl, section }
    })
}
