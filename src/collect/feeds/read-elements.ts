// Feed XML, sound or broken, to elements: namespaces resolved, items apart from their channel, unclosed tags closed.
import { parseHttpUrl } from '../../core/url.ts'
import type { Attribute, FeedElement } from './element.ts'
import { decodeEntities } from './entities.ts'
import { bareScope, bindPrefix, declareNamespaces, resolveName, type Scope } from './scope.ts'
import { forEachAttribute, tokenize, type MarkupEvents, type TagSpan } from './tokenizer.ts'
import { endsField, endsPerson, isContainer, isFrame, isItem, isKnownField } from './vocabulary.ts'

/** The families of dialects that are XML. */
export type XmlFormat = 'rss' | 'rdf' | 'atom'

/** A feed without its items, as far as it was read; `channel` is the root itself in Atom. */
export interface FeedDocument {
  readonly format: XmlFormat
  readonly channel: FeedElement
}

/** Receives each item when it is complete, with what was read of the feed until then. */
export type TakeItem = (item: FeedElement, soFar: FeedDocument) => void

const MAX_DEPTH = 64
const MAX_ITEMS = 50_000
const MAX_CHILDREN = 1000
const MAX_NEVER_CLOSED = 20
const MAX_ATTRIBUTE_LENGTH = 65_536

interface OpenElement extends FeedElement {
  attributes: readonly Attribute[]
  base: string | null
  language: string | null
  children: FeedElement[]
  inner: string
  hasTags: boolean
  readonly rawName: string
  readonly innerStart: number
  /** The namespaces in force around this element, to return to. */
  readonly outerScope: Scope
}

const noChildren: FeedElement[] = []
const noAttributes: readonly Attribute[] = []

/** Reads all elements of a feed; null when no feed begins anywhere in the text. Relative `xml:base` is resolved against the URL. */
export function readElements(text: string, url: string, takeItem: TakeItem): FeedDocument | null {
  const reader = new ElementReader(text, url, takeItem)
  tokenize(text, 'xml', reader)
  return reader.finish()
}

/** Lives for one document. Fields are not looked into while reading: only their end is sought, adapters decode what they need. */
class ElementReader implements MarkupEvents {
  private readonly source: string
  private readonly url: string
  private readonly takeItem: TakeItem
  private format: XmlFormat | null = null
  private root: OpenElement | null = null
  private channel: OpenElement | null = null
  private itemCount = 0
  /** Names of elements without end tags in the rest of the text. */
  private readonly neverClosed = new Set<string>()
  private cutItem: OpenElement | undefined
  private readonly stack: OpenElement[] = []
  private scope = bareScope()
  /** The field being read, and how many elements of its own name are open inside it. */
  private field: OpenElement | null = null
  private nested = 0

  constructor(source: string, url: string, takeItem: TakeItem) {
    this.source = source
    this.url = url
    this.takeItem = takeItem
  }

  openTag(tag: TagSpan): void {
    const raw = this.source.slice(tag.start + 1, tag.nameEnd)
    this.closeBefore(raw, tag)
    if (this.field) return
    const outerScope = this.scope
    if (tag.attributes.length > 0) this.scope = declareNamespaces(this.scope, this.source, tag)
    if (!this.root) this.beginFeed(resolveName(this.scope, raw))
    if (!this.format) return
    const name = resolveName(this.scope, raw)
    const element = this.makeElement(name, raw, tag, outerScope)
    this.root ??= element
    if (name === 'channel') this.channel ??= element
    if (tag.selfClosing || this.isNeverClosed(name, raw, tag.end)) this.attach(element, tag.end)
    else if (!isContainer(name) || this.stack.length >= MAX_DEPTH) this.beginField(element)
    else this.stack.push(element)
  }

  closeTag(nameStart: number, nameEnd: number, start: number): void {
    // Nearly every end tag is spelt as the start tag of what is open.
    const innermost = this.field ?? this.stack.at(-1)
    const isSpeltAlike =
      innermost?.rawName.length === nameEnd - nameStart && this.source.startsWith(innermost.rawName, nameStart)
    const name = isSpeltAlike ? innermost.name : resolveName(this.scope, this.source.slice(nameStart, nameEnd))
    if (this.field) {
      if (name === this.field.name) {
        if (this.nested > 0) this.nested--
        else this.closeField(start)
        return
      }
      if (!isFrame(name)) return
      this.closeField(start)
    }
    const at = this.stack.findLastIndex(element => element.name === name)
    if (at >= 0) this.closeDownTo(at, start)
  }

  /** Closes what is open. An item that the document breaks off in the middle of a field is dropped, its last words are missing. */
  finish(): FeedDocument | null {
    const isCut = this.field !== null
    const openItem = this.stack.findLast(element => isItem(element.name))
    if (openItem && (isCut || !isUsable(openItem))) this.cutItem = openItem
    this.closeField(this.source.length)
    this.closeDownTo(0, this.source.length)
    return this.describe()
  }

  private describe(): FeedDocument | null {
    if (!this.root || !this.format) return null
    // A lone Atom entry is an item without a feed around it.
    const channel = this.channel ?? (isItem(this.root.name) ? { ...this.root, children: noChildren } : this.root)
    return { format: this.format, channel }
  }

