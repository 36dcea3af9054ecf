import { expect, test } from 'vitest'
import { extractArticle } from '../../../src/extract/extract-article.ts'
import { readWholeBody } from '../../../src/extract/body/whole-body.ts'

const from = { url: 'https://blog.example/list/' }
const words = '<p>A sentence of the author, who has thought about this for a while and writes it down.</p>'
const read = (html: string): string => {
  const bytes = Buffer.from(html)
  return readWholeBody(bytes, from, extractArticle(bytes, from))
}
const frame = (body: string): string =>
  `<html><head><title>T</title></head><body><div class="sidebar"><a href="/me">Me</a></div><div class="page"><h1>T</h1><div class="post">${body}</div><div class="next"><a href="/b">B</a></div></div><footer>Foot</footer></body></html>`

test('what a reader of articles may drop is there, what stands around the article is not, and addresses are absolute', () => {
  const list = ['a', 'b', 'c']
    .map(name => `<h2 id="comment-${name}"><a href="/${name}">${name}</a></h2>${words}`)
    .join('')
  const body = read(frame(list))
  expect(body.match(/<h2><a href="https:\/\/blog\.example\/[abc]"/g)).toHaveLength(3)
  expect(body).not.toMatch(/Me|Foot|<h1|next/)
  expect(body).not.toContain('script')
})

test('scripts in it are gone', () => {
  expect(read(frame(`${words.repeat(4)}<script>x()</script><p onclick="x()">End.</p>`))).not.toMatch(/script|onclick/)
})
