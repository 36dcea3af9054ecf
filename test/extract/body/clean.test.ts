// What cleaning takes out for sure, and how it and its patterns stay bounded on hostile pages: work is counted, not timed.
import { describe, expect, test } from 'vitest'
import {
  afterArticleHeading,
  headLine,
  promotionLine,
  softwareLine,
  tailLine,
} from '../../../src/extract/body/boilerplate.ts'
import { cleanArticle, countWork } from '../../../src/extract/body/clean.ts'
import { readReadable } from '../../../src/extract/body/readable.ts'
import { parseMarkup } from '../../../src/formats/markup.ts'

const about = { url: 'https://blog.example.org/a', title: null, linkedText: '', feedText: '' }
const sentence = 'Containers share the kernel of their host, which makes them start in milliseconds on any machine.'

test.each([
  'Built with Hugo ❤️ some-theme.',
  'comments powered by Disqus',
  'Powered by WordPress',
  '{% pdf https://example.org/a.pdf %}',
])('%j goes, however little else there is', line => {
  expect(softwareLine.test(line)).toBe(true)
  expect(cleanArticle(`<div><p>${line}</p><p>A word.</p></div>`, about)).not.toContain(line)
})

test.each(['Built with Rust, the engine is fast.', 'The site was built by ghosts.'])('%j stays', line => {
  expect(softwareLine.test(line)).toBe(false)
})

describe('work is counted before it is done', () => {
  const workOf = (html: string): number => countWork(parseMarkup(html).root().get())

  test('it grows with nodes and depth', () => {
    expect(workOf('<p>a</p>')).toBeLessThan(workOf('<p>a</p><p>b</p>'))
    expect(workOf('<p>a</p>')).toBeLessThan(workOf('<div><p>a</p></div>'))
  })

  test.each([
    ['thousands of lines in a paragraph', `<p>${'a<br>'.repeat(4_000)}</p>`],
    ['thousands of paragraphs in a row', `<div>${'<p>a</p>'.repeat(4_000)}</div>`],
    ['links at the bottom of a deep tree', '<div>'.repeat(300) + '<a href="/x">y</a> '.repeat(1_400)],
  ])('%s are not cleaned', (_, html) => {
    expect(cleanArticle(html, about)).toBe(html)
  })

  test('a long article is', () => {
    const html = `<div><p>Share this</p>${`<p>${sentence}</p>`.repeat(1_000)}</div>`
    expect(cleanArticle(html, about)).not.toContain('Share this')
  })

  test('a page of more elements than an article has is not searched', () => {
    expect(readReadable(parseMarkup(`${'<br>'.repeat(12_001)}<p>${sentence}</p>`), '')).toBeNull()
  })
})

test.each(['1页 ', '第1页/', ' / ', 'share ', 'a > ', '>> ', '20161208 ', 'by a, ', '记者 '])(
  'no pattern runs away on a line of %j',
  piece => {
    const line = `${piece.repeat(60)}\u0000`
    for (const pattern of [afterArticleHeading, headLine, promotionLine, softwareLine, tailLine])
      expect(typeof pattern.test(line)).toBe('boolean')
  },
)
