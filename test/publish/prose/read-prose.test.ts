import fc from 'fast-check'
import { parse, type ParserError } from 'parse5'
import { describe, expect, test } from 'vitest'
import { markdownOfPlain } from '../../../src/core/written-words.ts'
import { sanitizeHtml } from '../../../src/extract/body/sanitize.ts'
import { cleanParagraphs } from '../../../src/publish/plain-text.ts'
import { cutProse, paragraphsOfProse, plainOfSpans } from '../../../src/publish/prose/prose.ts'
import { type ProsePlace, readLine, readProse } from '../../../src/publish/prose/read-prose.ts'
import { type HtmlEdition, renderProse, renderSpans } from '../../../src/publish/prose/render-html.ts'
import { markdownOfProse, textOfProse } from '../../../src/publish/prose/render-text.ts'
import { findGrowth, growText } from '../../find-growth.ts'

const place: ProsePlace = {
  siteUrl: 'https://weekly.example/list/',
  pictureAt: target =>
    /^[\w/-]+\.png$/.test(target)
      ? {
          url: `https://weekly.example/list/pictures/${target}`,
          path: `/list/pictures/${target}`,
          size: { width: 1136, height: 600 },
        }
      : null,
}
const page = (source: string): string => renderProse(readProse(source, place), 'page').replaceAll(' dir="auto"', '')
const text = (source: string): string => textOfProse(readProse(source, place))

describe('on a page', () => {
  test.each([
    ['emphasis ends beside Chinese punctuation', '**重点：**后文', '<p lang="zh"><strong>重点：</strong>后文</p>'],
    [
      'links, emphasis and code',
      'A [link](https://a.example/?x=1&y=2), *so* `a < b`.',
      '<p>A <a href="https://a.example/?x=1&amp;y=2">link</a>, <em>so</em> <code>a &lt; b</code>.</p>',
    ],
    [
      'a bare address is a link',
      'See https://a.example/b.',
      '<p>See <a href="https://a.example/b">https://a.example/b</a>.</p>',
    ],
    [
      'a link within the site is whole',
      '[第 46 期](issues/2016-W48/)',
      '<p lang="zh"><a href="https://weekly.example/list/issues/2016-W48/">第 46 期</a></p>',
    ],
    [
      'lists are tight',
      '- 一\n- 二\n  - 三',
      '<ul>\n<li lang="zh">一</li>\n<li lang="zh">二\n<ul>\n<li lang="zh">三</li>\n</ul></li>\n</ul>',
    ],
    ['numbers go on where they begin', '3. c\n4. d', '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'],
    ['a quotation stands as one', '> Quoted.', '<blockquote>\n<p>Quoted.</p>\n</blockquote>'],
    ['code keeps its lines', '```sh\n# one\n  two\n```', '<pre tabindex="0"><code># one\n  two</code></pre>'],
    ['Chinese lines join without a gap', '一行\n两行', '<p lang="zh">一行两行</p>'],
    [
      'HTML is shown',
      '<b>bold</b> & <script>x</script>',
      '<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>',
    ],
    ['a script address is no link', '[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>'],
    ['a data address is none', '[a](data:text/html,x)', '<p>[a](data:text/html,x)</p>'],
    ['headings, rules and tables are words', '# One\n\n---\n\n| a | b |', '<p># One</p>\n<p>---</p>\n<p>| a | b |</p>'],
    [
      'a picture has its size and its source as a link',
      '![架构图](a/arch.png)\n\nFrom <https://b.example/x.png>',
      '<figure><img src="/list/pictures/a/arch.png" alt="架构图" width="1136" height="600" loading="lazy"><figcaption>From <a href="https://b.example/x.png">https://b.example/x.png</a></figcaption></figure>',
    ],
    [
      'its source may stand right below it, or in its title',
      '![a](a.png "来源 https://b.example/x")',
      '<figure><img src="/list/pictures/a.png" alt="a" width="1136" height="600" loading="lazy"><figcaption>来源 <a href="https://b.example/x">https://b.example/x</a></figcaption></figure>',
    ],
    [
      'a picture without words is none',
      '![](a.png)',
      '<p><a href="https://weekly.example/list/pictures/a.png">https://weekly.example/list/pictures/a.png</a></p>',
    ],
    [
      'one picture each: another is a link, and so is one of another site',
      '![a](a.png)\n\n![b](b.png)\n\n![c](https://c.example/c.jpg)',
      '<figure><img src="/list/pictures/a.png" alt="a" width="1136" height="600" loading="lazy"></figure>\n<p><a href="https://weekly.example/list/pictures/b.png">b</a></p>\n<p><a href="https://c.example/c.jpg">c</a></p>',
    ],
    ['a picture that is not there leaves its words', '![gone](gone.gif)', '<p>gone</p>'],
  ])('%s', (_name, source, html) => {
    expect(page(source)).toBe(html)
  })

  test('a point is one line, whatever it begins with', () => {
    expect(renderSpans(readLine('- **a**\n> [b](https://b.example/)', place), 'page')).toBe(
      '- <strong>a</strong> &gt; <a href="https://b.example/">b</a>',
    )
    expect(renderSpans(readLine('**“引”**号', place), 'page')).toBe('<strong>“引”</strong>号')
  })
})

describe('in plain text', () => {
  test.each([
    ['a link tells its address', 'Read [this](https://a.example/b) *now*.', 'Read this <https://a.example/b> now.'],
    ['a bare address stands once', '见 https://a.example/b', '见 https://a.example/b'],
    ['lists, quotations and code', '- a\n- b\n\n1. c\n\n> d\n> e\n\n```\nf\n```', '* a\n* b\n\n1. c\n\n> d e\n\n    f'],
    ['a picture is its words', '![图](a.png)', '图 <https://weekly.example/list/pictures/a.png>'],
  ])('%s', (_name, source, plain) => {
    expect(text(source)).toBe(plain)
  })
})

