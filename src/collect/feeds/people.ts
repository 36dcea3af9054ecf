// Authors in all the spellings of RSS, Atom and the modules.
import type { Person } from '../../core/types.ts'
import { findChildren, readChildText, readText, type FeedElement } from './element.ts'
import { looksLikeHtml, stripTags } from './markup.ts'
import { resolveLink } from './links.ts'

/** Longer author lines hold no author; also bounds the time of the patterns below. */
const MAX_LINE_LENGTH = 500

const email = /[\w+-][\w.+'-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9]{1,24}/i

/** Reads `me@example.com (Name)`, `Name <me@example.com>`, an address or a name alone; null when nothing is left. */
export function parsePerson(line: string): Person | null {
  const text = (looksLikeHtml(line) ? stripTags(line) : line).slice(0, MAX_LINE_LENGTH).trim()
  const address = email.exec(text)?.[0] ?? null
  const rest =
    address === null
      ? text
      : text
          .replace(/mailto:/i, '')
          .replace(address, '')
          .replace(/\?subject=\S+/, '')
  const name = rest
    .replace(/\(\s*\)|<\s*>|\[\s*\]/g, '')
    .trim()
    .replace(/^\(([^()]*)\)$/, '$1')
    .replace(/^[\s,:"'-]+(?=\S)|[\s,:"']+$/g, '')
    .replace(/\s+/g, ' ')
  return name || address ? { name: name || null, email: address, url: null } : null
}

/** The authors of a feed or an item: RSS `author`, `dc:creator` and Atom's together in document order, else iTunes', else its owner. */
export function readAuthors(element: FeedElement, base: string): readonly Person[] {
  for (const names of authorNames) {
    const people = findChildren(element, ...names).flatMap(child => readAuthor(child, base) ?? nobody)
    if (people.length > 0) return dropRepeated(people)
  }
  return nobody
}

/** The authors of an item: its own, else those of the feed that it was taken from. (RFC 4287 §4.2.1) */
export function readItemAuthors(item: FeedElement, base: string): readonly Person[] {
  const own = readAuthors(item, base)
  const source = own.length > 0 ? undefined : findChildren(item, 'atom:source')[0]
  return source ? readAuthors(source, base) : own
}

const nobody: readonly Person[] = []
const authorNames = [
  ['atom:author', 'author', 'dc:creator', 'dc:author', 'managingeditor'],
  ['itunes:author'],
  ['itunes:owner'],
]

function readAuthor(element: FeedElement, base: string): Person | null {
  if (element.name === 'atom:author') return readPersonElement(element, base)
  if (element.name === 'itunes:owner') return readOwner(element)
  const isTagged = element.hasTags && element.name !== 'itunes:author'
  return isTagged ? readTaggedPerson(element, base) : parsePerson(readText(element) ?? '')
}

/** Each person once, by name and address. */
export function dropRepeated(people: readonly Person[]): readonly Person[] {
  // A copy is as short as it can be, where a list that grew has room to spare: large feeds have many items.
  if (people.length < 2) return [...people]
  const seen = new Map(people.map(person => [`${person.name ?? ''}\n${person.email ?? ''}`, person]))
  return Array.from(seen.values())
}

/** An Atom person construct. (RFC 4287 §3.2) */
function readPersonElement(element: FeedElement, base: string): Person | null {
  const name = readChildText(element, 'atom:name')
  const address = readChildText(element, 'atom:email')
  const url = readChildText(element, 'atom:uri', 'atom:url', 'atom:homepage')
  if (!name && !address && !url) return element.children.length > 0 ? null : parsePerson(readText(element) ?? '')
  return { name, email: address, url: url ? resolveLink(url, element.base ?? base) : null }
}

function readOwner(element: FeedElement): Person | null {
  const name = readChildText(element, 'itunes:name')
  const address = readChildText(element, 'itunes:email')
  return name || address ? { name, email: address, url: null } : null
}

/** An RSS author with Atom's or FOAF's elements inside. */
function readTaggedPerson(element: FeedElement, base: string): Person | null {
  const pick = (tag: RegExp) => stripTags(tag.exec(element.inner)?.[1] ?? '') || null
  const name = pick(/<(?:[\w-]+:)?name>([^<]*)</i)
  const address = pick(/<(?:[\w-]+:)?e?mail>([^<]*)</i)
  const url = pick(/<(?:[\w-]+:)?ur[il]>([^<]*)</i)
  if (!name && !address) return parsePerson(readText(element) ?? '')
  return { name, email: address, url: url ? resolveLink(url, element.base ?? base) : null }
}
