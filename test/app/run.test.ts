import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { pageOf, rssOf, startSite, type TestSite } from '../servers.ts'
import { createPostgresDatabase } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
let site: TestSite
const friday = '2016-12-09T08:30:00+08:00'
const texts: Readonly<Record<string, readonly string[]>> = {
  one: [
    'The scheduler team measured what happens when a cluster loses a node under load, and wrote the figures down for everybody.',
    'They found that it takes four seconds to notice, and another nine until the last waiting request is answered by a healthy node.',
    'A smaller lease brings this to five seconds in all, at the price of twice the heartbeats, which the control plane can afford.',
  ],
  two: [
    'Of twelve hundred images in our registry, a third had not been pulled for a year, and two hundred held a compiler that nobody used.',
    'Removing both halved the storage bill; rebuilding the rest from a smaller base took an afternoon for most of them.',
    'The surprise was the scanner: with fewer packages to look at, its report became short enough to be read.',
  ],
  late: [
    'A backup that was never restored is a hope, so we restored one database on every working day of the last quarter.',
    'Three of sixty-one attempts failed, all for want of a key that had been rotated after the backup was taken.',
    'Keys are now kept as long as the oldest backup that needs them, and the restore writes its own report.',
  ],
  found: [
    'Percentiles cannot be averaged, yet most dashboards do exactly that when they show a week by hours.',
    'The honest way keeps the histogram of every minute and merges those; it costs a few hundred bytes each.',
    'Seen this way, our slowest hour was twice as slow as the old chart had said.',
  ],
  page: [
    'This is a page about nothing in particular, and it names no feed at all, so a reader of feeds can make nothing of it.',
  ],
}
const paragraphs = (name: string): readonly string[] => texts[name] ?? []
const links = (name: string): string => `${site.url}${name}/`

beforeEach(async () => {
  program = await createProgram()
  site = await startSite()
  site.routes.set(
    '/feed.xml',
    rssOf('A blog', [
      { link: links('late'), title: 'Later than the closing', date: '2016-12-09T08:10:00+08:00' },
      { link: links('one'), title: 'Leases in Kubernetes', date: '2016-12-08T10:00:00+08:00' },
      { link: links('two'), title: 'Numbers about containers', date: '2016-12-05T10:00:00+08:00' },
      { link: links('old'), title: 'Long ago', date: '2016-01-05T10:00:00+08:00' },
    ]),
  )
  for (const name of ['late', 'one', 'two', 'old']) site.routes.set(`/${name}/`, pageOf(name, paragraphs(name)))
  await program.setSources([{ url: `${site.url}feed.xml` }])
})
afterEach(async () => {
  await site.close()
  await program.remove()
})

const titlesIn = (page: string): string[] =>
  [...page.matchAll(/<h3[^>]*>.*?<a[^>]*>(.*?)<\/a>/gs)].map(match => match[1] ?? '')

async function runOnce(now: string) {
  const app = await program.open({ now })
  try {
    return await run(app)
  } finally {
    await app.close()
  }
}

