import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { importBlog } from '../../src/adopt/import-blog.ts'
import { run } from '../../src/app/run.ts'
import type { WeekId } from '../../src/core/types.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createHttpClient } from '../../src/net/http.ts'
import { publish } from '../../src/publish/publish.ts'
import { readIssues } from '../../src/store/issues.ts'
import { pageOf, rssOf } from '../servers.ts'
import { firstList, startBlog } from './blog.ts'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
let blog: Awaited<ReturnType<typeof startBlog>>
const now = '2017-03-03T08:30:00+08:00'

beforeEach(async () => {
  program = await createProgram()
  blog = await startBlog()
})
afterEach(async () => {
  await blog.close()
  await program.remove()
})

/** Opens the program with a client that does not space the pages of one host a second apart. */
async function within<Result>(
  work: (app: Awaited<ReturnType<Program['open']>>) => Promise<Result>,
  at = now,
): Promise<Result> {
  const app = await program.open({ now: at })
  const http = createHttpClient({ ...app.config.weekly.fetch, userAgent: 'test' })
  return work({ ...app, http, adopt: { ...app.adopt, http } }).finally(async () => {
    http.close()
    await app.close()
  })
}

const importAll = (isDryRun = false, withPosts = false) =>
  within(app => importBlog(app.adopt, blog.url, { isDryRun, withPosts }))
const issues = () => within(async app => (await readIssues(app.store.db)).toReversed())

test('a dry run tells of each page what it is and why, and changes nothing', async () => {
  const report = await importAll(true)
  const told = Object.fromEntries(
    report.judged.map(({ url, verdict }) => [new URL(url).pathname, `${verdict.kind}: ${verdict.why}`]),
  )
  expect(told).toEqual({
    '/leases/': 'other: no repeated headings or items lead to other sites',
    '/week-3/': 'list: 2 headings lead to 2 sites',
    '/2016-w49-a/': 'list: 4 headings lead to 4 sites',
    '/2016-w49-b/': 'list: 4 items lead to 4 sites',
    '/conference/': 'other: only 4 headings lead to 1 site, and its title names no list',
  })
  expect(report.failed.map(({ url, error }) => [new URL(url).pathname, error.code])).toEqual([
    ['/gone/', 'FETCH_HTTP_STATUS'],
  ])
  expect(report.weeks.map(({ week, lists }) => [week, lists.length])).toEqual([
    ['2016-W03', 1],
    ['2016-W49', 2],
  ])
  expect([report.found, report.indexPages]).toEqual([6, 2])
  expect(await issues()).toEqual([])
  expect((await importAll(true)).known).toBe(0)
})

describe('what is imported', () => {
  test('are sealed issues, numbered by date, a week each, under their own titles and dates', async () => {
    await importAll()
    const found = await issues()
    expect(
      found.map(({ number, week, date, title, sealedAt, mailUntil }) => [
        number,
        week,
        date,
        title,
        sealedAt,
        mailUntil,
      ]),
    ).toEqual([
      [1, '2016-W03', '2016-01-22', 'Reading notes of week 3', '2016-01-22T00:00:00.000Z', null],
      [2, '2016-W49', '2016-12-08', 'Weekly reading list · Links of the week', '2016-12-08T08:00:00.000Z', null],
    ])
    expect(found[1]?.foreword).toBe('题记：这一周读到的。')
  })

  test('has sections, stories, links, PDF, summary, points and notes', async () => {
    await importAll()
    const [notes, week] = await issues()
    expect(week?.sections.map(({ title, stories }) => [title, stories.map(story => story.title)])).toEqual([
      ['This week', ['Leases, again', '长尾延迟']],
      ['In brief', ['Short one', 'Short two', 'Short three']],
      ['Databases', ['Vacuum at night', 'The log is the database']],
    ])
    expect(week?.sections[0]?.stories[0]).toMatchObject({
      lead: { url: 'https://one.example/leases?utm_source=x', site: 'one.example', sourceTitle: 'A blog' },
      pdfUrl: `${blog.url}files/leases.pdf`,
      summary: '> A lease is a promise about time, and clocks break promises.',
      markdown: ['summary'],
      points: ['first point', 'second point: with more below; and more'],
      note: 'read the second half first.',
      language: 'en',
      readingMinutes: 0,
    })
    expect(week?.sections[0]?.stories[1]).toMatchObject({
      language: 'zh',
      summary: '慢的副本拖住所有人。',
      points: ['对冲请求', '绑定请求'],
    })
    expect(week?.sections[1]?.stories[0]).toMatchObject({
      summary: 'in a word',
      lead: { url: 'https://three.example/a' },
    })
    expect(notes?.sections[0]?.stories.map(({ title, lead, summary }) => [title, lead.url, summary])).toEqual([
      ['Consensus', 'https://eight.example/raft', '> Membership changes one server at a time are easier to get right.'],
      ['Disks', 'https://nine.example/fsync', 'Some words.'],
    ])
  })

  test('is published as pages and in the feed, and mailed to nobody, even years later', async () => {
    await importAll()
    await within(async app => {
      expect((await publish(app.publish, [])).failed).toBe(0)
      expect((await deliverIssues(app.deliver)).done).toBe(0)
      const week = '2016-W49' as WeekId
      await expect(deliverIssues(app.deliver, { week })).rejects.toMatchObject({ code: 'ISSUE_MISSING' })
    })
    expect(await program.page('issues/2016-W49/index.html')).toContain('Leases, again')
    expect(await program.page('issues/2016-W49/index.html')).not.toMatch(/\d min/)
    expect(await program.page('feed.xml')).toContain('<pubDate>Thu, 08 Dec 2016 08:00:00 GMT</pubDate>')
    expect(await program.mails()).toEqual([])
  })
})

