// `weekly desk`: who may sign in to the desk, and ways in that need no mail.
import { createInterface } from 'node:readline'
import { WeeklyError } from '../../core/errors.ts'
import { findOwner, makeLink } from '../../app/desk.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { hashPassword, isPasswordUsable } from '../../desk/pages/password.ts'
import {
  type DeskRole,
  listEditors,
  removeEditor,
  requireEditor,
  saveEditor,
  savePassword,
} from '../../store/editors.ts'
import { exitCodes } from '../terminal/exit.ts'
import { askLine } from '../terminal/ask.ts'
import { createCommandLog, say, sayJson } from '../terminal/terminal.ts'

/** `weekly desk link [EMAIL]`: prints a link that signs in once, within ten minutes. */
export async function printLink(options: GlobalOptions, email: string | undefined): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const editor = await findOwner(app, email)
    const url = await makeLink(app, editor)
    if (options.json) sayJson({ email: editor.email, url })
    say(options, `${url}\nsigns ${editor.name} in, once, within ten minutes`)
    return exitCodes.done
  })
}

/** `weekly desk list`. */
export async function listDesk(options: GlobalOptions): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const editors = await listEditors(app.store.db)
    if (options.json) sayJson(editors)
    for (const { email, name, role, mayRelease } of editors)
      say(options, `${role.padEnd(11)}  ${email}  ${name}${role === 'editor' && mayRelease ? '  may release' : ''}`)
    if (editors.length === 0) say(options, 'nobody yet; `weekly desk link` makes the author of the list its owner')
    return exitCodes.done
  })
}

/** `weekly desk add EMAIL`: adds an editor, or changes one. */
export async function addToDesk(
  options: GlobalOptions,
  email: string,
  own: { readonly name?: string; readonly role: DeskRole; readonly mayRelease?: boolean },
): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const name = own.name ?? email.replace(/@.*$/s, '')
    const said = { email, name, role: own.role, mayRelease: own.mayRelease === true }
    const editor = await saveEditor(app.store, said, app.clock.now())
    if (options.json) sayJson(editor)
    say(options, `${editor.name} signs in to the desk as ${editor.role}: ${editor.email}`)
    return exitCodes.done
  })
}

/** `weekly desk remove EMAIL`: ends all sessions too; what the editor wrote stays. */
export async function removeFromDesk(options: GlobalOptions, email: string): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const editor = await requireEditor(app.store.db, email)
    await removeEditor(app.store, editor.id)
    say(options, `${editor.name} signs in no more`)
    return exitCodes.done
  })
}

/** The first line of what is given to standard input; empty where there is none. */
async function readFirstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  const first = await lines[Symbol.asyncIterator]().next()
  lines.close()
  return first.done ? '' : first.value
}

/** `weekly desk password EMAIL`: reads it from standard input; an empty line takes it away. */
export async function setPassword(options: GlobalOptions, email: string): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const editor = await requireEditor(app.store.db, email)
    const password = process.stdin.isTTY
      ? await askLine('New password (it is shown as you type; empty for none)')
      : await readFirstLine()
    if (password !== '' && !isPasswordUsable(password))
      throw new WeeklyError('USAGE_INVALID', 'this password is too short, or longer than 1,000 characters', {
        hint: 'Ten characters or more, such as four words that do not belong together.',
      })
    await savePassword(app.store.db, editor.id, password === '' ? null : await hashPassword(password))
    say(options, password === '' ? `${editor.name} has no password now` : `${editor.name} has a password now`)
    return exitCodes.done
  })
}
