// What an XPath leads to in the tree of a page. The work on one page is bounded, whatever the path asks of it. No I/O.
import { WeeklyError } from '../../core/errors.ts'
import { isElement, isText, type Markup, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'
import type { XPath, XPathAxis, XPathStep } from './parse-xpath.ts'

/** An attribute of an element. */
export interface FoundAttribute {
  readonly owner: MarkupElement
  readonly value: string
}

/** A node of the page, or an attribute. */
export type Found = MarkupNode | FoundAttribute
type Value = readonly Found[] | string | number | boolean

/** Asks the tree of one page. */
export interface PageAsker {
  /** Nodes in the order of the page, or a text that the path computes. Throws PAGE_SELECTOR_INVALID when it takes too long. */
  readonly ask: (path: XPath, from: MarkupNode) => readonly Found[] | string
  readonly root: MarkupNode
}

/** Nodes that one page may be looked through. */
const MOST_LOOKS = 2_000_000
const TEXT_CHARACTERS = 100_000

interface Context {
  readonly node: Found
  readonly position: number
  readonly size: number
}

const isAttribute = (found: Found): found is FoundAttribute => 'owner' in found

/** The text of a node, as `string()` has it. */
export function textOfFound(found: Found): string {
  if (isAttribute(found)) return found.value
  if (isText(found)) return found.data
  let text = ''
  const visit = (node: MarkupNode): void => {
    if (text.length > TEXT_CHARACTERS) return
    if (isText(node)) text += node.data
    else if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(found)
  return text
}

function asText(value: Value): string {
  if (typeof value === 'object') return value[0] === undefined ? '' : textOfFound(value[0])
  return String(value)
}

const asNumber = (value: Value): number => {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  const text = asText(value).trim()
  return /^-?\d+(?:\.\d*)?$/.test(text) ? Number(text) : Number.NaN
}

const asTruth = (value: Value): boolean =>
  typeof value === 'object'
    ? value.length > 0
    : typeof value === 'number'
      ? value !== 0 && !Number.isNaN(value)
      : Boolean(value)

/** Calls a function on text. */
function callOnText(name: string, all: readonly string[]): Value {
  const [first = '', second = '', third = ''] = all
  switch (name) {
    case 'contains':
      return first.includes(second)
    case 'starts-with':
      return first.startsWith(second)
    case 'ends-with':
      return first.endsWith(second)
    case 'normalize-space':
      return first.replace(/\s+/g, ' ').trim()
    case 'concat':
      return all.join('')
    case 'string-length':
      return Array.from(first).length
    case 'substring-before':
      return first.includes(second) ? first.slice(0, first.indexOf(second)) : ''
    case 'substring-after':
      return first.includes(second) ? first.slice(first.indexOf(second) + second.length) : ''
    case 'substring': {
      const from = Math.round(Number(second)) - 1
      return first.slice(Math.max(0, from), third === '' ? undefined : Math.max(0, from + Math.round(Number(third))))
    }
    case 'translate':
      return Array.from(first, letter =>
        second.includes(letter) ? (third[second.indexOf(letter)] ?? '') : letter,
      ).join('')
    case 'lower-case':
      return first.toLowerCase()
    case 'upper-case':
      return first.toUpperCase()
    default:
      return first
  }
}

/** Compares as XPath does: of nodes it is enough that one fits. */
function compare(operator: string, left: Value, right: Value): boolean {
  if (typeof left === 'object') return left.some(node => compare(operator, textOfFound(node), right))
  if (typeof right === 'object') return right.some(node => compare(operator, left, textOfFound(node)))
  if (operator === '=' || operator === '!=') {
    const isSame =
      typeof left === 'number' || typeof right === 'number'
        ? asNumber(left) === asNumber(right)
        : String(left) === String(right)
    return isSame === (operator === '=')
  }
  const [a, b] = [asNumber(left), asNumber(right)]
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b
}

function calculate(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b
  if (operator === '-') return a - b
  return operator === '*' ? a * b : operator === 'div' ? a / b : a % b
}

function fits(found: Found, { kind, name }: XPathStep['test']): boolean {
  if (kind === 'node') return true
  if (isAttribute(found)) return kind === 'name'
  return kind === 'text' ? isText(found) : isElement(found) && (name === '*' || found.name === name)
}

function* below(node: MarkupNode): Generator<MarkupNode> {
  const left = 'children' in node ? node.children.toReversed() : []
  for (let next = left.pop(); next; next = left.pop()) {
    yield next
    if ('children' in next)
      for (let at = next.children.length - 1; at >= 0; at--) left.push(next.children[at] as MarkupNode)
  }
}

function* beside(node: MarkupNode, way: 'next' | 'prev'): Generator<MarkupNode> {
  for (let other = node[way]; other; other = other[way]) yield other
}

function* above(node: MarkupNode): Generator<MarkupNode> {
  for (let outer = node.parent; outer; outer = outer.parent) yield outer
}

/** What stands on an axis of a node, nearest first. */
function* along(axis: XPathAxis, found: Found, name: string): Generator<Found> {
  if (axis.endsWith('self')) yield found
  if (isAttribute(found)) {
    if (axis === 'parent' || axis.startsWith('ancestor')) yield found.owner
    if (axis.startsWith('ancestor')) yield* above(found.owner)
    return
  }
  if (axis === 'child' && 'children' in found) yield* found.children
  if (axis.startsWith('descendant')) yield* below(found)
  if (axis === 'parent' && found.parent) yield found.parent
  if (axis.startsWith('ancestor')) yield* above(found)
  if (axis === 'following-sibling') yield* beside(found, 'next')
  if (axis === 'preceding-sibling') yield* beside(found, 'prev')
  if (axis !== 'attribute' || !isElement(found)) return
  for (const [key, value] of Object.entries(found.attribs))
    if (name === '*' || key === name) yield { owner: found, value }
}

/** The page that is asked, and how much it has been looked through. */
interface Asked {
  readonly root: MarkupNode
  looks: number
  /** Places of its nodes, once somebody wants them in order. */
  places: ReadonlyMap<Found, number> | null
}

function look(asked: Asked): void {
  if (++asked.looks > MOST_LOOKS)
    throw new WeeklyError('PAGE_SELECTOR_INVALID', 'the XPath of select takes too long on this page', {
      hint: 'Name what it looks for more closely, or write a CSS selector.',
    })
}

function sort(asked: Asked, nodes: readonly Found[]): readonly Found[] {
  if (nodes.length < 2) return nodes
  asked.places ??= new Map([asked.root, ...below(asked.root)].map((node, at) => [node, at]))
  const { places } = asked
  const placeOf = (found: Found): number => places.get(isAttribute(found) ? found.owner : found) ?? 0
  return nodes.toSorted((a, b) => placeOf(a) - placeOf(b))
}

function narrow(asked: Asked, nodes: readonly Found[], predicates: readonly XPath[]): readonly Found[] {
  return predicates.reduce<readonly Found[]>((left, predicate) => {
    const size = left.length
    return left.filter((node, at) => {
      look(asked)
      const value = evaluate(asked, predicate, { node, position: at + 1, size })
      return typeof value === 'number' ? value === at + 1 : asTruth(value)
    })
  }, nodes)
}

function takeStep(asked: Asked, nodes: readonly Found[], { axis, test, predicates }: XPathStep): readonly Found[] {
  const found = new Set<Found>()
  for (const node of nodes) {
    const onAxis: Found[] = []
    for (const other of along(axis, node, test.name)) {
      look(asked)
      if (fits(other, test)) onAxis.push(other)
    }
    for (const other of narrow(asked, onAxis, predicates)) found.add(other)
  }
  return [...found]
}

const nodesOf = (value: Value): readonly Found[] => (typeof value === 'object' ? value : [])

function call(asked: Asked, name: string, given: readonly XPath[], context: Context): Value {
  if (name === 'position') return context.position
  if (name === 'last') return context.size
  if (name === 'true' || name === 'false') return name === 'true'
  const values: readonly Value[] =
    given.length === 0 ? [[context.node]] : given.map(each => evaluate(asked, each, context))
  const [first = ''] = values
  if (name === 'count') return nodesOf(first).length
  if (name === 'not' || name === 'boolean') return asTruth(first) === (name === 'boolean')
  if (name === 'number') return asNumber(first)
  const [node] = nodesOf(first)
  if (name.endsWith('name')) return node && !isAttribute(node) && isElement(node) ? node.name : ''
  return callOnText(name, values.map(asText))
}

function evaluate(asked: Asked, path: XPath, context: Context): Value {
  if (path.kind === 'literal') return path.value
  if (path.kind === 'call') return call(asked, path.name, path.given, context)
  if (path.kind === 'filter')
    return narrow(asked, sort(asked, nodesOf(evaluate(asked, path.inner, context))), path.predicates)
  if (path.kind === 'path') {
    const { from } = path
    const start =
      from === 'root' ? [asked.root] : from === 'here' ? [context.node] : nodesOf(evaluate(asked, from, context))
    return sort(
      asked,
      path.steps.reduce<readonly Found[]>((nodes, step) => takeStep(asked, nodes, step), start),
    )
  }
  const { operator } = path
  const left = evaluate(asked, path.left, context)
  if (operator === 'or' || operator === 'and')
    return asTruth(left) === (operator === 'or') ? operator === 'or' : asTruth(evaluate(asked, path.right, context))
  const right = evaluate(asked, path.right, context)
  if (operator === '|') return sort(asked, [...new Set([...nodesOf(left), ...nodesOf(right)])])
  if (/[=<>]/.test(operator)) return compare(operator, left, right)
  return calculate(operator, asNumber(left), asNumber(right))
}

/** Opens a page for paths. All that is asked of it shares one bound. */
export function openPage(markup: Markup): PageAsker {
  const root = markup.root().get(0) as MarkupNode
  const asked: Asked = { root, looks: 0, places: null }
  return {
    root,
    ask: (path, node) => {
      const value = evaluate(asked, path, { node, position: 1, size: 1 })
      return typeof value === 'object' ? value : String(value)
    },
  }
}
