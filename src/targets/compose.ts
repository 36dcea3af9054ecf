// Lays an issue out as lines of a message, with as many whole stories as a target has room for.
import { madeOnce } from '../core/made-once.ts'
import { wordsOf } from '../core/words/words.ts'
import type { IssueFacts } from './issue-facts.ts'

/** A part of a line; with `href` it is a link. */
export interface Span {
  readonly text: string
  readonly href: string | null
}

/** One line; an empty one is a blank line. */
export type Line = readonly Span[]

/**
 * The longest message that fits: the list's title, the issue, whole stories, and how many more there are behind a link. What was taken back
 * says so and tells no story. Null when not even the head has room.
 */
export function composeMessage(facts: IssueFacts, fits: (lines: readonly Line[]) => boolean): readonly Line[] | null {
  const total = facts.takenBack === null ? facts.stories.length : 0
  // Fewer stories are always shorter but for the digits of what is left, so the first that fits from above is the longest.
  for (let count = total; count >= 0; count -= 1) {
    const lines = layOut(facts, count)
    if (fits(lines)) return lines
  }
  return null
}

function layOut(facts: IssueFacts, count: number): readonly Line[] {
  const { listTitle, title, url, language, stories, takenBack } = facts
  const words = wordsOf(language)
  const head = title.startsWith(listTitle) ? title : `${listTitle}${words.colon}${title}`
  const left = takenBack === null ? stories.length - count : 0
  const end = left > 0 ? words.andMore(left) : `${words.readMore}${words.colon}`
  return [
    [plain(head)],
    [],
    ...(takenBack === null ? [] : [[plain(takenBack)]]),
    ...stories.slice(0, count).map((story, place) => [plain(`${place + 1}. `), { text: story.title, href: story.url }]),
    ...(count > 0 || takenBack !== null ? [[]] : []),
    [plain(end), { text: url, href: url }],
  ]
}

const plain = (text: string): Span => ({ text, href: null })

/** The text that is seen where links are hidden behind their words. */
export function visibleText(lines: readonly Line[]): string {
  return lines.map(line => line.map(({ text }) => text).join('')).join('\n')
}

/** The text with each link written out behind its words. */
export function writtenText(lines: readonly Line[]): string {
  const write = ({ text, href }: Span): string => (href === null || href === text ? text : `${text} ${href}`)
  return lines.map(line => line.map(write).join('')).join('\n')
}

/** How many links there are. */
export function countLinks(lines: readonly Line[]): number {
  return lines.flat().filter(({ href }) => href !== null).length
}

const graphemes = madeOnce(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))

/** User-perceived characters (UAX 29). */
export function countGraphemes(text: string): number {
  return Iterator.from(graphemes().segment(text)[Symbol.iterator]()).reduce(count => count + 1, 0)
}
