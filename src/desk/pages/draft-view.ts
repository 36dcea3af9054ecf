// A draft as its page shows it: each story with what its forms bear, so that whatever happens meanwhile is seen when they come back. Pure.
import { randomUUID } from 'node:crypto'
import type { DeskWords } from '../../core/words/desk-words.ts'
import { type FieldValue, hashField, readField, type TextAct } from '../apply-act.ts'
import { type DraftText, nameOf, type StoryText } from '../draft-text.ts'
import { keyOf } from '../story-key.ts'

type DraftWords = DeskWords['draftPage']

/** A story of the page. */
export interface StoryRow {
  /** Names its place on the page, and the form that is open. */
  readonly key: string
  readonly link: string
  /** The link as a browser may follow it; null for a story without one. */
  readonly href: string | null
  readonly title: string
  readonly about: string
  /** Where it stands, as a screen reader is told when an act has put it there. */
  readonly said: string
  readonly note: string
  readonly summary: string
  readonly points: string
  /** Changes with all that the page shows of it. */
  readonly sign: string
  /** Hashes of what its fields say now, by the kind of the act that writes them; `place` for all acts that put it somewhere. */
  readonly was: Readonly<Record<'place' | 'title' | 'summary' | 'points' | 'note', string>>
  /** Of the form of this row: a command acts once. */
  readonly command: string
  readonly isOpen: boolean
  /** Links behind which *up* and *down* put it; empty: before all. */
  readonly up: string
  readonly down: string
  readonly canGoUp: boolean
  readonly canGoDown: boolean
}

/** The page's sections and the two lists beside them. */
export interface DraftView {
  readonly base: string
  readonly sections: readonly { readonly title: string; readonly stories: readonly StoryRow[] }[]
  readonly held: readonly StoryRow[]
  readonly leftOut: readonly StoryRow[]
  /** Of those left out, how many stand before the rows shown, and how many behind them. */
  readonly before: number
  readonly behind: number
  readonly foreword: { readonly text: string; readonly was: string; readonly command: string; readonly isOpen: boolean }
}

/** Rows of what is left out that one page shows: a full week has thousands, and a phone on a train loads each row again after each act. */
export const LEFT_OUT_SHOWN = 50

function viewStory(text: DraftText, story: StoryText, open: string | null, said: string): StoryRow {
  const name = nameOf(story)
  const key = keyOf(name)
  const hash = (act: TextAct): string => hashField(readField(text, act, name) satisfies FieldValue)
  const written = (kind: 'title' | 'summary' | 'note'): string => hash({ kind, story: name, value: '' })
  return {
    key,
    link: story.link,
    href: /^https?:/i.test(story.link) ? story.link : null,
    title: story.title,
    about: story.about,
    said,
    note: story.note ?? '',
    summary: story.summary ?? '',
    points: (story.points ?? []).join('\n'),
    sign: hashField([
      ...[story.title, story.about, story.note ?? '', story.summary ?? '', hash({ kind: 'drop', story: name })],
      ...(story.points ?? []),
    ]),
    was: {
      place: hash({ kind: 'drop', story: name }),
      title: written('title'),
      summary: written('summary'),
      points: hash({ kind: 'points', story: name, value: [] }),
      note: written('note'),
    },
    command: randomUUID(),
    isOpen: open === key,
    up: '',
    down: '',
    canGoUp: false,
    canGoDown: false,
  }
}

/** The rows of one section, each with its neighbours: acts name these, never a number. */
function viewSection(
  text: DraftText,
  { title, stories }: DraftText['sections'][number],
  open: string | null,
  words: DraftWords,
): readonly StoryRow[] {
  return stories.map((story, i) => ({
    ...viewStory(text, story, open, words.placed(story.title, i + 1, stories.length, title)),
    up: stories[i - 2]?.link ?? '',
    down: stories[i + 1]?.link ?? '',
    canGoUp: i > 0,
    canGoDown: i < stories.length - 1,
  }))
}

/**
 * Shows a draft's text; `open` is the key of the story whose form is open, or `foreword`, and `from` how many of those left out, best first, are
 * passed over.
 */
export function viewDraft(text: DraftText, words: DraftWords, open: string | null, from = 0): DraftView {
  const before = from < text.leftOut.length ? from : 0
  const shown = text.leftOut.slice(before, before + LEFT_OUT_SHOWN)
  return {
    base: text.base,
    sections: text.sections.map(section => ({
      title: section.title,
      stories: viewSection(text, section, open, words),
    })),
    held: text.held.map(story => viewStory(text, story, open, words.isHeld(story.title))),
    leftOut: shown.map(story => viewStory(text, story, open, words.isLeftOut(story.title))),
    before,
    behind: text.leftOut.length - before - shown.length,
    foreword: {
      text: text.foreword,
      was: hashField(text.foreword),
      command: randomUUID(),
      isOpen: open === 'foreword',
    },
  }
}
