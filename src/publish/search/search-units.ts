// How much there is to search, before anything is made of it.
import type { Issue, TranslatedText } from '../../core/types.ts'

/** A story is found by the words of its translation too. */
export const linesOf = (told: TranslatedText | null): readonly string[] =>
  told === null ? [] : [told.title, told.summary, ...told.points]

/** How much there is to search of an issue, in the units of a SearchExtent. */
export function unitsOfIssue(issue: Pick<Issue, 'sections'>): number {
  const stories = issue.sections.flatMap(each => each.stories)
  const texts = stories.map(({ title, summary, points, note, translation }) =>
    [title, summary, ...points, note ?? '', ...linesOf(translation ?? null)].join(''),
  )
  return texts.reduce((sum, text) => sum + unitsOf(text), 0)
}

/** How much there is to search of a text, in the same units. */
export function unitsOf(text: string): number {
  let units = text.length
  // Counted so that a long archive does not take a match for each character.
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) >= 0x2e80) units += 2
  return units
}
