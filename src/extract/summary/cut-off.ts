// Whether a text ends in the middle, as the excerpts of feeds do.
import { cutTrailers } from '../../core/trailers.ts'

const cutMark = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])["'”’」』）)\]]*\s*$/u

/** What stands at a text's end is within these UTF-16 units; a whole article may be megabytes. */
const TAIL_CHARACTERS = 2_000

/** Whether a text ends with an ellipsis or an invitation to read on, whatever else the feed printed after these. */
export function isCutOff(text: string): boolean {
  const { text: own, isInvited } = cutTrailers(text.slice(-TAIL_CHARACTERS))
  return isInvited || cutMark.test(own)
}
