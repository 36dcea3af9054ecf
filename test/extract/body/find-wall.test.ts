// Walls of many kinds, and honest articles about what walls are made of.
import { describe, expect, test } from 'vitest'
import { extractArticle } from '../../../src/extract/extract-article.ts'
import { findWallInWords } from '../../../src/extract/body/find-wall.ts'

const read = (title: string, body: string) =>
  extractArticle(
    `<html><head><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`,
    {
      url: 'https://a.example/walls',
    },
  )
const lines = (...texts: readonly string[]): string => texts.map(text => `<p>${text}</p>`).join('')

describe('a wall is no article', () => {
  test.each<[string, string, string, string]>([
    [
      'age',
      'an age check',
      'Are you old enough?',
      lines(
        'You must be at least 18 years old to visit this site.',
        'Please enter your date of birth. We do not store what you enter.',
        'Enter site',
        'Leave',
      ),
    ],
    [
      'age',
      'an age check in Chinese',
      '年龄确认',
      lines(
        '您是否已满 18 周岁？',
        '本网站包含酒类内容，未成年人请离开。',
        '请输入您的出生日期以继续。',
        '已满十八',
        '离开',
      ),
    ],
    [
      'script',
      'a shell that blames the connection',
      'Harbour Notes',
      lines(
        'Loading…',
        'This is taking longer than expected. Check your internet connection.',
        'If you use an ad blocker, allow scripts from this page.',
      ),
    ],
    [
      'script',
      'a shell that blames the connection, in Chinese',
      '港口札记',
      lines('正在加载…', '加载时间过长，请检查您的网络连接。', '关闭广告拦截插件后刷新页面。'),
    ],
    [
      'check',
      'Cloudflare',
      'Just a moment...',
      lines(
        'a.example needs to review the security of your connection before proceeding.',
        'Verifying you are human. This may take a few seconds.',
        'Enable JavaScript and cookies to continue',
        'Ray ID: 7d1f2c3b4a5e6f70',
        'Performance &amp; security by Cloudflare',
      ),
    ],
    [
      'check',
      'a check of the browser',
      'a.example',
      lines(
        'Checking your browser before accessing a.example.',
        'This process is automatic. Your browser will redirect to your requested content shortly.',
        'Please allow up to 5 seconds…',
      ),
    ],
    [
      'check',
      'a captcha',
      'Are you a robot?',
      lines(
        'We have detected unusual activity from your computer network.',
        'To continue, please click the box below to let us know you’re not a robot.',
        'Please make sure your browser supports JavaScript and cookies.',
      ),
    ],
    [
      'check',
      'a captcha without a title',
      '',
      lines('Press &amp; Hold to confirm you are a human (and not a bot).', 'Reference ID 1234'),
    ],
    ['check', 'WeChat', '微信公众平台', lines('环境异常', '当前环境异常，完成验证后即可继续访问。', '去验证')],
    [
      'check',
      '安全验证',
      '安全验证',
      lines(
        '请完成下方验证后继续操作',
        '系统监测到您的网络环境存在异常，为保证您的正常访问，请点击下方验证按钮进行验证。',
        '开始验证',
      ),
    ],
    ['check', '滑块', '访问验证', lines('请按住滑块，拖动到最右边', '您的访问过于频繁，请完成验证。')],
    [
      'consent',
      'cookies',
      'Before you continue',
      lines(
        'We and our 842 partners store and/or access information on a device, such as unique IDs in cookies to process personal data.',
        'You may accept or manage your choices by clicking below, including your right to object where legitimate interest is used.',
        'By clicking “Accept all” you agree to the storing of cookies on your device.',
        'Accept all',
        'Reject all',
        'Manage options',
      ),
    ],
    [
      'consent',
      'cookies under another title',
      'A Daily of the Harbour',
      lines(
        'We value your privacy',
        'We use cookies to enhance your browsing experience, serve personalised ads or content, and analyse our traffic.',
        'By clicking "Accept", you consent to our use of cookies.',
        'Customise',
        'Reject All',
        'Accept All',
      ),
    ],
    [
      'consent',
      'Cookies',
      'Zustimmung',
      lines(
        'Mit Werbung und Cookies weiterlesen',
        'Wir und unsere 180 Partner verwenden Cookies, um Ihr Erlebnis zu verbessern.',
        'Alle akzeptieren',
        'Ablehnen',
      ),
    ],
    [
      'consent',
      '隐私',
      '某某网',
      lines(
        '我们重视您的隐私',
        '我们及合作伙伴使用 Cookie 来改善您的体验。',
        '继续浏览本网站即表示您同意我们使用 Cookie。',
        '全部接受',
        '拒绝',
      ),
    ],
    ['script', 'a shell', 'Harbour App', lines('You need to enable JavaScript to run this app.')],
    [
      'script',
      'a shell that is polite',
      'JavaScript is not available.',
      lines(
        'We’ve detected that JavaScript is disabled in this browser. Please enable JavaScript or switch to a supported browser to continue using a.example.',
        'Help Center',
      ),
    ],
    ['script', '需要脚本', '某某', lines('您的浏览器版本过低，请升级浏览器。', '请启用 JavaScript 后继续访问本站。')],
    [
      'login',
      'a sign-in',
      'Sign in to Harbour',
      lines(
        'Sign in to continue',
        'Email address',
        'Password',
        'Forgot password?',
        'New to Harbour? Create an account',
      ),
    ],
    [
      'login',
      '登录',
      '登录',
      lines('请先登录后查看完整内容', '手机号', '验证码', '登录/注册', '登录即表示同意用户协议'),
    ],
    [
      'paywall',
      'a stub',
      'Harbour closes after eleven years',
      lines(
        'This article is for subscribers only.',
        'Subscribe now to continue reading.',
        'Already a subscriber? Log in',
        'Cancel anytime',
      ),
    ],
    [
      'paywall',
      '付费',
      '老港的十一年',
      lines('本文为会员专享内容，开通会员后即可阅读全文。', '立即开通', '剩余 85% 内容'),
    ],
    [
      'gone',
      'not found',
      'Page not found – Harbour Notes',
      lines('Oops! That page can’t be found.', 'It looks like nothing was found at this location. Maybe try a search?'),
    ],
    ['gone', '404', '404 Not Found', lines('The requested URL was not found on this server.')],
    ['gone', 'WeChat', '', lines('该内容已被发布者删除')],
    ['gone', 'WeChat, for its content', '', lines('此内容因违规无法查看', '此内容被投诉且经审核涉嫌侵权，无法查看。')],
    ['gone', 'moved', '提示信息', lines('抱歉，您访问的页面不存在或已被删除！', '5 秒后自动跳转到首页')],
    ['refused', 'forbidden', '403 Forbidden', lines('nginx')],
    [
      'refused',
      'denied',
      'Access Denied',
      lines('You don’t have permission to access this page on this server.', 'Reference #18.2f1d4a5c'),
    ],
    [
      'refused',
      'blocked',
      'Attention Required! | Cloudflare',
      lines(
        'Sorry, you have been blocked',
        'You are unable to access a.example',
        'This website is using a security service to protect itself from online attacks.',
      ),
    ],
    [
      'refused',
      '被阻断',
      '405',
      lines('很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。', '如有疑问请联系网站管理员。'),
    ],
    [
      'down',
      'maintenance',
      'Site maintenance',
      lines('We are down for scheduled maintenance.', 'Please check back soon.'),
    ],
    ['down', '维护', '系统维护', lines('网站正在维护，请稍后再试。')],
  ])('%s: %s', (_kind, _name, title, body) => {
    const article = read(title, body)
    expect(article.wall).not.toBeNull()
    expect(article.confidence).toBeLessThanOrEqual(0.05)
    expect(article.confidenceReasons[0]).toContain('“')
  })
})

