// Sixteen newsletters of our own making in the layouts of the usual mailers, four languages and more, with links that are one reader's among their stories.
import { deflateSync } from 'node:zlib'
import { makersAbroad } from './newsletters-abroad.ts'

/** A newsletter, what it should bring, and the addresses that nobody but its reader may ever see. */
export interface MadeLetter {
  readonly name: string
  readonly raw: Buffer
  /** Pages behind its stories, with the titles that they should have; null: none. */
  readonly stories: Readonly<Record<string, string | null>>
  readonly personal: readonly string[]
}

/** Where a mailer's click address leads, by `host/path?query`. */
export type Clicks = Map<string, string>

const reader = 'news+tag@reader.example'
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const base64url = (text: string): string => Buffer.from(text).toString('base64url')

interface MailParts {
  readonly from: string
  readonly subject: string
  readonly html?: string
  readonly text?: string
  readonly headers?: readonly string[]
  readonly charset?: string
  readonly bytes?: Buffer
}

/** A mail as it would arrive, in base64. */
export function aMail({ from, subject, html, text, headers = [], charset = 'utf-8', bytes }: MailParts): Buffer {
  const part = (type: string, body: Buffer): string =>
    `Content-Type: ${type}; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body.toString('base64').replace(/.{1,76}/g, '$&\r\n')}`
  const hasName = headers.some(line => /^message-id/i.test(line))
  const head = [
    `Delivered-To: ${reader}`,
    'Received: from mta.example by mx.reader.example; Thu, 26 Nov 2026 09:00:05 +0000',
    `From: ${from}`,
    `To: ${reader}`,
    `Subject: =?utf-8?B?${base64(subject)}?=`,
    'Date: Thu, 26 Nov 2026 09:00:00 +0000',
    ...(hasName ? [] : [`Message-ID: <${base64url(subject).slice(0, 40)}@mta.example>`]),
    'MIME-Version: 1.0',
    ...headers,
  ].join('\r\n')
  if (html !== undefined && text !== undefined) {
    const parts = [part('text/plain', Buffer.from(text)), part('text/html', Buffer.from(html))]
    return Buffer.from(
      `${head}\r\nContent-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\n${parts.join('\r\n--b1\r\n')}\r\n--b1--\r\n`,
    )
  }
  const type = html === undefined && bytes === undefined ? 'text/plain' : 'text/html'
  return Buffer.from(`${head}\r\n${part(type, bytes ?? Buffer.from(html ?? text ?? ''))}`)
}

/** GB 18030 for what a letter has: each character by asking the decoder for it. */
function encodeGb(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, readonly [number, number]>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) table.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return Buffer.from(
    Array.from(text).flatMap(each => (each < '\u0080' ? [each.charCodeAt(0)] : [...(table.get(each) ?? [63])])),
  )
}

/** What makes one letter: `me` notes an address as the reader's own, `click` where a click address leads. */
export interface Making {
  readonly on: (host: string, path: string) => string
  readonly story: (path: string) => string
  readonly me: (url: string) => string
  readonly click: (from: string, to: string) => string
}

/** Writes one letter. */
export type Maker = (making: Making) => Pick<MadeLetter, 'raw' | 'stories'>

