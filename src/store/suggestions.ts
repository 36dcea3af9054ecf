// Links that a source suggests, such as the issues of a repository: kept among the readers' proposals until an editor decides.
import type { Instant, Suggestion, SuggestionEntry } from '../core/types.ts'
import { canonicalUrl, isOnHost, siteOf } from '../core/url.ts'
import type { Connection } from './engine/database.ts'
import { type Dialect, takeTurn } from './engine/dialect.ts'
import { readToldWeek } from './issues.ts'
import { MOST_PENDING, readBlockedHosts } from './proposals.ts'

/** One author's suggestions that wait at a time. */
const MOST_OF_ONE_AUTHOR = 2

/** What was kept of a source's suggestions. */
export interface KeptSuggestions {
  /** How many were new. */
  readonly fresh: number
  /** Up to where they were read; null when nothing was. */
  readonly cursor: Instant | null
}

/** Waiting proposals that came from a source first; of one author where one is given. */
async function countWaiting(db: Connection, sourceId: number, author?: string): Promise<number> {
  let query = db
    .selectFrom('proposals')
    .innerJoin('voices', 'voices.proposal_id', 'proposals.id')
    .select(({ fn }) => fn.count<number | string>('proposals.id').distinct().as('count'))
    .where('proposals.state', '=', 'pending')
    .where('voices.source_id', '=', sourceId)
  if (author !== undefined) query = query.where('voices.name', '=', author)
  return Number((await query.executeTakeFirstOrThrow()).count)
}

async function isKnown(db: Connection, sourceId: number, { remote }: Suggestion): Promise<boolean> {
  const known = await db
    .selectFrom('voices')
    .select('id')
    .where('source_id', '=', sourceId)
    .where('remote', '=', remote)
    .executeTakeFirst()
  return known !== undefined
}

async function keep(db: Connection, sourceId: number, suggestion: Suggestion, now: Instant): Promise<boolean> {
  const { url, title, why, author, remote, page, isOwn } = suggestion
  const link = canonicalUrl(url)
  const host = siteOf(link)
  if ((await readBlockedHosts(db)).some(each => isOnHost(host, each))) return false
  if ((await readToldWeek(db, link)) !== null) return false
  const known = await db.selectFrom('proposals').selectAll().where('link', '=', link).executeTakeFirst()
  const { id } =
    known ??
    (await db
      .insertInto('proposals')
      .values({ url, link, host, state: 'pending', voices: 0, proposed_at: now, source_id: sourceId })
      .returning('id')
      .executeTakeFirstOrThrow())
  await db
    .updateTable('proposals')
    .set({ voices: (known?.voices ?? 0) + 1 })
    .where('id', '=', id)
    .execute()
  await db
    .insertInto('voices')
    .values({
      ...{ proposal_id: id, title, why, name: author, email: null, email_key: null, wants_thanks: 0, language: 'en' },
      ...{ said_at: now, source_id: sourceId, remote, page, is_own: isOwn ? 1 : 0 },
    })
    .execute()
  return known === undefined
}

/**
 * Keeps what a source suggests, in its order. One that is known by its number stays as it is; of one author two wait at most. When two
 * hundred of the source wait, the rest is left where it was and comes with a later visit. Call within a transaction.
 */
export async function saveSuggestions(
  db: Connection,
  dialect: Dialect,
  sourceId: number,
  entries: readonly SuggestionEntry[],
  now: Instant,
): Promise<KeptSuggestions> {
  await takeTurn(db, dialect, 'take proposals')
  let [fresh, cursor]: [number, Instant | null] = [0, null]
  for (const { updatedAt, suggestion } of entries) {
    if (suggestion && !(await isKnown(db, sourceId, suggestion))) {
      if ((await countWaiting(db, sourceId)) >= MOST_PENDING) break
      const open = suggestion.author === null ? 0 : await countWaiting(db, sourceId, suggestion.author)
      if (open < MOST_OF_ONE_AUTHOR && (await keep(db, sourceId, suggestion, now))) fresh++
    }
    cursor = updatedAt
  }
  return { fresh, cursor }
}