describe('an article is one', () => {
  test.each<[string, string, string]>([
    [
      'about age checks',
      'What an age check really checks',
      lines(
        'Every shop that sells wine in the country has to ask its visitors how old they are, and every child knows what to answer.',
        'The law of 2019 says that a shop must be sure that a buyer is at least 18; it does not say how a page is to know that.',
        'Most pages ask for a date of birth and store nothing. A few send the name to a bank, which knows the age and says yes or no.',
        'The committee counted the answers of nine shops: four in ten visitors were born on the first of January.',
      ),
    ],
    [
      'about slow pages, in Chinese',
      '为什么页面加载时间过长',
      lines(
        '港务局的网站去年冬天平均要等九秒才能看到潮汐表，船家都说太慢。',
        '工程师查了三个星期，发现不是网络的问题，而是首页要等十一个脚本全部下载完才开始画图。',
        '他们把脚本减到两个，又把潮汐表直接写进页面，现在不到一秒就能看到。',
        '拦截广告的插件以前会把潮汐表也拦掉，改版以后也没有这个问题了。',
      ),
    ],
    [
      'about cookies',
      'Why every site asks about cookies',
      lines(
        'Every site in Europe greets its visitors with a box. “We value your privacy”, it says, and it means the opposite.',
        'The law never asked for boxes. It asked for a choice that is as easy to refuse as it is to give, and the industry answered with four hundred partners and a button in grey.',
        'Cookies that keep somebody logged in need no consent at all. A shop may remember a basket, and a paper may count its readers, without asking anybody.',
        'What has to be asked for is the rest: the trail from one site to the next that a broker sells.',
      ),
    ],
    [
      'a short note about cookies',
      'Cookie banners lose in court',
      lines(
        'A court in Brussels has found that the consent framework of the advertising industry breaks the law. The banners that ask visitors to accept all cookies were its most visible part.',
        'Publishers have two months to delete what they collected through them.',
      ),
    ],
    [
      'about captchas',
      'How a captcha tells you from a robot',
      lines(
        'The first captcha asked for letters that a scanner had failed to read. Solving one took nine seconds, and a programme at the time got one in five right.',
        'Today a captcha looks at how the mouse moves before it asks anything. If the hand trembles like a hand, no picture of a traffic light is shown.',
        'Robots now solve the pictures better than people do. The captcha of the future may be a stamp that the telephone issues once a day.',
      ),
    ],
    [
      'about scripts',
      'A site that works without JavaScript',
      lines(
        'I switched off JavaScript for a week to see what would break. The bank did, and the ferry timetable, and every newspaper but one.',
        'JavaScript is a fine language for what happens after a page has been read. It is a strange one for showing the page in the first place.',
        'Half of the sites said that I should enable it. The other half said nothing, and showed nothing.',
      ),
    ],
    [
      'about an outage',
      'What we learned from Tuesday’s outage',
      lines(
        'On Tuesday our API answered 503 for forty minutes. A certificate had expired on a machine that nobody remembered.',
        'We have written to everybody whose requests failed, and the certificates now renew themselves. The machine is gone.',
      ),
    ],
    [
      'about 404s',
      '404 Not Found: a history',
      lines(
        'The number comes from a table that was printed in 1992, and not from a room of that name. Four means that the mistake is yours, and the second four that it is a small one.',
        'Some towns now print it on shirts. The people who wrote the table were surprised, for they had thought of a dozen other numbers that would be met more often than this one ever was.',
        'It took ten years until pages began to joke about themselves, and ten more until the jokes were all the same.',
        ...Array.from(
          { length: 12 },
          (_, at) =>
            `In the year ${1995 + at} a museum collected the pages of that year, and hung the finest of them in its hall for a month of rain and visitors.`,
        ),
      ),
    ],
    [
      '验证码',
      '验证码是怎样难住我们的',
      lines(
        '第一代验证码让人辨认扭曲的字母，机器看不懂，人也常常看错。',
        '后来的验证码要人点出所有的红绿灯，据说这些答案拿去训练了汽车。',
        '如今机器做这些题比人还快，验证码剩下的用处，是让人想起自己还是人。',
      ),
    ],
    [
      '隐私',
      '隐私弹窗为什么总有两个按钮',
      lines(
        '欧洲的法院认为，拒绝应该和同意一样容易。',
        '于是网站把两个按钮放在一起，一个蓝色，一个灰色。',
        '研究者统计了一千个网站，其中七百个的灰色按钮要点两次才有用。',
      ),
    ],
    [
      'a note in two lines',
      'New harbour',
      lines(
        'The harbour has opened again after eleven years. Ships may enter from Monday on, says the harbour master.',
      ),
    ],
  ])('%s', (_name, title, body) => {
    expect(read(title, body).wall).toBeNull()
  })

  test('where the feed announced these very words', () => {
    const words =
      'The login page of our app was changed: please sign in with your email address, the password is needed no more.'
    const page = `<title>Login page changed</title><article><h1>Login page changed</h1><p>${words}</p></article>`
    expect(extractArticle(page, { url: 'https://a.example/1', feedText: words }).wall).toBeNull()
  })
})

test.each([
  ['环境异常\n\n当前环境异常，完成验证后即可继续访问。\n\n去验证', true],
  ['You need to enable JavaScript to run this app.', true],
  ['A note about the harbour, which has opened again after eleven years.', false],
  ['', false],
])('words of a feed: %j', (text, isWall) => {
  expect(findWallInWords(text) !== null).toBe(isWall)
})
