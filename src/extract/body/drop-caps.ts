// Puts the large first letter of a text back to the word that it was taken from: "T he harbour" is The harbour.
import {
  isElement,
  isText,
  type Markup,
  type MarkupElement,
  type MarkupNode,
  textInside,
} from '../../formats/markup.ts'
import { compileSelector, findElements } from '../../formats/select.ts'

const dropCapName =
  /(?:^|[\s_-])(?:drop-?caps?|dropped-?cap|first-?letter|lettrine|initial(?:-?(?:cap|letter))?|big-?letter)(?=$|[\s_-])/i
const dropCapStyle = /float\s*:\s*left[^"]{0,200}font-size|font-size[^"]{0,200}float\s*:\s*left/i
const MAX_NAME_CHARACTERS = 300
/** At most this many elements of a page are asked for their text. */
const MAX_CAPS = 50
/** The text that goes on is no deeper than this. */
const MAX_DEPTH = 4

const mayBeCap = compileSelector(
  '[class*="drop" i], [class*="letter" i], [class*="initial" i], [class*="lettrine" i], [style*="float"], big, font',
)

/** Joins each letter that is set apart by its class, style or size with the text that follows. Changes the tree. */
export function joinDropCaps($: Markup): void {
  for (const cap of findElements($, mayBeCap, MAX_CAPS).filter(isDropCap)) {
    const letter = textInside(cap).trim()
    const next = isSingleLetter(letter) ? textAfter(cap) : null
    if (!next || !/^\s*\p{Ll}/u.test(next.data)) continue
    next.data = `${letter}${next.data.trimStart()}`
    $(cap).remove()
  }
}

function isDropCap({ name, attribs }: MarkupElement): boolean {
  if (name === 'big' || name === 'font') return true
  const isNamed = dropCapName.test(attribs.class?.slice(0, MAX_NAME_CHARACTERS) ?? '')
  return isNamed || dropCapStyle.test(attribs.style?.slice(0, MAX_NAME_CHARACTERS) ?? '')
}

function isSingleLetter(text: string): boolean {
  return /^["'“‘«]?\p{Lu}$/u.test(text)
}

/** The text with which reading goes on after an element: beside it, or at the beginning of what follows its block. */
function textAfter(element: MarkupElement): Extract<MarkupNode, { data: string }> | null {
  for (let node: MarkupNode | null = element, depth = 0; node && depth < MAX_DEPTH; node = node.parent, depth++)
    for (let next: MarkupNode | null = node.next; next; next = next.next) {
      const found = firstText(next)
      if (found) return found
    }
  return null
}

function firstText(node: MarkupNode): Extract<MarkupNode, { data: string }> | null {
  let at: MarkupNode | null | undefined = node
  for (let depth = 0; at && depth <= MAX_DEPTH; depth++) {
    if (isText(at)) return at.data.trim() === '' ? null : at
    at = isElement(at) ? at.children.find(child => !isText(child) || child.data.trim() !== '') : null
  }
  return null
}
