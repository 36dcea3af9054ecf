// Where each item stands in the draft that is stored: in, held, left out or dropped. Kept in memory until the draft or what it is made from
// changes, so that a list of a full week neither ranks nor reads it anew.
import type { Instant, IssueWindow, LeftOut, Section, WeekId } from '../core/types.ts'
import { linkForEditing } from '../core/story-names.ts'
import { allWords } from '../curate/draft-words.ts'
import type { Connection } from '../store/engine/database.ts'
import { readDraft, readDraftStanding, readDraftTime } from '../store/drafts.ts'
import { readStreamLanguages } from '../store/stream.ts'
import type { Place } from './draft-text.ts'

/** What became of an item so far. */
export type ItemState = 'in' | 'held' | 'out' | 'dropped'

/** Where an item stands. */
export interface ItemStanding {
  readonly state: ItemState
  /** Of the draft, or where it would stand; null where nobody knows. */
  readonly section: string | null
  /** Names its story for acts. */
  readonly story: string
  /** Of the telling that leads its story; empty where it is left out. */
  readonly storyTitle: string
  /** Why it is left out; empty otherwise. */
  readonly reason: string
  /** The place of its story, as acts compare it. */
  readonly place: Place
}

/** All items of a week's draft. */
export interface Standings {
  readonly of: ReadonlyMap<number, ItemStanding>
  readonly sections: readonly string[]
  readonly languages: readonly string[]
}

type StandingOf = Map<number, ItemStanding>

function addStories(of: StandingOf, { title, stories }: Section): void {
  for (const story of stories) {
    const standing: ItemStanding = {
      ...{ state: 'in', section: title, story: linkForEditing(story), storyTitle: story.title, reason: '' },
      place: `## ${title}`,
    }
    const ids = [story.lead, ...story.others].map(({ itemId }) => itemId)
    for (const id of [...ids, ...story.sameLinkItemIds]) of.set(id, standing)
  }
}

function addOut(of: StandingOf, out: readonly LeftOut[], place: 'held' | 'leftOut'): void {
  const dropped: readonly string[] = allWords('dropped')
  // The items of one story stand behind each other.
  let last: ItemStanding | undefined
  for (const { itemId, reason, storyLink, appraisal } of out) {
    if (last?.story !== storyLink) {
      const state = place === 'held' ? 'held' : dropped.includes(reason) ? 'dropped' : 'out'
      const section = appraisal?.section ?? null
      const said = state === 'out' ? reason : ''
      last = { state, section, story: storyLink, storyTitle: '', reason: said, place }
    }
    of.set(itemId, last)
  }
}

async function read(db: Connection, window: IssueWindow): Promise<Standings> {
  const draft = await readDraft(db, window.week)
  const languages = await readStreamLanguages(db)
  const of: StandingOf = new Map()
  addOut(of, draft?.leftOut ?? [], 'leftOut')
  addOut(of, draft?.held ?? [], 'held')
  for (const section of draft?.sections ?? []) addStories(of, section)
  const sections = new Set(draft?.sections.map(({ title }) => title))
  for (const { section } of of.values()) if (section !== null) sections.add(section)
  return { of, sections: [...sections], languages }
}

interface Remembered {
  readonly how: string
  readonly standings: Promise<Standings>
}

/** One for each store: that of the week which editors work on. */
const remembered = new WeakMap<Connection, Remembered>()

/** Names the content of a stored draft: the count of changes alone does not, since a draft is renewed after what it is made from. */
async function nameContent(db: Connection, week: WeekId): Promise<string> {
  const { changes, mark } = await readDraftStanding(db, week)
  const savedAt: Instant | null = await readDraftTime(db, week)
  return JSON.stringify([week, changes, mark, savedAt])
}

/** Where each item stands in the week's draft as it is stored. Writes nothing. */
export async function readStandings(db: Connection, window: IssueWindow): Promise<Standings> {
  const how = await nameContent(db, window.week)
  const known = remembered.get(db)
  if (known?.how === how) return known.standings
  const standings = read(db, window)
  remembered.set(db, { how, standings })
  try {
    return await standings
  } catch (error) {
    // Who asks next tries again.
    if (remembered.get(db)?.standings === standings) remembered.delete(db)
    throw error
  }
}
