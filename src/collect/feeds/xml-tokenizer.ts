// XML, sound or broken, to tags and text as offsets into it.

/** A start tag as offsets into the text; the object is reused, so it is valid during the call only. */
export interface TagSpan {
  /** Where `<` stands; the name follows it. */
  readonly start: number
  readonly nameEnd: number
  /** Behind `>`. */
  readonly end: number
  readonly selfClosing: boolean
  /** Four offsets for each attribute: name start, name end, value start, value end. */
  readonly attributes: readonly number[]
}

/** What the tokenizers of XML and HTML report, in document order; offsets are half-open [start, end). */
export interface MarkupEvents {
  openTag(tag: TagSpan): void
  /** `start` is where `</` stands. */
  closeTag(nameStart: number, nameEnd: number, start: number): void
  text?(start: number, end: number): void
  cdata?(start: number, end: number): void
}

/** Further attributes of one tag are ignored: a tag with more is meant to do harm. */
const MAX_ATTRIBUTES = 100

const EXCLAMATION_MARK = 0x21
const QUOTE = 0x22
const APOSTROPHE = 0x27
const SLASH = 0x2f
const LESS = 0x3c
const EQUALS = 0x3d
const GREATER = 0x3e
const QUESTION_MARK = 0x3f

/**
 * Reports the tags, texts and CDATA sections of an XML text. References stay as they are; comments, declarations and processing
 * instructions are passed over. Text and CDATA are skipped natively, which is what makes feeds fast to read. Linear, never throws by itself.
 *
 * What XML forbids is read as meant: a less-than sign before anything but a name is text (`I <3 XML`), a tag without its `>` ends where
 * the next one begins, attributes need no quotes. A tag in which the text breaks off is not reported.
 */
export function tokenizeXml(text: string, events: MarkupEvents): void {
  const tag: MutableTag = { start: 0, nameEnd: 0, end: 0, selfClosing: false, attributes: [] }
  const rest: Rest = { hasSectionEnd: true }
  let done = 0
  let start = text.indexOf('<')
  while (start >= 0) {
    const code = text.charCodeAt(start + 1)
    const isMarkup = code === SLASH || code === EXCLAMATION_MARK || code === QUESTION_MARK || isNameStart(code)
    if (isMarkup) {
      if (start > done) events.text?.(done, start)
      if (code === SLASH) done = readCloseTag(text, start, events)
      else if (code === EXCLAMATION_MARK) done = readDeclaration(text, start, events, rest)
      else if (code === QUESTION_MARK) done = findBehind(text, '>', start)
      else {
        done = readTag(text, start, tag)
        if (tag.end > 0) events.openTag(tag)
      }
    }
    start = text.indexOf('<', isMarkup ? done : start + 1)
  }
  if (done < text.length) events.text?.(done, text.length)
}

interface MutableTag extends TagSpan {
  start: number
  nameEnd: number
  end: number
  selfClosing: boolean
  readonly attributes: number[]
}

/** What is known of the text that is still to be read. */
interface Rest {
  /** False once `]]>` was looked for in vain: each further look would be another walk to the end. */
  hasSectionEnd: boolean
}

/** Reads a start tag into `tag` and gives its end; `tag.end` is 0 when the text breaks off in it. */
function readTag(text: string, start: number, tag: MutableTag): number {
  tag.start = start
  tag.end = 0
  tag.attributes.length = 0
  let at = findNameEnd(text, start + 1)
  tag.nameEnd = at
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === GREATER || code === LESS) {
      tag.selfClosing = text.charCodeAt(at - 1) === SLASH
      tag.end = code === GREATER ? at + 1 : at
      return tag.end
    }
    at = code <= 0x20 || code === SLASH ? at + 1 : readAttribute(text, at, tag.attributes)
  }
  return text.length
}

/** Reads one attribute, with or without value and quotes, and gives its end. */
function readAttribute(text: string, nameStart: number, attributes: number[]): number {
  // A name may begin with `=` only in error; one character of progress is made in any case.
  const nameEnd = findNameEnd(text, nameStart + 1)
  let at = skipBlanks(text, nameEnd)
  let valueStart = nameEnd
  let valueEnd = nameEnd
  let end = nameEnd
  if (text.charCodeAt(at) === EQUALS) {
    at = skipBlanks(text, at + 1)
    const quote = text.charCodeAt(at)
    if (quote === QUOTE || quote === APOSTROPHE) {
      valueStart = at + 1
      const closed = findClosingQuote(text, valueStart, quote === QUOTE ? '"' : "'")
      valueEnd = closed ?? findValueEnd(text, valueStart)
      end = closed === null ? valueEnd : closed + 1
    } else {
      valueStart = at
      valueEnd = end = findValueEnd(text, at)
    }
  }
  if (attributes.length < MAX_ATTRIBUTES * 4) attributes.push(nameStart, nameEnd, valueStart, valueEnd)
  return end
}

/** Null when the closing quote was forgotten: what looks like it stands in a later tag, as the opening quote of a value. */
function findClosingQuote(text: string, valueStart: number, quote: string): number | null {
  const at = text.indexOf(quote, valueStart)
  if (at < 0) return null
  const next = text.charCodeAt(at + 1)
  if (endsName(next) || next === QUESTION_MARK || !text.slice(valueStart, at).includes('<')) return at
  return null
}

function findValueEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && !endsValue(text.charCodeAt(at))) at++
  return at
}

function readCloseTag(text: string, start: number, events: MarkupEvents): number {
  const nameEnd = findNameEnd(text, start + 2)
  let at = nameEnd
  while (at < text.length && text.charCodeAt(at) !== GREATER && text.charCodeAt(at) !== LESS) at++
  if (at === text.length) return at
  events.closeTag(start + 2, nameEnd, start)
  return text.charCodeAt(at) === GREATER ? at + 1 : at
}

/** CDATA is reported; comments and declarations are not. */
function readDeclaration(text: string, start: number, events: MarkupEvents, rest: Rest): number {
  if (text.startsWith('[CDATA[', start + 2)) return readCdata(text, start + 9, events, rest)
  return text.startsWith('--', start + 2) ? findBehind(text, '-->', start + 4) : findBehind(text, '>', start)
}

/** A section that is never closed would swallow all items behind it; it ends where its field ends, if that is to be seen. */
function readCdata(text: string, start: number, events: MarkupEvents, rest: Rest): number {
  const closed = rest.hasSectionEnd ? text.indexOf(']]>', start) : -1
  if (closed < 0) rest.hasSectionEnd = false
  const end = closed >= 0 ? closed : findFieldEnd(text, start)
  events.cdata?.(start, end)
  return closed >= 0 ? end + 3 : end
}

function findFieldEnd(text: string, from: number): number {
  const fieldEnd = /<\/(?:title|description|summary|content|content:encoded|item|entry)\s*>/gi
  fieldEnd.lastIndex = from
  return fieldEnd.exec(text)?.index ?? text.length
}

/** The offset behind the next such mark; the end of the text when there is none. */
function findBehind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at + mark.length
}

function findNameEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && !endsName(text.charCodeAt(at))) at++
  return at
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++
  return at
}

function endsName(code: number): boolean {
  return code <= 0x20 || code === SLASH || code === EQUALS || code === GREATER || code === LESS
}

function endsValue(code: number): boolean {
  return code <= 0x20 || code === GREATER || code === LESS
}

/** Letters, `_`, `:` and all that is not ASCII. (XML 1.0 §2.3, without its finer points) */
function isNameStart(code: number): boolean {
  const letter = code | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || code === 0x3a || code >= 0x80
}
