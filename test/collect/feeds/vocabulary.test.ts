// Names and namespaces of feeds.
import { expect, test } from 'vitest'
import {
  endsField,
  endsPerson,
  isItem,
  isKnownField,
  moduleOfNamespace,
  moduleOfPrefix,
} from '../../../src/collect/feeds/vocabulary.ts'

test.each([
  ['http://www.w3.org/2005/Atom', 'atom:'],
  [' HTTPS://WWW.W3.ORG/2005/ATOM/ ', 'atom:'],
  ['http://purl.org/atom/ns#', 'atom:'],
  ['http://purl.org/rss/1.0/', ''],
  ['http://purl.org/dc/elements/1.1', 'dc:'],
  ['http://www.itunes.com/DTDs/Podcast-1.0.dtd', 'itunes:'],
  ['http://example.org/other', null],
  ['', null],
])('the namespace %j is %j', (uri, expected) => {
  expect(moduleOfNamespace(uri)).toBe(expected)
})

test('usual prefixes need no declaration', () => {
  expect(moduleOfPrefix('dc')).toBe('dc:')
  expect(moduleOfPrefix('constructor')).toBeNull()
})

test.each([
  ['title', 'link', true],
  ['title', 'b', false],
  ['title', 'item', true],
  ['description', 'pubdate', true],
  ['description', 'link', false],
  ['description', 'content:encoded', true],
  ['content:encoded', 'title', false],
  ['atom:content', 'atom:title', false],
  ['atom:content', 'atom:updated', true],
  ['atom:title', 'atom:link', true],
  ['atom:title', 'atom:div', false],
  ['unknown', 'link', false],
  ['unknown', 'item', true],
])('inside <%s>, <%s> ends it: %s', (field, name, expected) => {
  expect(endsField(field, name)).toBe(expected)
})

test.each([
  ['atom:author', 'atom:name', false],
  ['atom:author', 'foaf:name', false],
  ['atom:author', 'atom:link', true],
  ['atom:contributor', 'atom:author', true],
  ['atom:entry', 'atom:link', false],
])('in <%s>, <%s> ends the person: %s', (holder, name, expected) => {
  expect(endsPerson(holder, name)).toBe(expected)
})

test.each(['item', 'entry', 'atom:entry', 'atom:item'])('<%s> is an item', name => {
  expect(isItem(name)).toBe(true)
})

test('strangers are told from the fields of dialects and modules', () => {
  expect(['title', 'atom:id', 'dc:creator', 'description'].every(isKnownField)).toBe(true)
  expect(['advert', 'foaf:name', 'atom:advert'].some(isKnownField)).toBe(false)
})
