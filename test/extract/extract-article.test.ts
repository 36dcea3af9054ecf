// From a page to an article, on small hand-written pages: English, Chinese, GBK, fragments, lists of links, code, hostile ones.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WeeklyError } from '../../src/core/errors.ts'
import { extractArticle } from '../../src/extract/extract-article.ts'

const url = 'https://blog.example.org/2016/containers'
const sentence =
  'Containers share the kernel of their host, which makes them start in milliseconds, and which makes the kernel the wall between them.'
const chinese = '容器与宿主机共享内核，因此可以在毫秒级启动，但也使内核成为彼此之间唯一的隔离边界，安全因此格外重要。'

function paragraphs(count: number, text = sentence): string {
  return Array.from({ length: count }, (_, index) => `<p>${text} (${index + 1})</p>`).join('\n')
}

function aPage(parts: {
  readonly head?: string
  readonly before?: string
  readonly body?: string
  readonly after?: string
}): string {
  const { head = '', before = '', body = paragraphs(5), after = '' } = parts
  return `<!doctype html><html lang="en"><head><title>Walls between containers | Example Blog</title>${head}</head><body>
    <nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
    <article class="post"><h1>Walls between containers</h1>${before}<div class="post-content">${body}</div>${after}</article>
    <footer>Imprint and cookies</footer></body></html>`
}

describe('the text', () => {
  test('is complete and holds neither navigation nor footer', () => {
    const { text, title, words, readingMinutes } = extractArticle(aPage({}), { url })
    expect(title).toBe('Walls between containers')
    expect(text.match(/share the kernel/g)).toHaveLength(5)
    expect(text).not.toMatch(/About us|Imprint/)
    expect(words).toBeGreaterThan(100)
    expect(readingMinutes).toBe(1)
  })

  test.each([
    [
      'related articles',
      '<div class="related-posts"><h3>Related</h3><a href="/a">Other walls</a></div>',
      'Other walls',
    ],
    ['a newsletter box', '<div class="newsletter-signup"><p>Get our weekly mail</p></div>', 'weekly mail'],
    ['comments', '<div id="comments"><p>First! Nice words.</p></div>', 'First!'],
    ['share buttons', '<div class="social-share"><span>Tweet it now</span></div>', 'Tweet it now'],
    ['rights', '<p>© 2016 Example Corporation. All rights reserved.</p>', 'rights reserved'],
    [
      'a list of links of the same site',
      '<ul><li><a href="/1">Storage one</a></li><li><a href="/2">Storage two</a></li><li><a href="/3">Storage three</a></li></ul>',
      'Storage two',
    ],
    ['a promotion', '<p><a href="/x">Read more: ten facts on walls</a></p>', 'ten facts'],
  ])('does not hold %s', (_, block, words) => {
    const { text } = extractArticle(aPage({ body: paragraphs(6) + block }), { url })
    expect(text).not.toContain(words)
    expect(text).toContain('(6)')
  })

  test.each([
    '<div id="colophon">The Wall Street Ledger appears when there is something to say, and is printed with thanks.</div>',
    '<div id="footer"><p>This page is written by people who build walls, and is read by those who sit on them.</p></div>',
    '<div role="contentinfo"><p>This page is written by people who build walls, and is read by those who sit on them.</p></div>',
  ])('does not end with the foot of the page: %s', foot => {
    const masthead =
      '<div id="masthead"><b>The Ledger</b><br><small>What walls promise, and what they keep</small></div>'
    const html = `<title>Walls</title>${masthead}<div><div><h1>Walls</h1>${paragraphs(2)}</div></div>${foot}`
    const { text } = extractArticle(html, { url })
    expect(text).toContain('(2)')
    expect(text).not.toMatch(/Ledger|people who build|promise/)
  })

  test('keeps paragraphs whose class only sounds like a side block', () => {
    const body = Array.from({ length: 6 }, (_, index) => `<p class="related-text">${sentence} [${index}]</p>`).join('')
    expect(extractArticle(aPage({ body }), { url }).text).toContain('[3]')
  })

  test('keeps a reading list whole, with its headings and links', () => {
    const items = ['Docker', 'Kubernetes', 'Prometheus', 'Envoy'].map(
      name => `<h2><a href="https://${name.toLowerCase()}.example/news">${name} news</a></h2><p>${sentence}</p>`,
    )
    const list = ['one', 'two', 'three'].map(name => `<li><a href="https://${name}.example/">Link ${name}</a></li>`)
    const { html, text } = extractArticle(aPage({ body: `${items.join('')}<ul>${list.join('')}</ul>` }), { url })
    for (const name of ['Docker news', 'Kubernetes news', 'Prometheus news', 'Envoy news', 'Link two'])
      expect(text).toContain(name)
    expect(html).toContain('href="https://envoy.example/news"')
    expect(html).toContain('href="https://three.example/"')
  })

  test('keeps code with its line breaks and language, and tables', () => {
    const body = `${paragraphs(4)}<pre><code class="language-go">func main() {\n\tprintln("x &lt; y")\n}</code></pre><table><tr><th>Name</th><th>Size</th></tr><tr><td>runc</td><td>9 MB</td></tr></table>${paragraphs(2)}`
    const { html, text } = extractArticle(aPage({ body }), { url })
    expect(text).toContain('func main() {\n\tprintln("x < y")\n}')
    expect(html).toContain('class="language-go"')
    expect(text).toContain('runc\t9 MB')
  })

  test('leaves captions out, while the HTML keeps them', () => {
    const figure =
      '<figure><img data-src="/wall.png" src="data:image/gif;base64,x"><figcaption>A wall of bricks</figcaption></figure>'
    const { html, text } = extractArticle(aPage({ body: paragraphs(3) + figure + paragraphs(3) }), { url })
    expect(html).toContain('src="https://blog.example.org/wall.png"')
    expect(html).toContain('A wall of bricks')
    expect(text).not.toContain('A wall of bricks')
  })

  test('is found on a page without html and body', () => {
    const { text } = extractArticle(`<h2>Walls</h2>${paragraphs(5)}`, { url })
    expect(text.match(/share the kernel/g)).toHaveLength(5)
  })

  test('comes from JSON-LD when the page itself shows nothing', () => {
    const body = JSON.stringify({ '@type': 'NewsArticle', headline: 'Walls', articleBody: `${sentence}\n${sentence}` })
    const page = `<html><head><script type="application/ld+json">${body}</script></head><body><div id="app"></div></body></html>`
    expect(extractArticle(page, { url }).text).toBe(`${sentence}\n\n${sentence}`)
  })

  test('is read from GBK bytes that only the page labels', () => {
    // "容器" and "隔离" in GBK; the rest is ASCII.
    const bytes = Buffer.concat([
      Buffer.from('<html><head><meta charset="gbk"><title>'),
      Buffer.from([0xc8, 0xdd, 0xc6, 0xf7, 0xb8, 0xf4, 0xc0, 0xeb]),
      Buffer.from(`</title></head><body>${paragraphs(4)}</body></html>`),
    ])
    expect(extractArticle(bytes, { url }).title).toBe('容器隔离')
  })

  test('is found in Chinese, without source and editor lines', () => {
    const body = `<p>作者：张三　来源：某某网</p>${paragraphs(5, chinese)}<p>责任编辑：李四</p>`
    const page = `<html><head><title>容器隔离的边界_技术频道_某某网</title></head><body><h1>容器隔离的边界</h1><div class="content"><p>2016年12月8日 10:20</p>${body}</div></body></html>`
    const article = extractArticle(page, { url: 'https://www.example.cn/a' })
    expect(article).toMatchObject({
      title: '容器隔离的边界',
      byline: '张三',
      language: 'zh',
      publishedAt: '2016-12-08T10:20:00.000Z',
    })
    expect(article.text).toContain('(5)')
    expect(article.text).not.toMatch(/责任编辑|来源/)
  })

  test('has the PDF beside it', () => {
    const body = `${paragraphs(4)}<p>By the <a href="/terms.pdf">terms</a> of use.</p><p><a href="paper/walls.PDF">Paper (PDF)</a></p>`
    expect(extractArticle(aPage({ body }), { url }).pdfUrl).toBe('https://blog.example.org/2016/paper/walls.PDF')
  })
})

