// The journal of the week's draft: who did what and when, newest first, with undo and redo for whoever looks.
import { readJournal } from '../../store/journal.ts'
import { describeAct } from '../describe-act.ts'
import { redoAct, undoAct, type Undone } from '../undo.ts'
import { findWeek } from './draft.ts'
import { answerOrExplain } from './explain-error.ts'
import {
  answerNotice,
  answerPage,
  type Asked,
  type DeskDeps,
  deskPath,
  deskWords,
  goTo,
  renderDeskPage,
} from './frame.ts'
import { viewMoment } from './moments.ts'
import { viewOwnActs } from './own-acts.ts'
import { cutPage } from './paging.ts'

/** The other pages that have the button: there it leads back to. */
const UNDO_FROM = /^(?:draft|story\/[\da-f]{10})$/
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** Why nothing was taken back or done again, in words; null when it was. */
function explain(deps: DeskDeps, kind: 'undo' | 'redo', undone: Undone): string | null {
  const words = deskWords(deps)
  if (undone.kind === 'nothing') return kind === 'undo' ? words.nothingToUndo : words.nothingToRedo
  if (undone.kind !== 'changed') return null
  const { entry, since } = undone
  const said = describeAct(entry, deps.language)
  return since ? words.changedBy(said, since.editor, describeAct(since, deps.language)) : words.changedSince(said)
}

async function takeForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const kind = fields.get('kind') === 'redo' ? 'redo' : 'undo'
  const command = fields.get('command') ?? ''
  const { notDone: title, formOld } = deskWords(deps)
  if (!UUID.test(command)) return answerNotice(deps, { title, text: formOld, status: 422 }, signedIn)
  const edited = { ...(await findWeek(asked)), editor: signedIn.editor.name }
  return answerOrExplain(asked, async () => {
    const undone = await (kind === 'undo' ? undoAct : redoAct)(deps.curate, edited, command)
    const text = explain(deps, kind, undone)
    if (text !== null) return answerNotice(deps, { title, text, status: 409 }, signedIn)
    const from = fields.get('from') ?? ''
    return goTo(deskPath(deps, UNDO_FROM.test(from) ? from : 'journal'))
  })
}

/** The page of the journal, and what its two buttons do. */
export async function showJournal(asked: Asked): Promise<Response> {
  const { deps, visit, signedIn, fields } = asked
  if (fields) return takeForm(asked, fields)
  const words = deskWords(deps)
  const { week } = (await findWeek(asked)).window
  const journal = await readJournal(deps.store.db, week)
  const { rows, pages } = cutPage(journal.toReversed(), visit.request.url, deskPath(deps, 'journal'))
  const scope = {
    week,
    pages,
    mayChange: signedIn.editor.role !== 'contributor',
    ...(await viewOwnActs(deps, signedIn, week)),
    entries: rows.map(entry => ({
      editor: entry.editor,
      at: viewMoment(entry.at, deps),
      said: describeAct(entry, deps.language),
      isUndone: entry.undoneBy !== null,
    })),
  }
  return answerPage(renderDeskPage(deps, 'journal.html', { title: words.journal, at: 'journal' }, scope, signedIn))
}
