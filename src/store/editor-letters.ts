// Mails to editors about a draft: queued as they were rendered, each once, and sent through the same states as all mails. No subscriber has to do
// with them.
import { addMinutes } from '../core/clock.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { EditorLetterTable } from './engine/desk-tables.ts'
import type { ClaimedMail } from './ledger.ts'

export type { EditorLetterKind } from './engine/desk-tables.ts'

/** Closed ones are kept this long: what the next mail says has changed is told from them. */
const KEPT_MINUTES = 90 * 24 * 60
const openStates = ['pending', 'claimed', 'data', 'deferred', 'uncertain'] as const

/** A mail as it is queued. */
export interface NewEditorLetter extends Pick<
  EditorLetterTable,
  'week' | 'kind' | 'base' | 'language' | 'subject' | 'html' | 'text'
> {
  readonly editorId: number
  readonly askedAt: Instant
  readonly messageId: string
}

/** Queues a mail; nothing happens where this editor has had one of the kind about this very draft. */
export async function insertEditorLetter(db: Connection, letter: NewEditorLetter, now: Instant): Promise<void> {
  const { editorId, askedAt, messageId, ...said } = letter
  await db
    .insertInto('editor_letters')
    .values({
      ...said,
      ...{ editor_id: editorId, asked_at: askedAt, message_id: messageId, dated_at: now, updated_at: now },
      ...{ state: 'pending', attempts: 0, first_attempt_at: null, next_attempt_at: null, claimed_by: null },
      ...{ claimed_until: null, response: null },
    })
    .onConflict(conflict => conflict.columns(['week', 'editor_id', 'kind', 'base']).doNothing())
    .execute()
}

/** What a week's editors have been written, the newest last. */
export async function readEditorLetters(db: Connection, week: WeekId) {
  return db
    .selectFrom('editor_letters')
    .select(['kind', 'base', 'asked_at', 'dated_at', 'editor_id', 'state'])
    .where('week', '=', week)
    .orderBy('id')
    .execute()
}

/** A mail to an editor that was just claimed. */
export interface ClaimedEditorLetter extends ClaimedMail {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** Mails that were just claimed, in order, to the address that their editor has now. */
export async function readClaimedEditorLetters(
  db: Connection,
  ids: readonly number[],
): Promise<readonly ClaimedEditorLetter[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('editor_letters')
    .innerJoin('editors', 'editors.id', 'editor_letters.editor_id')
    .selectAll('editor_letters')
    .select(['editors.email', 'editors.email_key'])
    .where('editor_letters.id', 'in', ids)
    .orderBy('editor_letters.id')
    .execute()
  return rows.map(row => ({ ...row, subscriber_id: 0, confirmed_at: null }))
}

/** Whether mails to editors are on their way. */
export async function hasOpenEditorLetters(db: Connection): Promise<boolean> {
  const open = await db
    .selectFrom('editor_letters')
    .select('id')
    .where('state', 'in', openStates)
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}

/** Takes back all open ones written until an instant, of a store put back from a copy: they may have been sent since. */
export async function holdOldEditorLetters(db: Connection, until: Instant, now: Instant): Promise<void> {
  await db
    .updateTable('editor_letters')
    .set({ state: 'skipped', response: 'written before the store was put back', updated_at: now })
    .where('dated_at', '<=', until)
    .where('state', 'in', openStates)
    .execute()
}

/** Forgets closed ones after three months. */
export async function purgeEditorLetters(db: Connection, now: Instant): Promise<void> {
  await db
    .deleteFrom('editor_letters')
    .where('state', 'not in', openStates)
    .where('updated_at', '<=', addMinutes(now, -KEPT_MINUTES))
    .execute()
}
