// XPath 1.0 as people write it for pages: location paths, predicates and the functions on text and places. Text to a tree; pure.
import { WeeklyError } from '../../core/errors.ts'

/** One step of a path: where it looks, what it takes, and on which conditions. `text` and `node` are kinds, any other test is a name or `*`. */
export interface XPathStep {
  readonly axis: XPathAxis
  readonly test: { readonly kind: 'name' | 'text' | 'node'; readonly name: string }
  readonly predicates: readonly XPath[]
}

/** The axes that are known. */
export type XPathAxis = (typeof axes)[number]

/** An expression. A path starts at the root, at the node that is asked, or at what another expression gives. */
export type XPath =
  | { readonly kind: 'path'; readonly from: 'root' | 'here' | XPath; readonly steps: readonly XPathStep[] }
  | { readonly kind: 'filter'; readonly inner: XPath; readonly predicates: readonly XPath[] }
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly XPath[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: XPath; readonly right: XPath }

const axes = [
  ...(['child', 'descendant', 'descendant-or-self', 'self', 'parent', 'ancestor', 'ancestor-or-self'] as const),
  ...(['following-sibling', 'preceding-sibling', 'attribute'] as const),
] as const
/** Functions, and how many values each takes. */
const functions: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...{ contains: [2, 2], 'starts-with': [2, 2], 'ends-with': [2, 2], 'normalize-space': [0, 1], string: [0, 1] },
  ...{ concat: [2, 20], 'string-length': [0, 1], substring: [2, 3], 'substring-before': [2, 2] },
  ...{ 'substring-after': [2, 2], translate: [3, 3], 'lower-case': [1, 1], 'upper-case': [1, 1], not: [1, 1] },
  ...{ position: [0, 0], last: [0, 0], count: [1, 1], name: [0, 1], 'local-name': [0, 1], true: [0, 0] },
  ...{ false: [0, 0], boolean: [1, 1], number: [0, 1] },
}
const MAX_CHARACTERS = 1_000
const MAX_DEPTH = 20
const token =
  /\s*(?:("[^"]*"|'[^']*')|(\d+(?:\.\d+)?)|(\/\/|::|\.\.|!=|<=|>=|[/@.()[\],|=<>+*-])|([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*(?::(?!:)[\p{L}_][\p{L}\p{N}_-]*)?))/uy
/** Weakest first. */
const operators: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
  ['|'],
]

const anyNode = { axis: 'descendant-or-self', test: { kind: 'node', name: '' }, predicates: [] } as const

/** The tokens that are left. */
interface Reading {
  readonly path: string
  readonly tokens: readonly string[]
  at: number
  depth: number
}

function refuse(path: string, problem: string): WeeklyError {
  return new WeeklyError('PAGE_SELECTOR_INVALID', `"${path.slice(0, 200)}" is no XPath that can be read: ${problem}`, {
    hint: 'Known are paths such as //div[@class="post"]/h2/a/@href, [1], [last()], contains(), starts-with(), normalize-space(), not(), following-sibling::, text(). Or write a CSS selector.',
  })
}

function split(path: string): readonly string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  for (let at = 0; path.slice(at).trim() !== ''; at = token.lastIndex) {
    const found = token.exec(path)
    if (!found) throw refuse(path, `"${path.slice(at, at + 20).trim()}" is not understood`)
    tokens.push(found[0].trim())
  }
  return tokens
}

const peek = ({ tokens, at }: Reading, ahead = 0): string => tokens[at + ahead] ?? ''
const isName = (text: string): boolean => /^[\p{L}_]/u.test(text)

function take(reading: Reading, wanted: string): void {
  if (peek(reading) !== wanted)
    throw refuse(reading.path, `"${wanted}" is missing before "${peek(reading) || 'its end'}"`)
  reading.at++
}

function readBinary(reading: Reading, level: number): XPath {
  const own = operators[level]
  if (own === undefined) return readUnary(reading)
  let left = readBinary(reading, level + 1)
  while (own.includes(peek(reading))) {
    const operator = peek(reading)
    reading.at++
    left = { kind: 'binary', operator, left, right: readBinary(reading, level + 1) }
  }
  return left
}

function readExpression(reading: Reading): XPath {
  if (++reading.depth > MAX_DEPTH) throw refuse(reading.path, 'it is nested too deep')
  const found = readBinary(reading, 0)
  reading.depth--
  return found
}

function readUnary(reading: Reading): XPath {
  if (peek(reading) !== '-') return readPath(reading)
  reading.at++
  return { kind: 'binary', operator: '-', left: { kind: 'literal', value: 0 }, right: readPath(reading) }
}

function readPredicates(reading: Reading): readonly XPath[] {
  const predicates: XPath[] = []
  while (peek(reading) === '[') {
    reading.at++
    predicates.push(readExpression(reading))
    take(reading, ']')
  }
  return predicates
}

