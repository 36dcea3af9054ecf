// Links of sealed issues: which are due for a check, and which are gone. collect/link-care.ts writes them, publish/ marks the gone ones.
import { addMinutes } from '../core/clock.ts'
import type { Instant, Issue } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import type { Connection } from './engine/database.ts'
import { issueOf } from './issues.ts'
import type { LinkCheckTable } from './engine/schema.ts'
import { readSetting, saveSetting } from './settings.ts'

const NOTED = 'links noted up to issue'
/** A row of an issue is large, and every statement waits for the disk. */
const ISSUES_AT_ONCE = 50
/** SQLite takes some 32,000 values in one statement, five a link. */
const LINKS_AT_ONCE = 1_000

/** Takes up the links of the issues sealed since the last call; each is due `firstCheckMinutes` after its issue was sealed. */
export async function noteNewLinks(db: Connection, firstCheckMinutes: number): Promise<void> {
  let noted = Number((await readSetting(db, NOTED)) ?? 0)
  for (;;) {
    const unnoted = db.selectFrom('issues').selectAll().where('number', '>', noted)
    const issues = (await unnoted.orderBy('number').limit(ISSUES_AT_ONCE).execute()).map(issueOf)
    const links = issues.flatMap(issue => linksOf(issue, firstCheckMinutes))
    // One that several issues have is due by the first of them.
    for (let start = 0; start < links.length; start += LINKS_AT_ONCE)
      await db
        .insertInto('link_checks')
        .values(links.slice(start, start + LINKS_AT_ONCE))
        .onConflict(conflict => conflict.column('url').doNothing())
        .execute()
    noted = issues.at(-1)?.number ?? noted
    // Who dies before this notes the same links once more, which changes nothing.
    if (issues.length > 0) await saveSetting(db, NOTED, String(noted))
    if (issues.length < ISSUES_AT_ONCE) return
  }
}

function linksOf({ sections, sealedAt }: Issue, firstCheckMinutes: number): readonly LinkCheckTable[] {
  const urls = sections.flatMap(({ stories }) => stories.flatMap(({ lead }) => lead.url ?? []))
  const next_check_at = addMinutes(sealedAt, firstCheckMinutes)
  return [...new Set(urls)]
    .filter(url => parseHttpUrl(url) !== null)
    .map(url => ({ url, next_check_at, failures: 0, failing_since: null, dead_since: null }))
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
