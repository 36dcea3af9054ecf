// Where editors are signed in, and the codes and links by which they sign in. Only hashes are kept: who reads the store opens no desk.
import { createHash, randomBytes } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { forgetDevices } from './desk-devices.ts'
import { purgeTokens } from './desk-tokens.ts'
import { type Editor, findEditor } from './editors.ts'

/** A browser that is signed in, as its editor sees it in a list. */
export interface DeskSession {
  /** Names the session without opening anything: the hash of its key. */
  readonly id: string
  readonly editorId: number
  readonly device: string
  readonly network: string
  readonly signedInAt: Instant
  readonly usedAt: Instant
}

/** The browser and the network that somebody comes from. */
export interface DeskVisitor {
  readonly device: string
  readonly network: string
}

const MINUTES_PER_DAY = 24 * 60
/** A session ends when nobody has used it for so long, and in any case at the longest. */
const IDLE_MINUTES = 30 * MINUTES_PER_DAY
const LONGEST_MINUTES = 180 * MINUTES_PER_DAY
/** Uses are noted this often: a page with many requests writes once. */
const NOTED_MINUTES = 5
const CODE_MINUTES = 15
const LINK_MINUTES = 10
/** Guesses at one code: 8 of 32 signs stay 40 bits. */
const MOST_TRIES = 8
const DEVICE_CHARACTERS = 200

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const makeKey = (): string => randomBytes(32).toString('base64url')

/** Begins a session and answers with its key, which only the browser keeps. */
export async function beginSession(
  db: Connection,
  editorId: number,
  visitor: DeskVisitor,
  now: Instant,
): Promise<string> {
  const key = makeKey()
  const device = visitor.device.slice(0, DEVICE_CHARACTERS)
  await db
    .insertInto('desk_sessions')
    .values({
      key_hash: hashOf(key),
      editor_id: editorId,
      device,
      network: visitor.network,
      signed_in_at: now,
      used_at: now,
    })
    .execute()
  return key
}

/** The session of a browser's key with its editor, noted as used; null when it has ended or never was. */
export async function openSession(
  db: Connection,
  key: string,
  network: string,
  now: Instant,
): Promise<{ readonly session: DeskSession; readonly editor: Editor } | null> {
  const id = hashOf(key)
  const row = await db
    .selectFrom('desk_sessions')
    .selectAll()
    .where('key_hash', '=', id)
    .where('used_at', '>', addMinutes(now, -IDLE_MINUTES))
    .where('signed_in_at', '>', addMinutes(now, -LONGEST_MINUTES))
    .executeTakeFirst()
  const editor = row ? await findEditor(db, { id: row.editor_id }) : null
  if (!row || !editor) return null
  if (row.used_at <= addMinutes(now, -NOTED_MINUTES) || row.network !== network)
    await db.updateTable('desk_sessions').set({ used_at: now, network }).where('key_hash', '=', id).execute()
  const { editor_id: editorId, device, signed_in_at: signedInAt, used_at: usedAt } = row
  return { session: { id, editorId, device, network, signedInAt, usedAt }, editor }
}

/** An editor's sessions that still open the desk, the last used first. */
export async function listSessions(db: Connection, editorId: number, now: Instant): Promise<readonly DeskSession[]> {
  return (await listAllSessions(db, now)).filter(session => session.editorId === editorId)
}

/** Everybody's sessions that still open the desk, the last used first. */
export async function listAllSessions(db: Connection, now: Instant): Promise<readonly DeskSession[]> {
  const rows = await db
    .selectFrom('desk_sessions')
    .selectAll()
    .where('used_at', '>', addMinutes(now, -IDLE_MINUTES))
    .where('signed_in_at', '>', addMinutes(now, -LONGEST_MINUTES))
    .orderBy('used_at', 'desc')
    .orderBy('key_hash')
    .execute()
  return rows.map(row => ({
    id: row.key_hash,
    editorId: row.editor_id,
    device: row.device,
    network: row.network,
    signedInAt: row.signed_in_at,
    usedAt: row.used_at,
  }))
}

