// Tables: which words and addresses are a reader's own, where click addresses lead, which senders are proven.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isClickLink, looksLikeClick, readClickTarget } from '../../../src/collect/newsletters/click-links.ts'
import { proveSender } from '../../../src/collect/newsletters/judge-letter.ts'
import { readHtmlBlocks, readTextBlocks } from '../../../src/collect/newsletters/letter-blocks.ts'
import { decideLetterDate, readMemory } from '../../../src/collect/newsletters/mailbox-memory.ts'
import { isPersonalAddress } from '../../../src/collect/newsletters/personal-link.ts'
import { soundsPersonal } from '../../../src/collect/newsletters/personal-words.ts'
import { namesReader, withoutReader } from '../../../src/collect/newsletters/reader-tokens.ts'
import { settleLink } from '../../../src/collect/newsletters/settle-link.ts'
import type { Instant } from '../../../src/core/types.ts'

const own = { readers: ['me@x.example'], commands: new Set<string>(['l.example/leave']) }
const inBase64 = (text: string): string => Buffer.from(text).toString('base64url')

describe('the words of a link', () => {
  test.each([
    ...[
      'Unsubscribe',
      'unsubscribe here',
      'opt out',
      'Update your preferences',
      'Manage subscription',
      'View in browser',
    ],
    ...['View this email in your browser', 'Read online', 'Web version', 'Forward to a friend', 'Share', 'Tweet this'],
    ...['Confirm your subscription', 'Verify email', 'Refer a friend', 'Your referral link', 'Why am I getting this?'],
    ...['email preferences', 'Sign in', 'Stop receiving these emails', 'Remove me from this list', 'My account'],
    ...[
      '退订',
      '取消订阅',
      '管理订阅',
      '在浏览器中查看',
      '网页版',
      '转发给朋友',
      '邀请好友',
      '确认订阅',
      '点击确认',
      '分享',
    ],
    ...[
      'Cancel subscription',
      'Change how often you get this email',
      'Snooze',
      'Rate this issue',
      'Pass it on',
      'Vote',
    ],
    ...['取消邮件订阅', '账号设置', '變更訂閱', '验证邮箱', '推荐给朋友', '用浏览器打开'],
    ...[
      'Vom Newsletter abmelden',
      'Im Browser öffnen',
      'Jetzt bestätigen',
      'Abo verwalten',
      'Weiterempfehlen',
      'Teilen',
    ],
    ...['Se désabonner', 'Voir en ligne', 'Gérer mes préférences', 'Confirmer mon inscription', 'Parrainer un ami'],
    ...[
      '配信停止はこちら',
      '登録情報の変更',
      'ブラウザで見る',
      '友達に紹介',
      '登録を確認',
      'マイページ',
      'メルマガ解除',
      '退会',
    ],
    ...[
      'Darse de baja',
      'Visualizza nel browser',
      'Uitschrijven',
      'Отписаться',
      '구독 취소',
      'Stay subscribed',
      'Not you?',
    ],
    ...['降低频率', '重设密码', '我的推荐链接', '在瀏覽器中檢視', 'Reset your password', 'Get fewer emails'],
    ...['取消訂閱', '線上閱讀', '偏好設定', '轉寄給朋友', '修改您的信箱', '无法正常显示？', '不想再收到'],
  ])('"%s" are its reader’s own', words => {
    expect(soundsPersonal(words)).toBe(true)
  })

  test.each([
    ...['Google confirms outage in three regions of Europe', 'How to verify TLA+ specs in your own projects'],
    ...['Forwarding packets with eBPF', 'Sharing state between workers in Node', 'Account takeover at Acme'],
    ...[
      'Teilen und herrschen: Kubernetes im Mittelstand',
      'Le partage de mémoire en Rust',
      'Bestätigt: Angriff auf xz',
    ],
    ...[
      '設定ファイルの書き方入門',
      'ブラウザの仕組みを学ぶ',
      '退会率を下げる設計',
      '転送プロトコル入門',
      'La version web de Figma en détail',
    ],
    ...['The market share of browsers', 'Subscriptions are eating software, says survey of 100 firms', 'Read more'],
    ...[
      'Docker 容器入门',
      '分享一个容器调试技巧与案例',
      '浏览器的渲染原理',
      '订阅制软件的兴衰',
      '确认一个内核缺陷要多久',
    ],
  ])('"%s" are a title', words => {
    expect(soundsPersonal(words)).toBe(false)
  })
})

