// Parses HTML of any origin for the files of extract/: net/markup.ts with a bound on nesting, so that walks of the tree may recurse.
import { type Markup, type MarkupNode, parseMarkup as parseTrusted } from '../net/markup.ts'
import { limitNesting } from './nesting.ts'

export type { Markup, MarkupNode }
/** The DOM's number for text. */
const TEXT_NODE = 3
/** An element of the tree. */
export type MarkupElement = Extract<MarkupNode, { readonly attribs: Record<string, string> }>

/** Parses any text as HTML; never throws, and takes time linear in the text. */
export function parseMarkup(html: string): Markup {
  return parseTrusted(limitNesting(html))
}

/** Whether a node is an element (scripts and styles too). */
export function isElement(node: MarkupNode): node is MarkupElement {
  return 'attribs' in node
}

/** Whether a node is text, not a comment. */
export function isText(node: MarkupNode): node is Extract<MarkupNode, { readonly data: string }> {
  return node.nodeType === TEXT_NODE
}
