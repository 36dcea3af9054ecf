// What a refusal says about a reader. It counts against one only where it speaks of that mailbox in so many words, or by a status that
// can mean nothing else; all other refusals are our own trouble: what we send, how much, from where, through whom.
import type { BounceVerdict } from '../../store/engine/reader-tables.ts'
import { refusalWords } from './refusal-words.ts'

/** What a refusal may come to; a complaint is none. */
export type Verdict = Exclude<BounceVerdict, 'complaint'>

// Not a part of an IP address or of a version.
const enhanced = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)/g
// Of those that end in good, 550 to 553 are about the mailbox (RFC 5321 §4.2.2); 554 may be about anything.
const threeDigits = /(?<![\d.])(?:(?<first>4)\d\d|(?<last>5)5[0-3])(?=[ -]|$)/

/** The most telling status in a server's words (RFC 3463): an enhanced one that is not `x.0.0`, else `5.0.0` or `4.0.0`, else null. */
export function findStatus(text: string): string | null {
  const all = text.match(enhanced) ?? []
  const telling = all.find(status => !status.endsWith('.0.0')) ?? all[0]
  if (telling !== undefined) return telling
  const { first, last } = threeDigits.exec(text)?.groups ?? {}
  return first || last ? `${first ?? last ?? ''}.0.0` : null
}

/** Longer texts are copies of something else. */
const WORDS_LENGTH = 4_000

/**
 * The words alone, lower case and on one line: without the codes that begin each line of a reply, without addresses and links, whose
 * own words say nothing.
 */
function plainWords(text: string): string {
  return text
    .slice(0, WORDS_LENGTH)
    .toLowerCase()
    .replace(/<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?/g, ' ')
    .replace(/https?:\/\/\S{1,1000}/g, ' ')
    .replace(/(?<![\d.])[2345]\d\d[- ]/g, ' ')
    .replace(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Codes that are about the mailbox whatever the words (RFC 3463 §3.2, §3.3; RFC 7505 for a domain that takes no mail). */
const badAddressCodes = /^[45]\.1\.(?:1|2|3|6|10)$/
const fullCodes = /^[45]\.2\.2$/
const shutCodes = /^[45]\.2\.1$/
/** Codes beside which "mailbox unavailable" is about the mailbox. */
const vagueCodes = /^[45]\.(?:0\.0|1\.\d+|2\.[01]|5\.0)$/

/** What the words mean by themselves; null where they say nothing of either side. */
function judgeWords(words: string, status: string | null): Verdict | null {
  const says = (kind: keyof typeof refusalWords): boolean => refusalWords[kind].test(words)
  if (says('sendingQuota') || says('relaying') || says('login') || says('sender')) return 'ours'
  if (says('unknown')) return 'bad-address'
  // X.3 is about the server: it is that whose disk is full.
  if (says('full') && !/^[45]\.3\./.test(status ?? '')) return 'refused'
  if (says('machine') || says('rate')) return 'ours'
  if (says('noDomain')) return 'bad-address'
  if (says('shut')) return 'refused'
  if (says('content')) return 'ours'
  if (says('unavailable')) return status === null || vagueCodes.test(status) ? 'refused' : 'ours'
  return says('unreachable') ? 'temporary' : null
}

function judgeCode(status: string | null): Verdict | null {
  if (status === null) return null
  if (badAddressCodes.test(status)) return 'bad-address'
  if (fullCodes.test(status) || shutCodes.test(status)) return 'refused'
  // A mailbox or a host that is not reached for days.
  return /^4\.[24]\./.test(status) ? 'temporary' : null
}

/**
 * Gives a refusal a verdict: by the words of the server, then by the status, then by the words for people. What is refused for the time
 * being (4.x.x) is never more than temporary.
 */
export function judgeStatus(status: string | null, words: string, wordsForPeople = ''): Verdict {
  const verdict =
    judgeWords(plainWords(words), status) ??
    judgeCode(status) ??
    judgeWords(plainWords(wordsForPeople), status) ??
    'ours'
  return status?.startsWith('4.') && verdict !== 'ours' ? 'temporary' : verdict
}

/** Whether words without a status speak of a mailbox, so that they are a report on it. */
export function speaksOfMailbox(words: string): boolean {
  return ['bad-address', 'refused'].includes(judgeWords(plainWords(words), null) ?? 'ours')
}

/** Whether an answer means that the relay takes no mail of ours at present, whoever it is for. */
export function isRelayWide(response: string): boolean {
  const words = plainWords(response)
  // Groups and single readers may want mail of some senders alone.
  if (/\bresolver\.rst|\bthis (?:group|recipient)\b|\bto the recipient\b/.test(words)) return false
  return (['sendingQuota', 'relaying', 'login', 'sender'] as const).some(kind => refusalWords[kind].test(words))
}
