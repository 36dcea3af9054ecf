// One act of an editor on the text of a draft, and what the field that it changes says. Pure.
import { createHash } from 'node:crypto'
import type { Act } from '../core/acts.ts'
import { nameOfLink } from '../core/story-names.ts'
import { readTranslation, writeTranslation } from '../core/translation.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { layOrder } from '../curate/order.ts'
import { type DraftText, indexStories, nameOf, type StoryText, type TextField } from './draft-text.ts'
import { mapStories } from './check-draft-text.ts'

/** Acts that a text can show; who stands with whom no block says. */
export type TextAct = Exclude<Act, { readonly kind: 'split' | 'join' }>

/** What a field says: words, points, titles, or the place of a story (`## ` and its section's title, `held`, `leftOut`); null: not shown. */
export type FieldValue = string | readonly string[] | null

/** Names what an editor saw in a field. */
export function hashField(value: FieldValue): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}

/** The field of a block that an act writes; null for acts that put a story somewhere, or that are about the whole issue. */
export function writtenField({ kind }: Act): TextField | null {
  const isWritten =
    kind === 'title' || kind === 'summary' || kind === 'points' || kind === 'note' || kind === 'translation'
  return isWritten ? kind : null
}

/** The name under which a text has a story that goes by any of its links; null when the text does not have it. */
export function findName(text: DraftText, story: string, { entries }: RankedDraft): string | null {
  const names = indexStories(text)
  const name = nameOfLink(story)
  if (names.has(name)) return name
  return entries.find(({ links }) => links.includes(name))?.links.find(link => names.has(link)) ?? null
}

/** What a text says in the field that an act changes; of a story by the name it has there. */
export function readField(text: DraftText, act: TextAct, name: string | null): FieldValue {
  if (act.kind === 'foreword') return text.foreword
  if (act.kind === 'sections') return text.sections.map(({ title }) => title)
  if (name === null) return null
  const field = writtenField(act)
  const standing = indexStories(text).get(name)
  // A story without a translation shows none: that is what its editor saw.
  if (field === 'translation') return standing ? (standing.story.translation ?? '') : null
  return (field === null ? standing?.place : standing?.story[field]) ?? null
}

/** A text with other words in one field of a story. */
export function writeField(text: DraftText, name: string, field: TextField, value: FieldValue): DraftText {
  return mapStories(text, story => (nameOf(story) === name ? { ...story, [field]: value } : story))
}

const without = (stories: readonly StoryText[], name: string): readonly StoryText[] =>
  stories.filter(story => nameOf(story) !== name)

/** Puts a story into a section, made where there is none, behind another one (null: before all; unknown there: at the end). */
function putInSection(text: DraftText, block: StoryText, section: string, after: string | null): DraftText {
  const isThere = text.sections.some(({ title }) => title === section)
  const sections = isThere ? text.sections : [...text.sections, { title: section, stories: [] }]
  const insert = (stories: readonly StoryText[]): readonly StoryText[] => {
    const place = after === null ? 0 : stories.findIndex(story => nameOf(story) === after) + 1 || stories.length
    return stories.toSpliced(place, 0, block)
  }
  return {
    ...text,
    sections: sections.map(each => (each.title === section ? { ...each, stories: insert(each.stories) } : each)),
  }
}

/** What an act needs to know of the week besides the text. */
interface Week {
  readonly ranked: RankedDraft
}

/** Puts a section before all others. */
function putSectionFirst(text: DraftText, title: string): DraftText {
  const isFirst = (section: DraftText['sections'][number]): boolean => section.title === title
  return {
    ...text,
    sections: [...text.sections.filter(isFirst), ...text.sections.filter(section => !isFirst(section))],
  }
}

/** The name of the story that stands first in the issue; null where none is in it. */
export function findFirst({ sections }: DraftText): string | null {
  const first = sections.find(({ stories }) => stories.length > 0)?.stories[0]
  return first ? nameOf(first) : null
}

function placeStory(text: DraftText, act: TextAct, block: StoryText, { ranked }: Week): DraftText {
  const name = nameOf(block)
  const rest: DraftText = {
    ...text,
    sections: text.sections.map(section => ({ ...section, stories: without(section.stories, name) })),
    held: without(text.held, name),
    leftOut: without(text.leftOut, name),
  }
  const placed = text.sections.find(({ stories }) => stories.some(story => nameOf(story) === name))?.title
  const natural = ranked.entries.find(({ links }) => links.includes(name))?.section
  if (act.kind === 'drop') return { ...rest, leftOut: [block, ...rest.leftOut] }
  if (act.kind === 'hold') return { ...rest, held: [...rest.held, block] }
  if (act.kind === 'section') return putInSection(rest, block, act.section, '')
  if (act.kind === 'move')
    return putInSection(rest, block, act.section, act.after === null ? null : (findName(text, act.after, ranked) ?? ''))
  const section = placed ?? natural ?? text.sections[0]?.title ?? ''
  const picked = putInSection(rest, block, section, null)
  return act.kind === 'top' ? putSectionFirst(picked, section) : picked
}

/** A translation as every text has it. */
function levelTranslation(value: string): string {
  const read = readTranslation(value)
  return read === null ? '' : writeTranslation(read)
}

/** The text with one act done to it, as an editor would by hand. A story that the text does not have is passed over. */
export function applyAct(text: DraftText, act: TextAct, week: Week): DraftText {
  if (act.kind === 'foreword') return { ...text, foreword: act.value }
  if (act.kind === 'sections') {
    const byTitle = new Map(text.sections.map(section => [section.title, section]))
    return { ...text, sections: layOrder([...byTitle.keys()], act.value).flatMap(title => byTitle.get(title) ?? []) }
  }
  const name = findName(text, act.story, week.ranked)
  const block = name === null ? undefined : indexStories(text).get(name)?.story
  if (!block || name === null) return text
  const field = writtenField(act)
  if (field === null || !('value' in act)) return placeStory(text, act, block, week)
  const own = week.ranked.entries.find(({ links }) => links.includes(name))?.story.title
  const value = act.kind === 'title' && act.value === '' ? (own ?? block.title) : act.value
  return writeField(text, name, field, act.kind === 'translation' ? levelTranslation(act.value) : value)
}
