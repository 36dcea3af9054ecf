// How much there is to search, before anything is made of it.
import type { Issue, TranslatedText } from '../../core/types.ts'

/** A story is found by the words of its translation too. */
export const linesOf = (told: TranslatedText | null): readonly string[] =>
  told === null ? [] : [told.title, told.summary, ...told.points]

/** How much there is to search of a text, or of several together. */
export interface SearchedAmount {
  /** UTF-16 units of text, one of Chinese or Japanese counting for three: about what the work of indexing it is. */
  readonly units: number
  /** About how many bytes its words take in the files of the index, as they are sent. */
  readonly indexBytes: number
}

/** Before the first character of Chinese and Japanese, and of all scripts without spaces. */
const FIRST_WIDE = 0x2e80
const FIRST_UNSPACED = 0xe00
/** Measured on news in both languages: of a text without spaces every character begins a word, and most pairs are rare. */
const INDEX_BYTES = { spaced: 0.2, unspaced: 1.8 }

/** How much there is to search of an issue. */
export function amountOfIssue(issue: Pick<Issue, 'sections'>): SearchedAmount {
  const stories = issue.sections.flatMap(each => each.stories)
  const texts = stories.map(({ title, summary, points, note, translation }) =>
    [title, summary, ...points, note ?? '', ...linesOf(translation ?? null)].join(''),
  )
  return addAmounts(texts.map(amountOf))
}

/** How much there is to search of a text. */
export function amountOf(text: string): SearchedAmount {
  let [units, unspaced] = [text.length, 0]
  // Counted so that a long archive does not take a match for each character.
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place)
    if (unit >= FIRST_WIDE) units += 2
    if (unit >= FIRST_UNSPACED) unspaced++
  }
  const indexBytes = Math.round(INDEX_BYTES.spaced * (text.length - unspaced) + INDEX_BYTES.unspaced * unspaced)
  return { units, indexBytes }
}

/** How much there is to search of all together. */
export function addAmounts(amounts: readonly SearchedAmount[]): SearchedAmount {
  return amounts.reduce(
    (sum, each) => ({ units: sum.units + each.units, indexBytes: sum.indexBytes + each.indexBytes }),
    { units: 0, indexBytes: 0 },
  )
}
