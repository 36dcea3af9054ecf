// A list of one's own from nothing: by flags, out of the samples, and never over what is there.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadConfig } from '../../src/app/load-config.ts'
import { fillPattern, places, renderPlace, renderSources, renderWeekly } from '../../src/cli/init/starter-files.ts'
import type { Asker } from '../../src/cli/terminal/ask.ts'
import { gatherAnswers } from '../../src/cli/init/gather-answers.ts'
import { weeklySchema } from '../../src/core/config.ts'
import { interfaceLanguages, wordsOf } from '../../src/core/words/words.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'
import { builtProgram } from '../built-program.ts'

const project = join(import.meta.dirname, '..', '..')
const friday = ['--now', '2016-12-09T08:30:00+08:00'] as const
let site: TestSite
let folder: string

beforeAll(async () => {
  site = await startSite()
  site.routes.set('/', '<link rel="alternate" type="application/rss+xml" href="/feed.xml">')
  const story = { link: 'https://a.example/one', title: 'One thing about leases', text: 'Leases tell who may write.' }
  site.routes.set('/feed.xml', rssOf('A blog', [{ ...story, date: '2016-12-08T10:00:00+08:00' }]))
})
afterAll(() => site.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-init-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function weekly(...args: readonly string[]) {
  const child = spawn(process.execPath, [builtProgram(), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: '' },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const code = await new Promise<number | null>(done => child.on('close', done))
  return { code, ...output }
}
const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8')

const about = {
  title: '“Leases” & more: # one',
  timezone: 'Asia/Shanghai',
  url: 'https://weekly.example.org/',
  from: 'List "A" <list@example.org>',
  postalAddress: '1 Street: Town #2',
  allowPrivate: ['10.0.0.1:80'],
} as const

describe('the two files of a new list', () => {
  test.each(interfaceLanguages())('in %s say what was answered, and nothing else', language => {
    const { title, timezone, url, from, postalAddress, allowPrivate } = about
    expect(parse(renderWeekly({ ...about, language }))).toEqual({
      ...{ title, timezone, url, language },
      mail: { from, postalAddress },
      fetch: { allowPrivate },
    })
    const nothing = { from: null, postalAddress: null, allowPrivate: [] }
    expect(parse(renderWeekly({ ...about, ...nothing, language }))).toEqual({ title, timezone, url, language })
    expect(parse(renderSources({ language }))).toEqual([])
    expect(parse(renderWeekly({ ...about, ...nothing, language, travels: true }))).toEqual({
      ...{ title, timezone, url, language },
      ...{ storeTravels: true, http: { forms: 'none' } },
    })
  })

  test.each(interfaceLanguages())(
    'in %s show every part of the configuration, each right when it is taken up',
    async language => {
      const nothing = { from: null, postalAddress: null, allowPrivate: [] }
      const text = renderWeekly({ ...about, ...nothing, language })
      const taken = text
        .replaceAll(/^# ?( *(?:- )?(?:\{|[a-zA-Z]+:).*)$/gm, '$1')
        .replaceAll(/^ {2}# (\w+: )/gm, '  $1')
      const config = parse(taken) as Record<string, unknown>
      const unexplained = ['checkLinks', 'chromium', 'hub', 'rank']
      const missing = Object.keys(weeklySchema.shape).filter(key => !(key in config) && !unexplained.includes(key))
      // What came later stands in the reference page.
      expect(missing.filter(key => ['title', 'store', 'schedule', 'mail', 'http', 'fetch'].includes(key))).toEqual([])
      await writeFile(join(folder, 'weekly.yaml'), taken)
      await writeFile(join(folder, 'sources.yaml'), '[]')
      const loaded = loadConfig(folder, { PGPASSWORD: 'x', SMTP_PASSWORD: 'x' }).weekly
      expect(loaded.sections).toHaveLength(1)
      expect(loaded.mail.bounces?.maildir).toBe('bounces')
    },
  )

  test('a pattern keeps what is in braces and no name of its own', () => {
    expect(fillPattern('{{?a}}a: {{a:1}}\n{{?b}}b: {{b}} ${{ c.d }}\n', { b: '2' })).toBe('# a: 1\nb: 2 ${{ c.d }}\n')
  })
})

describe('weekly init', () => {
  test('leads from an empty folder to an issue of own sources in three commands', async () => {
    const own = [
      '--title',
      'Leases',
      '--timezone',
      'Asia/Shanghai',
      '--url',
      'weekly.example.org',
      '--source',
      site.host,
    ]
    const made = await weekly('init', 'list', ...own)
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(made.stdout).toContain('following A blog')
    expect(made.stdout).toMatch(/Next:\n {2}cd list\n {2}npx weekly run .*\n {2}npx weekly start /)
    folder = join(folder, 'list')
    const guide = /going live, step by step: (.*)/.exec(made.stdout)?.[1] ?? ''
    expect(await read(guide)).toMatch(/^# Going live/)
    expect(loadConfig(join(folder, 'config'), {})).toMatchObject({
      weekly: {
        title: 'Leases',
        language: 'en',
        url: 'https://weekly.example.org/',
        fetch: { allowPrivate: [site.host] },
      },
      sources: [{ url: `${site.url}feed.xml` }],
    })
    expect((await weekly('run', ...friday)).stdout).toContain('issue 1 is sealed')
    expect(await read('public/issues/2016-W49/index.html')).toContain('One thing about leases')
  })

  test('writes over nothing', async () => {
    await mkdir(join(folder, 'config'))
    await writeFile(join(folder, 'config', 'sources.yaml'), '[]\n')
    await writeFile(join(folder, 'config', 'weekly.yaml'), 'title: Mine\n')
    for (const args of [[], ['--samples'], ['--title', 'Other']]) {
      const { code, stderr } = await weekly('init', ...args)
      expect([code, stderr]).toEqual([2, expect.stringContaining('error CONFIG_EXISTS: config has a list already')])
    }
    expect(await read('config/weekly.yaml')).toBe('title: Mine\n')
    expect((await weekly('init', '--systemd')).code).toBe(0)
    await writeFile(join(folder, 'deploy', 'caddy', 'Caddyfile'), 'mine')
    expect((await weekly('init', '--systemd')).stdout).toContain('kept deploy/caddy/Caddyfile: it was there')
    expect(await read('deploy/caddy/Caddyfile')).toBe('mine')
    expect(await read('deploy/systemd/weekly.service')).toContain(`WorkingDirectory=${folder}\n`)
  })

  test.each([
    [['--timezone', 'Mars/Base'], '--timezone "Mars/Base" does not fit'],
    [['--language', 'fr'], '--language "fr" does not fit'],
    [['--url', 'ftp://a'], '--url "ftp://a" does not fit'],
    [['--from', 'nobody'], '--from "nobody" does not fit'],
  ])('%j is refused, and nothing is written', async (args, said) => {
    const { code, stderr } = await weekly('init', ...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    expect(await readdir(folder)).toEqual([])
  })

  test('takes a subscription list, and tells which address could not be read', async () => {
    await writeFile(
      join(folder, 'in.opml'),
      '<opml version="2.0"><body><outline text="云"><outline type="rss" text="A" xmlUrl="https://a.example/feed"/></outline></body></opml>',
    )
    const { code, stderr } = await weekly('init', '--source', 'in.opml', `${site.host}/nothing`, '--language', 'zh')
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${site.host}/nothing: FETCH_HTTP_STATUS`)])
    expect(parse(await read('config/sources.yaml'))).toEqual([
      { url: 'https://a.example/feed', title: 'A', section: '云' },
    ])
    expect(await read('config/weekly.yaml')).toContain('关于这份周报')
  })

  test('without a list every command names the way to one', async () => {
    for (const command of ['start', 'run'])
      expect(await weekly(command)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^error CONFIG_MISSING: .*`weekly init` makes a list here/) as string,
      })
  })

  test('out of the samples comes a list with nothing of them on its site', async () => {
    expect((await weekly('init', '--samples')).code).toBe(0)
    expect((await weekly('run')).stdout).toContain('issue 1 is sealed')
    const before = (await readdir(join(folder, 'public'), { recursive: true })).length
    await writeFile(join(folder, 'public', 'mine.txt'), 'mine')
    const { code, stdout } = await weekly(
      'init',
      '--title',
      'Leases',
      '--timezone',
      'Asia/Shanghai',
      '--source',
      site.url,
    )
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('the store of the samples is kept as data/weekly.db.samples-'),
    ])
    expect((await weekly('run', ...friday)).stdout).toContain('issue 1 is sealed')
    const files = (await readdir(join(folder, 'public'), { recursive: true, withFileTypes: true })).filter(file =>
      file.isFile(),
    )
    expect(before).toBeGreaterThan(files.length)
    expect(await read('public/mine.txt')).toBe('mine')
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1')
      expect([file.name, /A Curator|curator@example|hello-reader|Container notes|rongqi/i.test(text)]).toEqual([
        file.name,
        false,
      ])
    }
    expect(await read('config/sources.yaml')).not.toContain('file:samples/container')
    expect(await readdir(join(folder, 'content'))).toEqual([])
  })

  test('samples with readers of their own stay, and the way out is told', async () => {
    await weekly('init', '--samples')
    await weekly('run')
    await weekly('subscriber', 'add', 'ann@example.org', '--confirmed', 'at the fair')
    const yaml = await read('config/weekly.yaml')
    await writeFile(join(folder, 'config', 'weekly.yaml'), yaml.replace('title: Weekly reading list', 'title: Mine'))
    const { code, stdout } = await weekly('init', '--source', site.url)
    expect(code).toBe(0)
    expect(stdout).toContain('the store stays, for it has more than samples in it: 1 subscriber')
    expect(stdout).toContain('was changed by you, and stays')
    expect(loadConfig(join(folder, 'config'), {})).toMatchObject({
      weekly: { title: 'Mine' },
      sources: [{ url: `${site.url}feed.xml` }],
    })
    expect((await weekly('subscriber', 'list')).stdout).toContain('ann@example.org')
  })
})

// What `weekly init` writes for a list at weekly.example.org is what the project shows; `vitest run test/cli/init.test.ts -u` renews it.
test.each(places)('deploy/ of the project has what is written for %s', async place => {
  const machine = {
    folder: '/srv/weekly',
    port: 8080,
    node: '/usr/bin/node',
    program: '/srv/weekly/node_modules/weekly-reading-list/bin/weekly.js',
  }
  for (const { path, text } of renderPlace(place, 'https://weekly.example.org/', machine))
    await expect(text).toMatchFileSnapshot(
      join(project, path.startsWith('deploy/') ? path : join('deploy', place, path)),
    )
})

test('somebody at a terminal is asked in their language, again where an answer does not fit', async () => {
  const lines = ['zh-CN', '我的周刊', 'Asia/Nowhere', 'Asia/Shanghai', '', '', '', '']
  const said: string[] = []
  const asker: Asker = {
    async ask(question, usual, check, refuse) {
      const line = (lines.shift() ?? '') || usual
      said.push(question)
      const answer = check(line)
      if (answer !== null) return answer
      said.push(refuse(line))
      return asker.ask(question, usual, check, refuse)
    },
    close: () => undefined,
  }
  const gathered = await gatherAnswers({}, asker, { locale: 'en_GB.UTF-8', timezone: 'Europe/Berlin' })
  const { init } = wordsOf('zh-CN')
  expect(said.slice(1, 5)).toEqual([init.title, init.timezone, init.invalid('Asia/Nowhere'), init.timezone])
  expect(gathered).toMatchObject({
    language: 'zh-CN',
    title: '我的周刊',
    timezone: 'Asia/Shanghai',
    from: null,
    sources: [],
  })
})