const mailchimp: Maker = ({ on, story, me, click }) => {
  const u = 'u=0123456789abcdef012345678'
  const list = (path: string): string => on('containers.us4.list-manage.com', path)
  const track = (id: number, to: string): string => click(list(`/track/click?${u}&id=${id}&e=bb`), to)
  return {
    stories: {
      [story('/etcd')]: 'etcd learns to forget',
      [story('/cgroups')]: 'A tour of cgroups',
      [story('/nix')]: 'Nix without tears',
    },
    raw: aMail({
      from: '"Container Weekly" <hello@containers.example>',
      subject: 'Container Weekly #88',
      headers: [
        `List-Unsubscribe: <${me(list(`/unsubscribe?${u}&id=aa&e=bb`))}>, <mailto:unsubscribe-xyz@mailin.example>`,
        'List-Id: 0123mc list <0123.456.list-id.mcsv.net>',
      ],
      html: `<html><body><span style="display:none">preheader <a href="${me(on('us4.campaign-archive.com', `/?${u}&e=zz`))}">peek</a></span>
<table><tr><td><a href="${me(on('us4.campaign-archive.com', `/?${u}&id=1&e=bb`))}">View this email in your browser</a></td></tr>
<tr><td><a href="${track(1, on('containers.example', '/'))}"><img src="x.png" alt="Container Weekly"></a></td></tr>
<tr><td><table><tr><td><h2><a href="${track(2, `${story('/etcd')}?utm_source=cw&mc_eid=bb`)}">etcd learns to forget</a></h2>
<p>How compaction took three days off a recovery, and what it cost.</p><a href="${track(3, `${story('/etcd')}?mc_eid=bb`)}">Read more</a></td></tr></table></td></tr>
<tr><td><p><b><a href="${track(4, story('/cgroups'))}">A tour of cgroups</a></b><br>Where memory goes when nobody looks.</p>
<ul><li><a href="${story('/nix')}?mc_cid=1&amp;mc_eid=bb">Nix without tears</a>: one file, no daemon.</li>
<li>From our partner: <a href="${track(5, me(list(`/unsubscribe?${u}&id=aa&e=bb&c=1`)))}">Something you may like very much</a></li></ul></td></tr>
<tr><td>You get this mail because you signed up. <a href="${me(list(`/profile?${u}&id=aa&e=bb`))}">update your preferences</a> or
<a href="${me(list(`/unsubscribe?${u}&id=aa&e=bb&c=2`))}">unsubscribe from this list</a>. <a href="${me(on('us4.forward-to-friend.com', `/forward?${u}&id=1&e=bb`))}">Forward</a></td></tr>
<tr><td><a href="${on('www.mailchimp.com', '/monkey-rewards/?utm_medium=email')}">Email marketing</a></td></tr></table>
<img src="${me(list(`/track/open.php?${u}&id=1&e=bb`))}" width="1" height="1"></body></html>`,
    }),
  }
}

const substack: Maker = ({ on, story, me, click }) => {
  const own = (path: string): string => on('essays.substack.com', path)
  const post = `${own('/p/slow-software')}?utm_source=post-email&isFreemail=true&r=1abc2&token=eyJ1c2VyX2lkIjoxfQ.x`
  const packed = base64url(JSON.stringify({ e: post }))
  const asked = `/redirect/0a1b2c3d-0000-1111-2222-333344445555?j=${base64url('{"u":"1abc2"}')}`
  return {
    stories: { [own('/p/slow-software')]: 'Slow software', [story('/sqlite')]: 'SQLite at the edge of the sea' },
    raw: aMail({
      from: '"Ann from Essays" <essays@substack.com>',
      subject: 'Slow software',
      headers: [
        'List-Id: <essays.substack.com>',
        'List-Post: <https://essays.substack.com/p/slow-software>',
        `List-Unsubscribe: <${me(own('/action/disable_email/disable?token=eyJ1c2VyIjoxfQ.abc'))}>`,
      ],
      html: `<div class="post"><h1><a href="${on('substack.com', `/redirect/2/${packed}.c2ln`)}">Slow software</a></h1>
<p>Forwarded this email? <a href="${me(own('/subscribe?utm_source=email&r=1abc2'))}">Subscribe here</a> for more</p>
<a href="${me(on('substack.com', '/app-link/post?publication_id=1&post_id=2&token=eyJ1c2VyX2lkIjoxfQ.y'))}">READ IN APP</a>
<p>It begins, as a friend wrote in <a href="${click(on('substack.com', asked), story('/sqlite'))}">SQLite at the edge of the sea</a>, with patience.</p>
<a href="${me(own('/p/slow-software?action=share&token=eyJ1c2VyX2lkIjoxfQ.z'))}">Share</a>
<a href="${me(own('/p/slow-software/comments?token=eyJ1c2VyX2lkIjoxfQ.w'))}">Comment</a>
<a href="${me(on('open.substack.com', '/pub/essays/p/slow-software?action=restack-comment&token=eyJ1c2Vy.q'))}">Restack</a>
<p>© 2026 Ann<br><a href="${me(own('/action/disable_email?token=eyJ1c2VyIjoxfQ.abc'))}">Unsubscribe</a></p></div>`,
    }),
  }
}

