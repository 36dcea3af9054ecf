// Takes the acts of a form in, for every page that has such forms; where two people changed one field, both versions are shown.
import type { EditedWeek } from '../edit-draft.ts'
import type { CommandConflict } from '../merge-command.ts'
import { takeSeenCommand } from '../take-seen-command.ts'
import { answerPage, type Asked, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { readCommands } from './read-command.ts'
import { viewVersions } from './versions.ts'

/**
 * Does what a form says; null when it is done, else the page with both versions, whose forms go to `path` of the desk. Throws what takeCommand
 * throws, and USAGE_INVALID for a form that is not ours.
 */
export async function takeActs(
  asked: Asked,
  edited: EditedWeek,
  fields: URLSearchParams,
  path: string,
): Promise<Response | null> {
  const { deps, signedIn } = asked
  const { week } = edited.window
  const commands = readCommands(fields, { week, editor: signedIn.editor.name })
  const conflicts: (CommandConflict & { readonly base: string })[] = []
  for (const command of commands) {
    const taken = await takeSeenCommand(deps.curate, edited, command)
    if (taken.kind === 'conflict') conflicts.push(taken)
  }
  const [first, ...rest] = conflicts
  if (!first) return null
  const words = deskWords(deps)
  const versions = viewVersions([first, ...rest], (rest.at(-1) ?? first).base, fields, words)
  const scope = { ...versions, form: deskPath(deps, path) }
  return answerPage(renderDeskPage(deps, 'conflict.html', { title: words.conflict, at: 'draft' }, scope, signedIn), 409)
}
