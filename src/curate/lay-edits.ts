// Lays the curator's edits over a ranked week: the draft. Pure: the same ranking and edits give the same draft.
import { decisionOf, type Edit, type EditValues } from '../core/edits.ts'
import type { Draft, InterfaceLanguage, LeftOut, Section, Story } from '../core/types.ts'
import { markField, type Markup, sourceOf } from '../core/written-words.ts'
import type { RankedDraft, RankedEntry } from './draft.ts'
import { draftWords } from './draft-words.ts'
import { type KnownTranslations, layTranslation } from './lay-translations.ts'
import { layOrder } from './order.ts'
import { describeReason } from './reasons.ts'
import { groupingKinds } from './regroup.ts'

/** What a draft holds; its sections include those that have no story, in which the curator may put one. */
export type DraftContent = Pick<Draft, 'foreword' | 'markup' | 'sections' | 'leftOut' | 'held'>

/** The values of one kind among a story's edits, oldest first. */
function valuesOf<Kind extends keyof EditValues>(edits: readonly Edit[], kind: Kind): readonly EditValues[Kind][] {
  // The type pairs each kind with its value, which a comparison of kinds cannot express.
  return edits.filter(edit => edit.kind === kind).map(({ value }) => value as EditValues[Kind])
}

/** The value that the last edit of a kind gives. */
function lastOf<Kind extends keyof EditValues>(edits: readonly Edit[], kind: Kind): EditValues[Kind] | null {
  return valuesOf(edits, kind).at(-1) ?? null
}

/** How the last edit of a kind is written. */
const markupIn = (edits: readonly Edit[], kind: Edit['kind']): Markup | undefined =>
  edits.findLast(edit => edit.kind === kind)?.markup

/** Notes on stories that have since become one, all of them; plain ones are written as the others are. */
function joinNotes(edits: readonly Edit[]): { readonly text: string; readonly markup: Markup | undefined } {
  const notes = edits.filter(({ kind }) => kind === 'note')
  const markup = notes.find(each => each.markup)?.markup
  const texts = notes.map(each => (markup ? sourceOf(String(each.value), each.markup) : String(each.value)))
  return { text: texts.join('\n\n'), markup }
}

const MOST_REASONS = 2

/** Whether the curator has worked on a story, other than to decide on it: then it stays in when others are ranked above it. */
function isWorkedOn(edits: readonly Edit[]): boolean {
  return edits.some(({ kind, value }) => value !== null && !groupingKinds.includes(kind))
}

/** The edits of a story, oldest first; of those made at once, those of its lead come first. */
export function findOwn({ links }: Pick<RankedEntry, 'links'>, edits: ReadonlyMap<string, readonly Edit[]>): Edit[] {
  const found = links.flatMap(link => edits.get(link) ?? [])
  return found.sort((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0))
}

/** A story with what the curator wrote on it, and in its other language. Notes on stories that have since become one are all kept. */
export function layOnStory(story: Story, edits: readonly Edit[], translations: KnownTranslations | null = null): Story {
  return layTranslation(layWords(story, edits), lastOf(edits, 'translation'), translations)
}

function layWords(story: Story, edits: readonly Edit[]): Story {
  // The very story: most have no edits, and what was made of it once need not be made again.
  if (edits.length === 0) return story
  const summary = lastOf(edits, 'summary')
  const points = lastOf(edits, 'points')
  const notes = joinNotes(edits)
  const laid: Story = {
    ...story,
    title: lastOf(edits, 'title') ?? story.title,
    summary: summary ?? story.summary,
    points: points ?? story.points,
    summaryMethod: summary === null && points === null ? story.summaryMethod : 'curator',
    note: notes.text === '' ? story.note : notes.text,
  }
  return (['summary', 'points', 'note'] as const).reduce(
    (marked, kind) =>
      edits.some(edit => edit.kind === kind)
        ? markField(marked, kind, kind === 'note' ? notes.markup : markupIn(edits, kind))
        : marked,
    laid,
  )
}

interface Placed {
  readonly entry: RankedEntry
  readonly own: readonly Edit[]
  readonly fate: 'in' | 'held' | 'out'
  readonly isPicked: boolean
}

