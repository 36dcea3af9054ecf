// Front matter printed as text gives its title; everything else is left as it is.
import { expect, test } from 'vitest'
import { isFrontMatter, titleInFrontMatter } from '../../../src/extract/facts/front-matter.ts'

test.each([
  ['plain values', 'layout: post title: Walls and doors date: 2017-02-13 19:36:09 tags: [Walls]', 'Walls and doors'],
  ['quotation marks, straight and bent', 'layout: “post” title: "Walls: a view" date: “2016”', 'Walls: a view'],
  ['the title last', '--- date: 2017-02-13 title: 容器的边界', '容器的边界'],
  ['no title', 'layout: post date: 2017-02-13', ''],
])('front matter with %s', (_, line, title) => {
  expect(isFrontMatter(line)).toBe(true)
  expect(titleInFrontMatter(line)).toBe(title)
})

test.each(['Title: what is in a name', 'On layout: the date: a study', 'Walls and doors', 'Metadata: a primer', ''])(
  '%j is a title as it is',
  line => {
    expect(isFrontMatter(line)).toBe(false)
    expect(titleInFrontMatter(line)).toBe(line)
  },
)
