// Whether a text ends in the middle, as the excerpts of feeds do.
import { cutTrailers } from '../../core/trailers.ts'

const cutMark = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])["'”’」』）)\]]*\s*$/u

/** Whether a text ends with an ellipsis or an invitation to read on, whatever else the feed printed after these. */
export function isCutOff(text: string): boolean {
  const { text: own, isInvited } = cutTrailers(text)
  return isInvited || cutMark.test(own)
}