function decide(entry: RankedEntry, edits: ReadonlyMap<string, readonly Edit[]>): Placed {
  const own = findOwn(entry, edits)
  if (own.length === 0) return { entry, own, fate: entry.isTaken ? 'in' : 'out', isPicked: false }
  const decision = decisionOf(own)
  const isIn = decision === 'pick' || (decision === null && (entry.isTaken || isWorkedOn(own)))
  return { entry, own, fate: decision === 'hold' ? 'held' : isIn ? 'in' : 'out', isPicked: decision === 'pick' }
}

function leaveOut({ entry }: Placed, reason: string): readonly LeftOut[] {
  const { appraisal } = entry.story
  return entry.items.map(item => ({ ...item, reason, storyLink: entry.links[0], ...(appraisal ? { appraisal } : {}) }))
}

const putFirst = <Value>(list: readonly Value[], first: Value | undefined): readonly Value[] =>
  first !== undefined && list.includes(first) ? [first, ...list.filter(each => each !== first)] : list

/** The stories of one section: the top story and the picked ones first, then by rank; what has a position of its own there. */
function orderStories(placed: readonly Placed[], top: Placed | undefined): readonly Placed[] {
  const positionOf = (each: Placed): number | null => (each === top ? null : lastOf(each.own, 'position'))
  const free = placed.filter(each => positionOf(each) === null)
  const picked = free.filter(({ isPicked }) => isPicked)
  const ordered = [...putFirst([...picked, ...free.filter(({ isPicked }) => !isPicked)], top)]
  const fixed = placed.filter(each => positionOf(each) !== null)
  for (const each of fixed.toSorted((a, b) => (positionOf(a) ?? 0) - (positionOf(b) ?? 0)))
    ordered.splice(Math.min(positionOf(each) ?? 0, ordered.length), 0, each)
  return putFirst(ordered, top)
}

/** The story that is to stand first, if it is in. */
function findTop(inside: readonly Placed[]): Placed | undefined {
  return inside.find(({ own }) => lastOf(own, 'top') === true)
}

/** Lays edits over a ranking: what is in, where and with which words; what is held; what is left out and why. */
export function layEdits(ranked: RankedDraft, edits: readonly Edit[], language: InterfaceLanguage): DraftContent {
  const words = draftWords(language)
  const byLink = Map.groupBy(edits, ({ link }) => link)
  const placed = ranked.entries.map(entry => decide(entry, byLink))
  const sectionOf = ({ entry, own }: Placed): string => lastOf(own, 'section') ?? entry.section
  const inside = placed.filter(({ fate }) => fate === 'in')
  const bySection = Map.groupBy(inside, sectionOf)
  const wanted = layOrder([...new Set([...ranked.sections, ...bySection.keys()])], lastOf(edits, 'sections') ?? [])
  const top = findTop(inside)
  const titles = putFirst(wanted, top && sectionOf(top))
  const sections = titles.map((title): Section => ({
    title,
    stories: orderStories(bySection.get(title) ?? [], top).map(({ entry, own, isPicked }) => {
      const reasons = [
        ...(isPicked ? [describeReason({ term: 'pinned' }, language, null)] : []),
        ...entry.story.reasons,
      ]
      return { ...layOnStory(entry.story, own, ranked.translations ?? null), reasons: reasons.slice(0, MOST_REASONS) }
    }),
  }))
  const out = placed.filter(({ fate }) => fate === 'out')
  const markup = markupIn(edits, 'foreword')
  const isDropped = ({ own }: Placed): boolean => decisionOf(own) === 'drop'
  return {
    foreword: lastOf(edits, 'foreword'),
    ...(markup === undefined ? {} : { markup }),
    sections,
    leftOut: [
      ...out.filter(isDropped).flatMap(each => leaveOut(each, words.dropped)),
      ...out.filter(each => !isDropped(each)).flatMap(each => leaveOut(each, each.entry.whyOut)),
    ],
    held: placed.filter(({ fate }) => fate === 'held').flatMap(each => leaveOut(each, words.held)),
  }
}
