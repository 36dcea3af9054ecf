// Lays on ranked stories what sums their articles up. A ranking does without: it is read for those stories alone that somebody will read.
import type { Edit } from '../core/edits.ts'
import type { Telling, ToldWords } from '../core/types.ts'
import { readToldWords } from '../store/articles.ts'
import type { Connection } from '../store/engine/database.ts'
import type { RankedDraft, RankedEntry } from './draft.ts'
import { shorten } from './story-words.ts'

function layOnEntry(
  entry: RankedEntry,
  [lead, ...others]: readonly (number | null)[],
  words: ReadonlyMap<number, ToldWords>,
): RankedEntry {
  const layOnEdition = (telling: Telling, i: number): Telling => {
    const found = words.get(others[i] ?? -1)
    if (!telling.edition || !found) return telling
    const { lead: summary, points, method: summaryMethod } = found
    return { ...telling, edition: { ...telling.edition, summary, points, summaryMethod } }
  }
  const { story } = entry
  const own = words.get(lead ?? -1)
  const summed = own ? { summary: own.lead, points: own.points, summaryMethod: own.method } : {}
  return { ...entry, lacking: null, story: shorten({ ...story, ...summed, others: story.others.map(layOnEdition) }) }
}

/** Whether a draft may show a story, by these edits: it is taken, or an editor has said something of it. */
function mayBeShown({ isTaken, links }: RankedEntry, edited: ReadonlySet<string>): boolean {
  return isTaken || links.some(link => edited.has(link))
}

/** A ranking with the words of all its stories; `edits`: of those alone that a draft with these edits may show. */
export async function readWords(db: Connection, ranked: RankedDraft, edits?: readonly Edit[]): Promise<RankedDraft> {
  const edited = new Set(edits?.map(({ link }) => link))
  const isWanted = (entry: RankedEntry): boolean => edits === undefined || mayBeShown(entry, edited)
  const wanted = ranked.entries.filter(entry => entry.lacking && isWanted(entry))
  if (wanted.length === 0) return ranked
  const words = await readToldWords(
    db,
    wanted.flatMap(({ lacking }) => lacking?.flatMap(itemId => itemId ?? []) ?? []),
  )
  const entries = ranked.entries.map(entry =>
    entry.lacking && isWanted(entry) ? layOnEntry(entry, entry.lacking, words) : entry,
  )
  return { ...ranked, entries }
}
