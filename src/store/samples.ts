// What a list that began with the samples has of its own.
import type { WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** Sources that come with the program, as sources.yaml and the store name them. */
export const SAMPLE_SOURCES = 'file:samples/'

/** What is more than samples: readers, and issues with a story of another source. */
export interface OwnWork {
  readonly readers: number
  readonly weeks: readonly WeekId[]
}

/** Looks at a store; `sampleReaders` are the addresses that the samples bring along. */
export async function readOwnWork(db: Connection, sampleReaders: readonly string[]): Promise<OwnWork> {
  const { readers } = await db
    .selectFrom('subscribers')
    .select(({ fn }) => fn.countAll<number | string>().as('readers'))
    .where('email', 'not in', ['', ...sampleReaders])
    .executeTakeFirstOrThrow()
  const told = await db
    .selectFrom('issues')
    .select('week')
    .where(eb => {
      const placed = eb
        .selectFrom('placements')
        .innerJoin('items', 'items.id', 'placements.item_id')
        .innerJoin('sources', 'sources.id', 'items.source_id')
        .select('placements.item_id')
        .whereRef('placements.week', '=', 'issues.week')
        .where('placements.role', '!=', 'left-out')
      // An issue that was taken over from a blog or the site has a source of another kind, or no placed item at all.
      const isOwn = eb.exists(placed.where('sources.url', 'not like', `${SAMPLE_SOURCES}%`))
      return eb.or([isOwn, eb.not(eb.exists(placed))])
    })
    .orderBy('week')
    .execute()
  return { readers: Number(readers), weeks: told.map(({ week }) => week) }
}
