// An article's HTML for paper: nothing in it is fetched.
import type { SafeHtml } from '../core/types.ts'
import { parseMarkup } from '../formats/markup.ts'
import { sanitizeHtml } from '../extract/body/sanitize.ts'

/**
 * Puts words in the place of each picture, linked to where it stood, and sanitises once more: what is printed passed the rules of today,
 * whenever it was read. `nameOf` makes the words from the picture's alternative text, which may be empty.
 */
export function makePrintable(html: string, baseUrl: string, nameOf: (alternative: string) => string): SafeHtml {
  const $ = parseMarkup(html)
  for (const picture of $('img').toArray()) {
    const { src = '', alt = '' } = picture.attribs
    const name = alt.trim()
    // An emoji, as blogs draw them: its own sign says it all.
    const isSign = name !== '' && name.length <= 8 && !/[\p{L}\p{N}]/u.test(name)
    const isLinked = $(picture).closest('a').length > 0
    const words = $('<small></small>').text(isSign ? name : nameOf(name))
    $(picture).replaceWith(isSign || isLinked ? words : $('<a></a>').attr('href', src).append(words))
  }
  return sanitizeHtml($.html(), baseUrl)
}