/** Links and nothing else. */
const harbours = `<body><h1>Harbours by name</h1><ul>${'<li><a href="/aldport">Aldport</a></li>'.repeat(12)}</ul></body>`

describe('the way', () => {
  const whole = Array.from({ length: 6 }, (_, index) => `${sentence} And so on for the paragraph number ${index}.`)
  const linkedPage = (shown: string): string =>
    `<html><head><script type="application/ld+json">${JSON.stringify({ '@type': 'Article', articleBody: whole.join('\n') })}</script></head><body><div class="text">${shown}</div></body></html>`

  test.each([
    ['Readability, for a page of prose', aPage({}), 'readability'],
    [
      'JSON-LD, for a teaser of a text that it has whole',
      linkedPage(`<p>${whole[0]}</p><p>${whole[1]}</p>`),
      'json-ld',
    ],
    [
      'the page, where it shows as much as JSON-LD',
      linkedPage(whole.map(line => `<p>${line}</p>`).join('')),
      'readability',
    ],
    [
      'the description, for a page that only scripts fill',
      `<head><meta name="description" content="${sentence}"></head><body></body>`,
      'description',
    ],
  ])('is %s', (_, page, method) => {
    expect(extractArticle(page, { url }).method).toBe(method)
  })

  test('is the selector of the source before all others', () => {
    const article = extractArticle(aPage({ before: '<div id="own"><p>Short.</p></div>' }), { url, selector: '#own' })
    expect(article).toMatchObject({ method: 'selector', text: 'Short.' })
  })

  test('is another one where the selector finds nothing', () => {
    expect(extractArticle(aPage({}), { url, selector: '#none' }).method).toBe('readability')
  })

  test('a selector that is none is said so', () => {
    expect(() => extractArticle(aPage({}), { url, selector: 'p[' })).toThrow(
      expect.objectContaining({ code: 'PAGE_SELECTOR_INVALID' }) as Error,
    )
  })

  test('what stands after the end that the feed knows is cut off, but never prose: the feed may have the beginning alone', () => {
    const body = whole.map(line => `<p>${line}</p>`).join('')
    const about = '<p>Ann Lee writes on walls for this paper, and has kept bees in her garden since she was a girl.</p>'
    const page = aPage({ body: `${body}${about}<p>More on walls, gardens and weather</p>` })
    const text = extractArticle(page, { url, feedText: whole.join(' ') }).text
    expect(text).toContain('bees')
    expect(text).not.toContain('More on walls')
  })
})

