// Merges a draft that its curator saved with the draft as it is now, over the text that was given out. Pure; nothing is ever guessed: what
// both sides changed in different ways stands in the merged text twice.
import type { InterfaceLanguage } from '../core/types.ts'
import { type DraftText, indexStories, type Place, type Standing, type StoryText } from './draft-text.ts'
import { storiesIn, type TextField } from './draft-text.ts'
import { type DraftWords, draftWords } from '../curate/draft-words.ts'
import { isEmpty, isSame, mergeShown, mergeState, mergeValue, type Versions } from './merge-values.ts'
import { findMoved, insertInOrder, layOrder } from '../curate/order.ts'

/** The three texts: as given out, as saved by the curator, as the draft is now. */
export interface DraftVersions {
  readonly base: DraftText
  readonly curator: DraftText
  readonly arrivals: DraftText
  /** Names of the stories that a person dropped from the draft as it is now; others are left out by their rank alone. */
  readonly dropped: ReadonlySet<string>
  /** Names of the stories that have become a telling of another one of the base, with the name of that one. */
  readonly absorbed: ReadonlyMap<string, string>
}

interface Decision {
  readonly name: string
  readonly place: Place
  readonly story: StoryText
  /** The draft's version, where the two could not be merged. */
  readonly other: StoryText | null
  /** Whether it stands at a place of its own: where the draft has the story now. */
  readonly isApart: boolean
}

interface MergedFields {
  readonly story: StoryText
  readonly conflicts: readonly TextField[]
}

/** A translation that both sides changed is the curator's: the draft's other one is a machine's. */
function mergeTranslation({ base, yours, theirs }: Versions<StoryText>): Pick<StoryText, 'translation'> {
  const [before, own, now] = [base, yours, theirs].map(({ translation }) => translation ?? '')
  const merged = own === before ? now : own
  return merged === (now ?? '') ? {} : { translation: merged }
}

/** The fields of one story; where they cannot be merged, the curator's. */
function mergeFields({ base, yours, theirs }: Versions<StoryText>): MergedFields {
  // The very block that was given out: nearly all are.
  if (yours === base) return { story: theirs, conflicts: [] }
  const versions = <Field extends TextField>(field: Field): Versions<StoryText[Field]> => ({
    base: base[field],
    yours: yours[field],
    theirs: theirs[field],
  })
  const title = mergeValue(versions('title'))
  const summary = mergeShown(versions('summary'))
  const points = mergeShown(versions('points'))
  const note = mergeShown(versions('note'))
  const merged = { title, summary, points, note }
  return {
    story: {
      ...theirs,
      title: title ?? yours.title,
      summary: summary === undefined ? yours.summary : summary,
      points: points === undefined ? yours.points : points,
      note: note === undefined ? yours.note : note,
      ...mergeTranslation({ base, yours, theirs }),
    },
    conflicts: (['title', 'summary', 'points', 'note'] as const).filter(field => merged[field] === undefined),
  }
}

const isInside = (place: Place): boolean => place !== 'held' && place !== 'leftOut'

/** Whether the curator changed a story's words; what their text does not show they did not. */
function isWrittenOn(base: StoryText, yours: StoryText): boolean {
  const shownFields = ['summary', 'points', 'note'] as const
  const isChanged = (field: (typeof shownFields)[number]): boolean =>
    yours[field] !== null && !isSame(yours[field], base[field]) && !(base[field] === null && isEmpty(yours[field]))
  return yours.title !== base.title || shownFields.some(isChanged)
}

/**
 * The place of one story; undefined when both sides moved it to different places, or one dropped what the other wrote on. What the curator
 * wrote on stays in when it is only outranked.
 */
function mergePlace({ base, yours, theirs }: Versions<Standing>, isDropped: boolean): Place | undefined {
  const isPushedOut = theirs.place === 'leftOut' && isInside(base.place)
  if (yours.place === base.place && isPushedOut && isWrittenOn(base.story, yours.story))
    return isDropped ? undefined : base.place
  return mergeValue({ base: base.place, yours: yours.place, theirs: theirs.place })
}

const undisputed = (name: string, place: Place, story: StoryText): Decision => ({
  name,
  place,
  story,
  other: null,
  isApart: false,
})

/** A story that the draft no longer has: gone, unless the curator has worked on it; what they dropped is gone as they want, if it is. */
function decideGone(
  name: string,
  { base, yours }: { readonly base: Standing | undefined; readonly yours: Standing },
  isAbsorbed: boolean,
  words: DraftWords,
): Decision | null {
  const isMoved = yours.place !== base?.place && (yours.place !== 'leftOut' || isAbsorbed)
  if (!isMoved && base && !isWrittenOn(base.story, yours.story)) return null
  return undisputed(name, yours.place, { ...yours.story, conflict: isAbsorbed ? words.absorbed : words.gone })
}

