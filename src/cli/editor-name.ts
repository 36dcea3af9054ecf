// Under which name the command line edits: as `--as` says, else the account's.
import { userInfo } from 'node:os'
import { WeeklyError } from '../core/errors.ts'
import { NOBODY_NAMED } from '../desk/keep-journal.ts'
import type { GlobalOptions } from '../app/options.ts'

const MOST_CHARACTERS = 100

function accountName(): string {
  try {
    return userInfo().username || NOBODY_NAMED
  } catch {
    // An account that the system does not know, as in some containers.
    return NOBODY_NAMED
  }
}

/** The name in the journal. Throws USAGE_INVALID for one that is no name. */
export function editorNameOf({ as }: Pick<GlobalOptions, 'as'>): string {
  const name = as?.trim() ?? accountName()
  if (name !== '' && name.length <= MOST_CHARACTERS && !/\p{Cc}/u.test(name)) return name
  throw new WeeklyError('USAGE_INVALID', `--as "${name.slice(0, MOST_CHARACTERS)}" is no name`, {
    hint: `A name has a line of at most ${MOST_CHARACTERS} characters.`,
  })
}
