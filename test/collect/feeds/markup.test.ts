// HTML inside feeds.
import { describe, expect, test } from 'vitest'
import {
  escapeHtml,
  findFirstImage,
  looksLikeHtml,
  renderXmlMarkup,
  resolveUrls,
  stripTags,
  unwrapDiv,
} from '../../../src/collect/feeds/markup.ts'

test('text becomes HTML that shows the text', () => {
  expect(escapeHtml('a < b & c > d')).toBe('a &lt; b &amp; c &gt; d')
})

test.each([
  ['plain words', false],
  ['5 < 6', false],
  ['Vec<T> and </T>', false],
  ['the <b> tag', false],
  ['<b>bold</b>', true],
  ['line<br>break', true],
  ['it&#8217;s', true],
  ['AT&T', false],
])('%s: HTML is %s', (text, expected) => {
  expect(looksLikeHtml(text)).toBe(expected)
})

test.each([
  ['one <b>two</b> three', 'one two three'],
  ['<p>a</p><p>b</p>', 'a b'],
  ['a<br/>b &amp; c', 'a b & c'],
  ['Vec<T> in <i>Rust</i>', 'Vec<T> in Rust'],
  ['a<script>alert(1)</script>b<!-- c -->', 'ab'],
  [' lines\n joined ', 'lines joined'],
])('%s reads %s', (html, expected) => {
  expect(stripTags(html)).toBe(expected)
})

test.each([
  ['prefixes are dropped', '<x:p>a<x:br/></x:p>', 'text', '<p>a<br/></p>'],
  ['empty elements are written out', '<a name="x"/><p/>', 'text', '<a name="x"></a><p></p>'],
  [
    'namespaces are left out',
    '<div xmlns="http://www.w3.org/1999/xhtml" id="i">a</div>',
    'text',
    '<div id="i">a</div>',
  ],
  ['CDATA is text in XHTML', '<p><![CDATA[<b>]]></p>', 'text', '<p>&lt;b&gt;</p>'],
  ['CDATA is HTML in RSS', '<p><![CDATA[<b>x</b>]]></p>', 'html', '<p><b>x</b></p>'],
  ['references stay', 'a &lt; b &amp; c', 'text', 'a &lt; b &amp; c'],
  ['what HTML writes alike stays', ' <p class="a">x<br/>y</p> ', 'text', '<p class="a">x<br/>y</p>'],
  ['comments go', 'a<!-- b -->c', 'text', 'ac'],
  ['a less-than sign stays', 'a <3 b', 'text', 'a <3 b'],
] as const)('%s', (_name, source, cdata, expected) => {
  expect(renderXmlMarkup(source, cdata)).toBe(expected)
})

test.each([
  ['<div>a<div>b</div></div>', 'a<div>b</div>'],
  ['<div class="x">a</div>', 'a'],
  ['<h:div xmlns:h="http://www.w3.org/1999/xhtml">a</h:div>', 'a'],
  ['<div>a<div/>b</div>', 'a<div/>b'],
  ['<div>a</div><div>b</div>', '<div>a</div><div>b</div>'],
  ['<div>a</div> tail', '<div>a</div> tail'],
  ['<p>a</p>', '<p>a</p>'],
])('%s unwrapped is %s', (html, expected) => {
  expect(unwrapDiv(html)).toBe(expected)
})

describe('resolveUrls', () => {
  test.each([
    ['<a href="b">x</a>', '<a href="http://e.example/a/b">x</a>'],
    ["<a href='/b'>x</a>", "<a href='http://e.example/b'>x</a>"],
    ['<img src=b.png>', '<img src="http://e.example/a/b.png">'],
    ['<img srcset="b 1x, /c 2x">', '<img srcset="http://e.example/a/b 1x, http://e.example/c 2x">'],
    ['<a href="//other.example/">x</a>', '<a href="http://other.example/">x</a>'],
    ['<blockquote cite="?q=1&amp;r=2">', '<blockquote cite="http://e.example/a/?q=1&amp;r=2">'],
  ])('%s becomes %s', (html, expected) => {
    expect(resolveUrls(html, 'http://e.example/a/')).toBe(expected)
  })

  test.each([
    '<a href="https://x.example/a b">',
    '<a href="mailto:a@b.example">',
    '<code>&lt;a href="b"&gt;</code>',
    '<a href="">',
    '<!-- <a href="b"> -->',
    'href="b"',
  ])('%s stays', html => {
    expect(resolveUrls(html, 'http://e.example/a/')).toBe(html)
  })
})

test.each([
  ['<img src="http://e.example/a.jpg">', 'http://e.example/a.jpg'],
  ["<p><img alt='x' src='http://e.example/a.jpg?b=1&amp;c=2'>", 'http://e.example/a.jpg?b=1&c=2'],
  [
    '<img src="http://e.example/p.png" width="1"><img src="http://e.example/b.png" width="100">',
    'http://e.example/b.png',
  ],
  ['<img src="http://e.example/smiley.gif">', null],
  ['<img alt="none">', null],
  ['no picture', null],
])('the picture of %s is %s', (html, expected) => {
  expect(findFirstImage(html)).toBe(expected)
})
