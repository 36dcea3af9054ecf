// Renders what templates are mostly made of – text, plain values, conditions – without LiquidJS's generators, of which each takes several
// for one value. Whatever is not plain, or is not there, is left to LiquidJS, so output and errors are its own.

/** A node of a parsed template, as much of it as this file needs. */
export interface TemplateNode {
  readonly token: object
  render(context: unknown, emitter: Emitter): unknown
  children?(partials: boolean, sync: boolean): Iterator<unknown, readonly TemplateNode[]>
}

/** What takes the output. */
interface Emitter {
  write(text: unknown): void
}

/** What LiquidJS looks variables up in. */
interface Context {
  findScope(name: string): unknown
  readProperty(thing: unknown, name: string): unknown
}

/** A value with its filters, parsed: operands and operators, the operators last. */
interface ParsedValue {
  readonly initial: { readonly postfix: readonly object[] }
  readonly filters: readonly unknown[]
}

interface Condition extends TemplateNode {
  readonly branches: readonly { readonly value: ParsedValue; readonly templates: readonly TemplateNode[] }[]
  readonly elseTemplates?: readonly TemplateNode[] | undefined
  readonly liquid: { readonly renderer: Renderer }
}

/** What LiquidJS renders lists of nodes with. */
interface Renderer<Node extends TemplateNode = TemplateNode> {
  renderTemplates(nodes: readonly Node[], context: unknown, emitter?: Emitter): unknown
}

/** What only LiquidJS knows of its renderings. */
export interface Rendering<Node extends TemplateNode> {
  /** Carries out what a node has answered: a text, or a generator of more to do. */
  readonly settle: (answer: unknown) => unknown
  /** The failure of a node with its place. */
  readonly explain: (error: unknown, node: Node) => unknown
}

interface Loop extends TemplateNode {
  readonly collection: object
  readonly elseTemplates: readonly TemplateNode[]
  readonly liquid: { readonly renderer: Renderer }
}

/** Answered where LiquidJS itself must decide. */
const unknown = Symbol('unknown')

type Evaluation = (context: Context) => unknown

/**
 * Lets these nodes, and those inside them, render quickly where they can. `escape` is what the engine escapes output with; null when
 * it does not. Only for templates that are rendered synchronously, with strict variables.
 */
export function quicken(nodes: readonly TemplateNode[], escape: ((text: string) => string) | null): void {
  for (const node of nodes) {
    if (isText(node)) node.render = (_context, emitter) => emitter.write(node.str)
    else if (isOutput(node)) quickenOutput(node, escape)
    else if (isCondition(node)) quickenCondition(node)
    else if (isLoop(node)) quickenLoop(node)
    const inside = node.children?.(false, true).next()
    if (inside?.done) quicken(inside.value, escape)
  }
}

/**
 * Lets a renderer go through lists of nodes at once: LiquidJS makes a generator for each list, and looks at the clock twice for each node.
 * Only for templates that are rendered synchronously, without limits of time. A list that no output is given for is left to LiquidJS.
 */
export function quickenRenderer<Node extends TemplateNode>(
  renderer: Renderer<Node>,
  { settle, explain }: Rendering<Node>,
): void {
  const byLiquid = renderer.renderTemplates.bind(renderer)
  renderer.renderTemplates = (nodes, context, emitter) => {
    if (!emitter || !isStoppable(context)) return byLiquid(nodes, context, emitter)
    for (const node of nodes) {
      try {
        const text = settle(node.render(context, emitter))
        if (text) emitter.write(text)
      } catch (error) {
        throw explain(error, node)
      }
      if (context.breakCalled || context.continueCalled) break
    }
    return undefined
  }
}

/** A rendering that `break` and `continue` end. */
function isStoppable(
  context: unknown,
): context is { readonly breakCalled?: boolean; readonly continueCalled?: boolean } {
  return typeof context === 'object' && context !== null && 'breakCalled' in context && 'continueCalled' in context
}

function isText(node: TemplateNode): node is TemplateNode & { readonly str: string } {
  return 'str' in node && typeof node.str === 'string'
}

function isOutput(node: TemplateNode): node is TemplateNode & { readonly value: ParsedValue } {
  return 'content' in node.token && 'value' in node && !('name' in node.token)
}

function isCondition(node: TemplateNode): node is Condition {
  return 'name' in node.token && node.token.name === 'if' && 'branches' in node
}

function isLoop(node: TemplateNode): node is Loop {
  return 'name' in node.token && node.token.name === 'for' && 'collection' in node && 'elseTemplates' in node
}

function isContext(context: unknown): context is Context {
  return typeof context === 'object' && context !== null && 'findScope' in context && 'readProperty' in context
}