describe('a run', () => {
  test('makes the week that has closed from what was published in it, and mails it to everybody', async () => {
    const { stages, upcoming } = await runOnce(friday)
    expect(stages.map(({ stage, done, failed }) => [stage, done, failed])).toEqual([
      ['collect', 4, 0],
      ['extract', 3, 0],
      ['curate', 2, 0],
      ['curate', 1, 0],
      ['publish', 1, 0],
      ['deliver', 2, 0],
    ])
    expect(upcoming).toMatchObject({ week: '2016-W50', stories: 1 })
    expect(titlesIn(await program.page('issues/2016-W49/index.html')).toSorted()).toEqual([
      'Leases in Kubernetes',
      'Numbers about containers',
    ])
    expect(await program.mails()).toHaveLength(2)
  })

  test('a second run asks nobody, publishes nothing, mails nobody', async () => {
    await runOnce(friday)
    const asked = site.requests.length
    const { stages } = await runOnce('2016-12-09T08:35:00+08:00')
    expect(stages.map(({ done }) => done)).toEqual([0, 0, 1, 0, 0])
    expect(site.requests).toHaveLength(asked)
    expect(await program.mails()).toHaveLength(2)
  })

  test('what is announced later enters the next week, whatever its date; nothing returns', async () => {
    await runOnce(friday)
    site.routes.set(
      '/feed.xml',
      rssOf('A blog', [
        { link: links('two'), title: 'Numbers about containers, corrected', date: '2016-12-15T10:00:00+08:00' },
        { link: links('old'), title: 'Long ago', date: '2016-12-15T10:00:00+08:00' },
        { link: links('found'), title: 'An old one, announced late', date: '2016-02-01T10:00:00+08:00' },
      ]),
    )
    site.routes.set('/found/', pageOf('found', paragraphs('found')))
    await runOnce('2016-12-14T09:00:00+08:00')
    await runOnce('2016-12-16T08:01:00+08:00')
    expect(titlesIn(await program.page('issues/2016-W50/index.html')).toSorted()).toEqual([
      'An old one, announced late',
      'Later than the closing',
    ])
  })

  test('a worker that was off for three weeks makes up for the week it had seen, and mails no old issue', async () => {
    await runOnce('2016-12-07T08:00:00+08:00')
    expect(await program.mails()).toEqual([])
    await runOnce('2016-12-28T09:00:00+08:00')
    const app = await program.open({ now: '2016-12-28T09:00:00+08:00' })
    const slots = await app.store.db.selectFrom('slots').select(['week', 'state']).orderBy('week').execute()
    await app.close()
    expect(slots).toEqual([
      { week: '2016-W48', state: 'empty' },
      { week: '2016-W49', state: 'sealed' },
      { week: '2016-W50', state: 'empty' },
      { week: '2016-W51', state: 'empty' },
    ])
    expect(await program.mails()).toEqual([])
  })

  test('with review: wait nothing is published or mailed before the curator approves', async () => {
    await program.configure({ review: 'wait' })
    const { stages } = await runOnce(friday)
    expect(stages.find(({ stage }) => stage === 'publish')).toMatchObject({ done: 0, skipped: 1 })
    expect(await program.mails()).toEqual([])
    expect((await program.run('issue', 'approve', '--now', friday)).code).toBe(0)
    await runOnce(friday)
    expect(await program.mails()).toHaveLength(2)
  })
})

describe('what goes wrong harms only itself', () => {
  test('a dead host, a 500, a page, half a feed and a missing file each have their code; the rest is done', async () => {
    const feed = rssOf('Half', [
      { link: links('one'), title: 'Whole item', date: '2016-12-08T10:00:00+08:00', text: 'Some words about it.' },
      { link: links('cut'), title: 'Cut item', date: '2016-12-08T10:00:00+08:00' },
    ])
    site.routes.set('/half.xml', feed.slice(0, feed.indexOf('Cut item')))
    site.routes.set('/500', { status: 500 })
    site.routes.set('/page', pageOf('A page', paragraphs('page')))
    await program.setSources([
      { url: 'http://127.0.0.1:9/dead.xml' },
      { url: `${site.url}500` },
      { url: `${site.url}page` },
      { url: `${site.url}half.xml` },
      { url: 'file:missing.xml' },
      { url: `${site.url}feed.xml` },
    ])
    const { stages } = await runOnce(friday)
    const [collected] = stages
    expect(Object.fromEntries(collected?.notes.map(({ subject, code }) => [subject, code]) ?? [])).toEqual({
      'file:missing.xml': 'FILE_UNREADABLE',
      'http://127.0.0.1:9/dead.xml': 'FETCH_CONNECTION_FAILED',
      [`${site.url}500`]: 'FETCH_HTTP_STATUS',
      [`${site.url}page`]: 'FEED_UNPARSABLE',
    })
    for (const note of collected?.notes ?? []) expect(note.hint).toBeTruthy()
    expect(titlesIn(await program.page('issues/2016-W49/index.html'))).toHaveLength(2)
    expect(await program.mails()).toHaveLength(2)
  })

  test('an article that cannot be read stands with the words of its feed, and is tried again', async () => {
    site.routes.set('/one/', { status: 503 })
    const { stages } = await runOnce(friday)
    expect(stages[1]).toMatchObject({ done: 2, failed: 1 })
    expect(titlesIn(await program.page('issues/2016-W49/index.html'))).toHaveLength(2)
  })

  test('a folder that cannot be written leaves the issue sealed, and the next run writes it', async () => {
    await program.configure({ output: '/dev/null/public' })
    const { stages } = await runOnce(friday)
    expect(stages.find(({ stage }) => stage === 'publish')?.notes.at(-1)?.code).toBe('OUTPUT_UNWRITABLE')
    await program.configure({})
    await runOnce(friday)
    expect(titlesIn(await program.page('issues/2016-W49/index.html'))).toHaveLength(2)
  })
})

