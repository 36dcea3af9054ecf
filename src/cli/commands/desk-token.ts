// `weekly desk token`: tokens by which programs act for an editor of the desk.
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { WeeklyError } from '../../core/errors.ts'
import { listTokens, makeToken, revokeToken, tokenScopes } from '../../store/desk-tokens.ts'
import type { Instant } from '../../core/types.ts'
import { listEditors, requireEditor } from '../../store/editors.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'

/** `weekly desk token add EMAIL NAME`: prints the token, which is kept nowhere. */
export async function addToken(
  options: GlobalOptions,
  email: string,
  name: string,
  own: { readonly scope: string; readonly days: string },
): Promise<number> {
  const wanted = own.scope.split(',').map(scope => scope.trim())
  const unknown = wanted.find(scope => !tokenScopes.some(each => each === scope))
  if (unknown !== undefined)
    throw new WeeklyError('USAGE_INVALID', `there is no scope "${unknown}"`, {
      hint: `Take ${tokenScopes.join(', ')}.`,
    })
  const scopes = tokenScopes.filter(scope => wanted.includes(scope))
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const editor = await requireEditor(app.store.db, email)
    const days = /^\d+$/.test(own.days) ? Number(own.days) : 0
    const { secret, token } = await makeToken(app.store.db, editor, { name, scopes, days }, app.clock.now())
    if (options.json) sayJson({ ...token, secret })
    say(
      options,
      `${secret}\nshown this once; it acts for ${editor.name} until ${describeInstant(token.expiresAt, app.timezone)}: ${scopes.join(', ')}`,
    )
    return exitCodes.done
  })
}

/** `weekly desk token list`. */
export async function listAllTokens(options: GlobalOptions): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const tokens = await listTokens(app.store.db, null)
    const emails = new Map((await listEditors(app.store.db)).map(({ id, email }) => [id, email]))
    const local = (instant: Instant): string => describeInstant(instant, app.timezone)
    if (options.json) sayJson(tokens.map(token => ({ ...token, email: emails.get(token.editorId) ?? '' })))
    for (const { editorId, name, scopes, expiresAt, usedAt } of tokens)
      say(
        options,
        `${emails.get(editorId) ?? ''}  ${name}  ${scopes.join(',')}  until ${local(expiresAt)}  ${usedAt === null ? 'not used yet' : `last used ${local(usedAt)}`}`,
      )
    if (tokens.length === 0) say(options, 'none yet; `weekly desk token add EMAIL NAME` makes one')
    return exitCodes.done
  })
}

/** `weekly desk token remove EMAIL NAME`. Throws TOKEN_INVALID where there is none. */
export async function removeToken(options: GlobalOptions, email: string, name: string): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const editor = await requireEditor(app.store.db, email)
    const token = (await listTokens(app.store.db, editor.id)).find(each => each.name === name)
    if (!token || !(await revokeToken(app.store.db, token.id, editor.id)))
      throw new WeeklyError('TOKEN_INVALID', `${editor.name} has no token "${name}"`, {
        hint: '`weekly desk token list` shows them all.',
      })
    say(options, `the token "${name}" of ${editor.name} opens nothing any more`)
    return exitCodes.done
  })
}
