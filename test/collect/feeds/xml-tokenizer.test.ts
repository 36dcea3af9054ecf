// XML to tags and text: what is reported, also when the XML is broken.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokenizeXml } from '../../../src/collect/feeds/xml-tokenizer.ts'

/** The events as one line: `<name a=b>`, `<name/>`, `</name>`, text in quotes, CDATA in brackets. */
function show(text: string): string {
  const events: string[] = []
  tokenizeXml(text, {
    openTag: ({ start, nameEnd, selfClosing, attributes }) => {
      const written: string[] = []
      for (let at = 0; at < attributes.length; at += 4)
        written.push(
          ` ${text.slice(attributes[at], attributes[at + 1])}=${text.slice(attributes[at + 2], attributes[at + 3])}`,
        )
      events.push(`<${text.slice(start + 1, nameEnd)}${written.join('')}${selfClosing ? '/' : ''}>`)
    },
    closeTag: (nameStart, nameEnd) => events.push(`</${text.slice(nameStart, nameEnd)}>`),
    text: (start, end) => events.push(JSON.stringify(text.slice(start, end))),
    cdata: (start, end) => events.push(`[${text.slice(start, end)}]`),
  })
  return events.join(' ')
}

describe('tokenizeXml', () => {
  test.each([
    ['elements', '<a><b>x</b></a>', '<a> <b> "x" </b> </a>'],
    ['attributes', `<a b="1" c = '2' d:e="">`, '<a b=1 c=2 d:e=>'],
    ['an empty element', '<a/><b />', '<a/> <b/>'],
    ['an empty element with an address', '<a href="x/"/>', '<a href=x//>'],
    ['names that are not ASCII', '<名 年="2">x</名>', '<名 年=2> "x" </名>'],
    ['CDATA', '<a>x<![CDATA[<b> ]] >]]>y</a>', '<a> "x" [<b> ]] >] "y" </a>'],
    ['no comments', 'a<!-- <b> > -->c', '"a" "c"'],
    ['no declarations', '<?xml version="1.0"?><!DOCTYPE rss><a/>', '<a/>'],
    ['references as they stand', 'a &lt;b&gt;', '"a &lt;b&gt;"'],
    ['a greater-than sign in an attribute', '<a b="x>y">', '<a b=x>y>'],
    ['no text at all', '', ''],
  ])('%s', (_name, text, expected) => {
    expect(show(text)).toBe(expected)
  })

  test.each([
    ['a less-than sign before a blank is text', 'a < b', '"a < b"'],
    ['before a figure too', '<a>I <3 b</a>', '<a> "I <3 b" </a>'],
    ['and at the end', 'a <', '"a <"'],
    ['attributes need no quotes', '<a b=1 c=x/y>', '<a b=1 c=x/y>'],
    ['nor values', '<a b c>', '<a b= c=>'],
    ['a forgotten quote ends with its tag', '<a b="1><c d="2">', '<a b=1> <c d=2>'],
    ['also where no other quote follows', '<a b="1>x</a>', '<a b=1> "x" </a>'],
    ['a less-than sign may stand in quotes', '<a b="1<2" c="3">', '<a b=1<2 c=3>'],
    ['a tag without its end ends at the next', '<a b="1"<c>x</c</a>', '<a b=1> <c> "x" </c> </a>'],
    ['an equals sign without a name is passed over', '<a =b>', '<a =b=>'],
    ['end tags may hold blanks', '</a \n>', '</a>'],
    ['a start tag cut off is not reported', 'x<a b="1', '"x"'],
    ['nor an end tag', 'x</a', '"x"'],
    ['CDATA cut off is', 'x<![CDATA[y', '"x" [y]'],
    ['CDATA never closed ends with its field', '<title><![CDATA[y</title>z', '<title> [y] </title> "z"'],
    ['a comment cut off is not', 'x<!-- y', '"x"'],
  ])('%s', (_name, text, expected) => {
    expect(show(text)).toBe(expected)
  })

  test('of many attributes the first hundred are read', () => {
    expect(show(`<a ${'b="1" '.repeat(150)}>`).match(/b=1/g)).toHaveLength(100)
  })

  test('reports in order and within the text, whatever the text is', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '=',
      '"',
      "'",
      '!',
      '?',
      '-',
      ']',
      '<![CDATA[',
      ']]>',
      '<!--',
      ' ',
      'a',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('')
        let last = 0
        const follow = (start: number, end: number) => {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
          last = end
        }
        tokenizeXml(text, {
          openTag: ({ start, end }) => {
            follow(start, end)
          },
          closeTag: (_nameStart, nameEnd, start) => {
            follow(start, nameEnd)
          },
          text: follow,
          cdata: follow,
        })
      }),
    )
  })
})