describe('an address', () => {
  test.each([
    ...['https://x.us1.list-manage.com/unsubscribe?u=1', 'https://x.us1.list-manage.com/profile?u=1&id=2'],
    ...['https://us2.campaign-archive.com/?u=1&id=2&e=3', 'https://a.substack.com/action/disable_email?token=x'],
    ...['https://a.example/confirm/abc', 'https://a.example/?p=preferences&uid=12', 'https://x.com/intent/tweet?url=x'],
    ...['https://a.example/x?email=me%40x.example', `https://a.example/x?z=${inBase64('me@x.example')}`],
    ...['https://preferences.convertkit-mail.com/abc', 'https://a.example/webview/123', 'https://a.example/退订?x=1'],
    ...['https://a.example/abmelden/1a', 'https://a.example/desinscription?x=1', 'https://a.example/taikai?u=1'],
    ...['https://a.example/mail/list?cmd=off&id=2', 'https://a.example/3?vote=5', 'https://a.example/?na=v&nk=1-ab'],
    ...['https://a.example/newsletter/view/a1b2', 'https://g.example/#/portal/account', 'https://refer.a.example/x1'],
    ...[
      'https://l.example/options/x/me--at--x.example',
      'https://mailchi.mp/a/b?e=0123',
      'https://a.example/p?referral_code=x',
    ],
    ...[
      'https://buttondown.com/verify-email/abc',
      'https://a.example/p/x?action=share',
      'https://l.example/leave?other=1',
    ],
  ])('%s is its reader’s own', url => {
    expect(isPersonalAddress(url, own)).toBe(true)
  })

  test.each([
    ...['https://a.example/blog/how-we-verify-builds', 'https://open.substack.com/pub/x/p/y', 'https://github.com/o/r'],
    ...[
      'https://a.example/market-share-2026',
      'https://en.wikipedia.org/wiki/Share',
      'https://medium.com/@user/title-abc123',
    ],
    ...[
      'https://l.example/',
      'https://a.example/settings',
      'https://mailchi.mp/a/b',
      'https://a.example/blog/share-nothing',
    ],
    ...['https://a.example/content/0a1b2c3d-1111-2222-3333-444455556666', 'https://a.example/news/view-from-above'],
  ])('%s is a page', url => {
    expect(isPersonalAddress(url, own)).toBe(false)
  })

  test.each([
    ['https://a.example/p/x?utm_source=a&isFreemail=true&r=abc&token=eyJabc.def', 'https://a.example/p/x'],
    ['https://a.example/x?_bhlid=abc&id=3', 'https://a.example/x?id=3'],
    ['https://a.example/x?ck_subscriber_id=123#section-2', 'https://a.example/x#section-2'],
    ['https://user:pass@a.example/x', 'https://a.example/x'],
  ])('%s is passed on as %s', (url, clean) => {
    expect([withoutReader(url), namesReader(withoutReader(url))]).toEqual([clean, false])
  })

  test.each([
    ['https://a.example/x?id=64f1c0ffee123456789abcde', true],
    ['https://a.example/x?m=0a1b2c3d-1111-2222-3333-444455556666', true],
    ['https://a.example/x?uid=12345678', true],
    ['https://a.example/r/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789', true],
    ['https://mp.weixin.qq.com/s?__biz=MzA4&mid=123&idx=1&sn=0123456789abcdef0123456789abcdef', false],
    ['https://a.example/2026/11/how-to-write-a-compiler-in-2026?page=2', false],
    ['https://a.example/?q=containers+and+queues', false],
  ])('%s tells its reader: %s', (url, tells) => {
    expect(namesReader(url)).toBe(tells)
  })
})

