// What sources keep for themselves, seen from outside: no secret and no private address in anything that is written or said; and lists that
// weekly writes for itself lose nothing.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

const secret = 'T0P-s3cr3t-t0k3n'
const friday = ['--now', '2016-12-09T08:30:00+08:00'] as const
let program: Program
let site: TestSite

beforeEach(async () => {
  process.env['WEEKLY_TEST_TOKEN'] = secret
  program = await createProgram()
  site = await startSite()
})
afterEach(async () => {
  delete process.env['WEEKLY_TEST_TOKEN']
  await site.close()
  await program.remove()
})

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  return (await Promise.all(files.map(file => readFile(join(file.parentPath, file.name), 'latin1')))).join('\n')
}

test('a secret in an address, and a private address, are found nowhere but in the request', async () => {
  const item = (name: string, title: string, text: string) => [
    { link: `https://a.example/${name}`, title, date: '2016-12-08T10:00:00+08:00', text },
  ]
  const asked = `/feed.xml?key=${secret}`
  site.routes.set(asked, rssOf('', item('one', 'Leases told by one', 'Leases tell who may write, and for how long.')))
  site.routes.set(
    '/private.xml',
    rssOf('', item('two', 'Images told by two', 'Registries grow when nobody looks at the pictures.')),
  )
  const shown = `${site.url}feed.xml?key=\${WEEKLY_TEST_TOKEN}`
  await program.setSources([
    { url: shown, fullText: false },
    { url: `${site.url}gone.xml?key=\${WEEKLY_TEST_TOKEN}`, fullText: false },
    { url: `${site.url}private.xml`, fullText: false, private: true },
  ])
  const ran = await program.run('run', '--verbose', ...friday)
  expect(ran.stdout).toContain('2 new items')
  const said = [
    ran,
    await program.run('source', 'list'),
    await program.run('source', 'list', '--json'),
    await program.run('why', shown),
    await program.run('why', 'https://a.example/one'),
    await program.run('source', 'check', shown),
    await program.run('source', 'export'),
    await program.run('report', '2016-W49'),
  ]
  for (const { stdout, stderr } of said) expect(stdout + stderr).not.toContain(secret)
  expect(said[1]?.stdout).toContain('${WEEKLY_TEST_TOKEN}')
  const published = await readAll(join(program.folder, 'public'))
  expect(published).toContain('Images told by two')
  for (const hidden of [secret, 'feed.xml?key', 'private.xml', 'WEEKLY_TEST_TOKEN'])
    expect(published).not.toContain(hidden)
  expect(await readAll(join(program.folder, 'outbox'))).not.toContain('private.xml')
  expect(await readFile(join(program.folder, 'weekly.db'), 'latin1')).not.toContain(secret)
})

test('an export read again gives the same sources, headers apart', async () => {
  const sources = [
    {
      url: `${site.url}feed.xml?utm_source=x&b=\${WEEKLY_TEST_TOKEN}`,
      weight: 1.5,
      private: true,
      timezone: 'Asia/Shanghai',
    },
    {
      url: `${site.url}news`,
      kind: 'page',
      section: '容器',
      select: { item: '.post', title: 'h2 a', link: 'h2 a@href' },
      include: ['"容器" & <b>', '/k8s/i'],
      exclude: ['ad'],
    },
    {
      url: `${site.url}secret.xml`,
      section: '容器',
      title: 'A "quoted" title',
      fullText: false,
      intervalMinutes: 720,
      paused: true,
      headers: { authorization: 'Bearer ${WEEKLY_TEST_TOKEN}' },
    },
    { url: 'file:samples/a.xml', language: 'zh', article: '.body' },
  ]
  await program.setSources(sources)
  const { stdout, stderr } = await program.run('source', 'export')
  expect(stdout + stderr).not.toContain(secret)
  expect(stderr).toContain('1 source with headers')
  const file = join(program.folder, 'export.opml')
  await writeFile(file, stdout)
  await program.setSources([])
  expect((await program.run('source', 'import', file)).stdout).toContain('4 sources added')
  const read = parse(await readFile(join(program.folder, 'config', 'sources.yaml'), 'utf8')) as typeof sources
  const byUrl = (list: typeof sources) =>
    list
      .map(
        source => Object.fromEntries(Object.entries(source).filter(([name]) => name !== 'headers')) as { url: string },
      )
      .toSorted((a, b) => a.url.localeCompare(b.url))
  expect(byUrl(read)).toEqual(byUrl(sources))
})

test('a list in another charset is read', async () => {
  const file = join(program.folder, 'gbk.opml')
  const [before, after] = [
    '<?xml version="1.0" encoding="gb2312"?><opml><body><outline text="',
    '"><outline text="x" xmlUrl="https://a.example/feed"/></outline></body></opml>',
  ]
  // 容器 in GBK.
  await writeFile(file, Buffer.concat([Buffer.from(before), Buffer.from([0xc8, 0xdd, 0xc6, 0xf7]), Buffer.from(after)]))
  await program.run('source', 'import', file)
  expect(await readFile(join(program.folder, 'config', 'sources.yaml'), 'utf8')).toContain('section: 容器')
})

test('a check shows what a configured source will give, with its rules, selectors and zone', async () => {
  const item = (name: string, title: string) => ({
    link: `https://a.example/${name}`,
    title,
    date: '2016-12-08T10:00:00+08:00',
  })
  site.routes.set('/feed.xml', rssOf('A blog', [item('one', 'About leases'), item('two', 'An ad for leases')]))
  const row = (name: string): string =>
    `<li><b>${name} headline about containers</b> <a href="/${name}">go</a> <i>2016-12-08 08:00</i></li>`
  site.routes.set('/news', `<ul>${row('first')}${row('second')}</ul>`)
  await program.setSources([
    { url: `${site.url}feed.xml`, exclude: ['ad'], private: true },
    {
      url: `${site.url}news`,
      kind: 'page',
      timezone: 'Asia/Shanghai',
      select: { item: 'li', title: 'b', link: 'a@href', date: 'i' },
      include: ['first'],
    },
  ])
  const feed = (await program.run('source', 'check', `${site.url}feed.xml`)).stdout
  expect(feed).toMatch(/About leases {2}https:\/\/a\.example\/one\n/)
  expect(feed).toContain('left out: the exclude rule "ad" matches')
  expect(feed).toContain('1 of 2 items pass the rules of the source')
  expect(feed).toContain('private')
  const page = (await program.run('source', 'check', `${site.url}news`)).stdout
  expect(page).toMatch(/2016-12-08 08:00 {2}first headline/)
  expect(page).toContain('left out: none of 1 include rules matches')
  await program.run('collect', '--now', '2016-12-09T08:00:00+08:00')
  expect((await program.run('why', 'https://a.example/two')).stdout).toMatch(
    /An ad for leases\n {2}https:\/\/a\.example\/two\n {2}dropped by a rule of A blog: the exclude rule "ad" matches\n/,
  )
  expect((await program.run('why', `${site.url}feed.xml`)).stdout).toContain('dropped: An ad for leases — ')
  const { items } = JSON.parse((await program.run('source', 'check', `${site.url}news`, '--json')).stdout) as {
    items: { leftOut: string | null }[]
  }
  expect(items.map(({ leftOut }) => leftOut === null)).toEqual([true, false])
})
