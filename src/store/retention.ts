// Forgets what nobody needs any more: a batch at a time, nothing of an issue or a draft, nothing that readers see.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Store } from './engine/database.ts'

/** So much is forgotten in one statement; others wait no longer than that takes. */
const BATCH = 500
/** An SQLite file is made smaller when so much of it is free, and that is so many bytes. */
const FREE_PART = 0.25
const FREE_BYTES = 16 * 1024 * 1024

/** Items from before an instant that are in no issue, were chosen by nobody and belong to no draft. */
const forgettable = (before: Instant) => sql`
  items.first_seen_at < ${before} and items.enters_at is not null and items.enters_at < ${before}
  and not exists (select 1 from placements where placements.item_id = items.id and placements.role <> 'left-out')
  and not exists (select 1 from article_copies where article_copies.item_id = items.id)
  and not exists (select 1 from readings where readings.item_id = items.id)
  and not exists (select 1 from slots where slots.state = 'open' and slots.opens_at <= items.enters_at and slots.closes_at > items.enters_at)
  and not exists (select 1 from edits where edits.url = items.url)`

/** Forgets the texts of articles, a batch. Returns how many. */
export async function forgetArticles({ db }: Store, before: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from articles where item_id in (
      select items.id from items join articles read on read.item_id = items.id where ${forgettable(before)} limit ${BATCH})`.execute(
    db,
  )
  return Number(numAffectedRows)
}

/** Forgets what sources said of items, a batch; titles and links stay, by which an item is known again. Returns how many. */
export async function forgetItemTexts({ db }: Store, before: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update items set content_html = null, summary_html = null where id in (
      select id from items where ${forgettable(before)} and (content_html is not null or summary_html is not null) limit ${BATCH})`.execute(
    db,
  )
  return Number(numAffectedRows)
}

/** Forgets what editors did to weeks that are over, a batch; what was done to an open draft can still be taken back. Returns how many. */
export async function forgetActs({ db }: Store, before: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from journal where id in (select id from journal where at < ${before}
      and (exists (select 1 from slots where slots.week = journal.week and slots.state <> 'open')
        or exists (select 1 from issues where issues.week = journal.week)) limit ${BATCH})`.execute(db)
  return Number(numAffectedRows)
}

/** Forgets what models answered before an instant, summaries and translations, a batch of each. Returns how many. */
export async function forgetAnswers({ db }: Store, before: Instant): Promise<number> {
  const summaries = await sql`
    delete from model_answers where (text_sha256, model, prompt_sha256) in (
      select text_sha256, model, prompt_sha256 from model_answers where answered_at < ${before}
      order by answered_at limit ${BATCH})`.execute(db)
  const translations = await sql`
    delete from translations where (text_sha256, made_sha256) in (
      select text_sha256, made_sha256 from translations where answered_at < ${before}
      order by answered_at limit ${BATCH})`.execute(db)
  return Number((summaries.numAffectedRows ?? 0n) + (translations.numAffectedRows ?? 0n))
}

/** Forgets the robots.txt of hosts that were asked for none since an instant, a batch. Returns how many. */
export async function forgetRobots({ db }: Store, before: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from robots where origin in (
      select origin from robots where fetched_at < ${before} order by fetched_at limit ${BATCH})`.execute(db)
  return Number(numAffectedRows)
}

/** Gives the room of what was forgotten back to the disk, where it is much; PostgreSQL does that by itself. True when it did. */
export async function shrinkStore({ db, dialect, file }: Store): Promise<boolean> {
  if (dialect !== 'sqlite' || file === null) return false
  const read = async (name: string): Promise<number> =>
    Number(Object.values((await sql<Record<string, number>>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0])
  const [free, all, sizeBytes] = [await read('freelist_count'), await read('page_count'), await read('page_size')]
  if (free * sizeBytes < FREE_BYTES || free < all * FREE_PART) return false
  await sql`vacuum`.execute(db)
  return true
}
