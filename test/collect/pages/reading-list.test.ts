import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readReadingList, type Verdict } from '../../../src/collect/pages/reading-list.ts'

const judge = (html: string, title = 'Weekly reading list', knownSections: readonly string[] = []): Verdict =>
  readReadingList(html, { url: 'https://blog.example/post', title, knownSections: new Set(knownSections) })

/** Sections with the titles and links of their stories. */
function outline(verdict: Verdict): unknown {
  if (verdict.kind === 'other') return verdict.why
  return verdict.sections.map(({ title, stories }) => [title, ...stories.map(story => [story.title, story.url])])
}

const heading = (name: string, level = 2): string =>
  `<h${level}><a href="https://${name}.example/">${name}</a></h${level}><p>About ${name}.</p>`
const item = (name: string, words = ': some words on it'): string =>
  `<li><a href="https://${name}.example/">${name}</a>${words}</li>`
const stories = (...names: string[]) => names.map(name => [name, `https://${name}.example/`])

describe('the stories of a list', () => {
  test.each<[string, string, unknown]>([
    ['headings that link out', heading('a') + heading('b'), [[null, ...stories('a', 'b')]]],
    [
      'headings of mixed levels',
      heading('a', 2) + heading('b', 3) + heading('c', 2),
      [[null, ...stories('a', 'b', 'c')]],
    ],
    [
      'headings with the address below',
      '<h3>One</h3><p>Words.</p><p><a href="https://a.example/x">https://a.example/x</a></p><h3>Two</h3><p><a href="https://b.example/y">b.example/y</a></p>',
      [[null, ['One', 'https://a.example/x'], ['Two', 'https://b.example/y']]],
    ],
    [
      'paragraphs that are nothing but a link',
      '<p><strong><a href="https://a.example/">a</a></strong></p><blockquote><p>Q.</p></blockquote><p>**<a href="https://b.example/">b</a></p><p>W.</p>',
      [[null, ...stories('a', 'b')]],
    ],
    [
      'numbered paragraphs with a remark behind the link',
      '<h2>文章</h2><p>1、<a href="https://a.example/">标题</a>（英文）</p><p>说明。</p><p>2、<a href="https://b.example/">另一个</a></p><p>说明。</p>',
      [['文章', ['标题（英文）', 'https://a.example/'], ['另一个', 'https://b.example/']]],
    ],
    [
      'headings with a number before their link, and titles that begin with one of their own',
      '<h2>1、 <a href="https://a.example/">灯塔停用</a></h2><p>说明。</p><h2>2. <a href="https://b.example/">10 harbours in ten days</a></h2><p>W.</p><h2><a href="https://c.example/">3.0 of the chart plotter</a></h2><p>W.</p>',
      [
        [
          null,
          ['灯塔停用', 'https://a.example/'],
          ['10 harbours in ten days', 'https://b.example/'],
          ['3.0 of the chart plotter', 'https://c.example/'],
        ],
      ],
    ],
    [
      'titles in bold type above their address, and no other bold lines',
      '<p><strong>Old light</strong></p><p><a href="https://a.example/1">https://a.example/1</a></p><p>W.</p><p><b>旧灯塔</b></p><p><a href="https://b.example/2">https://b.example/2</a></p><p>说明。</p><p><strong>Thanks!</strong></p><p>W.</p>',
      [[null, ['Old light', 'https://a.example/1'], ['旧灯塔', 'https://b.example/2']]],
    ],
    [
      'rows of a table, without its head and numbers',
      `<table><tr><th>No.</th><th>Title</th></tr>${['a', 'b', 'c'].map((name, index) => `<tr><td>${index + 1}</td><td><a href="https://${name}.example/">${name}</a></td><td>Words.</td></tr>`).join('')}</table>`,
      [[null, ...stories('a', 'b', 'c')]],
    ],
    [
      'items whose address stands behind the title',
      '<ul><li>One thing: <a href="https://a.example/">https://a.example/</a></li><li>另一件事（<a href="https://b.example/">链接</a>）</li><li>A third - <a href="https://c.example/">link</a>, in short</li></ul>',
      [
        [
          null,
          ['One thing', 'https://a.example/'],
          ['另一件事', 'https://b.example/'],
          ['A third', 'https://c.example/'],
        ],
      ],
    ],
    [
      'items that begin with a link',
      `<ul>${item('a')}${item('b')}${item('c')}</ul>`,
      [[null, ...stories('a', 'b', 'c')]],
    ],
    [
      'paragraphs that begin with one',
      ['a', 'b', 'c']
        .map(name => `<p><a href="https://${name}.example/">${name}</a> says something of some length.</p>`)
        .join(''),
      [[null, ...stories('a', 'b', 'c')]],
    ],
    [
      'a heading without a link, which takes the first below it',
      `${heading('a')}<h2>Many</h2><ul>${item('c')}${item('d')}</ul>${heading('b')}`,
      [[null, ...stories('a'), ['Many', 'https://c.example/'], ...stories('b')]],
    ],
    [
      'sections by their level, which a heading of their own level ends',
      `<h2>Clouds</h2>${heading('a', 3)}${heading('b', 3)}${heading('c', 2)}`,
      [
        ['Clouds', ...stories('a', 'b')],
        [null, ...stories('c')],
      ],
    ],
    [
      'sections above items',
      `<h2>One</h2><ul>${item('a')}${item('b')}</ul><h2>Two</h2><ul>${item('c')}</ul>`,
      [
        ['One', ...stories('a', 'b')],
        ['Two', ...stories('c')],
      ],
    ],
    [
      'a heading with only prose below it',
      `<h2>Said</h2><p>No link here at all.</p><ul>${item('a', ': x'.repeat(30))}${item('b')}${item('c')}</ul>`,
      [['Said', ...stories('a', 'b', 'c')]],
    ],
    [
      'links within the blog too, among those that lead out',
      `${heading('a')}<h2><a href="https://blog.example/other">Own</a></h2>${heading('b')}`,
      [[null, ...stories('a'), ['Own', 'https://blog.example/other'], ...stories('b')]],
    ],
  ])('are %s', (_name, html, expected) => {
    expect(outline(judge(html))).toEqual(expected)
  })

  test('stand in a section that other lists have too, at whatever level its heading is', () => {
    const html = `${heading('a')}${heading('b')}<h2>Tools</h2><ul>${item('c')}${item('d')}</ul>`
    expect(outline(judge(html, 'Weekly', ['Tools']))).toEqual([
      [null, ...stories('a', 'b')],
      ['Tools', ...stories('c', 'd')],
    ])
  })

  test('have their PDF, points, summary and note, each cleaned', () => {
    const verdict = judge(
      `<p>Before it all.</p><h2>1. <a href="https://a.example/">A **b**</a> <a href="https://blog.example/a.pdf">PDF</a> <a href="https://x.example/">📈</a></h2>
      <p><img src="https://blog.example/c.png">7</p><blockquote><p>A quotation.</p></blockquote><p>See <a href="https://d.example/spec.pdf">the spec</a>.</p>
      <ul><li><p>One:</p><ul><li>two</li><li>三</li></ul></li><li>四<ul><li>五：<ul><li>六</li></ul></li></ul></li></ul><p>• four • five</p><p>编者按：值得一读。</p>${heading('z')}`,
    )
    expect(verdict).toMatchObject({ kind: 'list', foreword: 'Before it all.' })
    expect(verdict.kind === 'list' && verdict.sections[0]?.stories[0]).toEqual({
      title: 'A b',
      url: 'https://a.example/',
      pdfUrl: 'https://blog.example/a.pdf',
      summary: 'A quotation. See the spec.',
      points: ['One：two；三', '四：五：六', 'four', 'five'],
      note: '值得一读。',
      body: expect.any(Array) as unknown,
    })
  })
})

