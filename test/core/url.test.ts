import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { canonicalUrl, linkForReaders } from '../../src/core/url.ts'

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

const article = 'https://mp.weixin.qq.com/s?__biz=MzA5MTg%3D%3D&idx=1&mid=2650&sn=0a1b2c'

describe('one page has one canonical link', () => {
  test.each([
    [
      'http://mp.weixin.qq.com/s?__biz=MzA5MTg==&mid=2650&idx=1&sn=0a1b2c&chksm=88f&scene=21&poc_token=HA&key=1#wechat_redirect',
      article,
    ],
    ['https://mp.weixin.qq.com/s?mid=2650&sn=0a1b2c&__biz=MzA5MTg==&from=timeline&isappinstalled=0#rd', article],
    ['https://mp.weixin.qq.com/s/AbC-d_Ef12?scene=1&click_id=7', 'https://mp.weixin.qq.com/s/AbC-d_Ef12'],
    [
      'https://www.bilibili.com/video/BV1x/?spm_id_from=333.1007&vd_source=0a&share_medium=web',
      'https://bilibili.com/video/BV1x',
    ],
    ['https://m.bilibili.com/video/BV1x?p=2&from=search&seid=1', 'https://bilibili.com/video/BV1x?p=2'],
    ['https://www.youtube.com/watch?v=aB3&si=xyz&pp=yg&feature=share', 'https://youtube.com/watch?v=aB3'],
    ['https://youtu.be/aB3cD4eF?si=xyz', 'https://youtube.com/watch?v=aB3cD4eF'],
    ['https://open.spotify.com/episode/7x?si=1&context=2', 'https://open.spotify.com/episode/7x'],
    ['https://x.com/ann/status/7?s=20&t=abc', 'https://x.com/ann/status/7'],
    ['https://a.example/7?from=timeline&isappinstalled=0', 'https://a.example/7'],
    ['https://zhuanlan.zhihu.com/p/7?share_code=1&utm_psn=2', 'https://zhuanlan.zhihu.com/p/7'],
    ['https://www.xiaohongshu.com/explore/7?xsec_token=A&xsec_source=pc', 'https://xiaohongshu.com/explore/7'],
    ['https://ann.substack.com/p/walls?r=1a&utm_medium=email', 'https://ann.substack.com/p/walls'],
  ])('%s', (link, canonical) => {
    expect(canonicalUrl(link)).toBe(canonical)
    expect(canonicalUrl(canonical)).toBe(canonical)
  })

  test.each([
    ['another article of one account', article, article.replace('mid=2650', 'mid=2651')],
    ['another article of one message', article, article.replace('idx=1', 'idx=2')],
    [
      'links that a search lent',
      'https://mp.weixin.qq.com/s?src=11&signature=a',
      'https://mp.weixin.qq.com/s?src=11&signature=b',
    ],
    ['another part of a video', 'https://www.bilibili.com/video/BV1x?p=1', 'https://www.bilibili.com/video/BV1x?p=2'],
    ['another list', 'https://www.youtube.com/playlist?list=A', 'https://www.youtube.com/playlist?list=B'],
    ['a parameter that is tracking elsewhere', 'https://a.example/?si=1', 'https://a.example/?si=2'],
    ['pages by where they come from', 'https://a.example/flights?from=ams', 'https://a.example/flights?from=pek'],
  ])('%s are two', (_name, one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other))
  })
})
