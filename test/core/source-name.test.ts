// Names of sources without what their software prints around them.
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { cleanSourceName, decodeLeftEntities } from '../../src/core/source-name.ts'

test.each([
  ['Recent content on Harbour Notes', 'Harbour Notes'],
  ['Recent content in Posts on Harbour Notes', 'Harbour Notes'],
  ['Posts on Harbour Notes', 'Harbour Notes'],
  ['Stories by Ann Lee on Medium', 'Ann Lee'],
  ['Harbour Engineering on Medium', 'Harbour Engineering'],
  ['Archives - Harbour Notes', 'Harbour Notes'],
  ['Archives: 2018/10 | 王海的博客', '王海的博客'],
  ['Archives | Harbour Notes', 'Harbour Notes'],
  ['归档 | 海边手记', '海边手记'],
  ['归档：海边手记', '海边手记'],
  ['Clouds Archives - Harbour Notes', 'Clouds - Harbour Notes'],
  ['Harbour Notes » Feed', 'Harbour Notes'],
  ['Harbour Notes RSS Feed', 'Harbour Notes'],
  ['Harbour Notes - RSS', 'Harbour Notes'],
  ['Harbour Notes (RSS)', 'Harbour Notes'],
  ['Harbour Notes - Atom', 'Harbour Notes'],
  ['RSS feed for Harbour Notes', 'Harbour Notes'],
  ['海边手记 RSS 订阅', '海边手记'],
  ['海边手记的最新文章', '海边手记'],
  ['海边手记 - 首页', '海边手记'],
  ['AT&amp;T Harbour', 'AT&T Harbour'],
  ['Harbour &#8211; Notes', 'Harbour – Notes'],
  ['Harbour Notes - a blog about ships', 'Harbour Notes - a blog about ships'],
  ['Notes on Harbours', 'Notes on Harbours'],
  ['Ships | Sails', 'Ships | Sails'],
  ['Internet Archive Blogs', 'Internet Archive Blogs'],
  ['Internet Archive', 'Internet Archive'],
  ['National Archives', 'National Archives'],
  ['RSS', 'RSS'],
  ['Archives', 'Archives'],
  ['订阅', '订阅'],
  ['', ''],
])('%j is called %j', (title, name) => {
  expect(cleanSourceName(title)).toBe(name)
})

test('a name that is clean stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), title => {
      const name = cleanSourceName(title)
      expect(name.length).toBeLessThanOrEqual(title.length)
      expect(decodeLeftEntities('&amp;#38;')).toBe('&#38;')
    }),
  )
})