  /** Closes what a start tag proves to be over: a field, an item, a person. */
  private closeBefore(raw: string, tag: TagSpan): void {
    const name = resolveName(this.scope, raw)
    if (this.field) {
      if (!this.endsHere(this.field, name, tag)) return
      this.closeField(tag.start)
      // A name may mean something else outside of the field's own namespaces.
      this.closeBefore(raw, tag)
      return
    }
    if (isItem(name)) this.closeOpenItem(tag.start)
    const holder = this.stack.at(-1)
    if (holder && endsPerson(holder.name, name)) this.closeDownTo(this.stack.length - 1, tag.start)
  }

  /** Inside a field: counts its namesakes; true when the tag proves that the field was never closed. */
  private endsHere(field: OpenElement, name: string, tag: TagSpan): boolean {
    if (endsField(field.name, name)) return true
    field.hasTags = true
    if (name === field.name && !tag.selfClosing) this.nested++
    return false
  }

  /** A stranger that nothing closes in all the rest is an empty element, or it would swallow the fields behind it. */
  private isNeverClosed(name: string, raw: string, from: number): boolean {
    if (isContainer(name) || isKnownField(name)) return false
    if (this.neverClosed.has(raw)) return true
    // Looking for what is not there costs a walk to the end.
    if (this.neverClosed.size >= MAX_NEVER_CLOSED || this.source.indexOf(`</${raw}`, from) >= 0) return false
    this.neverClosed.add(raw)
    return true
  }

  /** Recognises the root; what stands before it (PHP warnings, junk) is passed over. */
  private beginFeed(name: string): void {
    const local = name.slice(name.indexOf(':') + 1)
    if (local === 'rss' || local === 'channel') this.format = 'rss'
    else if (local === 'rdf') this.format = 'rdf'
    else if (local === 'feed' || name === 'atom:entry') this.format = 'atom'
    else return
    // The root says what names without prefix mean, whatever the default namespace is called.
    this.scope = bindPrefix(this.scope, '', this.format === 'atom' ? 'atom:' : '')
  }

  /** Items never contain items: one that is still open ends here. */
  private closeOpenItem(start: number): void {
    const open = this.stack.findLastIndex(element => isItem(element.name))
    if (open >= 0) this.closeDownTo(open, start)
  }

  private beginField(element: OpenElement): void {
    this.field = element
    this.nested = 0
  }

  private makeElement(name: string, raw: string, tag: TagSpan, outerScope: Scope): OpenElement {
    const parent = this.stack.at(-1)
    const element: OpenElement = {
      name,
      attributes: noAttributes,
      children: noChildren,
      inner: '',
      hasTags: false,
      base: parent?.base ?? null,
      language: parent?.language ?? null,
      rawName: raw,
      innerStart: tag.end,
      outerScope,
    }
    if (tag.attributes.length > 0) this.addAttributes(element, tag)
    return element
  }

  /** Attributes, and what two of them say about everything inside. */
  private addAttributes(element: OpenElement, tag: TagSpan): void {
    const attributes = this.readAttributes(tag)
    // CDF, the ancestor of RSS, wrote `base` before there was `xml:base`.
    const base = attributes.find(([key]) => key === 'xml:base' || (key === 'base' && isFrame(element.name)))?.[1]
    const language = attributes.find(([key]) => key === 'xml:lang')?.[1]
    element.attributes = attributes
    if (base !== undefined) element.base = parseHttpUrl(base, element.base ?? this.url)?.href ?? element.base
    if (language !== undefined) element.language = language.trim() || null
  }

  private readAttributes(tag: TagSpan): Attribute[] {
    const attributes: Attribute[] = []
    forEachAttribute(tag, (nameStart, nameEnd, valueStart, valueEnd) => {
      if (valueEnd - valueStart > MAX_ATTRIBUTE_LENGTH) return
      const value = decodeEntities(this.source.slice(valueStart, valueEnd))
      attributes.push([this.source.slice(nameStart, nameEnd).toLowerCase(), value])
    })
    return attributes
  }

  private closeField(end: number): void {
    const field = this.field
    this.field = null
    if (field) this.attach(field, end)
  }

  private closeDownTo(depth: number, end: number): void {
    while (this.stack.length > depth) {
      const element = this.stack.pop()
      if (element) this.attach(element, end)
    }
  }

  /** A finished element goes to its parent, an item to the items. */
  private attach(element: OpenElement, end: number): void {
    element.inner = this.source.slice(element.innerStart, end)
    this.scope = element.outerScope
    const parent = this.stack.at(-1)
    if (isItem(element.name)) {
      const soFar = this.describe()
      if (soFar && element !== this.cutItem && this.itemCount++ < MAX_ITEMS) this.takeItem(element, soFar)
    } else if (parent && parent.children.length < MAX_CHILDREN) {
      if (parent.children === noChildren) parent.children = []
      parent.children.push(element)
    }
  }
}

/** Whether an item without its end tag says enough to be kept. */
function isUsable(item: FeedElement): boolean {
  const has = (...names: readonly string[]) => item.children.some(child => names.includes(child.name))
  return has('title', 'atom:title', 'description') && has('link', 'guid', 'atom:link', 'atom:id')
}
