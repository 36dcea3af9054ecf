// Those who may sign in to the desk, and their passwords. The last owner stays.
import type { Selectable } from 'kysely'
import { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import { addressKey, mailableAddress } from './address.ts'
import type { Connection, Store } from './engine/database.ts'
import type { DeskRole, EditorTable } from './engine/desk-tables.ts'

export type { DeskRole } from './engine/desk-tables.ts'

/** Somebody at the desk. */
export interface Editor {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly role: DeskRole
  readonly mayRelease: boolean
  /** Whether a password opens the desk for this editor, beside codes and links. */
  readonly hasPassword: boolean
}

/** What is said of an editor who is added or changed. */
export type EditorInput = Pick<Editor, 'email' | 'name' | 'role' | 'mayRelease'>

function editorOf({ id, email, name, role, may_release: mayRelease, password }: Selectable<EditorTable>): Editor {
  return {
    id,
    email,
    name,
    role,
    mayRelease: role === 'owner' || (role === 'editor' && mayRelease === 1),
    hasPassword: password !== null,
  }
}

/** All editors, owners first, then by name. */
export async function listEditors(db: Connection): Promise<readonly Editor[]> {
  const rows = await db.selectFrom('editors').selectAll().orderBy('name').orderBy('id').execute()
  const ranks: readonly DeskRole[] = ['owner', 'editor', 'contributor']
  return rows.map(editorOf).toSorted((a, b) => ranks.indexOf(a.role) - ranks.indexOf(b.role))
}

/** The editor with this id or address, or null. Throws SUBSCRIBER_INVALID for text that is no address. */
export async function findEditor(
  db: Connection,
  by: { readonly id: number } | { readonly email: string },
): Promise<Editor | null> {
  const all = db.selectFrom('editors').selectAll()
  const row = await (
    'id' in by ? all.where('id', '=', by.id) : all.where('email_key', '=', addressKey(by.email))
  ).executeTakeFirst()
  return row ? editorOf(row) : null
}

/** Throws EDITOR_NEEDED when nobody but this editor is an owner. */
async function requireOtherOwner(db: Connection, id: number): Promise<void> {
  const other = await db
    .selectFrom('editors')
    .select('id')
    .where('role', '=', 'owner')
    .where('id', '!=', id)
    .executeTakeFirst()
  if (!other)
    throw new WeeklyError('EDITOR_NEEDED', 'the desk needs an owner, and this is the last', {
      hint: 'Make somebody else an owner first: `weekly desk add EMAIL --role owner`.',
    })
}

/**
 * Adds an editor, or changes the one with this address; answers with the editor. Throws SUBSCRIBER_INVALID for text that is no address,
 * EDITOR_NEEDED when the last owner would be none.
 */
export async function saveEditor({ db }: Pick<Store, 'db'>, input: EditorInput, now: Instant): Promise<Editor> {
  const { name, role } = input
  const email = mailableAddress(input.email)
  return db.transaction().execute(async transaction => {
    const known = await findEditor(transaction, { email })
    if (known?.role === 'owner' && role !== 'owner') await requireOtherOwner(transaction, known.id)
    const said = { email, name, role, may_release: input.mayRelease ? 1 : 0 }
    const row = await transaction
      .insertInto('editors')
      .values({ ...said, email_key: addressKey(email), password: null, created_at: now })
      .onConflict(conflict => conflict.column('email_key').doUpdateSet(said))
      .returningAll()
      .executeTakeFirstOrThrow()
    return editorOf(row)
  })
}

/** Removes an editor with all sessions; what the editor wrote stays. False when there is none. Throws EDITOR_NEEDED for the last owner. */
export async function removeEditor({ db }: Pick<Store, 'db'>, id: number): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    const known = await findEditor(transaction, { id })
    if (!known) return false
    if (known.role === 'owner') await requireOtherOwner(transaction, id)
    await transaction.deleteFrom('editors').where('id', '=', id).execute()
    return true
  })
}

/** Keeps what a password is checked against, or with null lets none open the desk for this editor; ends no session. */
export async function savePassword(db: Connection, id: number, password: string | null): Promise<void> {
  await db.updateTable('editors').set({ password }).where('id', '=', id).execute()
}

/** What the password of the editor with this id is checked against; null when none is set. */
export async function readPassword(db: Connection, id: number): Promise<string | null> {
  const row = await db.selectFrom('editors').select('password').where('id', '=', id).executeTakeFirst()
  return row?.password ?? null
}

/** The editor with this address. Throws EDITOR_MISSING, SUBSCRIBER_INVALID for text that is no address. */
export async function requireEditor(db: Connection, email: string): Promise<Editor> {
  const editor = await findEditor(db, { email })
  if (editor) return editor
  throw new WeeklyError('EDITOR_MISSING', `nobody at the desk has the address ${email}`, {
    hint: '`weekly desk list` shows who may sign in; `weekly desk add EMAIL` adds somebody.',
  })
}
