// Corrections of single fields of a sealed issue, as a page sends them: each with the hash of what its editor saw. Pure.
import { hashField } from './apply-act.ts'
import { mapStories } from './check-draft-text.ts'
import { type DraftText, nameOf, storiesIn, type StoryText } from './draft-text.ts'

/** The fields of a story that a page corrects, in the order of its form. */
export const correctedFields = ['link', 'title', 'summary', 'points', 'note'] as const
/** One of them, or the foreword of the issue. */
export type CorrectedField = (typeof correctedFields)[number] | 'foreword'

/** What a form says of one field. */
export interface FieldCorrection {
  readonly field: CorrectedField
  /** Lines for points. */
  readonly value: string
  readonly was: string
}

/** A field with what it was when it was sent out, what it says now, and what it will. */
export interface FieldChange {
  readonly field: CorrectedField
  readonly now: string
  readonly wanted: string
}

/** The story with a name. */
export const findStory = (text: DraftText, name: string): StoryText | null =>
  storiesIn(text).find(story => nameOf(story) === name) ?? null

/** How a field reads in a form; the link without what tells two stories of one link apart. */
export function readCorrected(text: DraftText, story: StoryText | null, field: CorrectedField): string {
  if (field === 'foreword') return text.foreword.trim()
  const value = story?.[field] ?? ''
  return (typeof value === 'string' ? value : value.join('\n')).trim()
}

/** The hash of a field as a form brings it back. */
export const hashCorrected = (text: DraftText, story: StoryText | null, field: CorrectedField): string =>
  hashField(readCorrected(text, story, field))

/** What a form changes, and which of that somebody else has changed since it was seen. */
export function compareCorrections(
  text: DraftText,
  story: StoryText | null,
  given: readonly FieldCorrection[],
): { readonly changes: readonly FieldChange[]; readonly conflicts: readonly FieldChange[] } {
  const found = given.map(({ field, value, was }) => {
    const now = readCorrected(text, story, field)
    return { field, now, wanted: value.trim(), isStale: hashField(now) !== was }
  })
  const changes = found.filter(({ now, wanted }) => now !== wanted)
  return { changes, conflicts: changes.filter(({ isStale }) => isStale) }
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

/** The text with the changes in it. */
export function applyCorrections(text: DraftText, name: string, changes: readonly FieldChange[]): DraftText {
  const foreword = changes.find(({ field }) => field === 'foreword')?.wanted ?? text.foreword
  const said = Object.fromEntries(
    changes.map(({ field, wanted }) => [field, field === 'points' ? linesOf(wanted) : wanted] as const),
  )
  return mapStories({ ...text, foreword }, story => (nameOf(story) === name ? { ...story, ...said } : story))
}

/** The text with a story and the one behind it in its section in each other's place; null when there is none behind it. */
export function swapStories(
  text: DraftText,
  name: string,
): { readonly text: DraftText; readonly other: StoryText } | null {
  for (const section of text.sections) {
    const place = section.stories.findIndex(story => nameOf(story) === name)
    const [story, other] = section.stories.slice(place, place + 2)
    if (place < 0 || !story || !other) continue
    const stories = section.stories.toSpliced(place, 2, other, story)
    return {
      other,
      text: { ...text, sections: text.sections.map(each => (each === section ? { ...each, stories } : each)) },
    }
  }
  return null
}
