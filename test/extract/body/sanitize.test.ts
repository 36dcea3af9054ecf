// Sanitising: sixty-odd attacks and mutations parsed by an independent parser, what is kept, and idempotence as a property.
import fc from 'fast-check'
import { parseFragment, serialize } from 'parse5'
import { describe, expect, test } from 'vitest'
import { extractArticle } from '../../../src/extract/extract-article.ts'
import { sanitizeHtml } from '../../../src/extract/body/sanitize.ts'

const base = 'https://example.org/articles/one'

interface ParsedNode {
  readonly nodeName: string
  readonly attrs?: readonly { readonly name: string; readonly value: string }[]
  readonly childNodes?: readonly unknown[]
}

/** Everything active that a browser-grade parser finds in the HTML. */
function activeParts(html: string): string[] {
  const found: string[] = []
  const forbidden =
    /^(script|style|svg|math|form|input|button|iframe|object|embed|link|meta|base|template|textarea|select|video|audio)$/
  const visit = (node: ParsedNode): void => {
    if (forbidden.test(node.nodeName)) found.push(node.nodeName)
    for (const { name, value } of node.attrs ?? []) {
      if (/^on|^style$|^id$|^srcdoc$|^formaction$|^xlink/i.test(name)) found.push(name)
      // eslint reads this as a script URL; it is the pattern that looks for one.
      const scheme = /^[\s\p{Cc}]*([a-z][a-z\d+.-]*):/iu.exec(value.replace(/[\t\n\r]/g, ''))?.[1]?.toLowerCase()
      if (
        /^(href|src|cite|action|poster|background)$/.test(name) &&
        !['https', 'http', 'mailto'].includes(scheme ?? '')
      )
        found.push(`${name}=${value}`)
    }
    for (const child of node.childNodes ?? []) visit(child as ParsedNode)
  }
  visit(parseFragment(html))
  return found
}

const attacks = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" OnErRoR = "alert(1)">',
  '<img/src="x"/onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java&#x09;script:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href=" \u0001javascript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="blob:https://example.org/1">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="mailto:a@b.c" onclick="alert(1)">x</a>',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<img src="javascript:alert(1)">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<math href="javascript:alert(1)">x</math>',
  '<form action="javascript:alert(1)"><input type=submit></form>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="https://evil.example/x.swf">',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<style>body{background:url(javascript:alert(1))}</style>',
  '<p style="position:fixed;top:0">x</p>',
  '<p id="location" class="x" onmouseover="alert(1)">x</p>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
  '<template><img src=x onerror=alert(1)></template>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<a href="https://e.org/" title="&quot;onmouseover=&quot;alert(1)">x</a>',
  '<pre class="language-js&quot; onclick=&quot;alert(1)">x</pre>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video src=x onerror=alert(1)></video>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<plaintext><script>alert(1)</script>',
  '<table background="javascript:alert(1)"><td>x</td></table>',
  '<blockquote cite="javascript:alert(1)">x</blockquote>',
  '<time datetime="x" onfocus=alert(1) tabindex=0>x</time>',
  // Mutations: what one parser takes for text or an attribute, another takes for an element once it is written out again.
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  '<svg><foreignObject><p><style><!--</style><img src=x onerror=alert(1)>--></p></foreignObject></svg>',
  '<noscript><style></noscript><img src=x onerror=alert(1)></style></noscript>',
  '<table><caption><svg><title><table><img src=x onerror=alert(1)></table></title></svg></caption></table>',
  '<select><option><style></option></select><img src=x onerror=alert(1)></style>',
  '<p><b><a href="x&#0;javascript:alert(1)">x</a></p></b><img src="&#x6a;avascript:alert(1)">',
  '<img alt="`><img src=x onerror=alert(1)>" src="https://e.org/a.png">',
  '<a title="</a><script>alert(1)</script>" href="https://e.org/">x</a>',
  '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
]

test.each(attacks)('nothing active is left of the article that holds %s', attack => {
  const paragraph = `<p>Containers share the kernel of their host, which makes them start in milliseconds on any machine.</p>`
  const page = `<html><body><article><h1>Walls</h1>${paragraph.repeat(3)}${attack}${paragraph.repeat(2)}</article></body></html>`
  expect(activeParts(extractArticle(page, { url: base }).html)).toEqual([])
})

