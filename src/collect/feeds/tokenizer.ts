// XML or HTML to tags and text, as offsets into it; the one place that knows htmlparser2.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { tokenizeXml, type MarkupEvents, type TagSpan } from './xml-tokenizer.ts'

export type { MarkupEvents, TagSpan }

/** Hands each attribute of a tag to `visit`, as offsets into the text. */
export function forEachAttribute(
  tag: TagSpan,
  visit: (nameStart: number, nameEnd: number, valueStart: number, valueEnd: number) => void,
): void {
  const spans = tag.attributes
  for (let at = 0; at + 3 < spans.length; at += 4)
    visit(spans[at] ?? 0, spans[at + 1] ?? 0, spans[at + 2] ?? 0, spans[at + 3] ?? 0)
}

/** Further attributes of one tag are ignored: a tag with more is meant to do harm. */
const MAX_ATTRIBUTES = 100

const ignore = () => {
  // Comments, declarations, processing instructions and entities are nobody's concern here.
}

/** Reports the tags and texts of a document; entities stay as they are. Linear in the text, never throws by itself. */
export function tokenize(text: string, kind: 'xml' | 'html', events: MarkupEvents): void {
  if (kind === 'xml') tokenizeXml(text, events)
  else tokenizeHtml(text, events)
}

/** HTML has rules of its own: scripts hold no tags, comments end in several ways. */
function tokenizeHtml(text: string, events: MarkupEvents): void {
  const attributes: number[] = []
  const tag = { start: 0, nameEnd: 0, end: 0, selfClosing: false, attributes }
  const finishTag = (end: number, selfClosing: boolean) => {
    tag.end = end + 1
    tag.selfClosing = selfClosing
    events.openTag(tag)
  }
  const isFull = () => attributes.length > MAX_ATTRIBUTES * 4
  const callbacks: TokenizerCallbacks = {
    onopentagname: (start, end) => {
      tag.start = start - 1
      tag.nameEnd = end
      attributes.length = 0
    },
    onattribname: (start, end) => !isFull() && attributes.push(start, end, end, end),
    onattribdata: (start, end) => {
      if (isFull()) return
      attributes[attributes.length - 2] = start
      attributes[attributes.length - 1] = end
    },
    onopentagend: end => finishTag(end, false),
    onselfclosingtag: end => finishTag(end, true),
    onclosetag: (start, end) => events.closeTag(start, end, text.lastIndexOf('<', start)),
    ontext: (start, end) => events.text?.(start, end),
    oncdata: ignore,
    onattribend: ignore,
    onattribentity: ignore,
    ontextentity: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
    onend: ignore,
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, callbacks)
  tokenizer.write(text)
  tokenizer.end()
}

const knownNames = new Map<string, string | null>()
/** More names than HTML has; what comes after is made up and need not be remembered. */
const MAX_KNOWN_NAMES = 3000

/** What `&name;` stands for in HTML; null when HTML has no such name. */
export function decodeEntityName(name: string): string | null {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  let value = ''
  let rest = ''
  const callbacks: TokenizerCallbacks = {
    ontextentity: codePoint => (value += String.fromCodePoint(codePoint)),
    ontext: (start, end) => (rest += `&${name};`.slice(start, end)),
    onattribdata: ignore,
    onattribend: ignore,
    onattribentity: ignore,
    onattribname: ignore,
    oncdata: ignore,
    onclosetag: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onend: ignore,
    onopentagend: ignore,
    onopentagname: ignore,
    onprocessinginstruction: ignore,
    onselfclosingtag: ignore,
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, callbacks)
  tokenizer.write(`&${name};`)
  tokenizer.end()
  const decoded = rest === '' && value !== '' ? value : null
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, decoded)
  return decoded
}
