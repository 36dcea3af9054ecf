// A store of its own that knows what a list knew when a week opened: for reading that week again. The list's store is only read.
import type { Instant, IssueWindow } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import type { Schema } from './engine/schema.ts'

/** Until when something came that belongs to the week, and the sources whose bodies bring it. */
export interface LendScope {
  readonly until: Instant
  readonly replayed: ReadonlySet<number>
}

/** What of a week comes from the list's store as it is, because none of its bodies was kept. */
export interface Lent {
  readonly sources: number
  readonly items: number
}

const ROWS_AT_ONCE = 200
/** Texts of earlier stories, from which sections are learnt: their beginning is all that is read. */
const ARCHIVE_ARTICLES = 2_000
const ARCHIVE_CHARACTERS = 1_200
const AT_ONCE = '1970-01-01T00:00:00.000Z'

/** Rows as another store answered them: both have the same tables. */
async function insertAll(db: Connection, name: keyof Schema, rows: readonly object[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
    await db
      .insertInto(name)
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute()
}

/** Sources under their ids, all to be asked at once; one whose first visit was later has never been visited. */
async function lendSources(from: Connection, to: Connection, { opensAt }: IssueWindow): Promise<void> {
  const sources = await from.selectFrom('sources').selectAll().execute()
  const isVisited = ({ kind }: { readonly kind: string }): boolean => kind !== 'hand'
  await insertAll(
    to,
    'sources',
    sources.map(row => ({ ...row, active: isVisited(row) ? 1 : 0, paused: 0 })),
  )
  const states = await from.selectFrom('source_states').selectAll().execute()
  await insertAll(
    to,
    'source_states',
    states.map(state => ({
      ...state,
      ...{ etag: null, last_modified: null, body_sha256: null, claimed_by: null, claimed_until: null, cursor: null },
      ...{ disabled_reason: null, failures_in_row: 0, failing_since: null, last_error: null, next_check_at: AT_ONCE },
      backlog_read_at: state.backlog_read_at !== null && state.backlog_read_at < opensAt ? state.backlog_read_at : null,
    })),
  )
  await insertAll(to, 'source_lines', await from.selectFrom('source_lines').selectAll().execute())
}

/** Earlier issues with what was decided in them, and the curator's edits of the week itself. */
async function lendIssues(from: Connection, to: Connection, { week, opensAt, closesAt }: IssueWindow): Promise<void> {
  const slots = await from.selectFrom('slots').selectAll().where('week', '<', week).execute()
  const own = await from.selectFrom('slots').selectAll().where('week', '=', week).executeTakeFirst()
  const slot = own ?? { week, opens_at: opensAt, closes_at: closesAt, origin: 'past', is_first: 0, asked_at: null }
  await insertAll(to, 'slots', [...slots, { ...slot, state: 'open', settled_at: null }])
  await insertAll(to, 'issues', await from.selectFrom('issues').selectAll().where('week', '<', week).execute())
  await insertAll(to, 'drafts', await from.selectFrom('drafts').selectAll().where('week', '<', week).execute())
  await insertAll(to, 'edits', await from.selectFrom('edits').selectAll().where('week', '<=', week).execute())
}

/** Articles of items; of those that an issue has told only the beginning, as sections are learnt from it. */
async function lendArticles(from: Connection, to: Connection, ids: readonly number[], isTold: boolean): Promise<void> {
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    const some = ids.slice(start, start + ROWS_AT_ONCE)
    const rows = await from.selectFrom('articles').selectAll().where('item_id', 'in', some).execute()
    const lent = isTold
      ? rows.map(row => ({ ...row, html: '', text: row.text.slice(0, ARCHIVE_CHARACTERS), points: '[]' }))
      : rows
    await insertAll(to, 'articles', lent)
  }
}

/** Items that were known when the week opened, with their places in earlier issues; and what had come in it of sources without bodies. */
async function lendItems(
  from: Connection,
  to: Connection,
  window: IssueWindow,
  { until, replayed }: LendScope,
): Promise<Lent> {
  const placements = await from.selectFrom('placements').selectAll().where('week', '<', window.week).execute()
  const placed = new Set(placements.map(({ item_id: id }) => id))
  const lentSources = new Set<number>()
  let lent = 0
  let last = 0
  for (;;) {
    const rows = await from
      .selectFrom('items')
      .selectAll()
      .where('id', '>', last)
      .where('first_seen_at', '<', until)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    if (rows.length === 0) break
    last = rows.at(-1)?.id ?? last
    const isKnown = (row: (typeof rows)[number]): boolean => row.first_seen_at < window.opensAt
    const isLent = (row: (typeof rows)[number]): boolean => !isKnown(row) && !replayed.has(row.source_id)
    const kept = rows.filter(row => isKnown(row) || isLent(row))
    await insertAll(to, 'items', kept)
    for (const row of kept.filter(isLent)) lentSources.add(row.source_id)
    lent += kept.filter(isLent).length
    const open = kept.filter(({ id, enters_at: at }) => !placed.has(id) && at !== null).map(({ id }) => id)
    await lendArticles(from, to, open, false)
  }
  const known = new Set((await to.selectFrom('items').select('id').execute()).map(({ id }) => id))
  const own = placements.filter(({ item_id: id }) => known.has(id))
  await insertAll(to, 'placements', own)
  const told = own.filter(({ role }) => role === 'lead').map(({ item_id: id }) => id)
  await lendArticles(from, to, told.slice(-ARCHIVE_ARTICLES), true)
  return { sources: lentSources.size, items: lent }
}

/**
 * Fills an empty store with what the list knew when a week opened. Of the sources in `replayed` nothing that came since is taken:
 * their bodies bring it; of all others the items of the week are lent, with their articles.
 */
export async function lendWeek(from: Store, to: Store, window: IssueWindow, scope: LendScope): Promise<Lent> {
  return to.db.transaction().execute(async db => {
    await lendSources(from.db, db, window)
    await lendIssues(from.db, db, window)
    return lendItems(from.db, db, window, scope)
  })
}

/** Lends the article that the list's store has for an item of a source, by its guid. True when there was one. */
export async function lendArticle(
  from: Store,
  to: Store,
  item: { readonly id: number; readonly source_id: number; readonly guid: string },
): Promise<boolean> {
  const row = await from.db
    .selectFrom('articles')
    .innerJoin('items', 'items.id', 'articles.item_id')
    .selectAll('articles')
    .where('items.source_id', '=', item.source_id)
    .where('items.guid', '=', item.guid)
    .where('articles.state', '=', 'read')
    .executeTakeFirst()
  if (!row) return false
  await insertAll(to.db, 'articles', [{ ...row, item_id: item.id }])
  return true
}
