// From a draft as its curator wants it back to the edits that make it so: only what differs from what the program would do by itself is
// kept. Pure.
import { decisionOf, type Edit, type EditValues } from '../core/edits.ts'
import { nameOfStory } from '../core/story-names.ts'
import type { Instant, InterfaceLanguage } from '../core/types.ts'
import {
  type Markup,
  readWritten,
  readWrittenPoints,
  readWrittenSummary,
  sourceOf,
  type Written,
} from '../core/written-words.ts'
import { writeTranslation } from '../core/translation.ts'
import type { RankedDraft, RankedEntry } from '../curate/draft.ts'
import type { KnownTranslations } from '../curate/lay-translations.ts'
import { isSame } from './merge-values.ts'
import { type DraftText, nameOf, sourcesOf, type StoryText } from './draft-text.ts'
import { findOwn, layEdits, layOnStory } from '../curate/lay-edits.ts'
import { findMoved } from '../curate/order.ts'
import { groupingKinds } from '../curate/regroup.ts'

type NewEdit = {
  readonly [Kind in keyof EditValues]: {
    readonly kind: Kind
    readonly value: EditValues[Kind]
    readonly markup?: Markup
  }
}[keyof EditValues]

interface Wanted {
  readonly block: StoryText
  readonly entry: RankedEntry
  readonly own: readonly Edit[]
  readonly translations: KnownTranslations | null
  /** Null for a story that is held or left out. */
  readonly section: string | null
  readonly fate: 'in' | 'held' | 'out'
  /** The curator has just put it there: that is kept even where the program would do so too, for it may think otherwise tomorrow. */
  readonly isChosen: boolean
}

/** Whether an edit that was made before says the same: it stays, whatever the program has come to think since. */
const isHeldBy = (own: readonly Edit[], kind: Edit['kind'], value: unknown): boolean =>
  isSame(own.findLast(edit => edit.kind === kind)?.value, value)

/** An edit that says the same already stays as it is, plain or not. */
function keepWritten<Value extends string | readonly string[]>(
  own: readonly Edit[],
  kind: Edit['kind'],
  source: Value,
  read: (source: Value) => Written<Value>,
): Written<Value> {
  const known = own.findLast(edit => edit.kind === kind)
  if (!known || !isSame(sourceOfEdit(known), source)) return read(source)
  // The edit is of the kind whose values these are.
  return { value: known.value as Value, ...(known.markup === undefined ? {} : { markup: known.markup }) }
}

/** What an edit of words says, as the text shows it. */
function sourceOfEdit({ value, markup }: Edit): unknown {
  if (typeof value === 'string') return sourceOf(value, markup)
  return Array.isArray(value) ? value.map(each => sourceOf(String(each), markup)) : value
}

/** The edits of a story's words. What the text does not show stays as it is; what the program would write itself is no edit. */
function deriveContent({ block, entry, own }: Wanted): NewEdit[] {
  const now = sourcesOf(layOnStory(entry.story, own))
  const natural = sourcesOf(entry.story)
  const title = block.title === '' ? entry.story.title : block.title
  const summary = block.summary ?? now.summary
  const points = block.points ?? now.points
  const note = block.note ?? now.note
  const isKept = (kind: 'summary' | 'points', source: unknown): boolean =>
    !isSame(source, natural[kind]) || own.some(edit => edit.kind === kind && isSame(sourceOfEdit(edit), source))
  const isTitled = !isSame(title, entry.story.title) || isHeldBy(own, 'title', title)
  return [
    ...(isTitled ? [{ kind: 'title' as const, value: title }] : []),
    ...(isKept('summary', summary)
      ? [{ kind: 'summary' as const, ...keepWritten(own, 'summary', summary, readWrittenSummary) }]
      : []),
    ...(isKept('points', points)
      ? [{ kind: 'points' as const, ...keepWritten(own, 'points', points, readWrittenPoints) }]
      : []),
    ...(note === '' ? [] : [{ kind: 'note' as const, ...keepWritten(own, 'note', note, readWritten) }]),
  ]
}

/** What the curator made of a translation, or that they want none; what is left out shows none, and keeps what was written. */
function deriveTranslation({ block, entry, own, translations, fate }: Wanted): NewEdit[] {
  const toldBy = (edits: readonly Edit[]): string => {
    const { translation } = layOnStory(entry.story, edits, translations)
    return translation ? writeTranslation(translation) : ''
  }
  const natural = toldBy(own.filter(({ kind }) => kind !== 'translation'))
  const value = block.translation ?? (fate === 'out' ? toldBy(own) : '')
  return value === natural && !isHeldBy(own, 'translation', value) ? [] : [{ kind: 'translation', value }]
}

