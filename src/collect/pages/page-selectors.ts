// The parts of a page that its operator has named, by CSS or by XPath, and what they lead to.
import { WeeklyError } from '../../core/errors.ts'
import type { PageSelectors } from '../../core/types.ts'
import { isElement, parseMarkup, type Markup, type MarkupElement, type Selection } from '../../formats/markup.ts'
import { selectorOfXPath } from '../xpath-selector.ts'
import { type Found, openPage, type PageAsker, textOfFound } from './evaluate-xpath.ts'
import { parseXPath, type XPath } from './parse-xpath.ts'

const parts = ['item', 'title', 'link', 'date', 'summary'] as const

/** How one part is written: a CSS selector, perhaps with `@attribute` behind it, or an XPath. */
export type PartSelector = string | XPath

/** All that is written, read and checked. */
export type ReadSelectors = { readonly [Part in (typeof parts)[number]]?: PartSelector } & {
  readonly item: PartSelector
}

/** A page that is asked for its parts. */
export interface SelectedPage {
  readonly markup: Markup
  readonly asker: PageAsker
}

/** How a path begins that is no CSS. */
const pathStart =
  /^(?:\.{0,2}\/|\(|(?:descendant|child|self|ancestor|parent|following|preceding|attribute)(?:-or-self|-sibling)?::|(?:normalize-space|string|concat|substring(?:-before|-after)?|translate)\()/

function levelOne(name: string, text: string): PartSelector {
  if (!pathStart.test(text.trim())) return text
  const selector = selectorOfXPath(text)
  if (selector !== null) return selector
  try {
    const path = parseXPath(text.trim())
    // Within an entry `//h2` means its own, as those mean it who write so.
    const isOwn = name !== 'item' && path.kind === 'path' && path.from === 'root'
    return isOwn ? { ...path, from: 'here' } : path
  } catch (cause) {
    if (!(cause instanceof WeeklyError)) throw cause
    throw new WeeklyError(cause.code, `select.${name} ${cause.message}`, { hint: cause.hint ?? '', cause })
  }
}

/** Reads what is written. Throws PAGE_SELECTOR_INVALID for what is neither. */
export function readSelectors(written: PageSelectors): ReadSelectors {
  const levelled: { -readonly [Part in (typeof parts)[number]]?: PartSelector } = {}
  for (const name of parts) {
    const text = written[name]
    if (text === undefined) continue
    const selector = levelOne(name, text)
    if (typeof selector === 'string') checkSelector(name, selector)
    levelled[name] = selector
  }
  return { ...levelled, item: levelled.item ?? written.item }
}

/** Makes a page ready to be asked. */
export function selectFrom(markup: Markup): SelectedPage {
  return { markup, asker: openPage(markup) }
}

function elementOf(found: Found): MarkupElement | null {
  const node = 'owner' in found ? found.owner : isElement(found) ? found : found.parent
  return node && isElement(node) ? node : null
}

/** The repeated elements, at most `most`. Throws PAGE_SELECTOR_INVALID for a path that takes too long. */
export function findEntries(
  { markup, asker }: SelectedPage,
  item: PartSelector,
  most: number,
): readonly MarkupElement[] {
  if (typeof item === 'string') return markup.root().find(item).toArray().filter(isElement).slice(0, most)
  const found = asker.ask(item, asker.root)
  const elements = typeof found === 'string' ? [] : found.flatMap(each => elementOf(each) ?? [])
  return [...new Set(elements)].slice(0, most)
}

/** The attribute or text of the first match inside an element; without `@attribute` the preferred one where it has it. */
export function pickText(
  { asker }: SelectedPage,
  scope: Selection,
  part: PartSelector,
  preferred?: string,
): string | null {
  if (typeof part !== 'string') return pickByPath(asker, scope, part, preferred)
  const { selector, attribute } = splitSelector(part)
  const match = selector === '' ? scope : scope.find(selector).first()
  const value = attribute ? match.attr(attribute) : ((preferred && match.attr(preferred)) ?? match.text())
  return value?.replace(/\s+/g, ' ').trim() || null
}

function pickByPath(asker: PageAsker, scope: Selection, path: XPath, preferred?: string): string | null {
  const [element] = scope.toArray()
  if (!element) return null
  const found = asker.ask(path, element)
  const first = typeof found === 'string' ? found : (found.find(each => textOfFound(each).trim() !== '') ?? found[0])
  if (first === undefined) return null
  const named =
    typeof first === 'string' || 'owner' in first || !isElement(first) ? undefined : first.attribs[preferred ?? '']
  const text = typeof first === 'string' ? first : (named ?? textOfFound(first))
  return text.replace(/\s+/g, ' ').trim() || null
}

function splitSelector(written: string): { readonly selector: string; readonly attribute: string | null } {
  const [, selector, attribute] = /^(.*)@([a-z][\w:-]*)$/is.exec(written.trim()) ?? []
  return { selector: (selector ?? written).trim(), attribute: attribute?.toLowerCase() ?? null }
}

function checkSelector(name: string, written: string): void {
  const { selector } = name === 'item' ? { selector: written } : splitSelector(written)
  const problem = name !== 'item' && selector === '' ? null : findProblem(selector)
  if (problem === null) return
  throw new WeeklyError('PAGE_SELECTOR_INVALID', `select.${name} "${written}" is no CSS selector: ${problem}`, {
    hint: 'Write a CSS selector, and for an attribute @name behind it: "h2 a", "time@datetime"',
  })
}

function findProblem(selector: string): string | null {
  if (/[>+~]\s*$/.test(selector)) return 'it ends in the middle'
  try {
    parseMarkup('')
      .root()
      .find(selector || ',')
    return null
  } catch (error) {
    return error instanceof Error ? error.message.trim() : 'it cannot be read'
  }
}
