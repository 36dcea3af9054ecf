import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rssOf, pageOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
let site: TestSite
const friday = ['--now', '2016-12-09T08:30:00+08:00'] as const
const feed = (): string =>
  rssOf('A blog', [
    {
      link: 'https://a.example/one',
      title: 'One thing about leases',
      date: '2016-12-08T10:00:00+08:00',
      text: 'Leases tell who may write.',
    },
    {
      link: 'https://a.example/two',
      title: 'Another about images',
      date: '2016-12-05T10:00:00+08:00',
      text: 'Images grow when nobody looks.',
    },
    {
      link: 'https://a.example/past',
      title: 'From the past',
      date: '2016-03-02T10:00:00+08:00',
      text: 'Queues hide what is slow.',
    },
  ])

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  program = await createProgram()
  site.routes.clear()
  site.routes.set('/feed.xml', feed())
})
afterEach(() => program.remove())

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''
const follow = (path = 'feed.xml') => program.setSources([{ url: site.url + path, fullText: false }])

describe('how commands end', () => {
  test('a wrong configuration ends with 2 and says where', async () => {
    await program.configure({ shedule: {} })
    const { code, stderr } = await program.run('run')
    expect(code).toBe(2)
    expect(lastLine(stderr)).toMatch(
      /^error CONFIG_INVALID: .*weekly\.yaml:\d+:1: unknown key "shedule" — Did you mean "schedule"\?$/,
    )
  })

  test('an unknown command, and a clock without an offset, end with 2', async () => {
    expect((await program.run('publsh')).code).toBe(2)
    const { code, stderr } = await program.run('run', '--now', 'yesterday')
    expect(code).toBe(2)
    expect(lastLine(stderr)).toMatch(/^error USAGE_INVALID: .* — Write date, time and offset/)
  })

  test('a source that failed ends with 3, and what could be done is done', async () => {
    await program.setSources([{ url: `${site.url}nothing.xml` }, { url: `${site.url}feed.xml`, fullText: false }])
    const { code, stdout } = await program.run('run', ...friday)
    expect(code).toBe(3)
    expect(stdout).toMatch(/✗ .*nothing\.xml: FETCH_HTTP_STATUS: .* answered 404 — /)
    expect(stdout).toContain('issue 1 is sealed')
  })

  test('a week without stories ends with 4, and nothing is published or mailed', async () => {
    const { code, stdout } = await program.run('run', ...friday)
    expect(code).toBe(4)
    expect(stdout).toMatch(
      /2016-W49: ISSUE_EMPTY: has no stories, so there is no issue and no mail: nothing new came in;.* — .*source list/,
    )
    expect((await program.run('issue', 'list', ...friday)).stdout).toContain('2016-W49  empty ')
    expect(await program.mails()).toEqual([])
  })

  test('--json gives the report to programs', async () => {
    await follow()
    const { stdout } = await program.run('run', '--json', ...friday)
    const report = JSON.parse(stdout) as { stages: { stage: string; done: number }[] }
    expect(report.stages.map(({ stage }) => stage)).toEqual([
      'collect',
      'extract',
      'curate',
      'curate',
      'publish',
      'deliver',
    ])
  })
})

