// A mail by which an editor saves a link: its first address, and what else they wrote, without what mail programs add. Pure.
import { findFirstUrl } from '../core/first-url.ts'

/** What is read of a mail: the address that it came to tells that its sender knows the secret in it. */
export interface SavedMail {
  readonly subject: string
  /** What people read; lines are capped where the mail is taken apart. */
  readonly text: string
  /** All headers that name those to whom it was sent. */
  readonly recipients: string
}

/** What an app shares, as the form for saving takes it. */
export interface SavedWords {
  readonly url: string
  readonly title: string
  readonly note: string
}

const TEXT_CHARACTERS = 20_000
/** Words that mail programs write before what they quote, each at the end of a line. */
const quoting = /(?:wrote|写道|schrieb|a écrit|escribió)\s*[:：]$/u
/** Before a subject that is answered or passed on: it says nothing of the link. */
const answering = /^(?:(?:re|fwd?|aw|wg|回复|转发|答复)\s*[:：]\s*)+/iu

/** Whether one of the addresses that a mail was sent to is this one, whole and in any case. */
export function isSentTo({ recipients }: Pick<SavedMail, 'recipients'>, address: string): boolean {
  return recipients
    .toLowerCase()
    .split(/[\s,;:<>"()]+/)
    .includes(address.toLowerCase())
}

/** The lines that its sender wrote: no signature (RFC 3676 §4.3), no quotation and nothing behind one. */
function ownLines(text: string): readonly string[] {
  const lines = text.slice(0, TEXT_CHARACTERS).replace(/\r\n?/g, '\n').split('\n')
  const end = lines.findIndex(line => line === '-- ' || line === '--' || quoting.test(line.trim().slice(-40)))
  return (end < 0 ? lines : lines.slice(0, end)).filter(line => !line.startsWith('>'))
}

/** The first address of the text, or of the subject, and the rest as a note; an empty `url` where there is none. */
export function readSavedMail({ subject, text }: Pick<SavedMail, 'subject' | 'text'>): SavedWords {
  const said = subject.slice(0, TEXT_CHARACTERS).trim().replace(answering, '')
  const own = ownLines(text).join('\n').trim()
  const inText = findFirstUrl(own)
  const inSubject = inText ? null : findFirstUrl(said)
  const note = (inText ? inText.rest : own)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return { url: inText?.url ?? inSubject?.url ?? '', title: inSubject ? inSubject.rest : said, note }
}
