// The curator's words as a mail has room for them, and without what would be taken for the marks of a mail. Pure.
import { withoutMarks } from '../../core/mail-marks.ts'
import { countColumns } from '../../core/text.ts'
import type { IssueView, Paragraph, StoryView } from '../issue-view.ts'
import { cutProse, cutSpans, plainOfSpans, type Span } from './prose.ts'
import type { StoryProse } from './written-view.ts'

/** How much of a story's words a mail tells: units of text, points, and columns of each. */
export interface ProseRoom {
  readonly summary: number
  readonly note: number
  readonly points: number
  readonly pointColumns: number
}

function cutPoint(spans: readonly Span[], columns: number): readonly Span[] {
  const words = plainOfSpans(spans)
  const width = countColumns(words)
  return width <= columns ? spans : cutSpans(spans, Math.floor((words.length * columns) / width))
}

/** Cuts the words of a story to their room. */
export function shortenProse({ summary, points, note }: StoryProse, room: ProseRoom): StoryProse {
  return {
    summary: summary && cutProse(summary, room.summary).prose,
    points: points && points.slice(0, room.points).map(spans => cutPoint(spans, room.pointColumns)),
    note: note && cutProse(note, room.note).prose,
  }
}

const paragraphWithout = (paragraph: Paragraph): Paragraph => ({ ...paragraph, text: withoutMarks(paragraph.text) })

const storyWithout = (story: StoryView): StoryView => ({
  ...story,
  summary: withoutMarks(story.summary),
  points: story.points.map(withoutMarks),
  note: story.note.map(paragraphWithout),
})

/** A view whose plain words hold no mark: an escape within Markdown can hide one from whoever looks at the source alone. */
export function withoutMarksIn(view: IssueView): IssueView {
  const cleaned = new Map(view.stories.map(story => [story, storyWithout(story)]))
  const storiesOf = (stories: readonly StoryView[]): StoryView[] => stories.map(story => cleaned.get(story) ?? story)
  return {
    ...view,
    foreword: view.foreword.map(paragraphWithout),
    sections: view.sections.map(section => ({ ...section, stories: storiesOf(section.stories) })),
    stories: storiesOf(view.stories),
  }
}
