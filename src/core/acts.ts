// What editors do to a draft, one act at a time, and what is remembered of it. Types only; applied by desk/, stored by store/journal.ts.
import type { Edit } from './edits.ts'
import type { Draft, Instant, WeekId } from './types.ts'

/** One act of the desk. A story is named by any of its links as its editor saw it; a neighbour by its link too, never by a number. */
export type Act =
  | { readonly kind: 'drop' | 'pick' | 'hold'; readonly story: string }
  /** In, and the first of the issue: the mail's subject names it. */
  | { readonly kind: 'top'; readonly story: string }
  | { readonly kind: 'title' | 'summary' | 'note'; readonly story: string; readonly value: string }
  /** In the other language, as core/translation.ts reads it; empty: the story is shown without. */
  | { readonly kind: 'translation'; readonly story: string; readonly value: string }
  | { readonly kind: 'points'; readonly story: string; readonly value: readonly string[] }
  /** To the end of a section. */
  | { readonly kind: 'section'; readonly story: string; readonly section: string }
  /** Into a section behind a story; null: before all others. */
  | { readonly kind: 'move'; readonly story: string; readonly section: string; readonly after: string | null }
  | { readonly kind: 'foreword'; readonly value: string }
  /** The titles of all sections in order. */
  | { readonly kind: 'sections'; readonly value: readonly string[] }
  | { readonly kind: 'split'; readonly story: string }
  /** The stories of the others join this one, which leads. */
  | { readonly kind: 'join'; readonly story: string; readonly others: readonly string[] }

/** One act as it was sent: who did what, on which draft, and what they saw there. */
export interface Command {
  readonly week: WeekId
  /** Name of the draft that the editor had before them. */
  readonly base: string
  /** A UUID; a command acts once, however often it is sent. */
  readonly id: string
  /** What the editor saw in the field that the act changes: its `hashField`. */
  readonly was: string
  readonly editor: string
  readonly act: Act
  /** How it came, where it was not by a page of the desk. */
  readonly via?: ActVia
}

/** An act by a link of an editors' mail, of whoever holds the mail; or by a token, of a program. */
export type ActVia = 'link' | 'token'

/** Acts that no page of the desk sends as a command: of the command line, and of the journal itself. */
export type OtherAct =
  /** A whole draft as text. */
  | { readonly kind: 'text' }
  | { readonly kind: 'restore' | 'add'; readonly story: string }
  /** Approved, held, or a draft again. */
  | { readonly kind: 'decide'; readonly state: Draft['state'] }
  /** `command` is the id of what was taken back, or done again. */
  | { readonly kind: 'undo' | 'redo'; readonly command: string }

/** What an act touched, as it was before or after: edits, and the draft's state where that changed. */
export interface JournalRows {
  readonly edits: readonly Edit[]
  readonly state?: Draft['state']
}

/** One act as the journal keeps it. */
export interface JournalEntry {
  /** Grows with time. */
  readonly number: number
  readonly week: WeekId
  readonly command: string
  readonly editor: string
  readonly at: Instant
  /** Name of the draft that the editor had before them; null where they had none. */
  readonly base: string | null
  readonly act: Act | OtherAct
  /** Title of the story at that time; empty for acts on the whole issue. */
  readonly subject: string
  readonly before: JournalRows
  readonly after: JournalRows
  /** Id of the command that has taken it back; null while it holds. */
  readonly undoneBy: string | null
  /** Missing for what was done at the desk or on the command line. */
  readonly via?: ActVia
}
