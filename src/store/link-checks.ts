// Links of sealed issues: which are due for a check, and which are gone. collect/link-care.ts writes them, publish/ marks the gone ones.
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import type { Connection } from './engine/database.ts'
import { issueOf } from './issues.ts'
import type { LinkCheckTable } from './engine/schema.ts'
import { readSetting, saveSetting } from './settings.ts'

const NOTED = 'links noted up to issue'

/** Takes up the links of the issues sealed since the last call; each is due `firstCheckMinutes` after its issue was sealed. */
export async function noteNewLinks(db: Connection, firstCheckMinutes: number): Promise<void> {
  const noted = Number((await readSetting(db, NOTED)) ?? 0)
  const rows = await db.selectFrom('issues').selectAll().where('number', '>', noted).orderBy('number').execute()
  for (const issue of rows.map(issueOf)) {
    const urls = issue.sections.flatMap(({ stories }) => stories.flatMap(({ lead }) => lead.url ?? []))
    const next_check_at = addMinutes(issue.sealedAt, firstCheckMinutes)
    const links = [...new Set(urls)]
      .filter(url => parseHttpUrl(url) !== null)
      .map(url => ({ url, next_check_at, failures: 0, failing_since: null, dead_since: null }))
    if (links.length > 0)
      await db
        .insertInto('link_checks')
        .values(links)
        .onConflict(conflict => conflict.column('url').doNothing())
        .execute()
    await saveSetting(db, NOTED, String(issue.number))
  }
}

/** Takes up one more link of an issue, which is due at an instant. */
export async function noteLink(db: Connection, url: string, dueAt: Instant): Promise<void> {
  const link = { url, next_check_at: dueAt, failures: 0, failing_since: null, dead_since: null }
  await db
    .insertInto('link_checks')
    .values(link)
    .onConflict(conflict => conflict.column('url').doNothing())
    .execute()
}

/** The links that are due, longest due first, and puts each off until `until`: no other worker takes them meanwhile. */
export async function takeDueLinks(
  db: Connection,
  now: Instant,
  until: Instant,
  count: number,
): Promise<readonly LinkCheckTable[]> {
  const due = await db
    .selectFrom('link_checks')
    .selectAll()
    .where('next_check_at', '<=', now)
    .orderBy('next_check_at')
    .orderBy('url')
    .limit(count)
    .execute()
  const taken: LinkCheckTable[] = []
  for (const link of due) {
    const { numUpdatedRows } = await db
      .updateTable('link_checks')
      .set({ next_check_at: until })
      .where('url', '=', link.url)
      .where('next_check_at', '=', link.next_check_at)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) taken.push(link)
  }
  return taken
}

/** Keeps what a check found. */
export async function saveLinkCheck(db: Connection, { url, ...found }: LinkCheckTable): Promise<void> {
  await db.updateTable('link_checks').set(found).where('url', '=', url).execute()
}

/** Since when each link that is gone has been gone, by its address. */
export async function readDeadLinks(db: Connection): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db
    .selectFrom('link_checks')
    .select(['url', 'dead_since'])
    .where('dead_since', 'is not', null)
    .execute()
  return new Map(rows.flatMap(({ url, dead_since }) => (dead_since === null ? [] : [[url, dead_since] as const])))
}
