// The part of the settings about tokens: making one, which shows it this once, and revoking.
import { isWeeklyError } from '../../core/errors.ts'
import { type DeskToken, listTokens, makeToken, revokeToken, scopesOf, tokenScopes } from '../../store/desk-tokens.ts'
import { listEditors } from '../../store/editors.ts'
import { type Asked, deskWords } from './frame.ts'
import { viewMoment } from './moments.ts'

/** A token that was just made: its secret is on one page, once. */
export interface MadeToken {
  readonly name: string
  readonly secret: string
}

/** The tokens that somebody may see: an owner all, others their own; and what a new one may do. */
export async function viewTokens({ deps, signedIn }: Asked): Promise<object> {
  const { editor } = signedIn
  const words = deskWords(deps).tokens
  const now = deps.clock.now()
  const names = new Map((await listEditors(deps.store.db)).map(({ id, name }) => [id, name]))
  const tokens = await listTokens(deps.store.db, editor.role === 'owner' ? null : editor.id)
  const view = ({ id, name, editorId, scopes, madeAt, expiresAt, usedAt }: DeskToken): object => ({
    ...{ id, name },
    of: editorId === editor.id ? '' : words.of(names.get(editorId) ?? ''),
    may: scopes.map(scope => words.scopeNames[scope]),
    made: viewMoment(madeAt, deps),
    until: viewMoment(expiresAt, deps),
    isOver: expiresAt <= now,
    used: usedAt && viewMoment(usedAt, deps),
  })
  return {
    tokens: tokens.map(view),
    scopes: scopesOf(editor).map(scope => ({ scope, said: words.scopeNames[scope] })),
  }
}

/** Makes the token that a form asks for; null where it asks for none that can be. */
export async function makeFromForm({ deps, signedIn }: Asked, fields: URLSearchParams): Promise<MadeToken | null> {
  const name = (fields.get('name') ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim()
  const wanted = fields.getAll('scope')
  const scopes = tokenScopes.filter(scope => wanted.includes(scope))
  const days = /^\d{1,3}$/.test(fields.get('days') ?? '') ? Number(fields.get('days')) : 0
  try {
    const { secret } = await makeToken(deps.store.db, signedIn.editor, { name, scopes, days }, deps.clock.now())
    return { name, secret }
  } catch (error) {
    if (isWeeklyError(error) && error.code === 'USAGE_INVALID') return null
    throw error
  }
}

/** Ends one of one's own tokens, or for an owner anybody's. */
export async function revokeByForm({ deps, signedIn }: Asked, fields: URLSearchParams): Promise<void> {
  const { editor } = signedIn
  const id = fields.get('id') ?? ''
  if (/^[1-9]\d{0,8}$/.test(id))
    await revokeToken(deps.store.db, Number(id), editor.role === 'owner' ? null : editor.id)
}
