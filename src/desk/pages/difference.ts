// What has changed of a draft since somebody looked, in words.
import { type DraftText, nameOf, storiesIn } from '../draft-text.ts'
import type { DraftDifference } from '../compare-drafts.ts'
import { keyOf } from '../story-key.ts'
import { type DeskDeps, deskWords } from './frame.ts'

/** One line for each thing that has changed; titles are those of the first text that knows them. */
export function describeDifference(
  deps: Pick<DeskDeps, 'language'>,
  difference: DraftDifference,
  texts: readonly DraftText[],
): readonly string[] {
  const words = deskWords(deps).releasing
  const titles = new Map(
    texts.toReversed().flatMap(text => storiesIn(text).map(story => [keyOf(nameOf(story)), story.title] as const)),
  )
  const named = (keys: readonly string[], say: (title: string) => string): readonly string[] =>
    keys.flatMap(key => {
      const title = titles.get(key)
      return title === undefined ? [] : [say(title)]
    })
  const { come, gone, changed, isMoved, hasOtherForeword } = difference
  const unknown = gone.filter(key => !titles.has(key)).length
  return [
    ...named(come, words.come),
    ...named(changed, words.changed),
    ...named(gone, words.gone),
    ...(unknown > 0 ? [words.goneUnknown(unknown)] : []),
    ...(isMoved ? [words.moved] : []),
    ...(hasOtherForeword ? [words.otherForeword] : []),
  ]
}
