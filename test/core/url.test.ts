import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strictUrl } from '../../src/core/url.ts'

test.each([
  ['https://a.example/a|b?q[]={1}&x=^`\\#[x]', 'https://a.example/a%7Cb?q%5B%5D=%7B1%7D&x=%5E%60%5C#%5Bx%5D'],
  ['https://例子.example/路径 x', 'https://xn--fsqu00a.example/%E8%B7%AF%E5%BE%84%20x'],
  ['http://[::1]:8080/a?b=c', 'http://[::1]:8080/a?b=c'],
  ["https://a.example/~a_b-c.d/(e)!*';:@&=+$,%zz%2F", "https://a.example/~a_b-c.d/(e)!*';:@&=+$,%zz%2F"],
  ['mailto:a@b.example', 'mailto:a@b.example'],
])('%s is %s to a strict reader', (text, strict) => {
  expect(strictUrl(text)).toBe(strict)
})

test('a strict address stays as it is', () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string({ unit: 'binary' }),
      (url, end) => {
        const strict = strictUrl(`${url}${url.includes('?') ? '' : '?'}${end}`)
        expect(strictUrl(strict)).toBe(strict)
        expect(strict).toMatch(/^https?:\/\/[\w;/?:@&=+$.!~*'()%,#-]+$/)
      },
    ),
  )
})
