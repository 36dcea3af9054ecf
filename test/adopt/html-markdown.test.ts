import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { markdownOfHtml } from '../../src/adopt/html-markdown.ts'
import { sanitizeHtml } from '../../src/extract/body/sanitize.ts'
import { textOfHtml } from '../../src/extract/body/html-text.ts'

const markdownOf = (html: string): string => markdownOfHtml(sanitizeHtml(html, 'https://a.example/'))
const render = (markdown: string): string => new MarkdownIt({ html: true }).render(markdown)

describe('HTML as Markdown', () => {
  test.each([
    ['<h2>One <em>two</em></h2><p>a<br>b</p>', '## One *two*\n\na\\\nb\n'],
    ['loose <b>bold</b> text<p>and more</p>', 'loose **bold** text\n\nand more\n'],
    ['<p><a href="/b?x=1&lt;=2">link [1]</a></p>', '[link \\[1\\]](https://a.example/b?x=1%3C=2)\n'],
    ['<p>他说<strong>很重要。</strong>真的，<strong>重要</strong></p>', '他说很重要。真的，**重要**\n'],
    ['<blockquote><p>a</p><p>b</p></blockquote>', '> a\n> \n> b\n'],
    ['<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '-   a\n    -   b\n-   c\n'],
    ['<ol start="9"><li><p>a</p><p>b</p></li><li>c</li></ol>', '9.  a\n    \n    b\n    \n10.  c\n'],
    ['<pre><code class="language-go">a := 1\n\n``` b</code></pre>', '````go\na := 1\n\n``` b\n````\n'],
    ['<p>run <code>a | `b`</code></p>', 'run `` a | `b` ``\n'],
    ['<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>', '| a   | b\\|c |\n| --- | --- |\n| 1   |\n'],
    [
      '<figure><img src="p.png" alt="A [b]"><figcaption>Said</figcaption></figure>',
      '![A \\[b\\]](https://a.example/p.png)\n\nSaid\n',
    ],
    ['<p>1. not a list</p><p>- nor this</p><p># nor this</p>', '1\\. not a list\n\n\\- nor this\n\n\\# nor this\n'],
    ['<p>&lt;script&gt; [TOC] &amp;lt; *a*</p>', '\\<script\\> \\[TOC\\] \\&lt; \\*a\\*\n'],
    ['', '\n'],
  ])('%j is %j', (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown)
  })

  test('a text comes back as it was, and nothing of it is markup', () => {
    const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const sign = fc.constantFrom(...Array.from('#*_`[]()<>!&;-+=.|~\\1a 长。\n'))
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 30 }), text => {
        const html = render(markdownOf(`<p>${escape(text)}</p>`))
        expect(textOfHtml(html).trim()).toBe(text.replace(/\s+/g, ' ').trim())
        expect(html.replace(/^<p>|<\/p>\n$/g, '')).not.toContain('<')
      }),
      { numRuns: 500 },
    )
  })
})
