import { expect, test } from 'vitest'
import { trimPost } from '../../src/adopt/trim-post.ts'

const trim = (html: string): string => trimPost(html, { title: 'A title', url: 'https://blog.example/posts/a/' })
const home = '<ul><li><a href="/posts/b/">B</a></li></ul>'

test.each([
  ['links to other posts go', `<p>One.</p><h2>Related Articles</h2>${home}`, '<p>One.</p>'],
  [
    'in Chinese too, whatever they are called by',
    `<p>一。</p><p><strong>相关文章：</strong></p>${home}<p>完</p>`,
    '<p>一。</p>',
  ],
  [
    'links to other sites are the author’s',
    '<p>One.</p><h2>Related</h2><p><a href="https://x.example/">X</a></p>',
    null,
  ],
  ['a chapter of that name without links stays', '<h2>Related</h2><p>Words.</p>', null],
  ['the title is not said twice', '<h1>A Title</h1><p>One.</p>', '<p>One.</p>'],
  ['but where it is a link it is more', '<h2><a href="https://x.example/">A title</a></h2><p>One.</p>', null],
  ['and behind words it is a chapter', '<p>Zero.</p><h2>A title</h2><p>One.</p>', null],
  ['a title without letters is no title', '<p>One.</p>', null],
])('%s', (_name, html, trimmed) => {
  expect(trim(html)).toBe(trimmed ?? html)
})
