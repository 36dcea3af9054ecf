// Tables: headlines about leaving, settings, confirming and sharing are stories, and lines that do it are not, though both have the same words.
import { describe, expect, test } from 'vitest'
import { readHtmlBlocks } from '../../../src/collect/newsletters/letter-blocks.ts'
import { pickLinks } from '../../../src/collect/newsletters/pick-links.ts'
import { settleLink } from '../../../src/collect/newsletters/settle-link.ts'

const hosts = { home: 'list.example', mailers: new Set(['mailer.example']), clickHosts: ['clicks.example'] }
const rules = { readers: [], commands: new Set<string>(), clickHosts: hosts.clickHosts, ownHost: 'own.example' }

/** What would be fetched of a letter with one link in the midst of others. */
function taken(
  words: string,
  href: string,
): { readonly pages: readonly string[]; readonly doubted: readonly string[] } {
  const other = (path: string): string =>
    `<p><a href="https://a.example/${path}">A story about a kernel, ${path}</a></p>`
  const html = `${other('one')}<p><a href="${href}">${words}</a></p>${other('two')}<p><a href="https://mailer.example/u/1">Unsubscribe</a></p>`
  const { links, doubted } = pickLinks(readHtmlBlocks(html), hosts)
  const settled = links.map(link => settleLink(link.href, rules))
  const pages = settled.flatMap(found => (found.kind === 'page' || found.kind === 'ask' ? [found.url] : []))
  return { pages: pages.filter(page => !/a\.example\/(?:one|two)$/.test(page)), doubted }
}

describe('a headline of a page for everybody is a story', () => {
  test.each([
    ['Opting out of AI training', 'https://b.example/2026/opting-out-of-ai-training'],
    ['How to unsubscribe from everything', 'https://b.example/how-to-unsubscribe-from-everything/'],
    ['Google lets users opt out of AI training in Search', 'https://b.example/news/48213'],
    ['Google lets users opt out of…', 'https://b.example/2026/11/google-lets-users-opt-out-of-ai-training.html'],
    ['Manage your passwords better: a guide', 'https://b.example/manage-your-passwords-better'],
    ['Manage your email at scale with notmuch', 'https://b.example/manage-your-email-at-scale-with-notmuch'],
    ['Why nobody wants to confirm their email address any more', 'https://b.example/blog/confirm-fatigue'],
    ['The quiet death of the unsubscribe button', 'https://b.example/the-quiet-death-of-the-unsubscribe-button'],
    ['How to share your screen without sharing your secrets', 'https://b.example/posts/screen-secrets'],
    ['Your account was hacked: what to do in the first hour', 'https://b.example/hacked-account-first-hour'],
    ['Tell a friend: how Hotmail grew by one line of text', 'https://b.example/hotmail-grew-by-one-line-of-text'],
    ['Reset your password policy: NIST drops rotation', 'https://b.example/reset-your-password-policy-nist-rotation'],
    ['Post on X with a bot of twenty lines of shell', 'https://b.example/post-on-x-with-a-bot-of-shell'],
    [
      'Earn rewards: why loyalty points are a currency',
      'https://b.example/earn-rewards-why-loyalty-points-are-a-currency',
    ],
    ['A referral program that ate its own company', 'https://b.example/2026/11/23/referral-program'],
    ['取消订阅为什么这么难', 'https://b.example/posts/52871'],
    ['如何一键取消订阅所有自动续费服务：实测七家平台', 'https://b.example/p/2948576938'],
    ['苹果允许用户退订 AI 训练数据收集', 'https://b.example/2026/11/26/apple.html'],
    ['欧盟要求平台提供一键退订按钮', 'https://b.example/news/eu-button'],
    ['分享给开发者的十条数据库调优经验', 'https://b.example/article/81203'],
    ['转发到微信的链接为什么总打不开', 'https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv'],
    [
      'Wie man sich von Newslettern abmeldet, ohne verrückt zu werden',
      'https://b.example/newsletter-abmelden-ohne-verruckt-zu-werden',
    ],
    ['Comment se désabonner de tout en une heure', 'https://b.example/comment-se-desabonner-de-tout-en-une-heure'],
  ])('%s', (words, href) => {
    expect(taken(words, href)).toEqual({ pages: [href], doubted: [] })
  })
})

