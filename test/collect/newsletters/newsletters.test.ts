// Newsletters through a real maildir, parser, store and HTTP client; every request that leaves is counted on the wire.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collect, type CollectDeps } from '../../../src/collect/collect.ts'
import { addMinutes, fixedClock } from '../../../src/core/clock.ts'
import { sourceSchema } from '../../../src/core/config.ts'
import type { LetterRules } from '../../../src/core/letter.ts'
import { silentLog } from '../../../src/core/log.ts'
import type { Instant, IssueWindow, WeekId } from '../../../src/core/types.ts'
import { openMaildirLetters } from '../../../src/deliver/letters/maildir-letters.ts'
import { readLetter } from '../../../src/deliver/letters/read-letter.ts'
import { openStore } from '../../../src/store/engine/database.ts'
import { readSources, syncSources } from '../../../src/store/sources.ts'
import { aClient, serve } from '../../net/serve.ts'
import { aMail, type Clicks, makeNewsletters } from './newsletters.ts'

const now = '2026-11-27T00:30:00.000Z' as Instant
const window: IssueWindow = {
  week: '2026-W48' as WeekId,
  opensAt: addMinutes(now, -9_000),
  closesAt: addMinutes(now, 600),
}
const anyLetter: LetterRules = { to: [], from: [], list: null, mode: 'links', clickHosts: [], server: null }

/** A mailbox with letters, and a program that collects it. */
async function aMailbox(rules: Partial<LetterRules> = {}) {
  const clicks: Clicks = new Map()
  const asked: string[] = []
  const answers = new Map<string, number>()
  const server = await serve((request, response) => {
    const address = `${request.headers.host ?? ''}${request.url ?? ''}`
    asked.push(address)
    const to = clicks.get(address)
    const status = answers.get(address) ?? (to === undefined ? 200 : 302)
    response.writeHead(status, status === 302 ? { location: to ?? '' } : {}).end()
  })
  const folder = await mkdtemp(join(tmpdir(), 'weekly-letters-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const part of ['new', 'cur', 'tmp']) await mkdir(join(folder, part))
  const store = await openStore('sqlite:weekly.db', folder)
  onTestFinished(() => store.close())
  const mail = { maildir: folder }
  await syncSources(store, [sourceSchema.parse({ url: 'mail:letters', kind: 'mail', mail, intervalMinutes: 60 })])
  const clock = fixedClock(now)
  const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }] as const)
  const deps: CollectDeps = {
    ...{
      store,
      http: aClient([], { lookup, allowPrivate: ['127.0.0.0/8'] }),
      clock,
      log: silentLog,
      worker: 'w1',
      jitter: () => 0,
    },
    ...{ minIntervalMinutes: 60, perHost: 2, fetchLogMonths: 6, silentDays: 60 },
    openLetters: () =>
      Promise.resolve({
        rules: { ...anyLetter, ...rules },
        own: { listId: 'weekly.list.example', host: 'list.example' },
        readAfter: openMaildirLetters(folder),
        parse: readLetter,
      }),
  }
  let count = 0
  return {
    ...{ clicks, asked, answers, clock, port: server.port },
    put: (raw: Buffer | string) => writeFile(join(folder, 'new', `1.${++count}.host`), raw),
    run: () => collect(deps, window),
    items: async () => {
      const rows = await store.db.selectFrom('items').selectAll().orderBy('id').execute()
      return rows.map(row => ({
        ...{ url: row.raw_url, title: row.title, words: row.summary_html },
        ...{ text: row.content_html, entersAt: row.enters_at },
      }))
    },
    state: async () => (await readSources(store.db))[0]?.state,
  }
}

const hostAndPath = (url: string): string => {
  const { host, pathname, search } = new URL(url)
  return `${host}${pathname}${search}`
}

