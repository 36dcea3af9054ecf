// What feeds brought into one week, newest first, a run of rows at a time: what no issue has considered, and whose link no issue has told.
import { sql } from 'kysely'
import type { Instant, IssueWindow, Source } from '../core/types.ts'
import { siteOf } from '../core/url.ts'
import type { Connection } from './engine/database.ts'
import { isPublic } from './sources.ts'

/** An item that came, with as much of it as a list shows. */
export interface StreamItem {
  readonly id: number
  readonly source_id: number
  readonly title: string
  /** As the feed has it; null for an item without a link. */
  readonly raw_url: string | null
  /** Canonical; null where the link is not its own. */
  readonly url: string | null
  readonly language: string | null
  readonly enters_at: Instant
}

/** Behind which item a run goes on: newest first, of those that came at once the latest. */
export interface StreamPlace {
  readonly enteredAt: Instant
  readonly id: number
}

/** Which part of the stream. */
export interface StreamRun {
  readonly window: IssueWindow
  /** Where the weeks before that are still open end; null when there are none. */
  readonly since: Instant | null
  /** Sources that count as none: what the curator adds by hand comes from no feed. */
  readonly except: readonly number[]
  readonly sourceId?: number | undefined
  readonly behind?: StreamPlace | undefined
  readonly limit: number
}

/** The next items of a week's stream. */
export async function readStream(db: Connection, run: StreamRun): Promise<readonly StreamItem[]> {
  const { window, since, except, sourceId, behind, limit } = run
  const rows = await db
    .selectFrom('items')
    .select(['id', 'source_id', 'title', 'raw_url', 'url', 'language', 'enters_at'])
    .where('enters_at', '<', window.closesAt)
    .$if(since !== null, query => query.where('enters_at', '>=', since))
    .$if(sourceId !== undefined, query => query.where('source_id', '=', sourceId ?? 0))
    .$if(except.length > 0, query => query.where('source_id', 'not in', except))
    .$if(behind !== undefined, query =>
      query.where(sql<boolean>`(enters_at, id) < (${behind?.enteredAt ?? ''}, ${behind?.id ?? 0})`),
    )
    .where(row =>
      row.not(
        row.exists(row.selectFrom('placements').select('item_id').whereRef('placements.item_id', '=', 'items.id')),
      ),
    )
    .where(row =>
      row.not(
        row.exists(
          row
            .selectFrom('items as told')
            .innerJoin('placements as place', 'place.item_id', 'told.id')
            .select('told.id')
            .whereRef('told.url', '=', 'items.url')
            .where('place.role', '!=', 'left-out'),
        ),
      ),
    )
    .orderBy('enters_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.flatMap(({ enters_at: enteredAt, ...row }) =>
    enteredAt === null ? [] : [{ ...row, enters_at: enteredAt }],
  )
}

/** More languages than one list is read in. */
const MOST_LANGUAGES = 100

/** The languages of all items, as far as feeds tell them, in order: each by one step in their index, since a full week has hundreds of megabytes. */
export async function readStreamLanguages(db: Connection): Promise<readonly string[]> {
  const found: string[] = []
  while (found.length < MOST_LANGUAGES) {
    const row = await db
      .selectFrom('items')
      .select('language')
      .where('language', '>', found.at(-1) ?? '')
      .orderBy('language')
      .limit(1)
      .executeTakeFirst()
    if (!row?.language) break
    found.push(row.language)
  }
  return found
}

/** A source by the name that readers see. */
export interface StreamSource {
  readonly id: number
  readonly title: string
  readonly kind: Source['kind']
}

/** All sources, also those that are followed no more: what they brought is still here. By title. */
export async function readStreamSources(db: Connection): Promise<readonly StreamSource[]> {
  const rows = await db
    .selectFrom('sources')
    .innerJoin('source_states', 'source_states.source_id', 'sources.id')
    .select(['sources.id', 'sources.kind', 'sources.url', 'sources.options', 'sources.title', 'feed_title'])
    .execute()
  return rows
    .map(({ id, kind, url, options, title, feed_title: own }) => {
      const named = title ?? own ?? url
      const isSecret = named === url && !isPublic({ url, ...(JSON.parse(options) as { readonly private?: boolean }) })
      return { id, kind, title: isSecret ? siteOf(url) : named }
    })
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
}

/** The names of the sources of items, by item. */
export async function readItemSources(
  db: Connection,
  itemIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (itemIds.length === 0) return new Map()
  const titles = new Map((await readStreamSources(db)).map(({ id, title }) => [id, title]))
  const rows = await db.selectFrom('items').select(['id', 'source_id']).where('id', 'in', itemIds).execute()
  return new Map(rows.map(row => [row.id, titles.get(row.source_id) ?? '']))
}
