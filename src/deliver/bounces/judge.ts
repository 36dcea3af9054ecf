// What a status code says about a reader: RFC 3463, and the older three digits of SMTP. Pure; used by the readers of reports and
// for what a server answers at once.
import type { BounceVerdict } from '../../store/engine/reader-tables.ts'

// Not a part of an IP address or of a version.
const enhanced = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)/g
// Of those that end in good, 550 to 553 are about the mailbox (RFC 5321 §4.2.2); 554 may be about anything.
const threeDigits = /(?<![\d.])(?:(?<first>4)\d\d|(?<last>5)5[0-3])(?=[ -]|$)/

/** The most telling status in a server's words: an enhanced one that is not `x.0.0`, else `5.0.0` or `4.0.0`, else null. */
export function findStatus(text: string): string | null {
  const all = text.match(enhanced) ?? []
  const telling = all.find(status => !status.endsWith('.0.0')) ?? all[0]
  if (telling !== undefined) return telling
  const { first, last } = threeDigits.exec(text)?.groups ?? {}
  return first || last ? `${first ?? last ?? ''}.0.0` : null
}

/** X.1.7 and X.1.8 are about the sender's address (RFC 3463 §3.2), X.7 about policy: neither is the reader's doing. */
const ours = /^[45]\.(7\.|1\.[78]$)/

/** Servers that refuse for the sender or the content, and say so in words alone. */
const oursInWords =
  /spam|blocked|black ?list|block ?list|policy|reputation|rate limit|too (many|fast)|\b(spf|dkim|dmarc)\b/i

/**
 * Gives a status, and the words it came with, a verdict. Without a status nothing is known about the reader; to `x.0.0` the words
 * are listened to, so that a filter that takes against an issue does not cost us its readers.
 */
export function judgeStatus(status: string | null, words: string): Exclude<BounceVerdict, 'complaint'> {
  if (status === null || ours.test(status)) return 'ours'
  if (status.endsWith('.0.0') && oursInWords.test(words)) return 'ours'
  if (status.startsWith('4.')) return 'temporary'
  return status.startsWith('5.1.') ? 'bad-address' : 'refused'
}
