// A saved text and the draft as it is now become one: checked, merged over the text that was given out, and expressed as edits. Pure.
import { decisionOf, type Edit } from '../core/edits.ts'
import { linkForEditing } from '../core/story-names.ts'
import type { Draft, Instant, InterfaceLanguage } from '../core/types.ts'
import { checkDraftText, findRenamed, leaveOutDeleted, mapStories, renameStories } from './check-draft-text.ts'
import { applyAct, findFirst } from './apply-act.ts'
import { deriveEdits } from './derive-edits.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { renderDraftMarkdown } from './draft-markdown.ts'
import { describeDraft, type DraftText, indexStories, nameOf, storiesIn } from './draft-text.ts'
import { isUndecided, mergeDraft, placesOf } from './merge-draft.ts'
import { isSame } from './merge-values.ts'
import type { ParsedDraft } from './parse-draft.ts'

/** A draft as it is now: its ranking, the edits laid over that, and the text that they give. */
export interface DraftNow {
  readonly ranked: RankedDraft
  readonly edits: readonly Edit[]
  readonly text: DraftText
}

/** What a saved text makes of the draft; a conflict is a text with both versions of what must be decided. */
export type MergedSaved =
  | {
      readonly kind: 'merged'
      readonly hasChanged: boolean
      readonly state: Draft['state']
      readonly edits: readonly Edit[]
    }
  | { readonly kind: 'conflict'; readonly markdown: string }

/** Names of the stories that somebody has dropped. */
function findDropped({ ranked, edits }: DraftNow): ReadonlySet<string> {
  const edited = new Set(edits.map(({ link }) => link))
  const own = (links: readonly string[]): readonly Edit[] => edits.filter(({ link }) => links.includes(link))
  const worked = ranked.entries.filter(({ links }) => links.some(link => edited.has(link)))
  return new Set(worked.flatMap(({ links }) => (decisionOf(own(links)) === 'drop' ? [links[0]] : [])))
}

/** Links that a story goes by no longer, with the one that leads now. */
function findLinksNow({ entries }: RankedDraft): ReadonlyMap<string, string> {
  const sharing = Map.groupBy(
    entries.flatMap(entry => entry.sharedLinks.map(link => ({ link, entry }))),
    ({ link }) => link,
  )
  return new Map([
    // Texts that earlier versions gave out name a story by a link that is not its own alone.
    ...[...sharing].flatMap(([link, [first, second]]) =>
      first && !second ? [[link, linkForEditing(first.entry.story)] as const] : [],
    ),
    ...entries.flatMap(({ links, story }) => links.slice(1).map(link => [link, linkForEditing(story)] as const)),
  ])
}

/** Names of the stories that stand in another part or section. */
function findMovedBetween(before: DraftText, after: DraftText): ReadonlySet<string> {
  const places = placesOf(before)
  return new Set([...placesOf(after)].flatMap(([name, place]) => (places.get(name) === place ? [] : [name])))
}

/** A title that was emptied is the story's own again. */
function restoreTitles(text: DraftText, { entries }: RankedDraft): DraftText {
  if (storiesIn(text).every(({ title }) => title !== '')) return text
  const titles = new Map(entries.map(({ links, story }) => [links[0], story.title]))
  return mapStories(text, story => (story.title === '' ? { ...story, title: titles.get(nameOf(story)) ?? '' } : story))
}

/** Whether two texts say the same apart from the program's remarks and their names. */
function isSameEssence(a: DraftText, b: DraftText): boolean {
  const headOf = ({ sections, ...text }: DraftText): unknown => [
    { ...text, base: '', held: text.held.length, leftOut: text.leftOut.length },
    sections.map(({ title, stories }) => [title, stories.length]),
  ]
  if (!isSame(headOf(a), headOf(b))) return false
  const others = storiesIn(b)
  return storiesIn(a).every((story, i) => {
    const other = others[i]
    return story === other || isSame({ ...story, about: '' }, { ...other, about: '' })
  })
}

/** Only what its curator has seen is released: the text must say so, and nothing may have come into the sections since it was given out. */
function decideState(merged: DraftText, saved: DraftText, isWritten: boolean, isSeen: boolean): Draft['state'] {
  const isReleased = saved.state === 'approved' ? isSeen : !isWritten
  return merged.state === 'approved' && !isReleased ? 'draft' : (merged.state ?? 'draft')
}

/** Name of the story that an editor has made the first of the issue; null where nobody has. */
export function findTop({ ranked, edits, text }: DraftNow): string | null {
  const top = edits.findLast(({ kind }) => kind === 'top')
  const links = top && ranked.entries.find(entry => entry.links.includes(top.link))?.links
  const first = findFirst(text)
  return first !== null && links?.includes(first) === true ? first : null
}

/**
 * Which story stays the first: the one that the text makes so on purpose, else the one that was, unless the curator had it before them as the
 * first and put another one there.
 */
function decideTop(wanted: string | undefined, base: DraftText, curator: DraftText, now: DraftNow): string | null {
  const standing = findTop(now)
  const isOver = findFirst(base) === standing && findFirst(curator) !== standing
  return wanted ?? (isOver ? null : standing)
}

/** Merges a saved text into the draft, over the text that was given out. Throws DRAFT_TEXT_INVALID with the line of what does not fit. */
export function mergeSaved(
  saved: ParsedDraft,
  given: DraftText,
  now: DraftNow,
  context: {
    readonly now: Instant
    readonly language: InterfaceLanguage
    readonly editor?: string | undefined
    /** Name of the story that the text puts first on purpose, and not by the way. */
    readonly top?: string | undefined
  },
): MergedSaved {
  checkDraftText(saved, given, now.text)
  const linkNow = findLinksNow(now.ranked)
  const renamed = findRenamed([given, saved.text], linkNow)
  const others = [...linkNow].filter(([name]) => !renamed.has(name))
  const absorbed = new Map(others.map(([name, link]) => [name, nameOf({ link })]))
  const base = renameStories(given, renamed)
  const curator = leaveOutDeleted(base, restoreTitles(renameStories(saved.text, renamed), now.ranked))
  const versions = { base, curator, arrivals: now.text, dropped: findDropped(now), absorbed }
  const both = mergeDraft(versions, context.language)
  if (isUndecided(both)) return { kind: 'conflict', markdown: renderDraftMarkdown(both, context.language) }
  const top = decideTop(context.top, base, curator, now)
  const isIn = top !== null && indexStories(both).get(top)?.place.startsWith('## ') === true
  const merged = isIn ? applyAct(both, { kind: 'top', story: top }, now) : both
  const chosen = findMovedBetween(base, curator)
  const edits = deriveEdits(merged, now.ranked, now.edits, { ...context, chosen, top: isIn ? top : undefined })
  const state = now.text.state ?? 'draft'
  const made = describeDraft(now.ranked, edits, { week: merged.week, state }, context.language)
  const isWritten = !isSameEssence(made, now.text)
  const known = new Set(storiesIn(base).map(nameOf))
  const isSeen = now.text.sections.every(({ stories }) => stories.every(story => known.has(nameOf(story))))
  const decided = decideState(merged, saved.text, isWritten, isSeen)
  return { kind: 'merged', hasChanged: isWritten || decided !== state, state: decided, edits }
}
