// What a curator may change in a draft, one field at a time, and what may still be corrected in a sealed issue. Types and one pure function;
// stored by store/edits.ts and store/errata.ts, laid over drafts by curate/, over issues by publish/.
import type { Instant, Issue, Story } from './types.ts'

/** The kinds of edits with the shapes of their values. */
export interface EditValues {
  /** Where the curator wants a story: out, in whatever its rank, or in the next issue. One of the three holds. */
  readonly drop: null
  readonly pick: null
  readonly hold: null
  /** A telling that is a story of its own, whatever it is like. */
  readonly split: true
  /** Link of the telling whose story this one's joins. */
  readonly join: string
  /** A telling that leads its story: the curator added it by hand. */
  readonly lead: true
  readonly title: string
  readonly summary: string
  readonly points: readonly string[]
  readonly note: string
  /** Title of the section that the story is moved to. */
  readonly section: string
  /** Place within its section, counted from 0. */
  readonly position: number
  /** Of the whole issue; `sections` are their titles in order. */
  readonly foreword: string
  readonly sections: readonly string[]
}

/** One edit of a week's draft; it is laid over whatever is curated anew. */
export type Edit = {
  readonly [Kind in keyof EditValues]: {
    readonly kind: Kind
    readonly value: EditValues[Kind]
    /** Canonical link of one of the story's tellings, `item:ID` of one without a link; empty for edits of the whole issue. */
    readonly link: string
    readonly madeAt: Instant
  }
}[keyof EditValues]

/** What of a story may be corrected once its issue is sealed. */
export type CorrectableField = 'title' | 'summary' | 'points' | 'note'

/** One correction of a sealed issue. The sealed content itself stays as it was. */
export interface Erratum {
  readonly storyId: string
  readonly field: CorrectableField
  /** The text that holds now: a list for `points`, null for a note that was taken back. */
  readonly value: string | readonly string[] | null
  /** What was wrong, in the curator's words; null when they said nothing. */
  readonly reason: string | null
  readonly madeAt: Instant
}

/** A sealed issue as it reads now. */
export interface CorrectedIssue extends Issue {
  /** Oldest first. */
  readonly errata: readonly Erratum[]
  /** What was sealed: links to a story are made from its sealed title. */
  readonly sealed: Issue
}

/** Lays corrections, oldest first, over an issue; ids, links, number and hash stay those of what was sealed. */
export function correctIssue(sealed: Issue, errata: readonly Erratum[]): CorrectedIssue {
  if (errata.length === 0) return { ...sealed, errata, sealed }
  const correctStory = (story: Story): Story => ({
    ...story,
    ...Object.fromEntries(
      errata.filter(({ storyId }) => storyId === story.id).map(({ field, value }) => [field, value]),
    ),
  })
  const sections = sealed.sections.map(section => ({ ...section, stories: section.stories.map(correctStory) }))
  return { ...sealed, sections, errata, sealed }
}
