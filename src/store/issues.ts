// Sealed issues, and where every item was placed.
import { addMinutes } from '../core/clock.ts'
import type { Connection } from './engine/database.ts'
import type { Instant, Issue, Section, WeekId } from '../core/types.ts'
import { retractedWeeks } from './retractions.ts'
import type { IssueTable, PlacementTable } from './engine/schema.ts'

/** A row is large, and lies in memory until all that are read together are issues. */
const ISSUES_AT_ONCE = 50

/** The stored row as the domain's Issue. */
export function issueOf(row: IssueTable): Issue {
  return {
    number: row.number,
    week: row.week,
    date: row.date,
    title: row.title,
    foreword: row.foreword,
    ...(row.markup === null ? {} : { markup: row.markup }),
    sections: JSON.parse(row.sections) as Section[],
    sealedAt: row.sealed_at,
    contentSha256: row.content_sha256,
    mailUntil: row.mail_until,
  }
}

/** All issues, newest week first. */
export async function readIssues(db: Connection): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (;;) {
    const last = issues.at(-1)
    let rows = db.selectFrom('issues').selectAll().orderBy('week', 'desc').limit(ISSUES_AT_ONCE)
    if (last) rows = rows.where('week', '<', last.week)
    const read = (await rows.execute()).map(issueOf)
    issues.push(...read)
    if (read.length < ISSUES_AT_ONCE) return issues
  }
}

/** The issues of these weeks, in no order. */
export async function readIssuesOf(db: Connection, weeks: readonly WeekId[]): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (let start = 0; start < weeks.length; start += ISSUES_AT_ONCE) {
    const some = weeks.slice(start, start + ISSUES_AT_ONCE)
    issues.push(...(await db.selectFrom('issues').selectAll().where('week', 'in', some).execute()).map(issueOf))
  }
  return issues
}

/** Issues, newest week first, at most `limit`; only those before a week where one is given. */
export async function readIssuesBefore(
  db: Connection,
  { week, limit }: { readonly week?: WeekId | undefined; readonly limit: number },
): Promise<readonly Issue[]> {
  let query = db.selectFrom('issues').selectAll()
  if (week !== undefined) query = query.where('week', '<', week)
  return (await query.orderBy('week', 'desc').limit(limit).execute()).map(issueOf)
}

/** The issues that are still mailed by themselves, newest week first. */
export async function readIssuesToMail(db: Connection, now: Instant): Promise<readonly Issue[]> {
  const rows = await db.selectFrom('issues').selectAll().where('mail_until', '>', now).orderBy('week', 'desc').execute()
  return rows.map(issueOf)
}

/** Lets an issue that is being mailed by itself be mailed for two days more: a relay's quota holds some of its mails back. */
export async function prolongMailing(db: Connection, week: WeekId, now: Instant): Promise<void> {
  const until = addMinutes(now, 48 * 60)
  await db
    .updateTable('issues')
    .set({ mail_until: until })
    .where('week', '=', week)
    .where('mail_until', '>', now)
    .where('mail_until', '<', until)
    .execute()
}

/** The weeks of all issues. */
export async function readIssueWeeks(db: Connection): Promise<readonly WeekId[]> {
  return (await db.selectFrom('issues').select('week').orderBy('week').execute()).map(({ week }) => week)
}

/** The week of the latest issue that stands; null before the first. */
export async function readLatestWeek(db: Connection): Promise<WeekId | null> {
  const row = await db
    .selectFrom('issues')
    .select('week')
    .where('week', 'not in', retractedWeeks)
    .orderBy('week', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.week ?? null
}

/** The issue of a week, or null. */
export async function readIssue(db: Connection, week: WeekId): Promise<Issue | null> {
  const row = await db.selectFrom('issues').selectAll().where('week', '=', week).executeTakeFirst()
  return row ? issueOf(row) : null
}

/** The number that the next sealed issue gets: numbers follow the order of sealing. */
export async function readNextNumber(db: Connection): Promise<number> {
  const row = await db
    .selectFrom('issues')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

/** Saves a sealed issue with the placement of every item it considered. Call within the transaction that settles its slot. */
export async function insertIssue(db: Connection, issue: Issue, placements: readonly PlacementTable[]): Promise<void> {
  await db
    .insertInto('issues')
    .values({
      number: issue.number,
      week: issue.week,
      date: issue.date,
      title: issue.title,
      foreword: issue.foreword,
      markup: issue.markup ?? null,
      sections: JSON.stringify(issue.sections),
      sealed_at: issue.sealedAt,
      content_sha256: issue.contentSha256,
      mail_until: issue.mailUntil,
    })
    .execute()
  for (let start = 0; start < placements.length; start += 200)
    await db
      .insertInto('placements')
      .values(placements.slice(start, start + 200))
      .execute()
}

/** In which issue, and as what, an item was placed. */
export async function readPlacement(db: Connection, itemId: number): Promise<PlacementTable | null> {
  return (await db.selectFrom('placements').selectAll().where('item_id', '=', itemId).executeTakeFirst()) ?? null
}

/** The week whose issue has told a canonical link, whichever item brought it; null when none has. */
export async function readToldWeek(db: Connection, url: string): Promise<WeekId | null> {
  const row = await db
    .selectFrom('placements')
    .innerJoin('items', 'items.id', 'placements.item_id')
    .select('placements.week')
    .where('items.url', '=', url)
    .where('placements.role', '!=', 'left-out')
    .executeTakeFirst()
  return row?.week ?? null
}

/** Those of the items that an issue has considered already. */
export async function readPlacedIds(db: Connection, itemIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (itemIds.length === 0) return new Set()
  const rows = await db.selectFrom('placements').select('item_id').where('item_id', 'in', itemIds).execute()
  return new Set(rows.map(row => row.item_id))
}

/** By what a change of readSourcesOfPlaced is told: how many there are, and the sum of the sources. */
export async function readSourcesMark(db: Connection): Promise<readonly string[]> {
  const { count, sum } = await db
    .selectFrom('placements')
    .innerJoin('items', 'items.id', 'placements.item_id')
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('items.source_id').as('sum')])
    .where('placements.role', '!=', 'left-out')
    .executeTakeFirstOrThrow()
  return [String(count), String(sum)]
}

/** The source of every item that has a place in an issue, by the item. */
export async function readSourcesOfPlaced(db: Connection): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('placements')
    .innerJoin('items', 'items.id', 'placements.item_id')
    .select(['items.id', 'items.source_id'])
    .where('placements.role', '!=', 'left-out')
    .execute()
  return new Map(rows.map(({ id, source_id }) => [id, source_id]))
}
