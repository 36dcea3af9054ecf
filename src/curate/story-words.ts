// The words of a story as a list shows them, and which of them a ranking has left unread.
import { cutAtSentence } from '../core/text.ts'
import type { Story } from '../core/types.ts'
import type { StoryGroup } from './tellings.ts'

/** A longer point is cut at a sentence. */
const POINT_CHARACTERS = 220

/** A story whose points are short enough for a list, in each of its languages. */
export function shorten(story: Story): Story {
  const cut = (points: readonly string[]): readonly string[] =>
    points.map(point => cutAtSentence(point, POINT_CHARACTERS).text)
  const others = story.others.map(telling =>
    telling.edition ? { ...telling, edition: { ...telling.edition, points: cut(telling.edition.points) } } : telling,
  )
  return { ...story, others, points: cut(story.points) }
}

/** The items whose articles tell a group, the lead's first, where what sums them up is still to be read; null where nothing is. */
export function lackingOf({ lead, others }: StoryGroup): readonly (number | null)[] | null {
  const articles = [lead, ...others].map(({ article }) => article)
  return articles.some(article => article?.summary === null) ? articles.map(article => article?.itemId ?? null) : null
}