/** The edits of one story but for its position, which depends on all others. */
function deriveStory(wanted: Wanted): NewEdit[] {
  const { entry, own, section, fate, isChosen } = wanted
  const content = [...deriveContent(wanted), ...deriveTranslation(wanted)]
  const isMoved = section !== entry.section || isChosen || isHeldBy(own, 'section', section)
  const moved = section !== null && isMoved ? [{ kind: 'section' as const, value: section }] : []
  const isInAnyway = entry.isTaken || content.length > 0 || moved.length > 0
  const before = decisionOf(own)
  const decide = (kind: 'drop' | 'pick' | 'hold'): NewEdit[] => [...content, ...moved, { kind, value: null }]
  if (fate === 'held') return decide('hold')
  if (fate === 'out') return before === 'drop' || isInAnyway || isChosen ? decide('drop') : content
  const isPicked = !entry.isTaken && (isChosen || !isInAnyway)
  return before === 'pick' || isPicked ? decide('pick') : [...content, ...moved]
}

function findWanted(
  text: DraftText,
  ranked: RankedDraft,
  existing: readonly Edit[],
  chosen: ReadonlySet<string>,
): Wanted[] {
  const byLink = new Map(ranked.entries.flatMap(entry => entry.links.map(link => [link, entry] as const)))
  const edits = Map.groupBy(existing, ({ link }) => link)
  const seen = new Set<RankedEntry>()
  const find = (block: StoryText, fate: Wanted['fate'], section: string | null): Wanted[] => {
    const entry = byLink.get(nameOf(block))
    // A second block of one story can only be a former story that has become a telling of it.
    if (!entry || seen.has(entry)) return []
    seen.add(entry)
    const own = findOwn(entry, edits)
    const translations = ranked.translations ?? null
    return [{ block, entry, own, translations, section, fate, isChosen: chosen.has(nameOf(block)) }]
  }
  return [
    ...text.sections.flatMap(({ title, stories }) => stories.flatMap(block => find(block, 'in', title))),
    ...text.held.flatMap(block => find(block, 'held', null)),
    ...text.leftOut.flatMap(block => find(block, 'out', null)),
  ]
}

/** The positions that are needed: of the stories that were moved against the order they would have by themselves. */
function derivePositions(
  wanted: readonly Wanted[],
  laid: readonly { readonly title: string; readonly links: readonly string[] }[],
): ReadonlyMap<RankedEntry['links'], NewEdit> {
  const positions = new Map<RankedEntry['links'], NewEdit>()
  for (const [title, stories] of Map.groupBy(
    wanted.filter(({ fate }) => fate === 'in'),
    ({ section }) => section,
  )) {
    const order = stories.map(({ entry }) => entry.links[0])
    const natural = laid.find(section => section.title === title)?.links ?? []
    const moved = findMoved(natural, order)
    stories.forEach(({ entry: { links } }, value) => {
      if (moved.has(links[0])) positions.set(links, { kind: 'position', value })
    })
  }
  return positions
}

/**
 * The whole set of edits that makes the draft what the text says. Edits of stories that the text does not show stay; an edit that was there
 * before keeps its date and its maker. `chosen`: names of the stories that the curator has just put where they are; `editor`: who they are.
 */
export function deriveEdits(
  text: DraftText,
  ranked: RankedDraft,
  existing: readonly Edit[],
  context: {
    readonly now: Instant
    readonly language: InterfaceLanguage
    readonly chosen: ReadonlySet<string>
    /** Name of the story that is to stay the first of the issue, whatever comes. */
    readonly top?: string | undefined
    readonly editor?: string | undefined
  },
): readonly Edit[] {
  const { editor } = context
  const date = (links: readonly [string, ...string[]], edit: NewEdit): Edit => {
    const isKnown = ({ link, kind, value, markup }: Edit): boolean =>
      links.includes(link) && kind === edit.kind && isSame(value, edit.value) && markup === edit.markup
    return (
      existing.find(isKnown) ?? {
        ...edit,
        link: links[0],
        madeAt: context.now,
        ...(editor === undefined ? {} : { editor }),
      }
    )
  }
  const wanted = findWanted(text, ranked, existing, context.chosen)
  const shown = new Set(wanted.flatMap(({ entry }) => entry.links))
  const stories = [
    // Who stands with whom is said by no block of the text.
    ...existing.filter(({ link, kind }) => link !== '' && (!shown.has(link) || groupingKinds.includes(kind))),
    ...wanted.flatMap(each => {
      const top = nameOf(each.block) === context.top ? [{ kind: 'top' as const, value: true as const }] : []
      return [...deriveStory(each), ...top].map(edit => date(each.entry.links, edit))
    }),
  ]
  const laid = layEdits(ranked, stories, context.language).sections
  const laidLinks = laid.map(({ title, stories: inside }) => ({ title, links: inside.map(nameOfStory) }))
  const positions = derivePositions(wanted, laidLinks)
  const titles = text.sections.map(({ title }) => title)
  const natural = laid.map(({ title }) => title).filter(title => titles.includes(title))
  return [
    ...stories,
    ...[...positions].map(([links, edit]) => date(links, edit)),
    ...(isSame(titles, natural) ? [] : [date([''], { kind: 'sections', value: titles })]),
    ...(text.foreword === ''
      ? []
      : [date([''], { kind: 'foreword', ...keepWritten(existing, 'foreword', text.foreword, readWritten) })]),
  ]
}