/** Decides on a story that both sides have. */
function decideStory(
  name: string,
  standings: Versions<Standing>,
  { isReordered, isDropped }: { readonly isReordered: boolean; readonly isDropped: boolean },
  words: DraftWords,
): Decision {
  const { base, yours, theirs } = standings
  const { story, conflicts } = mergeFields({ base: base.story, yours: yours.story, theirs: theirs.story })
  const place = mergePlace(standings, isDropped)
  const isApart = place === undefined || isReordered
  const differing = [...conflicts.map(field => words[field]), ...(isApart ? [words.place] : [])]
  if (differing.length === 0) return undisputed(name, place ?? yours.place, story)
  const what = differing.join(', ')
  const theirFields = Object.fromEntries(conflicts.map(field => [field, theirs.story[field]]))
  return {
    name,
    place: place ?? yours.place,
    story: { ...story, conflict: `${words.yours}: ${what}` },
    other: { ...story, ...theirFields, conflict: `${words.theirs}: ${what}` },
    isApart,
  }
}

type Index = ReadonlyMap<string, Standing>

const namesByPlace = new WeakMap<Index, ReadonlyMap<Place, readonly string[]>>()

/** The names at a place, in order. All places are read at once: a merge asks for each of them several times. */
function namesAt(index: Index, place: Place): readonly string[] {
  const known = namesByPlace.get(index) ?? groupNames(index)
  namesByPlace.set(index, known)
  return known.get(place) ?? []
}

function groupNames(index: Index): ReadonlyMap<Place, readonly string[]> {
  const groups = Map.groupBy(index, ([, standing]) => standing.place)
  return new Map([...groups].map(([place, standings]) => [place, standings.map(([name]) => name)]))
}

/**
 * Stories that both sides moved within one section, to different places: behind others of those that neither side, or both, moved. What one
 * side moved alone says nothing of where another story stands.
 */
function findReordered(base: Index, curator: Index, arrivals: Index): ReadonlySet<string> {
  const reordered = new Set<string>()
  for (const place of new Set([...base.values()].map(each => each.place).filter(isInside))) {
    const [before, yours, theirs] = [namesAt(base, place), namesAt(curator, place), namesAt(arrivals, place)]
    const [byThem, byDraft] = [findMoved(before, yours), findMoved(before, theirs)]
    const common = new Set(yours).intersection(new Set(theirs)).difference(byThem.symmetricDifference(byDraft))
    const ahead = (order: readonly string[], name: string): readonly string[] =>
      order
        .slice(0, order.indexOf(name))
        .filter(other => common.has(other))
        .toSorted()
    for (const name of byThem.intersection(byDraft))
      if (!isSame(ahead(yours, name), ahead(theirs, name))) reordered.add(name)
  }
  return reordered
}

/** Names the draft's version of a story that stands apart from the curator's. */
const apart = (name: string): string => `${name}\0`

/** The names at a place; where a story has become a telling of another one that stood elsewhere, that one stands there now. */
function namesNow(
  index: Index,
  place: Place,
  decisions: ReadonlyMap<string, Decision>,
  absorbed: ReadonlyMap<string, string>,
): readonly string[] {
  const names = namesAt(index, place)
  const nameNow = (name: string): string => (decisions.has(name) ? name : (absorbed.get(name) ?? name))
  const here = new Set(names)
  return [...new Set(names.map(name => (here.has(nameNow(name)) ? name : nameNow(name))))]
}

/** The blocks of one place: in the order of the draft now, and what the curator moved there behind what it stands behind in their text. */
function orderBlocks(
  place: Place,
  decisions: ReadonlyMap<string, Decision>,
  { base, yours, theirs }: Versions<Index>,
  absorbed: ReadonlyMap<string, string>,
): readonly StoryText[] {
  const isHere = (name: string): boolean => decisions.get(name)?.place === place
  const standsApart = (name: string): boolean => decisions.get(name)?.isApart === true
  const now = namesAt(theirs, place)
    .filter(name => standsApart(name) || isHere(name))
    .map(name => (standsApart(name) ? apart(name) : name))
  const order = namesNow(yours, place, decisions, absorbed).filter(isHere)
  const before = namesNow(base, place, decisions, absorbed)
  const moved = findMoved(before, order)
  const inBoth = new Set(before).intersection(new Set(now))
  const own = new Set(order.filter(name => moved.has(name) || !inBoth.has(name)))
  const blocksOf = (name: string): readonly StoryText[] => {
    const decision = decisions.get(name) ?? decisions.get(name.replace(/\0$/, ''))
    if (!decision) return []
    const { story, other, isApart } = decision
    if (!other) return [story]
    if (!isApart) return [story, other]
    return [decision.name === name ? story : other]
  }
  return insertInOrder(now, own, order).flatMap(blocksOf)
}

