import fc from 'fast-check'
import { parse, type ParserError } from 'parse5'
import { describe, expect, test } from 'vitest'
import { type MarkdownPlace, renderMarkdown } from '../../../src/publish/posts/markdown.ts'
import { findGrowth } from '../../find-growth.ts'

const place: MarkdownPlace = {
  resolveLink: target => target,
  resolvePicture: url => ({
    url,
    isRemote: /^https?:/.test(url),
    size: url.endsWith('.png') ? { width: 4, height: 3 } : null,
  }),
  words: { contents: 'Contents', footnotes: 'Footnotes', backToText: 'Back', picture: 'picture' },
  takenIds: ['main'],
}
const html = (source: string): string => renderMarkdown(source, place).html
const introOf = (source: string) => renderMarkdown(source, place).intro

test.each([
  ['HTML is shown, not let through', '<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
  ['a script address is no link', '[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>'],
  ['a comment is left out', 'One\n<!-- two\nthree -->\n\nFour', '<p>One</p>\n<p>Four</p>'],
  ['a comment without end is shown', '<!-- one', '<p>&lt;!-- one</p>'],
  ['a comment in code stays', '    <!-- one -->', '<pre tabindex="0"><code>&lt;!-- one --&gt;\n</code></pre>'],
  [
    'bare addresses become links',
    'See https://a.example/b.',
    '<p>See <a href="https://a.example/b">https://a.example/b</a>.</p>',
  ],
  ['names of hosts do not', 'weekly.yaml and a@b.example', '<p>weekly.yaml and a@b.example</p>'],
  [
    'emphasis may end beside Chinese punctuation',
    '**重点：**后文，*《书》*好',
    '<p><strong>重点：</strong>后文，<em>《书》</em>好</p>',
  ],
  ['Chinese lines join without a gap', '一行\n两行', '<p>一行两行</p>'],
  ['English lines keep theirs', 'one\ntwo', '<p>one\ntwo</p>'],
  [
    'a picture among words has its size',
    'a ![b](c.png) d',
    '<p>a <img src="c.png" alt="b" width="4" height="3" loading="lazy"> d</p>',
  ],
  [
    'a picture alone is a figure with caption and credit',
    '![a "b"](c.png "Cap & tion | By me")',
    '<figure><img src="c.png" alt="a &quot;b&quot;" width="4" height="3" loading="lazy"><figcaption>Cap &amp; tion <small>By me</small></figcaption></figure>',
  ],
  ['a figure needs no caption', '![a](c.svg)', '<figure><img src="c.svg" alt="a" loading="lazy"></figure>'],
  [
    'a picture elsewhere is linked to, never loaded',
    '![a](https://b.example/c.png "d")',
    '<figure><a href="https://b.example/c.png">a</a><figcaption>d</figcaption></figure>',
  ],
  [
    'columns are aligned by class',
    '|a|\n|-:|\n|1|',
    '<div class="wide" tabindex="0"><table>\n<thead>\n<tr>\n<th class="right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="right">1</td>\n</tr>\n</tbody>\n</table></div>',
  ],
  [
    'code is coloured by class',
    '```go\nvar a = "<b>"\n```',
    '<pre tabindex="0"><code class="language-go"><span class="hljs-keyword">var</span> a = <span class="hljs-string">&quot;&lt;b&gt;&quot;</span>\n</code></pre>',
  ],
  [
    'code in an unknown language is only escaped',
    '```zzz "x"\n<a>\n```',
    '<pre tabindex="0"><code class="language-zzz">&lt;a&gt;\n</code></pre>',
  ],
])('%s', (_name, source, expected) => {
  expect(html(source).trim()).toBe(expected)
})

describe('headings', () => {
  test('begin below the page’s title, have anchors of their own and keep clear of the page’s', () => {
    expect(html('# Main\n## Main\n### 中文 `x`')).toBe(
      '<h2 id="main-2">Main</h2>\n<h3 id="main-3">Main</h3>\n<h4 id="中文-x">中文 <code>x</code></h4>\n',
    )
    expect(html('### A\n#### B')).toBe('<h2 id="a">A</h2>\n<h3 id="b">B</h3>\n')
  })

  test('make the table of contents, two levels deep', () => {
    expect(html('Text\n[TOC]\n\n# 一 & b\n## Two\n### Three')).toContain(
      '<p>Text</p>\n<details class="contents"><summary>Contents</summary>\n<ul class="toc">\n<li><a href="#%E4%B8%80-b">一 &amp; b</a></li>\n<li class="deep"><a href="#two">Two</a></li>\n</ul>\n</details>',
    )
    expect(html('[TOC]\n\nNo headings.')).toBe('<p>No headings.</p>\n')
  })
})

test('footnotes lead there and back', () => {
  const page = html('One[^a], again[^a].\n\n[^a]: The note.')
  expect(page).toContain('<a href="#fn:1" id="fnref:1">[1]</a>')
  expect(page).toContain('<section class="footnotes" aria-label="Footnotes">')
  expect(page).toContain('<a href="#fnref:1" class="back" aria-label="Back">')
})

test.each([
  ['One.', { paragraphs: ['One.'], isMarked: false, isWhole: true }],
  [
    'One `a` **b** ![x](y).\n\n- item\n\nTwo[^1].\n\n[^1]: Note.',
    { paragraphs: ['One a b x.', { isNumbered: false, items: ['item'] }, 'Two.'], isMarked: false, isWhole: false },
  ],
  ['One.\n\nTwo.\n<!--more-->\nThree.', { paragraphs: ['One.', 'Two.'], isMarked: true, isWhole: false }],
  ['One.\n\n<!-- MORE -->', { paragraphs: ['One.'], isMarked: true, isWhole: true }],
  ['[TOC]\n\n# A\n\nOne.', { paragraphs: ['One.'], isMarked: false, isWhole: false }],
  ['', { paragraphs: [], isMarked: false, isWhole: true }],
])('the index may show of %j its paragraphs', (source, intro) => {
  expect(introOf(source)).toEqual(intro)
})

test('what is to be read is words and code, apart', () => {
  const { text, codeText } = renderMarkdown('# A\n\nb `c`\n\n```\nd\n```', place)
  expect([text.split(/\s+/).filter(Boolean), codeText]).toEqual([['A', 'b', 'c', 'd'], 'd\n'])
})

test('any text gives HTML without a parse error or a script, the same twice', () => {
  const piece = fc.constantFrom(
    '# a',
    '[TOC]',
    '<!--more-->',
    '![a](b "c|d")',
    '[^1]',
    '[^1]: x',
    '```js',
    '|a|\n|-|',
    '> ',
    '- ',
    '<b onclick=x>',
    '"',
    '\n\n',
    '中',
    '\u0000',
    '\u{10fffe}',
    '\ufdd0',
    '<script>',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 12 }), pieces => {
      const source = pieces.join('\n')
      const page = html(source)
      const errors: string[] = []
      parse(`<!doctype html><title>a</title>${page}`, { onParseError: (error: ParserError) => errors.push(error.code) })
      expect(errors).toEqual([])
      expect(page).not.toMatch(/<script|<b /)
      expect(html(source)).toBe(page)
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['![The model](a.png) itself, and ![no words]( b.png ).', ['The model itself, and no words.']],
  ['See ![](a.png "A caption") and ![](b.png).', ['See A caption and picture.']],
  ['![Alone](a.png)\n\nWords.', ['Words.']],
  ['![One](a.png) ![Two](b.png)\n\n看![图](a.png)。', ['看图。']],
])('an excerpt of %j is %j', (source, paragraphs) => {
  expect(introOf(source).paragraphs).toEqual(paragraphs)
})

test.each<[string, unknown, boolean]>([
  [
    'Two things:\n\n- one *a*\n- two\n\nEnd.',
    ['Two things:', { isNumbered: false, items: ['one a', 'two'] }, 'End.'],
    true,
  ],
  ['特点：\n\n1. 快\n2. 小\n   - 很小', ['特点：', { isNumbered: true, items: ['快', '小'] }], false],
  ['One.\n\n## A heading\n\nTwo.', ['One.'], false],
  ['# 标题\n\n一。\n\n二。\n\n# 标题\n\n三。', ['一。', '二。'], false],
  ['One.\n\n## A heading\n\nTwo.\n\n<!-- more -->\n\nThree.', ['One.', 'Two.'], false],
  [
    '![a](a.png)\n\nFrom <https://b.example/a.png>',
    [{ before: 'From ', url: 'https://b.example/a.png', words: 'https://b.example/a.png' }],
    false,
  ],
])('the index may show of %j its lists too, and nothing behind a heading', (source, paragraphs, isWhole) => {
  expect(introOf(source)).toMatchObject({ paragraphs, isWhole })
})

test('an excerpt of many blocks is read in time that grows with them', () => {
  introOf('- a\n\nb\n\n'.repeat(20_000))
  expect(findGrowth(introOf, '- a\n\nb\n\n')).toBeNull()
})