describe('a second run', () => {
  test('asks for no page again that it knows, and imports nothing twice', async () => {
    await importAll()
    const before = await issues()
    blog.requests.length = 0
    const report = await importAll()
    expect([report.known, report.judged.length, report.weeks.length]).toEqual([5, 0, 0])
    expect(blog.requests.map(({ path }) => path)).not.toContain('/2016-w49-a/')
    expect(await issues()).toEqual(before)
  })

  test('imports what is new, and leaves a week alone that has its issue', async () => {
    await importAll()
    blog.publish('/2017-w01/', firstList, 'Weekly reading list', '2017-01-05T08:00:00Z')
    blog.publish('/2016-w49-c/', firstList, 'Weekly reading list', '2016-12-09T08:00:00Z')
    const report = await importAll()
    expect(report.weeks.map(({ week, issue, refusal }) => [week, issue?.number ?? null, refusal])).toEqual([
      ['2016-W49', null, 'the week has an issue already'],
      ['2017-W01', 3, null],
    ])
    expect((await issues()).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('goes on where one that was killed between two weeks has stopped', async () => {
    let transactions = 0
    const imported = within(app => {
      const { db } = app.store
      const dying = new Proxy(db, {
        get: (target, name: keyof typeof db) => {
          if (name === 'transaction' && ++transactions > 1) throw new Error('killed')
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        },
      })
      return importBlog({ ...app.adopt, store: { ...app.store, db: dying } }, blog.url, {
        isDryRun: false,
        withPosts: false,
      })
    })
    await expect(imported).rejects.toThrow('killed')
    expect((await issues()).map(({ week }) => week)).toEqual(['2016-W03'])
    await importAll()
    expect((await issues()).map(({ number, week }) => [number, week])).toEqual([
      [1, '2016-W03'],
      [2, '2016-W49'],
    ])
  })
})

describe('articles, when they are asked for', () => {
  const contents = async (): Promise<Record<string, string>> => {
    const folder = join(program.folder, 'content')
    const names = await readdir(folder).catch(() => [])
    return Object.fromEntries(
      await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const)),
    )
  }

  test('become files of the content folder with title, date, language and where they came out', async () => {
    await importAll()
    expect(await contents()).toEqual({})
    const { posts, weeks, known } = await importAll(false, true)
    expect([posts.length, weeks.length, known]).toEqual([2, 0, 3])
    const files = await contents()
    expect(Object.keys(files).sort()).toEqual(['conference.md', 'leases.md'])
    expect(files['leases.md']).toMatch(
      /^---\ntitle: "What a lease promises"\ndate: 2016-01-11T08:00:00.000Z\nlanguage: en\ncanonical: "http:.*\/leases\/"\n---\n\nA sentence/,
    )
    await within(async app => expect((await publish(app.publish, [])).failed).toBe(0))
    expect(await program.page('posts/leases/index.html')).toContain(`<link rel="canonical" href="${blog.url}leases/">`)
    expect(await program.page('index.html')).toContain('What a lease promises')
  })

  test('are named only by a dry run', async () => {
    const { posts } = await importAll(true, true)
    expect(posts.map(({ file }) => basename(file))).toEqual(['leases.md', 'conference.md'])
    expect(await contents()).toEqual({})
  })

  test('are written once: neither a later run nor one after a crash touches what the curator changed', async () => {
    await importAll(false, true)
    const file = join(program.folder, 'content', 'leases.md')
    const own = (await readFile(file, 'utf8')).replace('A sentence', 'My sentence')
    await writeFile(file, own)
    expect((await importAll(false, true)).posts).toEqual([])
    // As if the run had been killed before it could remember the page.
    await within(app => app.store.db.updateTable('imported_pages').set({ kind: 'other' }).execute())
    await importAll(false, true)
    expect((await contents())['leases.md']).toBe(own)
    expect(Object.keys(await contents())).toHaveLength(2)
  })

  test('take no file of another post', async () => {
    await mkdir(join(program.folder, 'content'))
    await writeFile(join(program.folder, 'content', 'leases.md'), '---\ntitle: Mine\ndate: 2016-01-01\n---\n')
    await importAll(false, true)
    const files = await contents()
    expect(files['leases.md']).toContain('title: Mine')
    expect(files['leases-2.md']).toContain('What a lease promises')
  })
})

test('a week that is not over is left out, and says so', async () => {
  const report = await within(
    app => importBlog(app.adopt, blog.url, { isDryRun: false, withPosts: false }),
    '2016-12-08T20:00:00+08:00',
  )
  expect(report.weeks.map(({ week, refusal }) => [week, refusal === null])).toEqual([
    ['2016-W03', true],
    ['2016-W49', false],
  ])
  expect(report.weeks[1]?.refusal).toMatch(/^week 2016-W49 closes at/)
})

test('a link that came with the blog never enters a later issue, whoever announces it', async () => {
  await importAll()
  const items = [
    { link: `${blog.url}new/`, title: 'A new page', date: '2017-03-02T08:00:00Z' },
    { link: 'https://www.one.example/leases/?utm_medium=rss', title: 'Leases, again', date: '2017-03-02T08:00:00Z' },
  ]
  blog.routes.set('/other.xml', rssOf('Another blog', items))
  blog.routes.set(
    '/new/',
    pageOf('A new page', [
      'Words that nobody has written before, enough of them to be an article that can be read by somebody.',
    ]),
  )
  await program.setSources([{ url: `${blog.url}other.xml`, fullText: false }])
  await within(app => run(app))
  const titles = (await issues()).at(-1)?.sections.flatMap(({ stories }) => stories.map(({ title }) => title))
  expect(titles).toEqual(['A new page'])
  const { stdout } = await program.run('why', 'https://one.example/leases', '--now', now)
  expect(stdout).toContain('no candidate: issue 2016-W49 has told this link')
})

test('the command tells what it did and writes the site', async () => {
  // Only this one: the command spaces the pages of a host a second apart.
  const link = `${blog.url}2016-w49-b/`
  blog.routes.set('/feed.xml', rssOf('A blog', [{ link, title: 'Links of the week', date: '2016-12-08T08:00:00Z' }]))
  blog.routes.delete('/page/2/')
  const { code, stdout } = await program.run('import-blog', blog.url, '--now', now)
  expect(stdout).toContain(`list   2016-12-08  Links of the week\n       4 items lead to 4 sites  ${link}`)
  expect(stdout).toContain('✓ 2016-W49  1 list, 4 stories in Databases, In brief: issue 1')
  expect(stdout).toContain(
    '1 post on 1 index page and in the feed: 0 known from before, 1 lists, 0 other articles, 0 that could not be read',
  )
  expect(code).toBe(0)
  expect(await program.page('index.html')).toContain('Links of the week')
})

describe('an item of a list keeps its form', () => {
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfz0AEYBxVSF+FAP5FDvcfRYWgAAAAAElFTkSuQmCC',
    'base64',
  )
  const related =
    '<h2>Related Articles</h2><ul><li><a href="/leases/">What a lease promises</a></li><li><a href="/week-3/">Week 3</a></li></ul>'
  const page = (title: string, body: string): string =>
    `<!doctype html><html lang="zh"><head><title>${title} · A blog</title></head><body><article><header><h1>${title}</h1></header><div class="post">${body}</div>${related}</article></body></html>`
  const list = page(
    'Weekly reading list',
    `<h1><a href="https://one.example/store">收购一家存储公司</a></h1><p><a href="https://store.example/">它</a>为容器提供了分布式存储，其特点包括</p>
<ul><li>基于软件：可以部署在任何硬件之上。</li><li>可伸缩：没有单点。</li></ul><p><img src="/images/a.png" alt></p><p>基本原理：</p>
<p>• Federate all nodes.<br>\n• Store data as blocks.</p><p><img src="/images/gone.jpg" alt="示意图"></p><p>以 volume 的形式挂载到容器中。</p>
<h2><a href="https://two.example/engine">毫秒服务引擎</a></h2><blockquote><p>一个开源的服务框架。</p></blockquote><ul><li>支持 <code>RPC</code></li><li>官方网站：<a href="https://three.example/">这里</a></li></ul>`,
  )

  beforeEach(() => {
    blog.publish('/form/', list, 'Weekly reading list', '2016-12-20T08:00:00Z')
    blog.publish(
      '/own/',
      page(
        '一篇文章',
        `<h2>一篇文章</h2><p>${'这是作者自己写的一段话，想了很久才写下来。'.repeat(20)}</p><p><img src="/images/a.png" alt="图一"></p><p>${'还有第二段，说的是别的事情，也不短。'.repeat(20)}</p>`,
      ),
      '一篇文章',
      '2016-12-21T08:00:00Z',
    )
    blog.routes.set('/images/a.png', { headers: { 'content-type': 'image/png' }, body: picture })
    blog.routes.set('/images/gone.jpg', { headers: { 'content-type': 'text/html' }, body: '<svg></svg>' })
  })

  test('paragraphs, lists and pictures in their order, a quotation as one', async () => {
    const report = await importAll()
    const issue = (await issues()).find(({ week }) => week === ('2016-W51' as WeekId))
    const [first, second, ...others] = issue?.sections.flatMap(({ stories }) => stories) ?? []
    expect(first?.summary).toMatch(
      new RegExp(
        [
          '^\\[它\\]\\(https://store\\.example/\\)为容器提供了分布式存储，其特点包括',
          '',
          '- 基于软件：可以部署在任何硬件之上。',
          '- 可伸缩：没有单点。',
          '',
          '!\\[收购一家存储公司\\]\\(<pictures/[0-9a-f]{16}\\.png>\\)',
          '',
          '基本原理：',
          '',
          '- Federate all nodes\\.',
          '- Store data as blocks\\.',
          '',
          '!\\[示意图\\]\\(<https?://[^>]+/images/gone\\.jpg>\\)',
          '',
          '以 volume 的形式挂载到容器中。$',
        ].join('\\n'),
      ),
    )
    expect(first).toMatchObject({ points: [], markdown: ['summary'] })
    expect(second).toMatchObject({
      summary: '> 一个开源的服务框架。',
      points: ['支持 `RPC`', '官方网站：[这里](https://three.example/)'],
      markdown: ['summary', 'points'],
    })
    expect(others).toEqual([])
    expect(report.pictures).toMatchObject({ brought: 1, failed: [{ error: { code: 'FETCH_HTTP_STATUS' } }] })
  })

  test('a post without its title once more and without links to other posts, its picture beside it', async () => {
    const { posts } = await importAll(false, true)
    const own = posts.find(({ url }) => url.endsWith('/own/'))
    const text = await readFile(own?.file ?? '', 'utf8')
    expect(text).toMatch(/---\n\n这是作者自己写的/)
    expect(text).toMatch(/!\[图一\]\(pictures\/[0-9a-f]{16}\.png\)/)
    expect(text).not.toContain('Related')
  })

  test('a dry run asks for no picture', async () => {
    blog.requests.length = 0
    expect((await importAll(true)).pictures).toEqual({ brought: 0, failed: [] })
    expect(blog.requests.some(({ path }) => path.startsWith('/images/'))).toBe(false)
  })
})
