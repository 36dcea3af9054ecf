// The sealed weeks that their curator had a hand in: what was in, what was out, and every edit. Read by curate, to learn from.
import type { Edit } from '../core/edits.ts'
import type { LeftOut, Section, WeekId } from '../core/types.ts'
import { editOf } from './edits.ts'
import type { Connection } from './engine/database.ts'

/** One sealed week as its curator left it. */
export interface PastWeek {
  readonly week: WeekId
  readonly sections: readonly Section[]
  /** Best first; only of weeks in which something was picked or dropped: else nobody looked through it. */
  readonly leftOut: readonly LeftOut[]
  /** Oldest first. */
  readonly edits: readonly Edit[]
  /** The source of each item that stands in `sections` or `leftOut`, as far as it is one that is followed. */
  readonly sourceOf: ReadonlyMap<number, number>
}

const ROWS_AT_ONCE = 500

/** Sources of items; of those that the curator added by hand none. */
async function readSourcesOf(db: Connection, itemIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const sources = new Map<number, number>()
  for (let start = 0; start < itemIds.length; start += ROWS_AT_ONCE) {
    const rows = await db
      .selectFrom('items')
      .innerJoin('sources', 'sources.id', 'items.source_id')
      .select(['items.id', 'items.source_id'])
      .where('items.id', 'in', itemIds.slice(start, start + ROWS_AT_ONCE))
      .where('sources.kind', '!=', 'hand')
      .execute()
    for (const { id, source_id } of rows) sources.set(id, source_id)
  }
  return sources
}

/**
 * The newest sealed weeks before a week, at most so many, of those that a person approved or edited: what the program alone sealed says
 * nothing of anybody's taste.
 */
export async function readPastWeeks(db: Connection, before: WeekId, most: number): Promise<readonly PastWeek[]> {
  const rows = await db
    .selectFrom('issues')
    .innerJoin('drafts', 'drafts.week', 'issues.week')
    .select(['issues.week', 'issues.sections'])
    .where('issues.week', '<', before)
    .where(or =>
      or.or([
        or('drafts.state', '=', 'approved'),
        or('issues.week', 'in', db.selectFrom('edits').select('week').where('url', '!=', '')),
      ]),
    )
    .orderBy('issues.week', 'desc')
    .limit(most)
    .execute()
  if (rows.length === 0) return []
  const weeks = rows.map(({ week }) => week)
  const edits = await db
    .selectFrom('edits')
    .selectAll()
    .where('week', 'in', weeks)
    .orderBy('made_at')
    .orderBy('url')
    .orderBy('kind')
    .execute()
  const looked = edits.filter(({ kind }) => kind === 'drop' || kind === 'pick').map(({ week }) => week)
  const drafts =
    looked.length === 0
      ? []
      : await db.selectFrom('drafts').select(['week', 'left_out']).where('week', 'in', looked).execute()
  const leftOut = new Map(drafts.map(draft => [draft.week, JSON.parse(draft.left_out) as LeftOut[]]))
  const past = rows.map(({ week, sections }) => ({
    week,
    sections: JSON.parse(sections) as Section[],
    leftOut: leftOut.get(week) ?? [],
    edits: edits.filter(edit => edit.week === week).map(editOf),
  }))
  const itemIds = past.flatMap(each => [
    ...each.sections.flatMap(({ stories }) => stories.map(({ lead }) => lead.itemId)),
    ...each.leftOut.map(({ itemId }) => itemId),
  ])
  const sourceOf = await readSourcesOf(db, [...new Set(itemIds)])
  return past.map(each => ({ ...each, sourceOf }))
}
