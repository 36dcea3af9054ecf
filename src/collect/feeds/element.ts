// One element of a feed as the adapters see it, and the questions they ask of it. Made by read-elements.ts.
import { decodeEntities } from './entities.ts'
import { tokenize } from './tokenizer.ts'

/** Name in lower case as written (`xml:lang`, `rdf:about`) and decoded value. */
export type Attribute = readonly [name: string, value: string]

/** An element of a feed, its source not yet decoded. */
export interface FeedElement {
  /** In the spelling of vocabulary.ts: `title`, `atom:title`, `dc:creator`. */
  readonly name: string
  readonly attributes: readonly Attribute[]
  /** Child elements; of containers only. */
  readonly children: readonly FeedElement[]
  /** The source between the tags, undecoded. */
  readonly inner: string
  /** Whether tags stand in the source. */
  readonly hasTags: boolean
  /** The `xml:base` in force, absolute; null when none is. */
  readonly base: string | null
  /** The `xml:lang` in force; null when none is. */
  readonly language: string | null
}

/** The value of an attribute, trimmed; null when missing or empty. `about` finds `rdf:about` too. */
export function readAttribute(element: FeedElement, name: string): string | null {
  if (element.attributes.length === 0) return null
  const suffix = `:${name}`
  const found =
    element.attributes.find(([candidate]) => candidate === name) ??
    element.attributes.find(([candidate]) => candidate.endsWith(suffix) && !candidate.startsWith('xml'))
  return found?.[1].trim() || null
}

const noElements: readonly FeedElement[] = []

/** All children of one of these names, in document order. */
export function findChildren(element: FeedElement, ...names: readonly string[]): readonly FeedElement[] {
  const { children } = element
  let found: FeedElement[] | undefined
  for (let at = 0; at < children.length; at++) {
    const child = children[at]
    if (child && names.includes(child.name)) (found ??= []).push(child)
  }
  return found ?? noElements
}

/** The first child that says something, asking name after name. */
export function findChild(element: FeedElement, ...names: readonly string[]): FeedElement | null {
  const { children } = element
  for (const name of names)
    for (let at = 0; at < children.length; at++) {
      const child = children[at]
      if (child?.name === name && /\S/.test(child.inner)) return child
    }
  return null
}

/** The text of an element: entities decoded, CDATA opened, tags left out, trimmed; null when empty. */
export function readText(element: FeedElement | null): string | null {
  if (!element) return null
  const source = element.inner
  const text = (source.includes('<') ? decodeMixed(source) : decodeEntities(source)).trim()
  // Some wrap twice, or escape the wrapping: nobody means to show it.
  return (text.startsWith('<![CDATA[') && text.endsWith(']]>') ? text.slice(9, -3).trim() : text) || null
}

/** The text of the first child of these names that says something. */
export function readChildText(element: FeedElement, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = readText(findChild(element, name))
    if (text) return text
  }
  return null
}

/** Text, CDATA sections and decoded entities, in order; tags and comments left out. */
function decodeMixed(source: string): string {
  const whole = openWholeCdata(source)
  if (whole !== null) return whole
  const parts: string[] = []
  tokenize(source, 'xml', {
    openTag: () => undefined,
    closeTag: () => undefined,
    text: (start, end) => parts.push(decodeEntities(source.slice(start, end))),
    cdata: (start, end) => parts.push(source.slice(start, end)),
  })
  return parts.join('')
}

/** What stands in the one CDATA section that is all there is, the usual case; null otherwise. */
function openWholeCdata(source: string): string | null {
  const trimmed = source.trim()
  if (!trimmed.startsWith('<![CDATA[') || trimmed.indexOf(']]>') !== trimmed.length - 3) return null
  return trimmed.slice(9, -3)
}