test('sixteen bring their stories, and nothing of their reader is asked for or kept', async () => {
  const { clicks, asked, port, put, run, items, clock, state } = await aMailbox()
  const letters = makeNewsletters(port, clicks)
  expect(letters).toHaveLength(16)
  for (const { raw } of letters) await put(raw)
  const report = await run()
  const kept = await items()
  const wanted = letters.flatMap(({ stories }) => Object.entries(stories))
  expect(new Map(kept.map(({ url, title }) => [url, title]))).toEqual(
    new Map(wanted.map(([url, title]) => [url, title ?? ''])),
  )
  const personal = letters.flatMap(each => each.personal).map(hostAndPath)
  expect(personal.length).toBeGreaterThan(70)
  expect(asked.filter(address => personal.includes(address))).toEqual([])
  // Every request is a click of a story that its mailer alone can tell.
  expect(asked.filter(address => !clicks.has(address))).toEqual([])
  const all = JSON.stringify(kept)
  expect(personal.filter(address => all.includes(address))).toEqual([])
  expect(all).not.toMatch(/reader\.example|mc_eid|_bhlid|ck_subscriber_id|utm_|isFreemail|token=/)
  expect(kept.every(({ entersAt }) => entersAt !== null)).toBe(true)
  const wordsOf = (path: string) => kept.find(({ url }) => url?.endsWith(path))?.words
  expect(wordsOf('/etcd')).toBe('<p>How compaction took three days off a recovery, and what it cost.</p>')
  expect(wordsOf('/awk')).toBe('<p>A column of numbers, a laptop from 2012, and a bet by ….</p>')
  expect(wordsOf('/rongqi')).toBe('<p>一次从镜像到内核的排查。</p>')
  expect(report.notes.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^\d links not taken, for they still tell whose mail they stood in: /),
    '1 attached file left alone',
  ])
  // Once more, with each letter a second time: nothing is asked for and nothing is new.
  const count = asked.length
  for (const { raw } of letters) await put(raw)
  clock.set(addMinutes(now, 120))
  expect(await run()).toMatchObject({ done: 0, failed: 0, notes: [] })
  expect([asked.length, (await items()).length]).toEqual([count, kept.length])
  expect(await state()).toMatchObject({ last_error: null, failures_in_row: 0 })
})

test('a question is told, a forgery, a long mail and our own list too; none of their links is asked for', async () => {
  const { port, asked, put, run, items } = await aMailbox()
  const link = (path: string): string => `http://a.example:${port}${path}`
  const letter = (subject: string, headers: readonly string[], html: string): Buffer =>
    aMail({ from: 'Some List <some@list-a.example>', subject, headers, html })
  const dear = (path: string): string => `<p>Welcome! <a href="${link(path)}">Yes, subscribe me</a></p>`
  await put(letter('Please confirm your subscription', [], dear('/go/1')))
  await put(letter('确认订阅《夜读》', [], `<p>请点击<a href="${link('/go/2')}">确认订阅</a></p>`))
  await put(letter('Reply to confirm your subscription', [], '<p>Just answer "yes".</p>'))
  const forged =
    'Authentication-Results: mx.reader.example; dkim=fail header.d=list-a.example; spf=softfail; dmarc=fail'
  await put(letter('Issue 9', [forged], `<p><a href="${link('/evil')}">Nine things that you should know</a></p>`))
  await put(
    letter('Own', ['List-Id: <weekly.list.example>'], `<p><a href="${link('/own')}">Our own story again</a></p>`),
  )
  const long = letter(
    'Long',
    [],
    `<p><a href="${link('/long')}">A story in a long mail</a></p><p><a href="${link('/cut')}">One that may be cut</a></p>`,
  )
  await put(Buffer.concat([long, Buffer.alloc(30_000_000 - long.length, 'IA0KICAg\r\n')]))
  await put(
    letter(
      'Google confirms your fears',
      ['List-Id: <n.a.example>'],
      `<p><a href="${link('/fears')}">Google confirms a leak</a></p>`,
    ),
  )
  await put('X: a header without an end\r\n'.repeat(6_000))
  const { notes, failed } = await run()
  expect((await items()).map(({ url }) => url)).toEqual([link('/long'), link('/fears')])
  expect([asked, failed]).toEqual([[], 0])
  const said = notes.map(({ message }) => message).join('\n')
  expect(said).toContain('Some List asked on 2026-11-26 whether to subscribe: "Please confirm your subscription"')
  expect(said).toContain('"确认订阅《夜读》"')
  expect(said).toContain('"Reply to confirm your subscription"; nothing was followed, by an answer to it')
  expect(said).toContain('a mail that says it is from some@list-a.example was not taken')
  expect(said).toContain('"Long" has 30.0 MB: its start alone was read')
  expect(said).toContain('could not be read')
  expect(said).not.toContain('/go/')
})

