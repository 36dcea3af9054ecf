// Fixed CSS selectors over a tree, compiled once: asking cheerio reads and compiles a selector anew each time, which took a third of
// reading a page.
import { isElement, rootOf, type Markup, type MarkupElement, type MarkupNode } from './markup.ts'

/** Whether an element is one that a selector names. */
export type Matcher = (element: MarkupElement) => boolean

/** Attributes whose values HTML compares without regard to case, of those that are selected by. */
const foldedAttributes: ReadonlySet<string> = new Set(['rel', 'type', 'lang'])
const part =
  /([a-z][\w-]*|\*)|([.#])([\w-]+)|\[([\w-]+)(?:([~^$*]?=)(?:"([^"]*)"|([\w-]+))(?:\s+(i))?)?\]|(:only-child)|\s*(>)\s*|(\s+)/giy

/**
 * Compiles a list of selectors that the program itself has written: names, classes, ids, attributes (`=`, `~=`, `^=`, `$=`, `*=`, `i`),
 * `:only-child`, inside and child of. Throws TypeError for anything else; a stranger's selector is cheerio's matter.
 */
export function compileSelector(selector: string): Matcher {
  const matchers = selector.split(',').map(each => compileOne(each.trim()))
  const [first, ...rest] = matchers
  if (first && rest.length === 0) return first
  return element => matchers.some(matches => matches(element))
}

/** All elements inside a node, or in a whole tree, that match, in document order, at most `most`. */
export function findElements(inside: MarkupNode | Markup, matches: Matcher, most = Infinity): MarkupElement[] {
  const found: MarkupElement[] = []
  const visit = (node: MarkupNode): void => {
    if (!('children' in node)) return
    for (const child of node.children) {
      if (found.length >= most) return
      if (!isElement(child)) continue
      if (matches(child)) found.push(child)
      visit(child)
    }
  }
  visit(typeof inside === 'function' ? rootOf(inside) : inside)
  return found
}

/** Whether a node holds an element that matches. */
export function holdsElement(node: MarkupNode, matches: Matcher): boolean {
  return (
    'children' in node &&
    node.children.some(child => isElement(child) && (matches(child) || holdsElement(child, matches)))
  )
}

/** Whether an element matches, or stands inside one that does. */
export function isWithin(element: MarkupElement, matches: Matcher): boolean {
  for (let node: MarkupNode | null = element; node; node = node.parent)
    if (isElement(node) && matches(node)) return true
  return false
}

function compileOne(selector: string): Matcher {
  let above: Matcher | null = null
  let tests: Matcher[] = []
  const takeCompound = (): Matcher => {
    if (tests.length === 0) throw new TypeError(`no such selector: ${selector}`)
    const compound = allOf(tests)
    const outer = above
    tests = []
    return outer === null ? compound : element => compound(element) && outer(element)
  }
  part.lastIndex = 0
  for (let at = 0; at < selector.length; at = part.lastIndex) {
    const found = part.exec(selector)
    if (!found) throw new TypeError(`no such selector: ${selector}`)
    const [, name, sign, word = '', attribute, operator, quoted, bare, folded, onlyChild, child, blank] = found
    if (child !== undefined) above = isChildOf(takeCompound())
    else if (blank !== undefined) above = isInside(takeCompound())
    else if (onlyChild !== undefined) tests.push(isOnlyChild)
    else if (attribute !== undefined)
      tests.push(matchAttribute(attribute.toLowerCase(), operator, quoted ?? bare ?? '', folded !== undefined))
    else if (sign === '#') tests.push(element => element.attribs.id === word)
    else if (sign === '.') tests.push(matchAttribute('class', '~=', word, false))
    else if (name !== undefined && name !== '*') tests.push(matchName(name.toLowerCase()))
    else tests.push(() => true)
  }
  return takeCompound()
}

function allOf(tests: readonly Matcher[]): Matcher {
  const [first, second] = tests
  if (first && tests.length === 1) return first
  if (first && second && tests.length === 2) return element => first(element) && second(element)
  return element => tests.every(matches => matches(element))
}

function matchName(name: string): Matcher {
  return element => element.name === name
}

function isChildOf(matches: Matcher): Matcher {
  return ({ parent }) => parent !== null && isElement(parent) && matches(parent)
}

function isInside(matches: Matcher): Matcher {
  return ({ parent }) => parent !== null && isElement(parent) && isWithin(parent, matches)
}

function isOnlyChild(element: MarkupElement): boolean {
  return element.parent?.children.every(other => other === element || !isElement(other)) ?? true
}

function matchAttribute(name: string, operator: string | undefined, value: string, isFolded: boolean): Matcher {
  if (operator === undefined) return ({ attribs }) => attribs[name] !== undefined
  const compare = comparisons[operator]
  if (!compare) throw new TypeError(`no such comparison: ${operator}`)
  if (!isFolded && !foldedAttributes.has(name))
    return ({ attribs }) => {
      const given = attribs[name]
      return given !== undefined && compare(given, value)
    }
  const wanted = value.toLowerCase()
  return ({ attribs }) => {
    const given = attribs[name]
    return given !== undefined && compare(given.toLowerCase(), wanted)
  }
}

const comparisons: Readonly<Record<string, (given: string, wanted: string) => boolean>> = {
  '=': (given, wanted) => given === wanted,
  '^=': (given, wanted) => given.startsWith(wanted),
  '$=': (given, wanted) => given.endsWith(wanted),
  '*=': (given, wanted) => given.includes(wanted),
  '~=': holdsWord,
}

/** Whether a list of words has a word, without making the list. */
function holdsWord(list: string, word: string): boolean {
  for (let at = list.indexOf(word); at >= 0; at = list.indexOf(word, at + 1)) {
    const end = at + word.length
    if ((at === 0 || isBlank(list, at - 1)) && (end === list.length || isBlank(list, end))) return true
  }
  return false
}

function isBlank(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at))
}