test.each([
  [`https://click.convertkit-mail2.com/abc/def/${inBase64('https://a.example/x?y=1')}`, 'https://a.example/x?y=1'],
  [
    `https://e.customeriomail.com/e/c/${inBase64(JSON.stringify({ id: 1, href: 'https://a.example/cio' }))}/sig`,
    'https://a.example/cio',
  ],
  ['https://click.pstmrk.it/3s/a.example%2Fpost%2F1/abc/def/ghi', 'https://a.example/post/1'],
  ['https://link.zhihu.com/?target=https%3A//a.example/z', 'https://a.example/z'],
  ['https://us1.list-manage.com/track/click?u=aaaaaaaaaaaaaaaaaaaaaaaaa&id=0123456789&e=abcdef0123', null],
])('the click address %s leads to %s', (url, target) => {
  expect([isClickLink(url), readClickTarget(url, true)]).toEqual([true, target])
})

test('an archive’s address is no click address, and one of an unknown mailer is left out', () => {
  const archive = 'https://web.archive.org/web/2020/https://a.example/'
  expect([isClickLink(archive), readClickTarget(archive, false)]).toEqual([false, null])
  expect(looksLikeClick('https://links.a.example/x/AbCdEfGh12345678IjKl')).toBe(true)
  const rules = { ...own, clickHosts: [], ownHost: 'list.example' }
  expect(settleLink('https://links.a.example/x/AbCdEfGh12345678IjKl', rules)).toEqual({
    kind: 'click',
    host: 'links.a.example',
  })
  const named = { ...rules, clickHosts: ['links.a.example'] }
  expect(settleLink('https://links.a.example/x/AbCdEfGh12345678IjKl', named).kind).toBe('ask')
  expect(settleLink('https://list.example/issues/1', rules).kind).toBe('own')
})

test.each([
  ['mx.a.example; dmarc=pass header.from=b.example', 'pass'],
  ['mx.a.example; dkim=pass header.d=mail.b.example; spf=none', 'pass'],
  ['mx.a.example; dkim=pass header.d=esp.example; spf=pass smtp.mailfrom=bounce@esp.example', 'unproven'],
  ['mx.a.example; spf=pass smtp.mailfrom=x@b.example', 'pass'],
  ['mx.a.example; dkim=fail header.d=b.example; spf=softfail', 'fail'],
  ['mx.a.example; dkim=pass header.d=b.example; dmarc=fail (p=reject)', 'fail'],
  ['mx.a.example; none', 'unproven'],
])('of a sender its server says "%s": %s', (value, proof) => {
  const from = { address: 'news@b.example', name: '' }
  expect(proveSender({ from, authentication: [value] }, null)).toBe(proof)
  // What another server says, or the sender wrote itself, counts for nothing.
  expect(proveSender({ from, authentication: [value] }, 'mx.other.example')).toBe('silent')
})

test.each([
  ['2026-11-20T00:00:00.000Z', '2026-11-20T00:10:00.000Z', '2026-11-20T00:00:00.000Z'],
  ['2031-01-01T00:00:00.000Z', '2026-11-20T00:10:00.000Z', '2026-11-20T00:10:00.000Z'],
  ['1999-01-01T00:00:00.000Z', '2026-11-20T00:10:00.000Z', '2026-11-20T00:10:00.000Z'],
  [null, '2026-11-20T00:10:00.000Z', '2026-11-20T00:10:00.000Z'],
  ['2031-01-01T00:00:00.000Z', null, '2026-11-21T00:00:00.000Z'],
  ['2016-01-01T00:00:00.000Z', null, '2016-01-01T00:00:00.000Z'],
])('a letter that says %s and arrived %s is of %s', (said, arrivedAt, at) => {
  const entry = { arrivedAt: arrivedAt as Instant | null, keptAt: '2026-11-21T00:00:00.000Z' as Instant }
  expect(decideLetterDate(said as Instant | null, entry, '2026-11-22T00:00:00.000Z' as Instant)).toBe(at)
})

test('whatever stands in a letter is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      for (const block of [...readHtmlBlocks(text), ...readTextBlocks(text)]) {
        expect(block.links.every(({ start, end }) => start >= 0 && start <= end)).toBe(true)
        for (const { href } of block.links) settleLink(href, { ...own, clickHosts: [], ownHost: '' })
      }
      readMemory(text, '2026-11-20T00:00:00.000Z' as Instant)
    }),
  )
})
