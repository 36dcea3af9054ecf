// One story of a week as an editor looks at it: where it stands, what it says now, who tells it, and what editors decided on that.
import type { Edit } from '../core/edits.ts'
import type { Article, Story } from '../core/types.ts'
import { type CurateDeps } from '../curate/curate.ts'
import type { RankedDraft, RankedEntry } from '../curate/draft.ts'
import { findOwn, layOnStory } from '../curate/lay-edits.ts'
import { rankWeekOnce } from '../curate/rank-memory.ts'
import { type Relation, relateTellings } from '../curate/relate-tellings.ts'
import { readArticles } from '../store/articles.ts'
import { readEdits } from '../store/edits.ts'
import { findSavedNotes, type SavedLink } from '../store/saved-links.ts'
import { readItemSources } from '../store/stream.ts'
import { type DraftText, indexStories, type Place, sourcesOf } from './draft-text.ts'
import { describeNow, type EditedWeek, nameText, requireOpen } from './edit-draft.ts'
import { findName } from './apply-act.ts'
import type { DraftNow } from './merge-saved.ts'

/** A story with all that is known of it. */
export interface SeenStory {
  /** The draft that it stands in, under its name. */
  readonly now: DraftNow
  readonly entry: RankedEntry
  /** With what editors wrote on it. */
  readonly story: Story
  /** Null where the draft does not show it. */
  readonly place: Place | null
  /** The lead first; `name` is what acts call it, null for a telling that is no other link than one before it. */
  readonly tellings: readonly (Relation & { readonly name: string | null })[]
  /** The sources of items that are no tellings of their own, since another one has their very link; by item. */
  readonly copiesFrom: ReadonlyMap<number, string>
  /** What people saved with its links and the draft's note does not say. */
  readonly savedNotes: readonly SavedLink[]
  /** The text behind its lead; null where none was read. */
  readonly article: Article | null
}

/** Finds a story by one of its items, whichever of its tellings that is. */
export function findByItem({ entries }: RankedDraft, itemId: number): RankedEntry | null {
  return entries.find(({ items }) => items.some(item => item.itemId === itemId)) ?? null
}

async function readTellings({ store }: CurateDeps, { story, links }: RankedEntry) {
  const itemIds = [story.lead, ...story.others].map(({ itemId }) => itemId)
  const articles = await readArticles(store.db, itemIds)
  const tellings = relateTellings(story, articles).map((telling, i) => ({ ...telling, name: links[i] ?? null }))
  return { tellings, article: articles.get(story.lead.itemId) ?? null }
}

/** Looks at the story that `find` picks out of a week; null when it has none. Nothing is written. Throws ISSUE_ALREADY_SEALED. */
export async function lookAtStory(
  deps: CurateDeps,
  { window, by }: EditedWeek,
  find: (ranked: RankedDraft) => RankedEntry | null,
): Promise<SeenStory | null> {
  const { db } = deps.store
  await requireOpen(db, window)
  const ranked = await rankWeekOnce(deps, window, by)
  const entry = find(ranked)
  if (entry === null) return null
  const edits = await readEdits(db, window.week)
  const text = nameText(await describeNow(deps, db, window, ranked, edits), deps.language).text
  const own: readonly Edit[] = findOwn(
    entry,
    Map.groupBy(edits, ({ link }) => link),
  )
  const story = layOnStory(entry.story, own)
  const note = sourcesOf(story).note
  const saved = await findSavedNotes(db, entry.links)
  return {
    now: { ranked, edits, text },
    entry,
    story,
    copiesFrom: await readItemSources(db, story.sameLinkItemIds),
    savedNotes: saved.filter(each => !note.includes(each.note)),
    place: placeIn(text, entry, ranked),
    ...(await readTellings(deps, entry)),
  }
}

function placeIn(text: DraftText, { links }: RankedEntry, ranked: RankedDraft): Place | null {
  const name = findName(text, links[0], ranked)
  return name === null ? null : (indexStories(text).get(name)?.place ?? null)
}
