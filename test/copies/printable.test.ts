import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makePrintable } from '../../src/copies/printable.ts'

const print = (html: string): string =>
  makePrintable(html, 'https://a.example/', name => (name === '' ? '[Picture]' : `[Picture: ${name}]`))
const link = (words: string, href = 'https://a.example/x.png'): string =>
  `<a href="${href}" rel="noopener nofollow ugc"><small>${words}</small></a>`

describe('on paper', () => {
  test.each([
    [
      'a picture is its words, linked to it',
      '<p><img src="/x.png" alt="A cat"></p>',
      `<p>${link('[Picture: A cat]')}</p>`,
    ],
    [
      'a picture without words is told',
      '<figure><img src="x.png"><figcaption>Fig. 1</figcaption></figure>',
      `<figure>${link('[Picture]')}<figcaption>Fig. 1</figcaption></figure>`,
    ],
    [
      'a picture in a link keeps that link',
      '<a href="/big"><img src="x.png" alt="A"></a>',
      link('[Picture: A]', 'https://a.example/big'),
    ],
    [
      'an emoji drawn as a picture is itself',
      '<p>Fine <img src="x.png" alt="👍"></p>',
      '<p>Fine <small>👍</small></p>',
    ],
    ['words with markup are text', '<img src="x.png" alt="<b>&amp;</b>">', link('[Picture: &lt;b&gt;&amp;&lt;/b&gt;]')],
    [
      'a file on this machine is no picture to link to',
      '<img src="file:///etc/passwd" alt="A">',
      '<small>[Picture: A]</small>',
    ],
    [
      'nothing that loads is left',
      '<iframe src="file:///etc/passwd"></iframe><object data="file:///x">o</object><link rel="stylesheet" href="x"><meta http-equiv="refresh" content="0;file:///x"><p style="background:url(x)">p</p>',
      '<p>p</p>',
    ],
  ])('%s', (_what, html, expected) => {
    expect(print(html)).toBe(expected)
  })

  test('whatever the HTML, nothing in it is fetched', () => {
    const parts = [
      '<img src=',
      '"/x.png"',
      '<p>',
      '</p>',
      ' alt="',
      '>',
      '"',
      '<a href="/y">',
      '</a>',
      '<iframe src="z">',
      '<svg><image href="q">',
      '<video poster="v">',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), pieces => {
        expect(print(pieces.join(''))).not.toMatch(/<(?:img|iframe|svg|image|video|object|embed|link|meta|style)\b/i)
      }),
      { numRuns: 200 },
    )
  })
})
