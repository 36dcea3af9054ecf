// The tokens by which programs act for an editor: only hashes are kept, and a token never does more than its editor may at that moment.
import { createHash, randomBytes } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { TokenScope } from './engine/desk-tables.ts'
import { type Editor, findEditor } from './editors.ts'

export type { TokenScope } from './engine/desk-tables.ts'

/** All scopes, the harmless ones first. */
export const tokenScopes: readonly TokenScope[] = ['read', 'save', 'edit', 'subscribers', 'release']

/** A token as its editor sees it in a list; what opens the door is kept nowhere. */
export interface DeskToken {
  readonly id: number
  readonly editorId: number
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly madeAt: Instant
  readonly expiresAt: Instant
  /** Noted every few minutes; null while nothing has used it. */
  readonly usedAt: Instant | null
}

const MINUTES_PER_DAY = 24 * 60
/** No token works for longer than a year. */
export const LONGEST_TOKEN_DAYS = 365
const NAME_CHARACTERS = 60
const MOST_TOKENS = 50
/** Uses are noted this often: ten thousand calls write once. */
const NOTED_MINUTES = 5
/** An expired token is still listed for so long, so that its owner sees why something stopped. */
const KEPT_DAYS = 30
const PREFIX = 'wkly_'

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Whether a text has the form of a token: `wkly_` and 32 bytes as base64url. Pure. */
export function isTokenText(text: string): boolean {
  return /^wkly_[\w-]{43}$/.test(text)
}

/** What the role of an editor lets a token do. */
export function scopesOf({ role, mayRelease }: Pick<Editor, 'role' | 'mayRelease'>): readonly TokenScope[] {
  if (role === 'contributor') return ['read', 'save']
  return tokenScopes.filter(scope => scope !== 'release' || mayRelease)
}

interface TokenRow {
  readonly id: number
  readonly editor_id: number
  readonly name: string
  readonly scopes: string
  readonly made_at: Instant
  readonly expires_at: Instant
  readonly used_at: Instant | null
}

function tokenOf(row: TokenRow): DeskToken {
  const named = row.scopes.split(' ')
  return {
    id: row.id,
    editorId: row.editor_id,
    name: row.name,
    scopes: tokenScopes.filter(scope => named.includes(scope)),
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}

/** What a new token is to be. */
export interface NewToken {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  /** A year where nothing is said. */
  readonly days?: number
}

const refuse = (message: string, hint: string): WeeklyError => new WeeklyError('USAGE_INVALID', message, { hint })

/** Throws USAGE_INVALID for what is no name, no time, or more than the editor may do. */
function checkToken(editor: Editor, { name, scopes, days = LONGEST_TOKEN_DAYS }: NewToken): void {
  if (name === '' || name.length > NAME_CHARACTERS || /\p{Cc}/u.test(name))
    throw refuse('a token needs a name', `At most ${NAME_CHARACTERS} characters, such as the name of its program.`)
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_TOKEN_DAYS)
    throw refuse(`a token does not work for ${days} days`, `Name 1 to ${LONGEST_TOKEN_DAYS}.`)
  const allowed = scopesOf(editor)
  const beyond = scopes.filter(scope => !allowed.includes(scope))
  if (beyond.length > 0)
    throw refuse(`${editor.name} may not do what the token should: ${beyond.join(', ')}`, `Take ${allowed.join(', ')}.`)
  if (scopes.length === 0) throw refuse('a token needs at least one scope', `Take ${allowed.join(', ')}.`)
}

/** Makes a token; its secret is known to nobody afterwards but who gets it here. Throws USAGE_INVALID. */
export async function makeToken(
  db: Connection,
  editor: Editor,
  wanted: NewToken,
  now: Instant,
): Promise<{ readonly secret: string; readonly token: DeskToken }> {
  checkToken(editor, wanted)
  const { name, scopes, days = LONGEST_TOKEN_DAYS } = wanted
  const own = await listTokens(db, editor.id)
  if (own.some(each => each.name === name))
    throw refuse(`${editor.name} has a token "${name}" already`, 'Revoke that one first, or take another name.')
  if (own.length >= MOST_TOKENS) throw refuse(`${editor.name} has ${MOST_TOKENS} tokens`, 'Revoke some first.')
  const secret = `${PREFIX}${randomBytes(32).toString('base64url')}`
  const row = await db
    .insertInto('desk_tokens')
    .values({
      key_hash: hashOf(secret),
      editor_id: editor.id,
      name,
      scopes: tokenScopes.filter(scope => scopes.includes(scope)).join(' '),
      made_at: now,
      expires_at: addMinutes(now, days * MINUTES_PER_DAY),
      used_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { secret, token: tokenOf(row) }
}

/** A token that works, whose it is, and what it may do now: what it was made for, as far as its editor still may. */
export interface OpenedToken {
  readonly token: DeskToken
  readonly editor: Editor
  readonly scopes: readonly TokenScope[]
}

/** The token with this secret, noted as used; `over` when it has expired, null when there is none. */
export async function openToken(db: Connection, secret: string, now: Instant): Promise<OpenedToken | 'over' | null> {
  if (!isTokenText(secret)) return null
  const row = await db.selectFrom('desk_tokens').selectAll().where('key_hash', '=', hashOf(secret)).executeTakeFirst()
  const editor = row ? await findEditor(db, { id: row.editor_id }) : null
  if (!row || !editor) return null
  if (row.expires_at <= now) return 'over'
  if (row.used_at === null || row.used_at <= addMinutes(now, -NOTED_MINUTES))
    await db.updateTable('desk_tokens').set({ used_at: now }).where('id', '=', row.id).execute()
  const token = tokenOf(row)
  const allowed = scopesOf(editor)
  return { token, editor, scopes: token.scopes.filter(scope => allowed.includes(scope)) }
}

/** The tokens of one editor, or with null of all, by name. */
export async function listTokens(db: Connection, editorId: number | null): Promise<readonly DeskToken[]> {
  const rows = await db
    .selectFrom('desk_tokens')
    .selectAll()
    .$if(editorId !== null, query => query.where('editor_id', '=', editorId ?? 0))
    .orderBy('editor_id')
    .orderBy('name')
    .execute()
  return rows.map(tokenOf)
}

/** Ends a token at once; false when there is none. With an editor's id only one of theirs. */
export async function revokeToken(db: Connection, id: number, editorId: number | null): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('desk_tokens')
    .where('id', '=', id)
    .$if(editorId !== null, query => query.where('editor_id', '=', editorId ?? 0))
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Forgets tokens that expired a month ago. */
export async function purgeTokens(db: Connection, now: Instant): Promise<void> {
  await db
    .deleteFrom('desk_tokens')
    .where('expires_at', '<=', addMinutes(now, -KEPT_DAYS * MINUTES_PER_DAY))
    .execute()
}
