import { expect, test } from 'vitest'
import { linkForEditing, nameOfLink, nameOfStory, withoutName } from '../../src/core/story-names.ts'
import { aStory } from '../publish/issues.ts'

const story = (id: string, url: string | null) => {
  const made = aStory({ id, url })
  return { ...made, lead: { ...made.lead, itemId: 12 } }
}

test.each([
  ['a link of its own', story('https://a.example/one', 'https://www.a.example/one/'), 'https://www.a.example/one/'],
  ['no link', story('item:guid', null), 'item:12'],
  ['a shared link', story('item:guid', 'https://a.example/changes'), 'https://a.example/changes#item:12'],
  ['a place on a shared page', story('item:v2', 'https://a.example/更新#v2'), 'https://a.example/更新#v2#item:12'],
])('a story with %s is known again by the link that its curator sees', (_case, each, link) => {
  expect(linkForEditing(each)).toBe(link)
  expect(nameOfLink(link)).toBe(nameOfStory(each))
})

test('a link is read as its canonical form', () => {
  expect(nameOfLink(' http://www.a.example/one/?utm_source=x ')).toBe('https://a.example/one')
  expect(nameOfLink('https://a.example/one#item:')).toBe('https://a.example/one')
})

test.each([
  ['https://a.example/changes#item:12', 'https://a.example/changes'],
  ['https://a.example/changes#更新', 'https://a.example/changes#更新'],
  [' https://a.example/ ', 'https://a.example/'],
])('as readers follow it, %s is %s', (link, followed) => {
  expect(withoutName(link)).toBe(followed)
})