/** What is no path by itself: a value, a function, or what stands in parentheses. */
function readPrimary(reading: Reading): XPath | null {
  const first = peek(reading)
  if (/^["']/.test(first) || /^\d/.test(first)) {
    reading.at++
    return { kind: 'literal', value: /^\d/.test(first) ? Number(first) : first.slice(1, -1) }
  }
  if (first === '(') {
    reading.at++
    const inner = readExpression(reading)
    take(reading, ')')
    return inner
  }
  if (!isName(first) || peek(reading, 1) !== '(' || first === 'text' || first === 'node') return null
  return readCall(reading, first)
}

function readCall(reading: Reading, name: string): XPath {
  const bounds = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (bounds === undefined) throw refuse(reading.path, `the function ${name}() is not known`)
  reading.at += 2
  const given: XPath[] = []
  while (peek(reading) !== ')') {
    if (given.length > 0) take(reading, ',')
    given.push(readExpression(reading))
  }
  reading.at++
  if (given.length < bounds[0] || given.length > bounds[1])
    throw refuse(
      reading.path,
      `${name}() takes ${bounds[0] === bounds[1] ? bounds[0] : `${bounds[0]} to ${bounds[1]}`} values, not ${given.length}`,
    )
  return { kind: 'call', name, given }
}

const startsStep = (text: string): boolean => isName(text) || ['@', '.', '..', '*'].includes(text)

function readPath(reading: Reading): XPath {
  const primary = readPrimary(reading)
  if (primary !== null) {
    const predicates = readPredicates(reading)
    const inner: XPath = predicates.length === 0 ? primary : { kind: 'filter', inner: primary, predicates }
    return peek(reading).startsWith('/') ? { kind: 'path', from: inner, steps: readSteps(reading) } : inner
  }
  const first = peek(reading)
  if (!first.startsWith('/') && !startsStep(first)) throw refuse(reading.path, `"${first || 'its end'}" begins no step`)
  if (!first.startsWith('/')) return { kind: 'path', from: 'here', steps: [readStep(reading), ...readSteps(reading)] }
  if (first === '/' && !startsStep(peek(reading, 1))) {
    reading.at++
    return { kind: 'path', from: 'root', steps: [] }
  }
  return { kind: 'path', from: 'root', steps: readSteps(reading) }
}

/** The steps that follow, each behind `/` or `//`. */
function readSteps(reading: Reading): readonly XPathStep[] {
  const steps: XPathStep[] = []
  while (peek(reading).startsWith('/')) {
    const isDeep = peek(reading) === '//'
    reading.at++
    const step = readStep(reading)
    // A place counts among the children of one parent; without one, all below can be looked through at once.
    if (isDeep && step.axis === 'child' && step.predicates.length === 0) steps.push({ ...step, axis: 'descendant' })
    else steps.push(...(isDeep ? [anyNode] : []), step)
  }
  return steps
}

function readStep(reading: Reading): XPathStep {
  const first = peek(reading)
  if (first === '.' || first === '..') {
    reading.at++
    return {
      axis: first === '.' ? 'self' : 'parent',
      test: { kind: 'node', name: '' },
      predicates: readPredicates(reading),
    }
  }
  let axis: XPathAxis = 'child'
  if (first === '@') {
    axis = 'attribute'
    reading.at++
  } else if (peek(reading, 1) === '::') {
    const known = axes.find(each => each === first)
    if (known === undefined) throw refuse(reading.path, `the axis ${first}:: is not known`)
    axis = known
    reading.at += 2
  }
  const name = peek(reading)
  if (name !== '*' && !isName(name)) throw refuse(reading.path, `"${name || 'its end'}" begins no step`)
  reading.at++
  if (peek(reading) !== '(') {
    const test = { kind: 'name', name: name.toLowerCase().replace(/^.*:/, '') } as const
    return { axis, test, predicates: readPredicates(reading) }
  }
  if (name !== 'text' && name !== 'node') throw refuse(reading.path, `${name}() is no step that is known`)
  reading.at++
  take(reading, ')')
  return { axis, test: { kind: name, name: '' }, predicates: readPredicates(reading) }
}

/** Reads an expression of at most 1,000 characters. Throws PAGE_SELECTOR_INVALID that says what is not understood. */
export function parseXPath(path: string): XPath {
  if (path.length > MAX_CHARACTERS) throw refuse(path, `it is longer than ${MAX_CHARACTERS} characters`)
  const reading: Reading = { path, tokens: split(path), at: 0, depth: 0 }
  const found = readExpression(reading)
  if (reading.at < reading.tokens.length) throw refuse(path, `"${peek(reading)}" is more than was expected`)
  return found
}