describe('sources', () => {
  test('a page that links to a feed is followed by its feed, and read at once', async () => {
    site.routes.set(
      '/',
      `<html><head><link rel="alternate" type="application/rss+xml" title="Blog" href="/feed.xml"></head><body></body></html>`,
    )
    const { code, stdout } = await program.run('source', 'add', site.url)
    expect([code, stdout]).toEqual([0, expect.stringContaining('following A blog')])
    expect(await readFile(join(program.folder, 'config', 'sources.yaml'), 'utf8')).toBe(`- url: ${site.url}feed.xml\n`)
    expect((await program.run('source', 'add', `${site.url}feed.xml`)).stderr).toContain('SOURCE_EXISTS')
    expect((await program.run('source', 'list')).stdout).toContain('new')
    expect((await program.run('source', 'remove', `${site.url}feed.xml`)).code).toBe(0)
  })

  test('several addresses are added at once, without their schemes too, and one that fails spares the others', async () => {
    site.routes.set('/two.xml', rssOf('Other', [{ link: 'https://b.example/1', title: 'B' }]))
    const typed = [
      `${site.host}/feed.xml`,
      `feed:${site.url}two.xml`,
      `${site.host}/none`,
      `${site.host}/two.xml`,
      'no address',
    ]
    const { code, stdout, stderr } = await program.run('source', 'add', ...typed, '--section', '云')
    expect([code, lastLine(stdout)]).toEqual([3, '2 sources added, 3 not'])
    expect(stderr).toMatch(
      /not added: \S+\/none: FETCH_HTTP_STATUS: [^]*not added: \S+\/two.xml: SOURCE_EXISTS: [^]*not added: no address: USAGE_INVALID: /,
    )
    expect(await readFile(join(program.folder, 'config', 'sources.yaml'), 'utf8')).toBe(
      `- url: ${site.url}feed.xml\n  section: 云\n- url: ${site.url}two.xml\n  section: 云\n`,
    )
  })

  test('of several feeds one must be chosen', async () => {
    site.routes.set('/two.xml', rssOf('Other', [{ link: 'https://b.example/1', title: 'B' }]))
    site.routes.set(
      '/',
      '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="alternate" type="application/rss+xml" href="/two.xml">',
    )
    const { code, stderr } = await program.run('source', 'add', site.url)
    expect([code, stderr]).toEqual([2, expect.stringContaining('names 2 feeds')])
    expect((await program.run('source', 'add', site.url, '--first')).code).toBe(0)
  })

  test('an OPML file comes in, and the sources go out as one', async () => {
    await writeFile(
      join(program.folder, 'in.opml'),
      '<opml version="2.0"><body><outline text="Clouds"><outline type="rss" text="A" xmlUrl="https://a.example/feed"/></outline></body></opml>',
    )
    const { stdout } = await program.run('source', 'import', join(program.folder, 'in.opml'))
    expect(stdout).toContain('1 sources added')
    expect((await program.run('source', 'export')).stdout).toMatch(
      /<outline text="Clouds"[^>]*>\s*<outline[^>]*xmlUrl="https:\/\/a\.example\/feed"/,
    )
  })
})

describe('the curator', () => {
  test('drops, notes and picks stay when the draft is made anew', async () => {
    await follow()
    const wednesday = ['--now', '2016-12-07T12:00:00+08:00'] as const
    site.routes.set('/feed.xml', feed().replace(/<item><title>One thing.*?<\/item>/s, ''))
    await program.run('run', ...wednesday)
    expect((await program.run('issue', 'note', 'https://a.example/two', 'Read this first.', ...wednesday)).code).toBe(0)
    site.routes.set('/feed.xml', feed())
    await program.run('run', '--now', '2016-12-08T20:00:00+08:00')
    expect(
      (await program.run('issue', 'drop', 'https://a.example/one', '--now', '2016-12-08T20:00:00+08:00')).code,
    ).toBe(0)
    await program.run('run', ...friday)
    const page = await program.page('issues/2016-W49/index.html')
    expect(page).toContain('Read this first.')
    expect(page).not.toContain('One thing about leases')
    expect((await program.run('why', 'https://a.example/one')).stdout).toContain(
      'issue 2016-W49: left-out — dropped by the curator',
    )
    expect((await program.run('why', 'https://a.example/two')).stdout).toMatch(
      /issue 2016-W49: lead\n {2}score 0\.\d+ = coverage 0\.1 \+ weight .*\n {2}section \(none\): /,
    )
    expect((await program.run('why', 'https://a.example/past')).stdout).toContain('backlog')
  })

  test('a past week is built on purpose from the backlog, and not mailed', async () => {
    await follow()
    await program.run('run', ...friday)
    const mails = (await program.mails()).length
    const { code, stdout } = await program.run('publish', '--week', '2016-W09', ...friday)
    expect([code, stdout]).toEqual([0, expect.stringContaining('2016-W09: issue 2 is sealed')])
    expect(await program.page('issues/2016-W09/index.html')).toContain('From the past')
    await program.run('run', ...friday)
    expect(await program.mails()).toHaveLength(mails)
    expect((await program.run('publish', '--week', '2016-W50', ...friday)).stderr).toContain('WEEK_NOT_CLOSED')
  })
})

