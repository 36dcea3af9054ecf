// XPath as RSS-Bridge, FreshRSS and their like write it, over a page; what is not understood is refused in words.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPage, textOfFound } from '../../../src/collect/pages/evaluate-xpath.ts'
import { readPageList } from '../../../src/collect/pages/page-list.ts'
import { parseXPath } from '../../../src/collect/pages/parse-xpath.ts'
import { isWeeklyError } from '../../../src/core/errors.ts'
import { parseMarkup } from '../../../src/formats/markup.ts'

const page = parseMarkup(`<div id="main" class="a list b"><h2>最新 Posts</h2>
<ul><li class="post new"><a href="/y/1" title="T1">One</a> <i>2026-11-01</i></li><li class="post"><a href="/n/2">Two</a></li><li><a href="/y/3">Three</a></li></ul>
<dl><dt>Four</dt><dd><a href="/y/4">four</a></dd><dd>later</dd><dt>Five</dt><dd>five</dd></dl></div><p>Price: 12 yuan</p>`)

const ask = (path: string): readonly string[] | string => {
  const { ask: askPage, root } = openPage(page)
  const found = askPage(parseXPath(path), root)
  return typeof found === 'string' ? found : found.map(each => textOfFound(each).trim())
}

test.each<[string, readonly string[] | string]>([
  ['//ul//a[contains(@href,"/y")]/text()', ['One', 'Three']],
  ['//div[contains(concat(" ", normalize-space(@class), " "), " list ")]/h2', ['最新 Posts']],
  ['//li[position() = 2]/a/@href', ['/n/2']],
  ['//li[last()]/a', ['Three']],
  ['(//a)[2]', ['Two']],
  ['//li[position() < last()]/a', ['One', 'Two']],
  ['//dt[text()="Four"]/following-sibling::dd[1]', ['four']],
  ['//dd[2]/preceding-sibling::dt[1]', ['Four']],
  ['//dt[.="Five"]/following-sibling::*', ['five']],
  ['//a[starts-with(@href, "/n")]/..', ['Two']],
  ['//i/ancestor::li/@class', ['post new']],
  ['//li[not(@class)]/a | //h2', ['最新 Posts', 'Three']],
  ['//li[a[@title] and i]/a', ['One']],
  ['//li[@class="post" or not(@class)]/a', ['Two', 'Three']],
  ['//LI[1]/A', ['One']],
  ['//a[contains(translate(., "ONE", "one"), "one")]', ['One']],
  ['//*[@id="main"]/ul/li[count(*) = 2]/a', ['One']],
  ['//*[contains(text(), "最新")]', ['最新 Posts']],
  ['normalize-space(//li[1])', 'One 2026-11-01'],
  ['substring-before(substring-after(//p, ": "), " yuan")', '12'],
  ['concat("/x", //a/@href)', '/x/y/1'],
  ['count(//a) * 2 - 1', '7'],
  ['//nothing', []],
  ['//a[@href="/y/1"]/self::a[@title="T1"]', ['One']],
  ['//li[string-length(normalize-space(a)) > 3]/a', ['Three']],
  ['./div/descendant::i', ['2026-11-01']],
])('%s', (path, found) => {
  expect(ask(path)).toEqual(found)
})

describe('what is refused', () => {
  test.each([
    ['//li[', 'its end'],
    ['//li[matches(@a, "x")]', 'the function matches\\(\\) is not known'],
    ['//namespace::a', 'the axis namespace:: is not known'],
    ['//a]', 'more than was expected'],
    ['//a[contains(@href)]', 'takes 2 values, not 1'],
    ['//a[$x]', 'is not understood'],
    ['', 'begins no step'],
    [`//a${'[b'.repeat(40)}${']'.repeat(40)}`, 'nested too deep'],
    ['a'.repeat(1_001), 'longer than'],
  ])('%s', (path, problem) => {
    expect(() => parseXPath(path)).toThrow(new RegExp(problem))
  })

  test('a path that would look at everything from everywhere ends', () => {
    const deep = parseMarkup('<div><p>a</p></div>'.repeat(4_000))
    const { ask: askPage, root } = openPage(deep)
    expect(() => askPage(parseXPath('//p[count(//p) > 1]'), root)).toThrow(/takes too long/)
  })

  test('whatever is written is read or refused', () => {
    const piece = fc.constantFrom(
      '//',
      '/',
      'a',
      '@href',
      '[',
      ']',
      '(',
      ')',
      '1',
      '"x"',
      '=',
      'contains',
      ',',
      '..',
      ' and ',
      '::',
      '*',
      '-',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        try {
          ask(pieces.join(''))
        } catch (error) {
          if (!isWeeklyError(error)) throw error
        }
      }),
    )
  })
})

test('a page source may be written in it; within an entry // means its own', () => {
  const html =
    Buffer.from(`<table><tr class="r"><td><a href="/one">One story of queues</a></td></tr><tr><td>2026-11-20</td></tr>
<tr class="r"><td><a href="/two">Two stories of logs</a></td></tr><tr><td>2026-11-21</td></tr></table>`)
  const select = {
    item: '//tr[@class="r" and td]',
    title: 'normalize-space(.//a)',
    link: '//a[1]/@href',
    date: './following-sibling::tr[1]/td',
  }
  expect(readPageList(html, { url: 'https://a.example/' }, select).items).toMatchObject([
    { url: 'https://a.example/one', title: 'One story of queues', publishedAt: '2026-11-20T00:00:00.000Z' },
    { url: 'https://a.example/two', title: 'Two stories of logs', publishedAt: '2026-11-21T00:00:00.000Z' },
  ])
})
