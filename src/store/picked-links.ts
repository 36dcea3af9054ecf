// What sources of bookmarks pick: links saved with their owner's notes, until a draft has them.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { SavedLink } from './saved-links.ts'

/** A link that its owner keeps. */
export interface PickedLink {
  readonly url: string
  /** Canonical. */
  readonly link: string
  readonly title: string
  readonly note: string
}

/** Saves what was picked; a link that somebody saved before, or that was decided about, stays as it is. */
export async function savePicks(
  db: Connection,
  picks: readonly PickedLink[],
  { by, now }: { readonly by: string; readonly now: Instant },
): Promise<void> {
  const blank = { state: 'waiting', decided_at: null, decided_by: null, week: null } as const
  for (const pick of picks)
    await db
      .insertInto('saved_links')
      .values({ ...pick, ...blank, saved_by: by, saved_at: now })
      .onConflict(conflict => conflict.column('link').doNothing())
      .execute()
}

/** Links that sources with `picks` brought and no draft has yet. */
export async function readWaitingPicks(db: Connection): Promise<readonly SavedLink[]> {
  return db
    .selectFrom('saved_links')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('noted_in', 'is', null)
    .where(row =>
      row.exists(
        row
          .selectFrom('items')
          .innerJoin('sources', 'sources.id', 'items.source_id')
          .select('items.id')
          .whereRef('items.url', '=', 'saved_links.link')
          .where(sql<string>`sources.options`, 'like', '%"picks":true%'),
      ),
    )
    .execute()
}
