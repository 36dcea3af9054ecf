// A page as Readability wants it: a DOM with the members that it asks for and no more. Classes, for a package reads and writes nodes by
// their properties. See ADR 17.
import { isElement, isText, type MarkupNode } from '../../formats/markup.ts'

/** A node that Readability may move. */
export type LiveNode = LiveElement | LiveText

/** The attributes of an element by lower-cased name; those that were removed are undefined, for deleting makes objects slow. */
type Attributes = Readonly<Record<string, string | undefined>>

const noNodes: readonly LiveNode[] = []
/** Longer texts are not kept, but joined anew of those inside: a page nested a hundred times would be kept as often. */
const MAX_KEPT_CHARACTERS = 50_000

/** A piece of text; it never changes. */
export class LiveText {
  parentNode: LiveParent | null = null
  previousSibling: LiveNode | null = null
  nextSibling: LiveNode | null = null
  readonly textContent: string

  constructor(text: string) {
    this.textContent = text
  }

  get nodeType(): number {
    return 3
  }

  get nodeName(): string {
    return '#text'
  }

  get childNodes(): readonly LiveNode[] {
    return noNodes
  }

  remove(): void {
    this.parentNode?.removeChild(this)
  }
}

/** What nodes can stand in. Children are linked, so that taking one out of thousands costs nothing; lists of them are kept until they change. */
class LiveParent {
  parentNode: LiveParent | null = null
  firstChild: LiveNode | null = null
  lastChild: LiveNode | null = null
  private text: string | null = null
  private nodes: readonly LiveNode[] | null = null
  private elements: readonly LiveElement[] | null = null

  get childNodes(): readonly LiveNode[] {
    if (this.nodes) return this.nodes
    const nodes: LiveNode[] = []
    for (let node = this.firstChild; node; node = node.nextSibling) nodes.push(node)
    return (this.nodes = nodes)
  }

  get children(): readonly LiveElement[] {
    return (this.elements ??= this.childNodes.filter(node => node instanceof LiveElement))
  }

  get firstElementChild(): LiveElement | null {
    let node = this.firstChild
    while (node && !(node instanceof LiveElement)) node = node.nextSibling
    return node
  }

  /** All text inside; asked for at each level of a page, so it is kept. What stands in a kept text is kept as well. */
  get textContent(): string {
    if (this.text !== null) return this.text
    let text = ''
    for (let node = this.firstChild; node; node = node.nextSibling) text += node.textContent
    if (text.length <= MAX_KEPT_CHARACTERS) this.text = text
    return text
  }

  getElementsByTagName(name: string): LiveElement[] {
    const found: LiveElement[] = []
    collect(this, each => each === name, found)
    return found
  }

  /** Of names alone: Readability asks for nothing else. */
  querySelectorAll(names: string): LiveElement[] {
    const wanted = names.toLowerCase().split(',')
    if (wanted.length === 1) return this.getElementsByTagName(names)
    const found: LiveElement[] = []
    collect(this, name => wanted.includes(name), found)
    return found
  }

  appendChild(node: LiveNode): void {
    node.remove()
    node.parentNode = this
    node.previousSibling = this.lastChild
    if (this.lastChild) this.lastChild.nextSibling = node
    else this.firstChild = node
    this.lastChild = node
    this.forget()
  }

  removeChild(node: LiveNode): void {
    if (node.previousSibling) node.previousSibling.nextSibling = node.nextSibling
    else this.firstChild = node.nextSibling
    if (node.nextSibling) node.nextSibling.previousSibling = node.previousSibling
    else this.lastChild = node.previousSibling
    node.parentNode = node.previousSibling = node.nextSibling = null
    this.forget()
  }

  replaceChild(node: LiveNode, old: LiveNode): void {
    node.remove()
    const { previousSibling: before, nextSibling: after } = old
    this.removeChild(old)
    node.parentNode = this
    node.previousSibling = before
    node.nextSibling = after
    if (before) before.nextSibling = node
    else this.firstChild = node
    if (after) after.previousSibling = node
    else this.lastChild = node
  }

  /** Drops the lists, and the text here and around: where none is kept, none is kept further out. */
  private forget(): void {
    this.nodes = this.elements = this.text = null
    for (let node = this.parentNode; node && node.text !== null; node = node.parentNode) node.text = null
  }
}

/** An attribute in the list of its element's. */
class LiveAttribute {
  readonly name: string
  value: string

  constructor(name: string, value: string) {
    this.name = name
    this.value = value
  }

  /** It is cloned to be set elsewhere, and only read there. */
  cloneNode(): this {
    return this
  }
}

/** An element. */
export class LiveElement extends LiveParent {
  previousSibling: LiveNode | null = null
  nextSibling: LiveNode | null = null
  readonly ownerDocument: LiveDocument
  /** In lower case. */
  readonly localName: string
  readonly tagName: string
  /** What Readability notes of it. */
  readability: unknown = undefined
  private written: Attributes
  private own: Record<string, string | undefined> | null = null
  private list: LiveAttribute[] | null = null