function quickenOutput(
  node: TemplateNode & { readonly value: ParsedValue },
  escape: ((text: string) => string) | null,
): void {
  // The engine's escaping is a filter as well; any other is written behind a bar.
  const isBare = 'content' in node.token && !String(node.token.content).includes('|')
  const evaluate = isBare ? evaluationOf(node.value.initial.postfix) : null
  if (!evaluate) return
  const byLiquid = node.render.bind(node)
  node.render = (context, emitter) => {
    const value = isContext(context) ? evaluate(context) : unknown
    if (typeof value === 'string') emitter.write(escape ? escape(value) : value)
    else if (typeof value === 'number') emitter.write(value)
    else return byLiquid(context, emitter)
    return undefined
  }
}

function quickenCondition(node: Condition): void {
  const branches = node.branches.map(({ value, templates }) => ({
    evaluate: value.filters.length === 0 ? evaluationOf(value.initial.postfix) : null,
    templates,
  }))
  const byLiquid = node.render.bind(node)
  const { renderer } = node.liquid
  node.render = (context, emitter) => {
    if (!isContext(context)) return byLiquid(context, emitter)
    for (const { evaluate, templates } of branches) {
      const value = evaluate ? evaluate(context) : unknown
      if (value === unknown) return byLiquid(context, emitter)
      if (isTrue(value)) return withoutAnswer(renderer.renderTemplates(templates, context, emitter))
    }
    return node.elseTemplates && withoutAnswer(renderer.renderTemplates(node.elseTemplates, context, emitter))
  }
}

/** Most lists of a story are empty; for the others LiquidJS keeps the count. */
function quickenLoop(node: Loop): void {
  const evaluate = operandOf(node.collection)
  if (!evaluate) return
  const byLiquid = node.render.bind(node)
  const { renderer } = node.liquid
  node.render = (context, emitter) => {
    const list = isContext(context) ? evaluate(context) : unknown
    if (!Array.isArray(list) || list.length > 0) return byLiquid(context, emitter)
    return node.elseTemplates.length === 0
      ? undefined
      : withoutAnswer(renderer.renderTemplates(node.elseTemplates, context, emitter))
  }
}

/** LiquidJS would write once more what a rendering answers. */
function* withoutAnswer(rendering: unknown): Generator<unknown, void> {
  yield rendering
}

/** Liquid takes nothing else for false. */
function isTrue(value: unknown): boolean {
  return value !== false && value !== null
}

/** Reads an expression of plain values; null for one that has anything else. */
function evaluationOf(postfix: readonly object[]): Evaluation | null {
  const [first, second, operator] = postfix
  const left = first ? operandOf(first) : null
  if (!left || postfix.length === 1) return left
  const right = second ? operandOf(second) : null
  const compare = operator && 'operator' in operator ? operators.get(operator.operator) : undefined
  if (!right || !compare || postfix.length !== 3) return null
  return context => {
    const [one, other] = [left(context), right(context)]
    return one === unknown || other === unknown ? unknown : compare(one, other)
  }
}

type Comparison = (left: unknown, right: unknown) => unknown

/** Of what may be compared in more ways than one nothing is said. */
const operators = new Map<unknown, Comparison>([
  ['==', (left, right) => (areAlike(left, right) ? left === right : unknown)],
  ['!=', (left, right) => (areAlike(left, right) ? left !== right : unknown)],
  // To JavaScript, and so to LiquidJS, null is no more than zero.
  [
    '>',
    (left, right) =>
      (typeof left === 'number' || left === null) && typeof right === 'number' ? (left ?? 0) > right : unknown,
  ],
  ['or', (left, right) => isTrue(left) || isTrue(right)],
  ['and', (left, right) => isTrue(left) && isTrue(right)],
])

function areAlike(left: unknown, right: unknown): boolean {
  return (typeof left === 'string' || typeof left === 'number') && typeof left === typeof right
}

function operandOf(token: object): Evaluation | null {
  if ('operator' in token) return null
  if ('content' in token) {
    const { content } = token
    return typeof content === 'string' || typeof content === 'number' ? () => content : null
  }
  if (!('props' in token) || !Array.isArray(token.props) || ('variable' in token && token.variable)) return null
  const names = token.props.map((prop: unknown) =>
    typeof prop === 'object' && prop !== null && 'content' in prop && typeof prop.content === 'string'
      ? prop.content
      : null,
  )
  const [name = null] = names
  const path = names.filter(each => each !== null)
  return name === null || path.length < names.length ? null : context => read(context, name, path)
}

function read(context: Context, name: string, path: readonly string[]): unknown {
  let value = context.findScope(name)
  for (const key of path) {
    value = context.readProperty(value, key)
    if (value === undefined) return unknown
  }
  return isPlain(value) ? value : unknown
}

/** Neither what LiquidJS asks for its value, nor what it waits for. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object') return typeof value !== 'function'
  return value === null || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
}