/** A set-up that reads files: no page is waited for, so that a crash can be tried at many places. */
async function createFileProgram(): Promise<Program> {
  const attempt = await createProgram()
  const write = (name: string, text: string): Promise<void> => writeFile(join(attempt.folder, 'config', name), text)
  const feed = site.routes.get('/feed.xml')
  await write('feed.xml', typeof feed === 'string' ? feed : '')
  const names = ['late', 'one', 'two']
  for (const name of names) await write(`${name}.html`, pageOf(name, paragraphs(name)))
  await write('pages.json', JSON.stringify(Object.fromEntries(names.map(name => [links(name), `${name}.html`]))))
  await attempt.setSources([{ url: 'file:feed.xml', pages: 'pages.json' }])
  return attempt
}

describe.each(['sqlite', 'postgres'] as const)('two workers at once on %s', dialect => {
  test('make one issue, visit each source once, and mail everybody once', async () => {
    const database = dialect === 'postgres' ? await createPostgresDatabase() : null
    if (database) await program.configure({ store: database.address })
    await program.setSources(['feed.xml', 'other.xml'].map(path => ({ url: site.url + path, fullText: false })))
    site.routes.set(
      '/other.xml',
      rssOf('Another', [
        {
          link: links('found'),
          title: 'Found elsewhere',
          date: '2016-12-07T10:00:00+08:00',
          text: texts['found']?.join(' ') ?? '',
        },
      ]),
    )
    const apps = [await program.open({ now: friday }), await program.open({ now: friday })]
    await Promise.all(apps.map(app => run(app)))
    const [first] = apps
    expect(await first?.store.db.selectFrom('issues').select('number').execute()).toEqual([{ number: 1 }])
    for (const app of apps) await app.close()
    await database?.drop()
    expect(site.requests.map(({ path }) => path).toSorted()).toEqual(['/feed.xml', '/other.xml'])
    expect(await program.mails()).toHaveLength(2)
  })
})

// Every twelfth call, in five tests, so that none of them takes long on a machine with other work; every sixth in the long tests.
test.each(process.env['WEEKLY_LONG'] ? [5, 11, 17, 23, 29, 35, 41, 47, 53, 59] : [5, 17, 29, 41, 53])(
  'a crash at store call %i, or sixty or more later, and a rerun lose no item, make one issue, and mail everybody once',
  async first => {
    const crash = new Error('crash')
    for (let failingCall = first, crashed = true; crashed; failingCall += 60) {
      let calls = 0
      const openFailing: typeof openStore = async (address, folder) => {
        const store = await openStore(address, folder)
        const db = store.db.withPlugin({
          transformQuery: ({ node }) => {
            if (++calls === failingCall) throw crash
            return node
          },
          transformResult: ({ result }) => Promise.resolve(result),
        })
        return { ...store, db }
      }
      const attempt = await createFileProgram()
      const app = await attempt.open({ now: friday, openStore: openFailing }).catch((error: unknown) => {
        expect(error).toBe(crash)
        return null
      })
      if (app) {
        await run(app).catch((error: unknown) => expect(error).toBe(crash))
        await app.close()
      }
      crashed = calls >= failingCall
      // Claims of a process that cannot be told to be dead end by themselves after a quarter of an hour; a mail in doubt waits ten minutes.
      for (const now of ['2016-12-09T08:50:00+08:00', '2016-12-09T09:10:00+08:00']) {
        const again = await attempt.open({ now })
        await run(again)
        await again.close()
      }
      const last = await attempt.open({ now: friday })
      expect(await last.store.db.selectFrom('items').select('id').execute()).toHaveLength(4)
      expect(await last.store.db.selectFrom('issues').select('week').execute()).toEqual([{ week: '2016-W49' }])
      await last.close()
      expect(titlesIn(await attempt.page('issues/2016-W49/index.html'))).toHaveLength(2)
      expect(await attempt.mails()).toHaveLength(2)
      await attempt.remove()
    }
  },
)

test.each([400, 700, 1_000, 1_400])(
  'kill -9 after %i ms and a rerun lose no item, make one issue, and mail everybody once',
  async delayMs => {
    const attempt = await createFileProgram()
    const child = attempt.start('run', '--now', friday)
    const ended = new Promise(done => child.once('close', done))
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs)
    await ended
    clearTimeout(timer)
    // What the dead process had claimed is taken up at once; only a mail in doubt waits its ten minutes.
    const again = await attempt.run('run', '--now', friday)
    expect([again.code, again.stderr]).toEqual([0, ''])
    expect(titlesIn(await attempt.page('issues/2016-W49/index.html'))).toHaveLength(2)
    expect((await attempt.run('run', '--now', '2016-12-09T08:45:00+08:00')).code).toBe(0)
    expect(await attempt.mails()).toHaveLength(2)
    await attempt.remove()
  },
)