const beehiiv: Maker = ({ on, story, me, click }) => {
  const link = (name: string): string => on('link.mail.beehiiv.com', `/ss/c/u001.${name}/4bb/h2/y`)
  const referral = me(on('thebyte.beehiiv.com', '/subscribe?ref=AbC123xyz'))
  return {
    stories: { [story('/wasm')]: 'Wasm grows up', [story('/mcp')]: 'Agents with seat belts' },
    raw: aMail({
      from: '"The Byte" <thebyte@mail.beehiiv.com>',
      subject: 'Wasm grows up, and so do we',
      html: `<table><tr><td align="right"><a href="${me(link('online'))}">Read Online</a></td></tr><tr><td><a href="${me(link('signup'))}">Sign Up</a></td></tr>
<tr><td><h3><a href="${click(link('aaaa'), `${story('/wasm')}?utm_source=thebyte.beehiiv.com&_bhlid=7f0d3fa9c53e1f0e`)}">Wasm grows up</a></h3>
<p>Threads, garbage collection, and a standard library nobody asked for.</p></td></tr>
<tr><td><p><strong>Agents with seat belts.</strong> What happened when a lab let them drive. <a href="${click(link('bbbb'), `${story('/mcp')}?_bhlid=123456`)}">Agents with seat belts</a></p></td></tr>
<tr><td>You have 0 referrals. <a href="${me(link('refer'))}">Click to share</a> or copy: <a href="${referral}">${referral}</a></td></tr>
<tr><td><a href="${me(link('prefs'))}">Update your email preferences</a> or <a href="${me(link('unsub'))}">unsubscribe here</a></td></tr></table>`,
    }),
  }
}

const convertKit: Maker = ({ on, story, me }) => {
  const click = (name: string, url: string): string =>
    on('click.convertkit-mail2.com', `/92u8hk/${name}/${base64(url)}`)
  return {
    stories: { [story('/zig')]: 'Zig in production', [story('/tcp')]: null },
    raw: aMail({
      from: '"Low Level" <low@level.example>',
      subject: 'Zig in production',
      headers: [`List-Unsubscribe: <${me(on('unsubscribe.convertkit-mail2.com', '/92u8hkve7xa8h3x'))}>`],
      html: `<p>Hi there,</p><p><a href="${click('owhkh', `${story('/zig')}?ck_subscriber_id=123456789`)}">Zig in production</a> after a year: what broke, what did not.</p>
<p>And I <a href="${click('8ghqh3', story('/tcp'))}">measured</a> how many packets a kernel drops before lunch.</p>
<p>If you no longer wish to hear from me, <a href="${me(click('6qheh8', me(on('level.example', '/bye?s=1'))))}">click here</a>.</p>
<p><a href="${me(on('unsubscribe.convertkit-mail2.com', '/92u8hkve7xa8h3x/2'))}">Unsubscribe</a> · <a href="${me(on('preferences.convertkit-mail2.com', '/92u8hkve7xa8h3x'))}">Profile</a> · 1 Street, Town</p>
<img src="${me(on('open.convertkit-mail2.com', '/92u8hkve7xa8h3x'))}">`,
    }),
  }
}

const plainText: Maker = ({ on, story, me }) => {
  const own = (path: string): string => on('buttondown.email', path)
  return {
    stories: {
      [story('/awk')]: 'Awk is still faster',
      [story('/vim')]: 'Ten years of one vimrc',
      [story('/note')]: 'Read the paper itself',
    },
    raw: aMail({
      from: 'Plain Text <plain@buttondown.email>',
      subject: 'Plain Text 12',
      headers: [`List-Unsubscribe: <${me(own('/unsubscribe/0b9c7a1e-1111-2222-3333-444455556666'))}>`],
      text: `View this email online: ${me(own('/plain/archive/12?email=news%2Btag%40reader.example'))}

* Awk is still faster: ${story('/awk')}
  A column of numbers, a laptop from 2012, and a bet by news+tag@reader.example.

* Ten years of one vimrc
  ${story('/vim')}?utm_source=buttondown
  Every line has a story.

Read the paper itself [1] if you have an hour.

[1]: ${story('/note')}

--
You are subscribed as news+tag@reader.example.
To unsubscribe, visit ${me(own('/unsubscribe/0b9c7a1e-1111-2222-3333-444455556666?x=1'))}
Manage your subscription: ${me(own('/subscriptions/0b9c7a1e-1111'))}
`,
    }),
  }
}

const chinese: Maker = ({ on, story, me, click }) => {
  const own = (path: string): string => on('zhoukan.example', path)
  const track = (path: string): string => on('sctrack.sendcloud.net', `/track/click/${path}`)
  const html = `<div><a href="${me(track('eyJtYWlsIjoxfQ.html?p=webview'))}">无法正常显示？点击在浏览器中查看</a><h2>本期推荐</h2>
<ul><li><a href="${story('/zh/rongqi')}?utm_source=zhoukan">容器启动为什么慢</a>：一次从镜像到内核的排查。</li>
<li><a href="${click(track('eyJhIjoyfQ.html'), story('/zh/shujuku'))}">给数据库做减法</a>，少即是多。</li></ul>
<p>觉得不错？<a href="${me(own('/zf?code=R8sK29dm'))}">转发给朋友</a>，或<a href="${me(own('/yaoqing/R8sK29dm'))}">邀请好友</a>订阅。</p>
<p>如果不想再收到本邮件，请<a href="${me(own('/td?id=8812&k=ab12cd34ef56'))}">点击这里</a>退订，或<a href="${me(own('/dy?id=8812&k=ab12cd34ef56'))}">管理订阅</a>。</p></div>`
  return {
    stories: { [story('/zh/rongqi')]: '容器启动为什么慢', [story('/zh/shujuku')]: '给数据库做减法' },
    raw: aMail({
      from: '=?gb2312?B?1tC/ryA=?= <zhoukan@zhoukan.example>',
      subject: '云原生周刊 第 31 期',
      charset: 'gb18030',
      bytes: encodeGb(html),
      headers: ['List-Id: <zhoukan.zhoukan.example>'],
    }),
  }
}