describe('a line that does something for its reader is never fetched', () => {
  const quiet = 'https://b.example/s/page'
  test.each([
    ...['Unsubscribe', 'Unsubscribe from Golang Weekly', 'Manage your Acme Robotics Digest subscription settings'],
    ...['If you no longer wish to receive these emails, click here to unsubscribe', 'Opt out of all marketing emails'],
    ...['You are receiving this email because you signed up on our site. Unsubscribe at any time', 'Opt out instantly'],
    ...['Update your profile and choose which newsletters you get', 'Not interested any more? Unsubscribe instantly'],
    ...['Confirm your subscription to Acme Robotics Weekly', 'Yes, confirm that I want to keep getting Acme Weekly'],
    ...['Having trouble viewing this email? View it in your browser', 'View in browser', 'Read Acme Weekly online'],
    ...['Share Import Weekly with your friends and earn a mug', 'Forward to a friend who likes Go', 'Refer a friend'],
    ...['Reset your password for Acme Weekly and sign in again', 'Delete my data from the servers of Acme Weekly'],
    ...['如果您不想再收到此类邮件，请点击退订', '退订', '取消订阅《极客周刊》每周邮件', '管理您的订阅偏好与邮件频率'],
    ...['分享给朋友，赢取限量马克杯和贴纸', '在浏览器中查看本期邮件', '确认订阅：还差最后一步即可收到'],
    ...['Vom Newsletter abmelden', 'Wenn Sie keine weiteren E-Mails erhalten möchten, können Sie sich hier abmelden'],
    ...['Abo verwalten', 'Se désabonner', 'Si vous ne souhaitez plus recevoir nos courriels, désabonnez-vous ici'],
  ])('%s', words => {
    expect(taken(words, quiet).pages).toEqual([])
  })

  test.each([
    ['a click host', 'https://clicks.example/a-google-lets-users-opt-out-of-ai-training'],
    ['a known mailer', 'https://x.us1.list-manage.com/track/click?u=1&id=2'],
    ['the host of the commands', 'https://mailer.example/google-lets-users-opt-out-of-ai-training'],
    ['an address with a token', 'https://b.example/s/8f3a2b1c9d'],
    ['an address with a query', 'https://b.example/google?r=1'],
    ['an address that is shortened', 'https://bit.ly/3abcd'],
    ['the list’s own home', 'https://list.example/go/now'],
  ])('nor is a headline behind %s, but its words are told', (_, href) => {
    const words = 'Google lets users opt out of AI training in Search'
    expect(taken(words, href)).toEqual({ pages: [], doubted: [words] })
  })

  test.each([
    ...['https://b.example/unsubscribe', 'https://b.example/unsubscribe-from-acme-weekly', 'https://b.example/opt-out'],
    ...['https://b.example/how-to-unsubscribe', 'https://b.example/how-to-unsubscribe-from-everything?u=12'],
    ...[
      'https://b.example/unsubscribe/how-google-lets-users-train',
      'https://b.example/取消订阅',
      'https://b.example/newsletter-abmelden',
    ],
    ...[
      'https://b.example/unsubscribe-me-from-all-of-your-mailing-lists',
      'https://b.example/unsubscribe-0123456789abcdef-from-all-lists',
    ],
  ])('nor is %s, whatever it is called', href => {
    expect(taken('A longer story of compilers', href).pages).toEqual([])
  })
})

test('a headline about leaving is not where a letter ends', () => {
  const html = `<p><a href="https://a.example/one">A story about a kernel</a></p><p><a href="https://b.example/opting-out-of-ai-training">Opting out of AI training</a></p><p><a href="https://a.example/two">Another story about a kernel</a></p><p>Bye.</p>`
  expect(pickLinks(readHtmlBlocks(html), hosts).links).toHaveLength(3)
})