describe('readers', () => {
  test('a row without consent is refused with its line, the rest is imported, and the report balances', async () => {
    await follow()
    const csv = join(program.folder, 'readers.csv')
    await writeFile(
      csv,
      'email,name,language,consent\nc@example.org,"Doe, C",en,at a meeting\nd@example.org,,,\ne@example.org,E,en,at the fair, in May\nf@example.org,F,fr,yes\nc@example.org,C,en,again\n',
    )
    const { code, stdout } = await program.run('subscriber', 'import', csv)
    expect(code).toBe(3)
    expect(stdout.split('\n').filter(line => line.startsWith('line') || line.includes('imported'))).toEqual([
      'line 3: d@example.org refused: no statement of consent',
      'line 4: e@example.org refused: 5 cells where the header has 4; quote a cell that has a separator',
      'line 5: f@example.org refused: the language fr is none of zh-CN, zh-TW, en',
      '1 imported, 1 confirmed already, 3 refused',
    ])
    await program.run('run', ...friday)
    expect(await program.mails()).toHaveLength(3)
    expect((await program.run('report', '2016-W49')).stdout).toMatch(/3 subscribers = .*3 sent/)
    const own = ['--confirmed', 'in the test', '--stories', 'zh', '--language', 'en']
    expect((await program.run('subscriber', 'add', 'z@example.org', ...own)).code).toBe(0)
    const exported = (await program.run('subscriber', 'export')).stdout
    expect(exported).toMatch(/^z@example\.org,,en,in the test,confirmed,.*,weekly,,zh\r$/m)
    expect(exported).toMatch(
      /^\uFEFFemail,name,language,consent,state,createdAt,confirmedAt,leftAt,cadence,sectionsOff,stories\r\n[^]*"Doe, C",en,at a meeting,confirmed,\d/,
    )
  })

  test('an SMTP server that refuses connections pauses the mails and skips nobody', async () => {
    await follow()
    await program.configure({
      mail: { from: 'List <list@example.org>', postalAddress: '1 Street', transport: 'smtp://127.0.0.1:9' },
    })
    const { code, stdout } = await program.run('run', ...friday)
    expect(code).toBe(3)
    expect(stdout).toContain('SMTP_UNAVAILABLE')
    await program.configure({})
    await program.run('run', '--now', '2016-12-09T09:30:00+08:00')
    expect(await program.mails()).toHaveLength(2)
  })

  test('without a postal address nothing is sent, and the key is named', async () => {
    await follow()
    await program.configure({
      mail: { from: 'List <list@example.org>', transport: `outbox:${join(program.folder, 'outbox')}` },
    })
    const { code, stderr } = await program.run('run', ...friday)
    expect(code).toBe(2)
    expect(lastLine(stderr)).toMatch(/^error MAIL_CONFIG_INCOMPLETE: .*mail\.postalAddress/)
    expect(await program.page('issues/2016-W49/index.html')).toContain('One thing about leases')
  })
})

test.each([
  ['issue.html', '<h1>\n{{ issue.titel }}</h1>', /TEMPLATE_FAILED: .*issue\.html:2:\d+: .*issue\.titel/],
  [
    'mail.html',
    '<p>\n\n  {% if top %}{{ issue.nummer }}{% endif %}',
    /TEMPLATE_FAILED: .*mail\.html:3:\d+: .*issue\.nummer/,
  ],
  ['confirm-mail.txt', '{{ words.confirmation }}', /TEMPLATE_FAILED: .*confirm-mail\.txt:1:\d+: .*words\.confirmation/],
  ['reader-page.html', '{% if problem %}', /TEMPLATE_FAILED: .*reader-page\.html:1:\d+: .*problem/],
])(
  'a broken %s is refused with its place, nothing is sealed or mailed, and what works stays',
  async (name, text, error) => {
    await follow()
    await program.run('publish', '--week', '2016-W09', ...friday)
    const before = await program.page('index.html')
    await mkdir(join(program.folder, 'templates'))
    await writeFile(join(program.folder, 'templates', name), text)
    const { code, stdout } = await program.run('run', ...friday)
    expect(code).toBe(2)
    expect(stdout).toMatch(error)
    expect(await program.mails()).toEqual([])
    expect(await program.page('index.html')).toBe(before)
    await rm(join(program.folder, 'templates'), { recursive: true })
    expect((await program.run('run', ...friday)).stdout).toMatch(/issue \d is sealed/)
  },
)

test('inspect shows what the program sees in a feed and in a page', async () => {
  const page = join(program.folder, 'page.html')
  await writeFile(
    page,
    pageOf('A page', ['The first paragraph says something that is long enough to be read as text.']),
  )
  const { stdout } = await program.run('inspect', page)
  expect(stdout).toContain('A page')
  expect(stdout).toMatch(/lead {2}\[0, \d+\) {2}The first paragraph/)
  expect((await program.run('inspect', `${site.url}feed.xml`)).stdout).toContain('rss feed: A blog — 3 items')
})
