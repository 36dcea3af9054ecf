// Drafts as editors have them before them: as they were given out, and with what an editor has done to one since. The last ones stay in memory,
// so that a command need not read a full week's text anew.
import type { Command, JournalEntry } from '../core/acts.ts'
import type { CurateDeps } from '../curate/curate.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { isDraftTextKept, readDraftText } from '../store/draft-texts.ts'
import type { Connection } from '../store/engine/database.ts'
import { readOwnActs } from '../store/journal.ts'
import { applyAct, type TextAct } from './apply-act.ts'
import type { DraftText } from './draft-text.ts'
import { draftTextError, parseDraftMarkdown } from './parse-draft.ts'

/** What an editor has made of a text, by the commands that made it so, over one ranking. */
interface OwnText {
  readonly ranked: RankedDraft
  readonly commands: readonly string[]
  readonly text: DraftText
}

interface Given {
  readonly text: DraftText
  readonly own: Map<string, OwnText>
}

/** A full week's text takes a few megabytes; each open page has one. */
const MOST_TEXTS = 8
const MOST_EDITORS = 20
const remembered = new WeakMap<CurateDeps['store']['db'], Map<string, Given>>()

/** Sets a key of a map that holds at most so many; the one that was set first goes. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  const [oldest] = map.keys()
  if (oldest !== undefined && map.size >= most) map.delete(oldest)
  map.set(key, value)
}

async function readGiven(
  { store }: Pick<CurateDeps, 'store'>,
  db: Connection,
  { week, base }: Pick<DraftText, 'week' | 'base'>,
): Promise<Given> {
  const texts = remembered.get(store.db) ?? new Map<string, Given>()
  remembered.set(store.db, texts)
  const key = `${week} ${base}`
  // A name is that of what the text says, so what was read under it stays right as long as it is kept.
  const known = texts.get(key)
  if (known && (await isDraftTextKept(db, week, base))) {
    keep(texts, key, known, MOST_TEXTS)
    return known
  }
  const markdown = await readDraftText(db, week, base)
  if (markdown === null)
    throw draftTextError(
      4,
      `no draft of ${week} was given out as base "${base}"`,
      'Leave week and base as they were given out.',
    )
  const given = { text: parseDraftMarkdown(markdown).text, own: new Map<string, OwnText>() }
  keep(texts, key, given, MOST_TEXTS)
  return given
}

/** The text that was given out under the name that a saved text bears. Throws DRAFT_TEXT_INVALID when there is none. */
export async function requireBase(
  deps: Pick<CurateDeps, 'store'>,
  db: Connection,
  named: Pick<DraftText, 'week' | 'base'>,
): Promise<DraftText> {
  return (await readGiven(deps, db, named)).text
}

const isTextAct = (act: JournalEntry['act']): act is TextAct =>
  !['split', 'join', 'text', 'restore', 'add', 'decide', 'undo', 'redo'].includes(act.kind)

/** The acts of an editor on a text that no undo has taken back, in order. */
function findStanding(journal: readonly JournalEntry[]) {
  return journal.flatMap(({ act, undoneBy, command }) =>
    undoneBy === null && isTextAct(act) ? [{ act, command }] : [],
  )
}

/**
 * The draft that an editor had before them: as it was given out, with what they have done to it since and not taken back. Throws
 * DRAFT_TEXT_INVALID where it was never given out.
 */
export async function readOwnDraft(
  deps: Pick<CurateDeps, 'store'>,
  db: Connection,
  command: Command,
  ranked: RankedDraft,
): Promise<DraftText> {
  const { text, own } = await readGiven(deps, db, command)
  const standing = findStanding(await readOwnActs(db, command.week, command))
  const known = own.get(command.editor)
  const isBeginning = known?.ranked === ranked && known.commands.every((each, i) => each === standing[i]?.command)
  const [start, done] = known && isBeginning ? [known.text, known.commands.length] : [text, 0]
  const made = standing.slice(done).reduce((before, { act }) => applyAct(before, act, { ranked }), start)
  keep(own, command.editor, { ranked, commands: standing.map(each => each.command), text: made }, MOST_EDITORS)
  return made
}
