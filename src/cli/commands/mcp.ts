// `weekly mcp`: the desk for an agent on this machine, over standard input and output.
import { describeDesk, findOwner } from '../../app/desk.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { type App, withApp } from '../../app/wire.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { OpenAgent } from '../../desk/mcp/mcp-server.ts'
import { openToken, scopesOf } from '../../store/desk-tokens.ts'
import { findEditor } from '../../store/editors.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog } from '../terminal/terminal.ts'

/** What an agent without a token may do: whoever has this shell could do more, but nobody has said that the agent may. */
const withoutToken = ['read', 'save', 'edit'] as const

const invalid = (message: string): WeeklyError =>
  new WeeklyError('TOKEN_INVALID', message, { hint: '`weekly desk token add EMAIL NAME --scope read,save` makes one.' })

/** Who the agent is: the editor of the token in WEEKLY_TOKEN, or without one the first owner, who then releases nothing by it. */
async function identify(app: App, secret: string | undefined): Promise<OpenAgent> {
  const { store, clock } = app
  if (secret !== undefined && secret !== '')
    return async () => {
      const opened = await openToken(store.db, secret, clock.now())
      if (opened === 'over') throw invalid('the token in WEEKLY_TOKEN has expired')
      if (opened === null) throw invalid('the token in WEEKLY_TOKEN is unknown')
      return opened
    }
  const { id } = await findOwner(app)
  return async () => {
    const editor = await findEditor(store.db, { id })
    if (editor === null) throw invalid('the owner of the desk is gone')
    const allowed = scopesOf(editor)
    return { editor, scopes: withoutToken.filter(scope => allowed.includes(scope)) }
  }
}

/** `weekly mcp`: until the input ends. Throws TOKEN_INVALID. */
export async function serveMcp(options: GlobalOptions): Promise<number> {
  return withApp(options, { log: createCommandLog(options), goesOn: true }, async app => {
    const { serveAgent } = await import('../../desk/mcp/mcp-server.ts')
    await serveAgent(describeDesk(app), await identify(app, process.env['WEEKLY_TOKEN']), process.stdin)
    return exitCodes.done
  })
}
