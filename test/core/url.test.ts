import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { linkForReaders } from '../../src/core/url.ts'

describe('a link for readers', () => {
  test.each([
    ['https://a.example/b?utm_source=x&c=1#top', 'https://a.example/b?c=1#top'],
    ['https://a.example/changes#v1.2', 'https://a.example/changes#v1.2'],
    ['https://a.example/b#xtor=RSS-1', 'https://a.example/b'],
    ['https://a.example/b#rss', 'https://a.example/b'],
    ['http://name:secret@a.example/', 'http://a.example/'],
    ['http://bank.example@evil.example/', 'http://evil.example/'],
    ['http://a.example/%zz%', 'http://a.example/%25zz%25'],
    ['http://a.example/a|b/[c]/d^e\\f?g=|[h]^\\', 'http://a.example/a%7Cb/%5Bc%5D/d%5Ee/f?g=%7C%5Bh%5D%5E%5C'],
    ["http://a.example/%E4%BE%8B/(x)!*'~;:@,+$=&", "http://a.example/%E4%BE%8B/(x)!*'~;:@,+$=&"],
    ['http://[2001:db8::1]:8080/x', 'http://[2001:db8::1]:8080/x'],
    ['http://例子.测试/路', 'http://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF'],
    ['http://a.example/#!/a#b', 'http://a.example/#!/a%23b'],
    [' javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['http://', null],
  ])('%j is %j', (text, link) => {
    expect(linkForReaders(text)).toBe(link)
  })

  test('holds only what RFC 3986 allows, and is the same a second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' }), (path, query) => {
        const link = linkForReaders(`http://a.example/${path}?${query}#!/${path}`) ?? ''
        expect(link).toMatch(
          /^http:\/\/a\.example\/(?:%[\da-f]{2}|[\w.~!$&'()*+,;=:@/?-])*(?:#(?:%[\da-f]{2}|[\w.~!$&'()*+,;=:@/?-])*)?$/i,
        )
        expect(linkForReaders(link)).toBe(link)
      }),
    )
  })
})
