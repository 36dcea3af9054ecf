// Takes a link into a draft at the desk, with a note: one act, that one undo takes back.
import { WeeklyError } from '../core/errors.ts'
import type { Edit } from '../core/edits.ts'
import { type CurateDeps, inTurn, readEditsFor, saveLaid } from '../curate/curate.ts'
import { rankWeekOnce } from '../curate/rank-memory.ts'
import { readWritten } from '../core/written-words.ts'
import { readEdits, saveEdit } from '../store/edits.ts'
import { readJournalEntry } from '../store/journal.ts'
import { deedOf, type EditedWeek, requireOpen, requireTelling, requireUndecided, signed } from './edit-draft.ts'
import { inJournal } from './keep-journal.ts'

/** A link as an editor takes it. */
export interface TakenLink {
  readonly url: string
  /** The curator's note on it, in Markdown; empty: none. */
  readonly note: string
  /** A UUID; the same acts once. */
  readonly command: string
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Longer than anybody writes on a story. */
const MOST_CHARACTERS = 20_000

/** Throws USAGE_INVALID for what no form of ours sends. */
export function checkTakenLink({ note, command }: Pick<TakenLink, 'note' | 'command'>): void {
  if (UUID.test(command) && note.length <= MOST_CHARACTERS) return
  throw new WeeklyError('USAGE_INVALID', 'the form is not one of the desk, or its note is too long', {
    hint: 'Load the page again; nothing was changed.',
  })
}

/**
 * Makes the page behind a link lead its story, picks that and writes the note on it. Throws STORY_MISSING, ISSUE_APPROVED,
 * ISSUE_ALREADY_SEALED, USAGE_INVALID; then nothing has changed.
 */
export async function takeLink(deps: CurateDeps, edited: EditedWeek, taken: TakenLink): Promise<void> {
  checkTakenLink(taken)
  const { window, by } = edited
  const { week } = window
  const { entry, link } = requireTelling(await rankWeekOnce(deps, window, by), taken.url, window)
  const made = { link, madeAt: deps.clock.now(), ...signed(edited) }
  const note: readonly Edit[] = taken.note === '' ? [] : [{ kind: 'note', ...readWritten(taken.note), ...made }]
  const isNew = await inTurn(deps, async db => {
    if (await readJournalEntry(db, taken.command)) return false
    await requireOpen(db, window)
    await requireUndecided(db, week)
    const leads = new Set((await readEdits(db, week)).flatMap(edit => (edit.kind === 'lead' ? edit.link : [])))
    // What was decided about a telling that leads a story of its own is about that one.
    const own = entry.links.filter(each => each === link || !leads.has(each))
    const deed = { ...deedOf(deps, edited, { kind: 'add', story: link }, entry), command: taken.command }
    await inJournal(db, deed, async () => {
      await saveEdit(db, week, [link], { kind: 'lead', value: true, ...made })
      await saveEdit(db, week, own, { kind: 'pick', value: null, ...made })
      for (const edit of note) await saveEdit(db, week, [link], edit)
    })
    return true
  })
  if (!isNew) return
  const ranked = await rankWeekOnce(deps, window, by)
  await inTurn(deps, async db => {
    await requireOpen(db, window)
    await saveLaid(deps, db, window, ranked, await readEditsFor(deps, db, window, ranked))
  })
}
