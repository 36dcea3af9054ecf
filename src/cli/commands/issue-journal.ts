// `weekly issue undo`, `redo` and `log`: what editors did to a draft, and how it is taken back.
import type { JournalEntry } from '../../core/acts.ts'
import { describeAct } from '../../desk/describe-act.ts'
import { readJournal } from '../../store/journal.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { type App, withApp } from '../../app/wire.ts'
import { findEditedWeek } from '../../app/edited-week.ts'
import { editorNameOf } from '../editor-name.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'

const describeEntry = (app: App, entry: JournalEntry): string => describeAct(entry, app.config.weekly.language)

async function reverse(options: GlobalOptions, week: string | undefined, kind: 'undo' | 'redo'): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    // The log does without.
    const { redoAct, undoAct } = await import('../../desk/undo.ts')
    const editor = editorNameOf(options)
    const edited = await findEditedWeek(app, week, editor)
    const undone = await (kind === 'undo' ? undoAct : redoAct)(app.curate, edited)
    const name = edited.window.week
    if (undone.kind === 'done')
      say(options, `${name}: ${kind === 'undo' ? 'taken back' : 'done again'}: ${describeEntry(app, undone.entry)}`)
    else if (undone.kind === 'changed') {
      const by = undone.since === null ? '' : ` by ${undone.since.editor}: ${describeEntry(app, undone.since)}`
      say(options, `${name}: ${describeEntry(app, undone.entry)} has been changed since${by}; nothing was changed`)
    } else if (undone.kind === 'nothing') {
      const hint =
        undone.last === null ? '' : `; \`--as "${undone.last.editor}"\` is for what ${undone.last.editor} did`
      say(options, `${name}: there is nothing of ${editor}'s to ${kind}${hint}`)
    }
    return undone.kind === 'done' ? exitCodes.done : exitCodes.someFailed
  })
}

/** `weekly issue undo`: takes back what the editor did last, if nobody has changed it since. */
export async function undoEdit(options: GlobalOptions, week: string | undefined): Promise<number> {
  return reverse(options, week, 'undo')
}

/** `weekly issue redo`: does again what the editor took back last. */
export async function redoEdit(options: GlobalOptions, week: string | undefined): Promise<number> {
  return reverse(options, week, 'redo')
}

/** `weekly issue log`: who did what to a week's draft, oldest first, in the list's own time and language. */
export async function showLog(options: GlobalOptions, week: string | undefined): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const { window } = await findEditedWeek(app, week)
    const journal = await readJournal(app.store.db, window.week)
    if (options.json) sayJson(journal)
    if (journal.length === 0) say(options, `${window.week}: nobody has edited the draft`)
    for (const entry of journal) {
      const mark = entry.undoneBy === null ? ' ' : '↶'
      say(options, `${describeInstant(entry.at, app.timezone)} ${mark} ${entry.editor}: ${describeEntry(app, entry)}`)
    }
    return exitCodes.done
  })
}