const ses: Maker = ({ on, story, me }) => {
  const aws = (url: string, name: string): string =>
    on('abc123.r.us-east-1.awstrack.me', `/L0/${encodeURIComponent(url)}/1/0100018f-${name}/Zx=12`)
  return {
    stories: { [story('/queue')]: 'Queues do not fix overload', [story('/dns')]: 'It was DNS, with graphs' },
    raw: aMail({
      from: 'Ops Digest <ops@digest.example>',
      subject: 'Queues do not fix overload',
      html: `<table><tr><td><a href="${aws(`${story('/queue')}?utm_campaign=9`, 'aaaa')}">Queues do not fix overload</a></td></tr><tr><td>They only make it somebody else's morning.</td></tr>
<tr><td><a href="${aws(story('/dns'), 'bbbb')}"><img alt="It was DNS, with graphs" src="g.png"></a></td></tr>
<tr><td><a href="${me(aws(me(on('digest.example', '/optout/8f1c')), 'cccc'))}">Leave</a>
<a href="${me(on('digest.example', '/verify?address=news%2Btag%40reader.example'))}">Check your box for a gift today</a></td></tr></table>`,
    }),
  }
}

const passedOnInText: Maker = ({ on, story, me }) => {
  const packed = deflateSync(`h=ab&i=1&l=${encodeURIComponent(story('/raft'))}&r=me%40curator.example`)
  const inside = JSON.stringify({ u: 30, url: story('/paxos'), id: 'x' })
  const mandrill = base64url(JSON.stringify({ s: 'k', v: 1, p: inside }))
  return {
    stories: { [story('/raft')]: 'Raft, drawn by hand', [story('/paxos')]: 'Paxos for the rest of us' },
    raw: aMail({
      from: 'The Curator <me@curator.example>',
      subject: 'Fwd: Consensus Monthly 3',
      html: `<div>have a look <a href="${me(on('curator.example', '/private/notes?session=8f8f8f8f8f8f'))}">my notes</a></div>
<div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: <b>Consensus Monthly</b> &lt;hi@consensus.example&gt;<br>Date: Wed, 25 Nov 2026 08:00:00 +0000<br>Subject: Consensus Monthly 3<br>To: &lt;me@curator.example&gt;<br></div>
<br><p><a href="${on('email.mg.consensus.example', `/c/${packed.toString('base64url')}`)}">Raft, drawn by hand</a> — forty panels.</p>
<p><a href="${on('mandrillapp.com', `/track/click/30/stories.example?p=${mandrill}`)}">Paxos for the rest of us</a></p>
<p><a href="${me(on('mandrillapp.com', '/track/unsub.php?u=30&id=abc'))}">Unsubscribe</a></p></div>`,
    }),
  }
}

const passedOnAsFile: Maker = ({ on, story, me }) => {
  const leave = on('notes.example', '/l/77/bye')
  const inner = aMail({
    from: 'Kernel Notes <kernel@notes.example>',
    subject: 'Kernel Notes 5',
    headers: ['List-Id: <kernel.notes.example>', `List-Unsubscribe: <${me(leave)}>`],
    html: `<p><a href="${story('/io_uring')}">io_uring, five years on</a> What stayed.</p><p><a href="${me(`${leave}?reason=none`)}">Good bye, and thanks for all</a></p>`,
  })
  const head = [
    ...[`Delivered-To: ${reader}`, 'From: me@curator.example', `To: ${reader}`, 'Subject: Fwd: Kernel Notes 5'],
    ...['Date: Thu, 26 Nov 2026 10:00:00 +0000', 'Message-ID: <fwd5@curator.example>', 'MIME-Version: 1.0'],
    'Content-Type: multipart/mixed; boundary="m1"',
  ].join('\r\n')
  const parts = [
    'Content-Type: text/plain\r\n\r\nsee below',
    `Content-Type: message/rfc822\r\n\r\n${inner.toString()}`,
    'Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=',
  ]
  return {
    stories: { [story('/io_uring')]: 'io_uring, five years on' },
    raw: Buffer.from(`${head}\r\n\r\n--m1\r\n${parts.join('\r\n--m1\r\n')}\r\n--m1--\r\n`),
  }
}

