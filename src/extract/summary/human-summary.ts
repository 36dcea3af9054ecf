// Whether a feed's summary was written by a person, and so is better than sentences picked from the article.
import { isNotice } from '../../core/blocks.ts'
import { splitSentences } from '../../core/sentences.ts'
import { countColumns, lettersOf } from '../../core/text.ts'
import { cutTrailers } from '../../core/trailers.ts'
import { isAside } from './asides.ts'
import { isCutOff } from './cut-off.ts'

/** Columns of the shortest and longest text that is taken for somebody's summary. */
const HUMAN_COLUMNS = { fewest: 50, most: 800 }
/** Letters of the article within which a copied beginning may start: a byline or heading may stand before it. */
const BEGINNING_LETTERS = 400
/** A copy may have lost a link's words or an aside: this share of it, in pieces of eight letters, stands there. */
const COPIED_SHARE = 0.75
const PIECE = /.{8}/gsu
/** Where the first of them stand tells where a copy begins: the first may have lost a word. */
const FIRST_PIECES = 2

/** What link aggregators put where a summary belongs. */
const submission = /^(?:article url|comments url|submitted by|points?:)/iu

/** Whether a feed cut its summary from where the article begins. One that begins elsewhere was chosen by somebody. */
function isBeginning(summary: string, articleText: string): boolean {
  const opening = articleText.slice(0, 2 * summary.length + 2 * BEGINNING_LETTERS)
  const letters = lettersOf(opening)
  const pieces = lettersOf(summary).match(PIECE) ?? []
  if (pieces.filter(piece => letters.includes(piece)).length < COPIED_SHARE * pieces.length) return false
  const [first] = splitSentences(opening)
  // Headings and bylines may stand before the first sentence, in the feed's words as well.
  const firstEnds = first === undefined ? 0 : lettersOf(opening.slice(0, first.end)).length
  return pieces.slice(0, FIRST_PIECES).some(piece => {
    const at = letters.indexOf(piece)
    return at >= 0 && at < firstEnds
  })
}

/**
 * Whether a feed's summary, as plain text, was written or chosen by somebody and so wins over an extract: of a summary's length, not cut
 * off, without a feed's trailers, and no copy of the article's beginning, its title before it or not. What quotes the article from further
 * on was chosen.
 */
export function isHumanSummary(feedSummaryText: string, articleText: string, title = ''): boolean {
  const summary = feedSummaryText.trim()
  const columns = countColumns(summary)
  if (columns < HUMAN_COLUMNS.fewest || columns > HUMAN_COLUMNS.most) return false
  if (isCutOff(summary) || cutTrailers(summary).text !== summary) return false
  if (isNotice(summary) || submission.test(summary) || splitSentences(summary).every(({ text }) => isAside(text)))
    return false
  const afterTitle = title !== '' && summary.startsWith(title) ? summary.slice(title.length) : ''
  return !isBeginning(summary, articleText) && (afterTitle.trim() === '' || !isBeginning(afterTitle, articleText))
}