/** The sections in order, and what to decide where both sides changed it. */
function mergeTitles({ base, curator, arrivals }: DraftVersions, needed: ReadonlySet<string>, words: DraftWords) {
  const titlesOf = ({ sections }: DraftText): readonly string[] => sections.map(({ title }) => title)
  const [before, yours, theirs] = [titlesOf(base), titlesOf(curator), titlesOf(arrivals)]
  const common = (titles: readonly string[]): readonly string[] =>
    titles.filter(title => [before, yours, theirs].every(each => each.includes(title)))
  const merged = mergeValue({ base: common(before), yours: common(yours), theirs: common(theirs) })
  const all = insertInOrder(theirs, new Set(yours.filter(title => needed.has(title) && !theirs.includes(title))), yours)
  const isTheirs = isSame(merged, common(theirs))
  return {
    titles: isTheirs ? all : layOrder(all, yours),
    conflict:
      merged === undefined ? [describeConflict(words, words.sections, yours.join(' / '), theirs.join(' / '))] : [],
  }
}

function describeConflict(words: DraftWords, what: string, yours: string | null, theirs: string | null): string {
  const sides = [[words.yours, yours].join(': '), [words.theirs, theirs].join(': ')]
  return `${what}\n${sides.join('\n=======\n')}`
}

/** State and foreword, and what to decide where both sides changed them. */
function mergeHead({ base, curator, arrivals }: DraftVersions, words: DraftWords) {
  const versions = <Name extends 'state' | 'foreword'>(name: Name): Versions<DraftText[Name]> => ({
    base: base[name],
    yours: curator[name],
    theirs: arrivals[name],
  })
  const state = mergeState(versions('state'))
  const foreword = mergeValue(versions('foreword'))
  return {
    state: state === undefined ? arrivals.state : state,
    foreword: foreword ?? curator.foreword,
    conflicts: [
      ...(state === undefined ? [describeConflict(words, words.state, curator.state, arrivals.state)] : []),
      ...(foreword === undefined ? [describeConflict(words, words.foreword, curator.foreword, arrivals.foreword)] : []),
    ],
  }
}

/**
 * Merges the curator's text with the draft as it is now. Every change of theirs is in the result, every arrival once. Where both sides
 * changed the same thing in different ways, or a story that they worked on is gone, both versions are in the result, marked; such a text
 * cannot be taken in before the curator has decided. Of the curator's text every story of the base must be somewhere (`leaveOutDeleted`).
 */
export function mergeDraft(versions: DraftVersions, language: InterfaceLanguage): DraftText {
  const words = draftWords(language)
  const { base, curator, arrivals, dropped, absorbed } = versions
  const [before, yours, theirs] = [indexStories(base), indexStories(curator), indexStories(arrivals)]
  const reordered = findReordered(before, yours, theirs)
  const decisions = new Map<string, Decision>()
  for (const [name, now] of theirs) {
    const marks = { isReordered: reordered.has(name), isDropped: dropped.has(name) }
    const own = yours.get(name)
    const decision = own
      ? decideStory(name, { base: before.get(name) ?? now, yours: own, theirs: now }, marks, words)
      : undisputed(name, now.place, now.story)
    decisions.set(name, decision)
  }
  for (const [name, own] of yours) {
    if (theirs.has(name)) continue
    const decision = decideGone(name, { base: before.get(name), yours: own }, absorbed.has(name), words)
    if (decision) decisions.set(name, decision)
  }
  const blocksAt = (place: Place) => orderBlocks(place, decisions, { base: before, yours, theirs }, absorbed)
  const needed = new Set([...decisions.values()].map(({ place }) => (isInside(place) ? place.slice('## '.length) : '')))
  const { titles, conflict } = mergeTitles(versions, needed, words)
  const { state, foreword, conflicts } = mergeHead(versions, words)
  return {
    week: arrivals.week,
    state,
    base: arrivals.base,
    reason: curator.reason,
    foreword,
    sections: titles.map(title => ({ title, stories: blocksAt(`## ${title}`) })),
    held: blocksAt('held'),
    leftOut: blocksAt('leftOut'),
    conflicts: [...conflicts, ...conflict],
  }
}

/** Where each story of a text stands, by name. */
export function placesOf(text: DraftText): ReadonlyMap<string, string> {
  return new Map([...indexStories(text)].map(([name, { place }]) => [name, place]))
}

/** Whether a merged text waits for a decision. */
export function isUndecided(text: DraftText): boolean {
  return text.conflicts.length > 0 || storiesIn(text).some(({ conflict }) => conflict !== null)
}