test('a mail has its styles in it, the picture linked and no wider than its column', () => {
  const html = renderProse(readProse('> a\n\n![b](b.png)\n\nFrom https://c.example/', place), 'mail')
  expect(html).toContain('<blockquote class="r" style="')
  expect(html).toContain(
    '<a href="https://weekly.example/list/pictures/b.png" style="color:#0b4f8a"><img src="https://weekly.example/list/pictures/b.png" alt="b" width="568" height="300" style="',
  )
  expect(html).not.toContain('<p dir="auto">')
})

test('no escape brings a mark of the mail into its HTML', () => {
  expect(renderProse(readProse('@\\@/SECTION@&#64;', place), 'mail')).not.toContain('@@')
})

test('a text is cut at whole blocks, and its last paragraph at a sentence', () => {
  const prose = readProse(
    'First **one**.\n\n- a\n- b\n\nThis is *the* first sentence. This one does not fit any more.',
    place,
  )
  expect(cutProse(prose, 1_000)).toEqual({ prose, isCut: false })
  expect(paragraphsOfProse(cutProse(prose, 50).prose)).toEqual([
    'First one.',
    'a',
    'b',
    'This is the first sentence. …',
  ])
  expect(cutProse(prose, 50).isCut).toBe(true)
})

const editions: readonly HtmlEdition[] = ['page', 'feed', 'mail', 'epub']
const signs = fc.constantFrom(
  ...[
    '*',
    '**',
    '_',
    '`',
    '```\n',
    '[',
    '](',
    ')',
    '![',
    '<',
    '>',
    '\n',
    '\n\n',
    '- ',
    '1. ',
    '> ',
    '&lt;',
    '&#0;',
    '&#8238;',
  ],
  ...[
    'javascript:',
    'https://a.example/"onx=',
    'data:',
    '<script>',
    '"',
    "'",
    '\\',
    '重点：',
    'word ',
    'a.png',
    '\0',
    '\u202e',
  ],
)
const hostile = fc.array(fc.oneof(signs, fc.string({ maxLength: 5 })), { maxLength: 40 }).map(parts => parts.join(''))

describe('whatever the text', () => {
  test('the HTML has no parse error and nothing that the sanitiser takes away', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...editions), (source, edition) => {
        const html = renderProse(readProse(source, place), edition)
        const errors: ParserError[] = []
        parse(`<!doctype html><body>${html}`, { onParseError: error => void errors.push(error) })
        expect(errors.filter(({ code }) => edition !== 'epub' || !/void/.test(code))).toEqual([])
        const tags = (markup: string): string[] => (markup.match(/<\/?[a-z]+/g) ?? []).sort()
        expect(tags(sanitizeHtml(html, 'https://weekly.example/list/'))).toEqual(tags(html))
        expect(html).not.toMatch(/\u202e|\0/)
      }),
      { numRuns: 500 },
    )
  })

  test('plain words, written as Markdown, read as they do plain', () => {
    const words = fc.array(fc.oneof(signs, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 30 })
    fc.assert(
      fc.property(words, parts => {
        // A bare address becomes a link under its own words, and a blank line is what parts paragraphs. Controls are cleaned away either way.
        const plain = parts
          .join('')
          .replace(/(?!\n)[\p{Cc}\u202e]/gu, '')
          .replaceAll('https:', '')
        const shown = readProse(markdownOfPlain(plain), place)
        const level = (lines: readonly string[]): string[] => lines.map(line => line.replace(/\s+/g, ''))
        expect(
          level(
            paragraphsOfProse(shown)
              .map(line => line.trim())
              .filter(line => line !== ''),
          ),
        ).toEqual(level(cleanParagraphs(plain.replace(/^[^\S\n]+$/gm, ''))))
      }),
      { numRuns: 500 },
    )
  })

  test('its Markdown edition reads as it does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), words => {
        const prose = readProse(
          `- [a${words.replace(/[[\]\\]/g, '')}](https://a.example/)\n\n> ${markdownOfPlain(words.replace(/\s+/g, ' '))}`,
          place,
        )
        const again = readProse(markdownOfProse(prose), place)
        const level = (lines: readonly string[]): string => lines.join('').replace(/\s+/g, '')
        expect(level(paragraphsOfProse(again))).toBe(level(paragraphsOfProse(prose)))
      }),
    )
  })

  test.each([
    ['quotations in each other', '> '],
    ['quotations without blanks', '>'],
    ['lists in each other', '- '],
    ['open brackets', '['],
    ['open pictures', '!['],
    ['emphasis around emphasis', (length: number) => `${'*'.repeat(length / 2 - 1)}a${'*'.repeat(length / 2)}`],
    ['emphasis that never ends', '*a '],
    ['ticks', '`'],
    ['ticks of many lengths', Array.from({ length: 400 }, (_, length) => '`'.repeat(length)).join(' ')],
    ['fences', '```\n'],
    ['soft breaks', 'a\n'],
    ['addresses', 'https://a.example/'],
    ['accents', (length: number) => `a${'\u0301'.repeat(length)}`],
  ])('%s are read at any length, in time that grows with it', (_name, grown) => {
    const read = (source: string): void => {
      const prose = readProse(source, place)
      for (const edition of editions) renderProse(prose, edition)
      textOfProse(prose)
      markdownOfProse(prose)
      cutProse(prose, 500)
      plainOfSpans(readLine(source, place))
    }
    read(growText(grown, 100_000))
    expect(findGrowth(read, grown)).toBeNull()
  })
})