describe('without a name a post is a list only', () => {
  const unnamed = (html: string): string => {
    const verdict = judge(html, 'How we run databases')
    return `${verdict.kind}: ${verdict.why}`
  }

  test.each([
    [
      'when it leads to many sites',
      heading('a') + heading('b') + heading('c') + heading('d'),
      'list: 4 headings lead to 4 sites',
    ],
    [
      'and not with few links',
      heading('a') + heading('b') + heading('c'),
      'other: only 3 headings lead to 3 sites, and its title names no list',
    ],
    [
      'and not when one site has most of them',
      `<h2>Steps</h2><ul>${['x', 'y', 'z'].map(path => `<li><a href="https://a.example/${path}">${path}</a>: words</li>`).join('')}${item('b')}${item('c')}</ul>`,
      'other: 5 items lead to 3 sites, 3 of them to one, and its title names no list',
    ],
    [
      'and not when it says nothing of them',
      `<ul>${['a', 'b', 'c', 'd'].map(name => item(name, '')).join('')}</ul>`,
      'other: 4 items lead to 4 sites, 0 of them with a word on it, and its title names no list',
    ],
    [
      'and not when the links are references under an article',
      `<p>${'A long article. '.repeat(40)}</p><h2>References</h2><ul>${item('a')}${item('b')}${item('c')}${item('d')}</ul>`,
      'other: no repeated headings or items lead to other sites',
    ],
  ])('%s', (_name, html, expected) => {
    expect(unnamed(html)).toBe(expected)
  })
})

test.each([
  ['Weekly reading list', true],
  ['Reading notes of week 17', true],
  ['每周阅读清单', true],
  ['Links #12', true],
  ['Kubernetes v1.5 release', false],
])('the title %j names a list: %s', (title, isNamed) => {
  expect(judge(heading('a') + heading('b'), title).kind === 'list').toBe(isNamed)
})

test('any markup is judged', () => {
  const piece = fc.constantFrom(
    '<ul>',
    '</ul>',
    '<li>',
    '<h2>',
    '</h2>',
    '<p>',
    '<a href="https://a.example/">a</a>',
    '<blockquote>',
    '•',
    '**',
    'text',
    '<h1><a href=":">',
    '<pre>x</pre>',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), pieces => {
      expect(['list', 'other']).toContain(judge(pieces.join('')).kind)
    }),
    { numRuns: 200 },
  )
})
