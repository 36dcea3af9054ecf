// Passkeys of editors, and the challenges that they sign: each once, in the browser that asked, within five minutes.
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import type { DeskPasskeyTable } from './engine/desk-tables.ts'

/** A passkey as it was registered. */
export interface Passkey {
  /** The credential's id, base64url. */
  readonly id: string
  readonly editorId: number
  /** COSE key, base64url. */
  readonly publicKey: string
  /** How often its device has signed; 0 for those that do not count. */
  readonly counter: number
  readonly transports: readonly string[]
  readonly name: string
  readonly createdAt: Instant
  readonly usedAt: Instant | null
}

const CHALLENGE_MINUTES = 5
/** So many an editor may have. */
export const MOST_PASSKEYS = 20

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** For signing in, or for registering a passkey of one editor. */
export type ChallengePurpose =
  { readonly kind: 'passkey' } | { readonly kind: 'new-passkey'; readonly editorId: number }

const editorOf = (purpose: ChallengePurpose): number | null => ('editorId' in purpose ? purpose.editorId : null)
const keyHashOf = ({ kind }: ChallengePurpose, browserKey: string): string => hashOf(`${kind} ${browserKey}`)

/** Keeps a challenge for the browser with this key, in the place of one that it asked for before. */
export async function saveChallenge(
  db: Connection,
  purpose: ChallengePurpose,
  browserKey: string,
  challenge: string,
  now: Instant,
): Promise<void> {
  const code = { code_hash: hashOf(`${browserKey} ${challenge}`), expires_at: addMinutes(now, CHALLENGE_MINUTES) }
  const row = { key_hash: keyHashOf(purpose, browserKey), kind: purpose.kind, editor_id: editorOf(purpose), tries: 0 }
  await db
    .insertInto('desk_keys')
    .values({ ...row, ...code })
    .onConflict(conflict => conflict.column('key_hash').doUpdateSet({ editor_id: row.editor_id, ...code }))
    .execute()
}

/** Uses the challenge of this browser up, and answers what tells whether another text is it; null where none waits. Of two at once one wins. */
export async function useChallenge(
  db: Connection,
  purpose: ChallengePurpose,
  browserKey: string,
  now: Instant,
): Promise<((challenge: string) => boolean) | null> {
  const row = await db
    .deleteFrom('desk_keys')
    .where('key_hash', '=', keyHashOf(purpose, browserKey))
    .where('kind', '=', purpose.kind)
    .where('expires_at', '>', now)
    .returning(['code_hash', 'editor_id'])
    .executeTakeFirst()
  if (!row || row.editor_id !== editorOf(purpose)) return null
  return challenge => row.code_hash === hashOf(`${browserKey} ${challenge}`)
}

function passkeyOf(row: Selectable<DeskPasskeyTable>): Passkey {
  const { id, name, editor_id: editorId, public_key: publicKey, created_at: createdAt, used_at: usedAt } = row
  const transports = JSON.parse(row.transports) as readonly string[]
  return { id, editorId, publicKey, counter: Number(row.counter), transports, name, createdAt, usedAt }
}

/** Registers a passkey; false where it is registered already, or its editor has as many as anybody may have. */
export async function savePasskey(
  { db }: Pick<Store, 'db'>,
  { id, editorId, publicKey, counter, transports, name }: Omit<Passkey, 'createdAt' | 'usedAt'>,
  now: Instant,
): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    if ((await listPasskeys(transaction, editorId)).length >= MOST_PASSKEYS) return false
    const said = { transports: JSON.stringify(transports), name, created_at: now, used_at: null }
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('desk_passkeys')
      .values({ id, editor_id: editorId, public_key: publicKey, counter: String(counter), ...said })
      .onConflict(conflict => conflict.column('id').doNothing())
      .executeTakeFirst()
    return (numInsertedOrUpdatedRows ?? 0n) > 0n
  })
}

/** An editor's passkeys, the oldest first. */
export async function listPasskeys(db: Connection, editorId: number): Promise<readonly Passkey[]> {
  const all = db.selectFrom('desk_passkeys').selectAll().where('editor_id', '=', editorId)
  return (await all.orderBy('created_at').orderBy('id').execute()).map(passkeyOf)
}

/** The passkey with this id, whoever has it; null when there is none. */
export async function findPasskey(db: Connection, id: string): Promise<Passkey | null> {
  const row = await db.selectFrom('desk_passkeys').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? passkeyOf(row) : null
}

/** Whether anybody has a passkey; with an editor's id whether this one has. */
export async function hasPasskeys(db: Connection, editorId?: number): Promise<boolean> {
  const all = db.selectFrom('desk_passkeys').select('id').limit(1)
  const row = await (editorId === undefined ? all : all.where('editor_id', '=', editorId)).executeTakeFirst()
  return row !== undefined
}

/** Notes that a passkey was used, and its counter; false where somebody else has used it since it was read: one of the two is a copy. */
export async function notePasskeyUse(
  db: Connection,
  { id, counter: before }: Passkey,
  counter: number,
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('desk_passkeys')
    .set({ counter: String(counter), used_at: now })
    .where('id', '=', id)
    .where('counter', '=', String(before))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Calls a passkey of this editor something else. */
export async function renamePasskey(db: Connection, editorId: number, id: string, name: string): Promise<void> {
  await db.updateTable('desk_passkeys').set({ name }).where('id', '=', id).where('editor_id', '=', editorId).execute()
}

/** Removes a passkey of this editor; it opens nothing any more. Sessions stay. */
export async function removePasskey(db: Connection, editorId: number, id: string): Promise<void> {
  await db.deleteFrom('desk_passkeys').where('id', '=', id).where('editor_id', '=', editorId).execute()
}