/** Ends one of an editor's sessions, or all but one. */
export async function endSessions(
  db: Connection,
  editorId: number,
  which: { readonly id: string } | { readonly allBut: string | null },
): Promise<void> {
  const own = db.deleteFrom('desk_sessions').where('editor_id', '=', editorId)
  if ('id' in which) await own.where('key_hash', '=', which.id).execute()
  else {
    await own.where('key_hash', '!=', which.allBut ?? '').execute()
    // Who ends them all has lost a browser: no link approves in any until somebody signs in there again.
    await forgetDevices(db, { editorId })
  }
}

/** Makes a link's token that signs an editor in once, within ten minutes. */
export async function makeDeskLink(db: Connection, editorId: number, now: Instant): Promise<string> {
  const token = makeKey()
  await db
    .insertInto('desk_keys')
    .values({
      key_hash: hashOf(token),
      kind: 'link',
      editor_id: editorId,
      code_hash: null,
      expires_at: addMinutes(now, LINK_MINUTES),
      tries: 0,
    })
    .execute()
  return token
}

/** Whose link this is, as long as it works; changes nothing. */
export async function findDeskLink(db: Connection, token: string, now: Instant): Promise<number | null> {
  const row = await db
    .selectFrom('desk_keys')
    .select('editor_id')
    .where('key_hash', '=', hashOf(token))
    .where('kind', '=', 'link')
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.editor_id ?? null
}

/** Uses a link up, and answers whose it was; null for one that works no more. Of two at once one wins. */
export async function useDeskLink(db: Connection, token: string, now: Instant): Promise<number | null> {
  const row = await db
    .deleteFrom('desk_keys')
    .where('key_hash', '=', hashOf(token))
    .where('kind', '=', 'link')
    .where('expires_at', '>', now)
    .returning('editor_id')
    .executeTakeFirst()
  return row?.editor_id ?? null
}

/**
 * Keeps a code that was asked for, with the key of the browser that may show it: elsewhere the code opens nothing. The editor is null
 * for an address that nobody here has: the answers are the same.
 */
export async function saveDeskCode(
  db: Connection,
  editorId: number | null,
  code: string,
  now: Instant,
): Promise<string> {
  const pendingKey = makeKey()
  await db
    .insertInto('desk_keys')
    .values({
      key_hash: hashOf(pendingKey),
      kind: 'code',
      editor_id: editorId,
      code_hash: hashOf(`${pendingKey} ${code}`),
      expires_at: addMinutes(now, CODE_MINUTES),
      tries: 0,
    })
    .execute()
  return pendingKey
}

/** What came of a code: whose it is, or that it is wrong, or works no more (too late, too many tries, used). */
export type CodeOutcome = { readonly kind: 'right'; readonly editorId: number } | { readonly kind: 'wrong' | 'over' }

/** Tries a code in the browser that asked for one. Each try counts before it is judged. */
export async function tryDeskCode(
  { db }: Pick<Store, 'db'>,
  pendingKey: string,
  code: string,
  now: Instant,
): Promise<CodeOutcome> {
  const id = hashOf(pendingKey)
  const row = await db
    .updateTable('desk_keys')
    .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
    .where('key_hash', '=', id)
    .where('kind', '=', 'code')
    .where('expires_at', '>', now)
    .where('tries', '<', MOST_TRIES)
    .returningAll()
    .executeTakeFirst()
  if (!row) return { kind: 'over' }
  if (row.editor_id === null || row.code_hash !== hashOf(`${pendingKey} ${code}`)) return { kind: 'wrong' }
  const { numDeletedRows } = await db.deleteFrom('desk_keys').where('key_hash', '=', id).executeTakeFirst()
  return numDeletedRows > 0n ? { kind: 'right', editorId: row.editor_id } : { kind: 'over' }
}

/** Forgets what opens the desk no more. */
export async function purgeDesk(db: Connection, now: Instant): Promise<void> {
  await db.deleteFrom('desk_keys').where('expires_at', '<=', now).execute()
  await forgetDevices(db, { until: now })
  await purgeTokens(db, now)
  await db
    .deleteFrom('desk_sessions')
    .where(eb =>
      eb.or([
        eb('used_at', '<=', addMinutes(now, -IDLE_MINUTES)),
        eb('signed_in_at', '<=', addMinutes(now, -LONGEST_MINUTES)),
      ]),
    )
    .execute()
}

/** Whether anybody is signed in, or has been within half a year. */
export async function hasSessions(db: Connection): Promise<boolean> {
  return (await db.selectFrom('desk_sessions').select('key_hash').limit(1).executeTakeFirst()) !== undefined
}
