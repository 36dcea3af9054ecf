// What a page prints, from its top: bylines and dates are looked for in it.
import { singleBlanks } from '../../core/text.ts'
import { isBlock } from '../body/blocks.ts'
import { silentElements } from '../../formats/elements.ts'
import { isElement, isText, type Markup, type MarkupNode } from '../../formats/markup.ts'

/** Bylines and dates stand above the text, or just below a short one. */
const MAX_CHARACTERS = 30_000
const silent: ReadonlySet<string> = new Set([...silentElements, 'title', 'textarea', 'pre', 'code'])

/** The visible text of a page but for its code, a line for each block, up to 30,000 characters; of pages without `body` too. */
export function readPrintedText($: Markup): string {
  const pieces: string[] = []
  let length = 0
  const visit = (node: MarkupNode): void => {
    if (length > MAX_CHARACTERS) return
    const text = isText(node) ? singleBlanks(node.data.slice(0, MAX_CHARACTERS)) : ''
    pieces.push(text)
    length += text.length
    if (isElement(node) && silent.has(node.name)) return
    const isLine = isElement(node) && (node.name === 'br' || isBlock(node))
    if (isLine) pieces.push('\n')
    if ('children' in node) for (const child of node.children) visit(child)
    if (isLine) pieces.push('\n')
  }
  for (const node of $.root().contents().get()) visit(node)
  return pieces
    .join('')
    .replace(/(?: ?\n)+ ?/g, '\n')
    .trim()
}
