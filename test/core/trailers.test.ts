// What feeds print around an article's words, and what only looks like it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutTrailers, findTrailers } from '../../src/core/trailers.ts'

const prose = ['The ferry has run since May.', '渡轮从五月开始运行。'] as const

describe('a trailer is cut off', () => {
  test.each(
    prose.flatMap(text =>
      [
        'Read more',
        'Read More »',
        'READ MORE',
        'Continue reading',
        'Continue reading →',
        'Continue reading “A ferry for the town”',
        'Continue reading A ferry for the town →',
        'Continue reading on Harbour Notes »',
        '(more…)',
        'Read the rest of this entry »',
        'View original post',
        '阅读全文',
        '阅读全文 »',
        '点击阅读原文',
        '继续阅读 →',
        '继续阅读“镇上的渡轮”',
        '展开全文',
        '[阅读更多]',
        'Read the full article on Harbour Notes',
        'Read more on Harbour Notes.',
        'Full story »',
        'Click here to read more',
        '点击这里阅读全文',
        '更多>>',
        '阅读剩余 80%',
        '>> 阅读更多',
      ].map(trailer => [text, trailer]),
    ),
  )('%s %s: and it invites to read on', (text, trailer) => {
    expect(cutTrailers(`${text} ${trailer}`)).toEqual({ text, isInvited: true })
    expect(cutTrailers(`${text}\n\n${trailer}\n`)).toEqual({ text, isInvited: true })
  })

  test.each(
    prose.flatMap(text =>
      [
        'The post A ferry for the town first appeared on Harbour Notes.',
        'The post A ferry? Yes! appeared first on harbour.example.',
        'The post 镇上的渡轮 appeared first on 港口笔记',
        'The post A appeared first on B. The post A appeared first on B.',
        'A ferry for the town was originally published in Harbour on Medium, where people are continuing the conversation by highlighting and responding to this story.',
        '〈镇上的渡轮〉這篇文章最早發佈於《港口筆記》。',
        '文章镇上的渡轮最先出现在港口笔记。',
        'Der Beitrag Eine Fähre erschien zuerst auf Hafen.',
        'This post is for paying subscribers only',
        'Thanks for reading Harbour! Subscribe for free to receive new posts and support my work.',
        'A ferry for the town appeared first on Harbour Notes.',
        'Originally published at harbour.example on December 9, 2016.',
        'Filed under: boats, fog',
        'Share this: Twitter Facebook Like this: Like Loading...',
        '文章《镇上的渡轮》首发于港口。',
        '本文转自：港口周刊',
        '转载请注明出处：港口周刊',
        'posted @ 2016-12-09 10:00 王海 阅读(123) 评论(4) 编辑',
        '（全文完）',
        '长按二维码关注我们',
        'This entry was posted in Boats and tagged fog. Bookmark the permalink.',
        '特别声明：以上内容仅代表作者本人观点。',
        '微信搜索“港口笔记”，不错过每一条。',
        '12 comments',
        'No comments',
        'Leave a comment',
        '12 Comments Share',
        '12 条评论',
        '原文链接',
        '原文链接：https://example.org/ferry 阅读：123 评论：3 查看评论',
        '版权声明：本文为博主原创文章，遵循 CC 4.0 BY-SA 版权协议，转载请附上原文出处链接及本声明。',
        '本文为博主原创文章，转载请附上博文链接！',
      ].map(trailer => [text, trailer]),
    ),
  )('%s %s', (text, trailer) => {
    expect(cutTrailers(`${text} ${trailer}`)).toEqual({ text, isInvited: false })
  })

  test.each([
    ['还是... Read More Read More The post 选择 first appeared on 示例 - Example.', '还是...'],
    ['It went on […] Continue reading A ferry → 12 comments', 'It went on […]'],
    ['一直到今天……阅读全文 12 条评论', '一直到今天……'],
    ['一直到今天…… 继续阅读“渡轮” The post 渡轮 appeared first on 港口.', '一直到今天……'],
  ])('%s: however many stand in a row, and the mark of a cut stays', (whole, text) => {
    expect(cutTrailers(whole)).toEqual({ text, isInvited: true })
  })

  test('in the middle too', () => {
    const [english, chinese] = prose
    const whole = `${english}\nThe post A ferry first appeared on Harbour.\n${chinese}`
    expect(cutTrailers(whole).text).toBe(`${english} ${chinese}`)
    expect(findTrailers(whole).map(([start, end]) => whole.slice(start, end))).toEqual([
      'The post A ferry first appeared on Harbour.',
    ])
  })
})

test.each([
  'I read more than ever, and wrote nothing at all.',
  'Every student should learn more.',
  'The old teacher taught us how to read on',
  'The team asked its readers to share',
  'The dinosaur appeared first on land, then at sea.',
  'The song was originally published in 1920 and sold a million copies.',
  '恐龙最先出现在三叠纪。',
  '没有人知道为什么要阅读原文',
  '本文介绍如何给文章点赞',
  '新的网关支持评论和分享',
  '一共有 12 条评论被删除。',
])('no trailer: %s', text => {
  expect(cutTrailers(text)).toEqual({ text, isInvited: false })
})

test('nothing is added, whatever the text', () => {
  const piece = fc.constantFrom(
    ...prose,
    'Read more ',
    '… ',
    '阅读全文',
    'The post A first appeared on B.',
    '\n',
    '12 comments',
    '《',
    '(',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 20 }), parts => {
      const whole = parts.join('')
      const { text } = cutTrailers(whole)
      expect(text.length).toBeLessThanOrEqual(whole.length)
      for (const [start, end] of findTrailers(whole)) expect(start).toBeLessThan(end)
    }),
  )
})