  /** The attributes are another's, and copied before they are changed. */
  constructor(document: LiveDocument, name: string, attributes: Attributes) {
    super()
    this.ownerDocument = document
    this.localName = name
    this.tagName = name.toUpperCase()
    this.written = attributes
  }

  get nodeType(): number {
    return 1
  }

  get nodeName(): string {
    return this.tagName
  }

  get nextElementSibling(): LiveElement | null {
    let node = this.nextSibling
    while (node && !(node instanceof LiveElement)) node = node.nextSibling
    return node
  }

  get id(): string {
    return this.written.id ?? ''
  }

  set id(value: string) {
    this.setAttribute('id', value)
  }

  get className(): string {
    return this.written.class ?? ''
  }

  set className(value: string) {
    this.setAttribute('class', value)
  }

  /** Of pictures alone, as in browsers. */
  get src(): string | undefined {
    return this.localName === 'img' ? (this.written.src ?? '') : undefined
  }

  get srcset(): string | undefined {
    return this.localName === 'img' ? (this.written.srcset ?? '') : undefined
  }

  /** Undefined where nothing can be hidden by it: whether an element is hidden is all that is asked of a style. */
  get style(): Attributes | undefined {
    const { style } = this.written
    return style !== undefined && /none|hidden/.test(style) ? readStyle(style) : undefined
  }

  get attributes(): readonly LiveAttribute[] {
    return (this.list ??= Object.entries(this.written).flatMap(([name, value]) =>
      value === undefined ? [] : [new LiveAttribute(name, value)],
    ))
  }

  getAttribute(name: string): string | null {
    return this.written[name] ?? null
  }

  hasAttribute(name: string): boolean {
    return this.written[name] !== undefined
  }

  setAttribute(name: string, value: string): void {
    const known = this.list?.find(attribute => attribute.name === name)
    if (known) known.value = value
    else this.list?.push(new LiveAttribute(name, value))
    this.change(name, value)
  }

  setAttributeNode({ name, value }: LiveAttribute): void {
    this.setAttribute(name, value)
  }

  removeAttribute(name: string): void {
    if (this.written[name] === undefined) return
    this.change(name, undefined)
    this.list = null
  }

  /** Not HTML but copies of the nodes: Readability keeps what it gets and gives it back to begin anew. */
  get innerHTML(): readonly LiveNode[] {
    return this.childNodes.map(node => copyNode(node))
  }

  set innerHTML(nodes: readonly LiveNode[]) {
    for (const node of this.childNodes) this.removeChild(node)
    for (const node of nodes) this.appendChild(copyNode(node))
  }

  remove(): void {
    this.parentNode?.removeChild(this)
  }

  /** The same element without what stands in it. */
  copy(): LiveElement {
    this.own = null
    return new LiveElement(this.ownerDocument, this.localName, this.written)
  }

  private change(name: string, value: string | undefined): void {
    this.written = this.own ??= { ...this.written }
    this.own[name] = value
  }
}

/** A document of `html` with a `body`, which the nodes of a page are copied to. */
export class LiveDocument extends LiveParent {
  readonly title: string
  readonly documentElement: LiveElement
  readonly body: LiveElement

  constructor(title: string, page: readonly MarkupNode[]) {
    super()
    this.title = title
    this.documentElement = this.createElement('html')
    this.body = this.createElement('body')
    this.appendChild(this.documentElement)
    this.documentElement.appendChild(this.body)
    fill(this.body, page)
  }

  createElement(name: string): LiveElement {
    return new LiveElement(this, name.toLowerCase(), {})
  }

  createTextNode(text: string): LiveText {
    return new LiveText(text)
  }
}

function fill(parent: LiveElement, nodes: readonly MarkupNode[]): void {
  for (const node of nodes)
    if (isText(node)) appendText(parent, node.data)
    else if (isElement(node)) {
      const element = new LiveElement(parent.ownerDocument, node.name, node.attribs)
      fill(element, node.children)
      parent.appendChild(element)
    }
}

/** Text that follows text becomes one with it: what stood between was no text, and is gone. */
function appendText(parent: LiveElement, text: string): void {
  const before = parent.lastChild
  if (before instanceof LiveText) parent.removeChild(before)
  const whole = before instanceof LiveText ? before.textContent + text : text
  if (whole !== '') parent.appendChild(new LiveText(whole))
}

function copyNode(node: LiveNode): LiveNode {
  if (node instanceof LiveText) return new LiveText(node.textContent)
  const copy = node.copy()
  for (const child of node.childNodes)
    if (child instanceof LiveText) appendText(copy, child.textContent)
    else copy.appendChild(copyNode(child))
  return copy
}

function collect(parent: LiveParent, matches: (name: string) => boolean, found: LiveElement[]): void {
  for (let node = parent.firstChild; node; node = node.nextSibling)
    if (node instanceof LiveElement) {
      if (matches(node.localName)) found.push(node)
      collect(node, matches, found)
    }
}

/** The last word on each property. */
function readStyle(written: string): Attributes {
  return Object.fromEntries(
    written.split(';').map(rule => {
      const colon = rule.indexOf(':')
      return [rule.slice(0, Math.max(0, colon)).trim(), rule.slice(colon + 1).trim()]
    }),
  )
}