const ghost: Maker = ({ on, story, me, click }) => ({
  stories: { [story('/open')]: 'An open web needs gardeners', [story('/weed')]: 'Why we weed on Sundays' },
  raw: aMail({
    from: 'Garden <garden@garden.example>',
    subject: 'An open web needs gardeners',
    html: `<table><tr><td><a href="${click(on('garden.example', '/r/1b2c3d4e?m=0b9c7a1e-1111-2222-3333-444455556666'), `${story('/weed')}?attribution_id=1&attribution_type=post`)}">Why we weed on Sundays</a></td></tr>
<tr><td><a href="${story('/open')}">An open web needs gardeners</a></td></tr>
<tr><td><a href="${me(on('links.garden.example', '/a/AbCdEfGh12345678IjKl'))}">Ten tools for small sites</a></td></tr>
<tr><td><a href="${me(on('garden.example', '/x?uid=12345678'))}">Our survey of readers</a></td></tr>
<tr><td><a href="${me(on('garden.example', '/unsubscribe/?uuid=0b9c7a1e&newsletter=2'))}">Unsubscribe</a></td></tr></table>`,
  }),
})

const traditional: Maker = ({ on, story, me }) => {
  const own = (path: string): string => on('wangguan.example', path)
  return {
    stories: { [story('/tw/ipv6')]: 'IPv6 上路十年' },
    raw: aMail({
      from: '網管週報 <news@wangguan.example>',
      subject: '網管週報 210',
      html: `<p>看不到圖片？<a href="${me(own('/e/210?m=8812'))}">線上閱讀</a></p><h3><a href="${story('/tw/ipv6')}?fbclid=abc">IPv6 上路十年</a></h3><p>從校園網路到家裡的路由器。</p>
<p><a href="${me(own('/e/fw/8812'))}">轉寄給朋友</a>　<a href="${me(own('/e/u/8812'))}">取消訂閱</a>　<a href="${me(own('/e/p/8812'))}">偏好設定</a></p>`,
    }),
  }
}

const sendGrid: Maker = ({ on, story, me, click }) => {
  const link = (path: string): string => on('links.systems.example', path)
  return {
    stories: { [story('/rust')]: 'Rust in the kernel, a field report' },
    raw: aMail({
      from: 'Systems <systems@systems.example>',
      subject: 'Systems 40',
      text: 'see HTML',
      html: `<p><a href="${click(link('/ls/click?upn=u001.Abc-2Bdef'), `${story('/rust')}?utm_term=x&token=abcdef`)}">Rust in the kernel, a field report</a></p><p>Two years of drivers.</p>
<p>Not your cup of tea? Leave any time: <a href="${me(link('/wf/click?upn=u001.leave'))}">stop receiving these mails</a>. <a href="${me(link('/ls/click?upn=u001.why'))}">Why did I get this?</a></p>
<p>Share: <a href="${me('https://twitter.com/intent/tweet?url=x')}">Tweet</a> <a href="mailto:leave-8812@systems.example?subject=token">mail us</a></p>`,
    }),
  }
}

const makers: Readonly<Record<string, Maker>> = {
  Mailchimp: mailchimp,
  Substack: substack,
  beehiiv,
  ConvertKit: convertKit,
  'Buttondown in plain text': plainText,
  'a Chinese weekly in GB 18030': chinese,
  'Amazon SES': ses,
  'one passed on in a text': passedOnInText,
  'one passed on as a file': passedOnAsFile,
  'Ghost, whose links stay personal': ghost,
  'one in traditional characters': traditional,
  'SendGrid on a host of its own': sendGrid,
  ...makersAbroad,
}

/** All of them. `port` is that of the server that stands for every host; `clicks` learns where click addresses lead. */
export function makeNewsletters(port: number, clicks: Clicks): readonly MadeLetter[] {
  return Object.entries(makers).map(([name, make]) => {
    const personal: string[] = []
    const on = (host: string, path: string): string => `http://${host}:${port}${path}`
    const made = make({
      on,
      story: path => on('stories.example', path),
      me: url => {
        personal.push(url)
        return url
      },
      click: (from, to) => {
        const { host, pathname, search } = new URL(from)
        clicks.set(`${host}${pathname}${search}`, to)
        return from
      },
    })
    return { name, ...made, personal }
  })
}
