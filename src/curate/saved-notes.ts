// Notes that people of the desk saved with a link: they stand on its story in the draft, whoever brought the link, once.
import { decisionOf } from '../core/edits.ts'
import type { Edit } from '../core/edits.ts'
import type { Instant, WeekId } from '../core/types.ts'
import { readWritten } from '../core/written-words.ts'
import { readEdits, saveEdit } from '../store/edits.ts'
import type { Connection } from '../store/engine/database.ts'
import { readWaitingPicks } from '../store/picked-links.ts'
import { decideSavedLink, markNoted, readWaitingNotes } from '../store/saved-links.ts'
import type { RankedDraft } from './draft.ts'
import { findOwn } from './lay-edits.ts'

/**
 * Lays saved notes on the stories of their links that are in the draft. A note that is written there already wins, and what was saved is not
 * tried again: an editor who takes a note away does not get it back. Call in turn.
 */
export async function laySavedNotes(
  db: Connection,
  week: WeekId,
  { entries }: Pick<RankedDraft, 'entries'>,
  now: Instant,
): Promise<void> {
  const picked = new Map((await readWaitingPicks(db)).map(saved => [saved.link, saved]))
  const waiting = new Map([...(await readWaitingNotes(db)).map(saved => [saved.link, saved] as const), ...picked])
  if (waiting.size === 0) return
  const edits: ReadonlyMap<string, readonly Edit[]> = Map.groupBy(await readEdits(db, week), ({ link }) => link)
  for (const entry of entries) {
    const link = entry.links.find(each => waiting.has(each))
    const saved = link === undefined ? undefined : waiting.get(link)
    if (link === undefined || !saved) continue
    const own = findOwn(entry, edits)
    const decision = decisionOf(own)
    // A note alone brings no story in; it waits until an editor, or the ranking, takes that.
    const isPick = picked.has(link)
    if (decision === null ? !isPick && !entry.isTaken : decision !== 'pick' && !isPick) continue
    const made = { link, madeAt: now, editor: saved.saved_by }
    // Once: an editor who drops it, or takes the pick back, is not overruled.
    if (isPick && decision === null) await saveEdit(db, week, entry.links, { kind: 'pick', value: null, ...made })
    if (isPick) await decideSavedLink(db, saved.id, { state: 'taken', by: saved.saved_by, week }, now)
    if (saved.note !== '' && !own.some(({ kind }) => kind === 'note'))
      await saveEdit(db, week, entry.links, { kind: 'note', ...readWritten(saved.note), ...made })
    await markNoted(db, saved.id, week)
  }
}
