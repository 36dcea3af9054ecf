// How a story was judged, as types: made by the curate stage, kept with draft and issue, shown by `weekly why`.

/** What each term adds to a story's score, 0–1 in all. */
export type ScoreTerms = Readonly<Record<'coverage' | 'source' | 'section' | 'recency' | 'substance', number>> & {
  /** What past decisions say, below 0 when they speak against it; absent where nothing was learned. */
  readonly learned?: number
  /** How lively others discuss it; absent where no feed told of a discussion. */
  readonly discussion?: number
}

/** What the curator decided on stories that share a source, a section or a word of the title with one. */
export interface LearnedEvidence {
  readonly kind: 'source' | 'section' | 'word'
  /** The section or the word; empty for the source, which the story names itself. */
  readonly name: string
  /** So many of so many were taken, in the issues that were learned from. */
  readonly taken: number
  readonly of: number
  readonly issues: number
}

/** One of the curator's words in a story: the place where it says most, and how often the text has it. */
export interface SectionEvidence {
  readonly word: string
  readonly place: 'title' | 'beginning' | 'heading' | 'text'
  readonly mentions: number
}

/** How a story was judged, for `weekly why`: its score, term by term, and what put it into its section. */
export interface Appraisal {
  readonly score: number
  readonly terms: ScoreTerms
  /** Whether the page behind it was read; of the sum of an unread one a tenth is its score. */
  readonly isRead: boolean
  /** Null: none, it stands with the rest. */
  readonly section: string | null
  /** `archive`: it reads like the section's other stories; `topic`: no sections are configured; `none`: nothing spoke for any. */
  readonly sectionBy: 'source' | 'keyword' | 'archive' | 'topic' | 'none'
  /** The curator's word that matched best. */
  readonly keyword: string | null
  /** The section's words in the story, at most five; absent in drafts of earlier versions and where none stands in it. */
  readonly sectionEvidence?: readonly SectionEvidence[]
  /** What the learned term rests on; absent where nothing was learned. */
  readonly learned?: readonly LearnedEvidence[]
}
