// Takes a command in that bears the name of a draft which was looked at: looking changes no row, so that the store may not have kept it.
import type { Command } from '../core/acts.ts'
import type { CurateDeps } from '../curate/curate.ts'
import { isDraftTextKept } from '../store/draft-texts.ts'
import { type EditedWeek, openDraft } from './edit-draft.ts'
import { takeCommand, type TakenCommand } from './take-command.ts'

/** As takeCommand; where the named draft was not kept, the hash of what was seen in the field says alone whether anything has changed since. */
export async function takeSeenCommand(deps: CurateDeps, edited: EditedWeek, command: Command): Promise<TakenCommand> {
  const isKept = await isDraftTextKept(deps.store.db, command.week, command.base)
  const base = isKept ? command.base : (await openDraft(deps, edited)).text.base
  return takeCommand(deps, edited, { ...command, base })
}
