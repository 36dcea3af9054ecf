// Finds items of a week's stream by words, source, language, section and state. What one request looks at is capped; the next goes on behind it.
import type { IssueWindow } from '../core/types.ts'
import { readOpenUntil } from '../store/drafts.ts'
import type { Connection } from '../store/engine/database.ts'
import { readStream, type StreamItem, type StreamPlace, type StreamSource } from '../store/stream.ts'
import type { ItemStanding, ItemState, Standings } from './draft-standings.ts'

/** What is looked for; an empty field takes everything. */
export interface StreamSearch {
  readonly words: string
  readonly sourceId?: number | undefined
  readonly language: string
  readonly section: string
  /** `new`: no draft has shown it yet. */
  readonly state: ItemState | 'new' | ''
  readonly behind?: StreamPlace | undefined
}

/** An item with where it stands; null: no draft has shown it yet. */
export interface FoundItem {
  readonly item: StreamItem
  readonly standing: ItemStanding | null
}

/** Found items, and the place behind which a search goes on; null at the end of the stream. */
export interface StreamPage {
  readonly found: readonly FoundItem[]
  readonly next: StreamPlace | null
  /** Whether it ended since it had looked at as much as one request may. */
  readonly isCapped: boolean
}

/** Items that one request looks at: some tens of milliseconds' worth. */
export const MOST_LOOKED_AT = 2_500
const FIRST_LOOK = 200
const MORE_AT_ONCE = 2_000
/** Longer words are not looked for. */
export const SEARCH_CHARACTERS = 200
const MOST_WORDS = 8

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Makes the test that a search is: each of its words stands somewhere in the text, in whatever case and width. */
export function createMatcher(words: string): (text: string) => boolean {
  const wanted = fold(words.slice(0, SEARCH_CHARACTERS)).split(/\s+/u).filter(Boolean).slice(0, MOST_WORDS)
  return text => {
    if (wanted.length === 0) return true
    const folded = fold(text)
    return wanted.every(word => folded.includes(word))
  }
}

const placeOf = ({ enters_at: enteredAt, id }: StreamItem): StreamPlace => ({ enteredAt, id })

/** Whether an item is one that is looked for. */
function createFilter(search: StreamSearch, sources: ReadonlyMap<number, StreamSource>) {
  const matches = createMatcher(search.words)
  return ({ item, standing }: FoundItem): boolean => {
    if (search.language !== '' && item.language !== search.language) return false
    if (search.state !== '' && (standing?.state ?? 'new') !== search.state) return false
    if (search.section !== '' && standing?.section !== search.section) return false
    return matches(`${item.title}\n${sources.get(item.source_id)?.title ?? ''}\n${item.raw_url ?? ''}`)
  }
}

/** Searches a week's stream, newest first, for up to `limit` items. */
export async function searchStream(
  db: Connection,
  window: IssueWindow,
  search: StreamSearch,
  known: { readonly standings: Standings; readonly sources: readonly StreamSource[] },
  limit: number,
): Promise<StreamPage> {
  const { standings, sources } = known
  const isWanted = createFilter(search, new Map(sources.map(source => [source.id, source])))
  const run = {
    window,
    since: await readOpenUntil(db, window),
    except: sources.filter(({ kind }) => kind === 'hand').map(({ id }) => id),
    sourceId: search.sourceId,
  }
  const found: FoundItem[] = []
  let behind = search.behind
  for (let looked = 0, size = FIRST_LOOK; looked < MOST_LOOKED_AT; size = MORE_AT_ONCE) {
    const limited = Math.min(size, MOST_LOOKED_AT - looked)
    const items = await readStream(db, { ...run, behind, limit: limited })
    for (const item of items) {
      const each = { item, standing: standings.of.get(item.id) ?? null }
      if (!isWanted(each)) continue
      const last = found.at(-1)
      if (found.length === limit && last) return { found, next: placeOf(last.item), isCapped: false }
      found.push(each)
    }
    const last = items.at(-1)
    if (!last || items.length < limited) return { found, next: null, isCapped: false }
    behind = placeOf(last)
    looked += items.length
  }
  return { found, next: behind ?? null, isCapped: true }
}