describe('the confidence', () => {
  const confidenceOf = (page: string, feedText = ''): number => extractArticle(page, { url, feedText }).confidence

  test('is high for a long text, low for a short one, nearly none for a page of links', () => {
    expect(confidenceOf(aPage({ body: paragraphs(15) }))).toBeGreaterThan(0.8)
    expect(confidenceOf(aPage({ body: paragraphs(1) }))).toBeLessThan(0.5)
    expect(confidenceOf(harbours)).toBeLessThan(0.1)
  })

  test('grows when the feed agrees and falls when it does not', () => {
    const page = aPage({ body: paragraphs(15) })
    expect(confidenceOf(page, sentence)).toBeGreaterThan(confidenceOf(page))
    expect(confidenceOf(page, chinese)).toBeLessThan(confidenceOf(page))
  })
})

describe('what Readability would lose', () => {
  test.each([
    [
      'a quoted message in a box of a social network',
      `${paragraphs(3)}<div class="social-embed"><blockquote><p>The wall is down. <a href="https://s.example/1">Photo</a></p></blockquote></div>${paragraphs(3)}`,
      'The wall is down.',
    ],
    [
      'a heading whose id is made of its words',
      `${paragraphs(3)}<h2 id="related-work">Related work</h2>${paragraphs(3)}`,
      'Related work',
    ],
    [
      'a section whose id is made of its heading',
      `${paragraphs(4)}<section id="tools"><h2>Tools</h2><p>A saw and a plane, both sharp.</p></section>${paragraphs(3)}`,
      'A saw and a plane',
    ],
    [
      'an article that is hidden until its script has run',
      `<div style="visibility: hidden">${paragraphs(5)}</div>`,
      '(5)',
    ],
  ])('%s is kept', (_, body, words) => {
    expect(extractArticle(aPage({ body }), { url }).text).toContain(words)
  })
})

describe('whatever the bytes', () => {
  test.each([
    ['a page over 5 MB', 'x'.repeat(5 * 1024 * 1024 + 1)],
    ['an empty page', ''],
    ['a page of scripts', '<script>x</script>'.repeat(1000)],
  ])('%s is refused as unreadable', (_, page) => {
    expect(() => extractArticle(page, { url })).toThrow(
      expect.objectContaining({ code: 'ARTICLE_UNREADABLE' }) as Error,
    )
  })

  test.each([
    ['20,000 nested elements', '<div>'.repeat(20_000) + sentence],
    ['20,000 unclosed inline elements', '<b><i>'.repeat(10_000) + sentence],
    ['nested tables', '<table><tr><td>'.repeat(5_000) + sentence],
    ['an unfinished tag', `${sentence}<div class="${'x'.repeat(100_000)}`],
    ['a page of line breaks', `<p>${sentence}</p>${'<br>'.repeat(40_000)}`],
    ['a page of captions', `<p>${sentence}</p>${'<div class="caption">Photo: x</div>'.repeat(10_000)}`],
    ['a page of noscript', `<p>${sentence}</p>${'<noscript>x</noscript>'.repeat(10_000)}`],
    ['a page of ampersands', `<p>${sentence}</p>${'& '.repeat(40_000)}`],
    ['links within links', '<a href="/x">'.repeat(390) + sentence.repeat(100)],
    ['boxes around quotes', `<div class="embed">${'<blockquote>x</blockquote>'.repeat(2_000)}</div><p>${sentence}</p>`],
    ['hidden boxes', `${'<div style="display: none">'.repeat(100)}<p>${sentence}</p>`],
    ['coloured type', `${'<font color=red>x '.repeat(5_000)}<p>${sentence}</p>`],
    ['a line of digits and letters', `<p>${'20161208'.repeat(24)}x</p>${paragraphs(3)}`],
  ])('%s come back', (_, page) => {
    expect(extractArticle(page, { url }).text).toContain('Containers share')
  })

  test('it returns an article or throws a WeeklyError', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<table>',
        '<a href="',
        '">',
        '<!--',
        '<script type="application/ld+json">',
        '{"@type":',
        '<pre>',
        '<br>',
        '<h1>',
        '作者：',
        '2016-12-08',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        try {
          expect(typeof extractArticle(Buffer.from(pieces.join('')), { url }).text).toBe('string')
        } catch (error) {
          expect(error).toBeInstanceOf(WeeklyError)
        }
      }),
      { numRuns: 100 },
    )
  })
})