test('a mailer that gives no answer is asked again, and given up after five visits', async () => {
  const { port, clicks, answers, asked, clock, put, run, items } = await aMailbox()
  const click = `clicks.list-manage.com:${port}/track/click?u=1`
  clicks.set(click, `http://a.example:${port}/late`)
  answers.set(click, 503)
  await put(
    aMail({ from: 'A <a@a.example>', subject: 'A 1', html: `<a href="http://${click}">A story that comes late</a>` }),
  )
  expect((await run()).notes[0]?.message).toBe(
    `1 link whose mailer gave no answer, asked again at the next visit: clicks.list-manage.com:${port}`,
  )
  answers.delete(click)
  clock.set(addMinutes(now, 120))
  expect(await run()).toMatchObject({ done: 1, notes: [] })
  expect(await items()).toMatchObject([{ url: `http://a.example:${port}/late`, title: 'A story that comes late' }])
  expect(asked).toEqual([click, click])
})

test('a letter can be the reading itself: its words, without what is its reader’s', async () => {
  const { port, asked, put, run, items } = await aMailbox({ mode: 'text' })
  const link = (path: string): string => `http://a.example:${port}${path}`
  const html = `<h1>On waiting</h1><p>Dear news+tag@reader.example, <a href="${link('/read')}">this essay</a> is about &lt;queues&gt;.</p><img src="${link('/pixel')}"><p><a href="${link('/e?m=0b9c7a1e-1111-2222-3333-444455556666')}">A picture</a> of one.</p><p><a href="${link('/unsubscribe/1')}">Unsubscribe</a></p>`
  await put(aMail({ from: 'A <a@a.example>', subject: 'On waiting', html, headers: ['Message-ID: <one@a.example>'] }))
  await run()
  expect(await items()).toEqual([
    {
      ...{ url: null, title: 'On waiting', words: null, entersAt: expect.any(String) as unknown },
      text: `<h3>On waiting</h3>\n<p>Dear …, <a href="${link('/read')}">this essay</a> is about &lt;queues&gt;.</p>\n<p>A picture of one.</p>`,
    },
  ])
  expect(asked).toEqual([])
})

test('a mailbox with more than one visit takes is read to its end in one pass, and no letter twice', async () => {
  const { port, put, run, items, clock } = await aMailbox()
  const link = (letter: number, place: number): string => `http://a.example:${port}/${letter}/${place}`
  for (let letter = 0; letter < 12; letter++) {
    const points = Array.from(
      { length: 60 },
      (_, place) => `<li><a href="${link(letter, place)}">Story number ${place}</a></li>`,
    )
    await put(aMail({ from: 'A <a@a.example>', subject: `A ${letter}`, html: `<ul>${points.join('')}</ul>` }))
  }
  expect(await run()).toMatchObject({ done: 720, failed: 0, unit: 'new items from 3 sources' })
  expect(await items()).toHaveLength(720)
  clock.set(addMinutes(now, 120))
  await put(
    aMail({ from: 'A <a@a.example>', subject: 'A 12', html: `<p><a href="${link(12, 1)}">One story more</a></p>` }),
  )
  expect(await run()).toMatchObject({ done: 1, unit: 'new items from 1 source' })
})