test.each(attacks)('nothing active is left of %s', attack => {
  expect(activeParts(sanitizeHtml(`<p>before ${attack} after</p>`, base))).toEqual([])
  expect(activeParts(sanitizeHtml(attack, base))).toEqual([])
})

describe('what is kept', () => {
  test.each([
    ['headings go one level down when there is an h1', '<h1>a</h1><h2>b</h2>', '<h2>a</h2><h3>b</h3>'],
    ['headings stay when there is no h1', '<h2>a</h2><h3>b</h3>', '<h2>a</h2><h3>b</h3>'],
    [
      'links are absolute and carry their relations',
      '<a href="../two" target="_blank">x</a>',
      '<a href="https://example.org/two" rel="noopener nofollow ugc">x</a>',
    ],
    ['a link without an address leaves its text', '<p><a name="top">x</a></p>', '<p>x</p>'],
    [
      'images are asked for over https and keep their sizes',
      '<img src="http://e.org/a.png" width="20" height="10px" alt="A">',
      '<img src="https://e.org/a.png" alt="A" width="20" height="10" loading="lazy" />',
    ],
    ['counting pixels go', '<p>x<img src="https://e.org/p.gif" width="1" height="1"></p>', '<p>x</p>'],
    [
      'code keeps its language and line breaks',
      '<pre class="brush: go; x"><code class="hl language-Go">a\n  b</code></pre>',
      '<pre class="language-go"><code class="language-go">a\n  b</code></pre>',
    ],
    ['times keep their machine form', '<time datetime="2016-12-08">x</time>', '<time datetime="2016-12-08">x</time>'],
    ['unknown tags leave their text', '<font color=red>x</font>', 'x'],
  ])('%s', (_, html, expected) => {
    expect(sanitizeHtml(html, base)).toBe(expected)
  })
})

test('sanitising twice is sanitising once, and never leaves anything active', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...attacks,
      '<h1>',
      '</h1>',
      '<a href="/x">',
      '</a>',
      '<p>',
      '</p>',
      '<ul><li>',
      '</li>',
      '&lt;',
      '"',
    ),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const once = sanitizeHtml(pieces.join(''), base)
      expect(sanitizeHtml(once, base)).toBe(once)
      expect(activeParts(once)).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['a table in a formula in a paragraph', '<p><math><mtext><table>x', '<table>x</table>'],
  ['paragraphs in a paragraph', '<p><font><p>a</p><p>b</p></font></p>', '<p>a</p><p>b</p>'],
  ['a list in a form in a heading', '<h2><form><p><section><ul><li>x', null],
  ['a link in a template in a link', '<a href="/a"><font><a href="/b"><font><p><a href="/c">x', null],
])('what is given out reads as it was written: %s', (_, html, expected) => {
  const once = sanitizeHtml(html, base)
  expect(sanitizeHtml(once, base)).toBe(once)
  if (expected !== null) expect(once).toBe(expected)
})

test('any soup of tags, known, foreign and forbidden, is given out as a fixed point that a browser reads without anything active', () => {
  const names = (
    'h1 h2 p hr blockquote ul li dl dd pre code a b table caption tbody tr td figure figcaption ruby rt ' +
    'math mtext mi annotation-xml svg desc title style foreignObject font div form select option noscript template xmp center'
  ).split(' ')
  const tag = fc
    .tuple(fc.constantFrom('<', '<', '</'), fc.constantFrom(...names))
    .map(([start, name]) => `${start}${name}>`)
  const piece = fc.oneof(
    { weight: 8, arbitrary: tag },
    fc.constantFrom('x', '<a href="/x">', '<!--', '-->', '<![CDATA[', ']]>'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), pieces => {
      const once = sanitizeHtml(pieces.join(''), base)
      expect(sanitizeHtml(once, base)).toBe(once)
      // A page that takes the HTML in and writes it out again (innerHTML) makes nothing else of it.
      const rewritten = serialize(parseFragment(once))
      expect(activeParts(rewritten)).toEqual([])
    }),
    { numRuns: 3_000 },
  )
})
