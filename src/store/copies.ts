// Saved copies of articles as PDF: which are wanted, who is making one, and their bytes.
import { createHash } from 'node:crypto'
import type { Article, Instant, Issue, WeekId } from '../core/types.ts'
import { articleOf } from './articles.ts'
import type { ArticleCopyTable } from './engine/schema.ts'
import type { Connection } from './engine/database.ts'
import { issueOf } from './issues.ts'
import { readSetting, saveSetting } from './settings.ts'

/** A copy that is there, without its bytes. */
export interface SavedCopy {
  readonly itemId: number
  readonly week: WeekId
  /** Name of its file among the copies of its issue, without `.pdf`. */
  readonly name: string
  readonly savedAt: Instant
  /** Of its bytes, hexadecimal. */
  readonly sha256: string
  /** Where the article stands: its link, and where that led. */
  readonly addresses: readonly string[]
}

/** A copy that is wanted and not there. */
export interface DueCopy {
  readonly itemId: number
  readonly week: WeekId
  /** How many attempts there have been. */
  readonly attempts: number
  readonly dueAt: Instant
}

const NOTED = 'copies noted up to issue'
/** An excerpt is no article, and what was a PDF has its own. */
const copiedMethods: readonly Article['method'][] = ['selector', 'page', 'feed']

/** Takes up the leading articles of the issues sealed since the last call, as far as the store holds their text. */
export async function noteNewCopies(db: Connection): Promise<void> {
  const noted = Number((await readSetting(db, NOTED)) ?? 0)
  const rows = await db.selectFrom('issues').selectAll().where('number', '>', noted).orderBy('number').execute()
  for (const issue of rows.map(issueOf)) {
    await wantCopies(db, issue)
    await saveSetting(db, NOTED, String(issue.number))
  }
}

async function wantCopies(db: Connection, { week, sealedAt, sections }: Issue): Promise<void> {
  const itemIds = sections.flatMap(({ stories }) => stories.map(({ lead }) => lead.itemId))
  if (itemIds.length === 0) return
  const held = await db
    .selectFrom('articles')
    .select('item_id')
    .where('item_id', 'in', itemIds)
    .where('state', '=', 'read')
    .where('method', 'in', copiedMethods)
    .where('words', '>', 0)
    .execute()
  if (held.length === 0) return
  const nothing = { problem: null, saved_at: null, name: null, sha256: null, size_bytes: null, pdf: null }
  await db
    .insertInto('article_copies')
    .values(held.map(({ item_id }) => ({ item_id, week, attempts: 0, next_attempt_at: sealedAt, ...nothing })))
    .onConflict(conflict => conflict.column('item_id').doNothing())
    .execute()
}

/** At most `count` copies that may be tried now, of the newest issue first, without those that have been tried too often in vain. */
export async function readDueCopies(
  db: Connection,
  { now, count, maxAttempts }: { readonly now: Instant; readonly count: number; readonly maxAttempts: number },
): Promise<readonly DueCopy[]> {
  const rows = await db
    .selectFrom('article_copies')
    .select(['item_id', 'week', 'attempts', 'next_attempt_at'])
    .where('saved_at', 'is', null)
    .where('next_attempt_at', '<=', now)
    .where('attempts', '<', maxAttempts)
    .orderBy('week', 'desc')
    .orderBy('item_id')
    .limit(count)
    .execute()
  return rows.map(({ item_id, week, attempts, next_attempt_at }) => ({
    itemId: item_id,
    week,
    attempts,
    dueAt: next_attempt_at,
  }))
}

/**
 * Takes a due copy, unless another worker has. The attempt counts from now, and not from its end: one that takes the whole program with it
 * is not tried for ever.
 */
export async function takeCopy(db: Connection, { itemId, dueAt }: DueCopy, until: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('article_copies')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), next_attempt_at: until }))
    .where('item_id', '=', itemId)
    .where('saved_at', 'is', null)
    .where('next_attempt_at', '=', dueAt)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The article that a copy is made of, and when its text was read; null when the store no longer holds it. */
export async function readArticleToCopy(
  db: Connection,
  itemId: number,
): Promise<{ readonly article: Article; readonly readAt: Instant } | null> {
  const row = await db.selectFrom('articles').selectAll().where('item_id', '=', itemId).executeTakeFirst()
  return row?.state === 'read' ? { article: articleOf(row), readAt: row.extracted_at } : null
}

/** Keeps the bytes of a copy; the first ones stay. */
export async function saveCopy(
  db: Connection,
  itemId: number,
  { name, pdf }: { readonly name: string; readonly pdf: Uint8Array },
  now: Instant,
): Promise<void> {
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  await db
    .updateTable('article_copies')
    .set({ name, pdf, sha256, size_bytes: pdf.length, saved_at: now, problem: null })
    .where('item_id', '=', itemId)
    .where('saved_at', 'is', null)
    .execute()
}

/** Keeps why an attempt made no copy, how many count by now, and when the next may be. */
export async function saveCopyFailure(
  db: Connection,
  itemId: number,
  failure: { readonly problem: string; readonly attempts: number; readonly nextAttemptAt: Instant },
): Promise<void> {
  const { problem, attempts, nextAttemptAt } = failure
  await db
    .updateTable('article_copies')
    .set({ problem, attempts, next_attempt_at: nextAttemptAt })
    .where('item_id', '=', itemId)
    .where('saved_at', 'is', null)
    .execute()
}

/** All copies that are there, without their bytes. */
export async function readSavedCopies(db: Connection): Promise<readonly SavedCopy[]> {
  const rows = await db
    .selectFrom('article_copies')
    .innerJoin('items', 'items.id', 'article_copies.item_id')
    .leftJoin('articles', 'articles.item_id', 'article_copies.item_id')
    .select([
      'article_copies.item_id',
      'week',
      'name',
      'saved_at',
      'sha256',
      'items.url',
      'articles.url as read_at_url',
    ])
    .where('saved_at', 'is not', null)
    .$narrowType<{ saved_at: Instant; name: string; sha256: string }>()
    .orderBy('article_copies.item_id')
    .execute()
  return rows.map(({ item_id, week, name, saved_at, sha256, url, read_at_url }) => ({
    itemId: item_id,
    week,
    name,
    savedAt: saved_at,
    sha256,
    addresses: [url, read_at_url].filter(address => address !== null),
  }))
}

/** The bytes of a copy that is there. */
export async function readCopyPdf(db: Connection, itemId: number): Promise<Uint8Array> {
  const { pdf } = await db
    .selectFrom('article_copies')
    .select('pdf')
    .where('item_id', '=', itemId)
    .where('pdf', 'is not', null)
    .$narrowType<{ pdf: Uint8Array }>()
    .executeTakeFirstOrThrow()
  return pdf
}

/** How the copy of an item stands, without its bytes; null when none is wanted. */
export async function readCopyState(
  db: Connection,
  itemId: number,
): Promise<Omit<ArticleCopyTable, 'pdf' | 'sha256'> | null> {
  const row = await db
    .selectFrom('article_copies')
    .select(['item_id', 'week', 'attempts', 'next_attempt_at', 'problem', 'saved_at', 'name', 'size_bytes'])
    .where('item_id', '=', itemId)
    .executeTakeFirst()
  return row ?? null
}
