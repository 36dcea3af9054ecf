import { describe, expect, test } from 'vitest'
import { cleanUrl, findFirstUrl } from '../../src/core/first-url.ts'

describe('the link in what somebody shares', () => {
  test.each([
    ['Read this: https://a.example/b?c=d.', 'https://a.example/b?c=d', 'Read this: .'],
    ['《租约》https://a.example/租约，值得一读', 'https://a.example/%E7%A7%9F%E7%BA%A6', '《租约》，值得一读'],
    ['https://a.example/x?utm_source=app', 'https://a.example/x', ''],
    ['(see https://me:secret@a.example/x)', 'https://a.example/x', '(see )'],
    ['two https://a.example/1 https://a.example/2', 'https://a.example/1', 'two  https://a.example/2'],
  ])('%s', (text, url, rest) => {
    expect(findFirstUrl(text)).toEqual({ url, rest })
  })

  test.each(['', 'no link here', 'javascript:alert(1)', 'ftp://a.example/x', 'https://'])('is none in "%s"', text => {
    expect(findFirstUrl(text)).toBeNull()
  })

  test.each(['file:///etc/passwd', 'javascript:alert(1)', '租约', `https://a.example/${'x'.repeat(2_000)}`])(
    'is not kept: %s',
    text => {
      expect(cleanUrl(text)).toBeNull()
    },
  )
})
