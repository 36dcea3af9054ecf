// Real workers and web servers over one PostgreSQL that are killed at any moment: nothing is lost, nothing is made or mailed twice, hosts are
// spared, and the work is shared. Two workers in every run; with WEEKLY_LONG=1 four workers, two webs, cut connections, 400 sources.
import type { ChildProcess } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { openStore } from '../../src/store/engine/database.ts'
import { countWorkers } from '../../src/store/workers.ts'
import { rssOf } from '../servers.ts'
import { createPostgresDatabase } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

const isLong = process.env['WEEKLY_LONG'] === '1'
const size = isLong
  ? { workers: 4, webs: 2, hosts: 40, sources: 400, items: 3, readers: 5_000, kills: 12, cuts: 6, pauseMs: 40 }
  : { workers: 2, webs: 0, hosts: 16, sources: 32, items: 2, readers: 20, kills: 1, cuts: 1, pauseMs: 60 }
const PER_HOST = 2
const now = '2016-12-09T08:30:00+08:00'

/** No host answers before all workers are there: on a busy machine the first would have done the work when the last has started. */
let allStarted: Promise<void>

/** A host that answers after a moment and counts how many requests are under way. */
interface Host {
  readonly url: string
  readonly server: Server
  most: number
  readonly asked: Map<string, number>
}

async function startHost(number: number, feeds: number): Promise<Host> {
  const asked = new Map<string, number>()
  let underWay = 0
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.set(path, (asked.get(path) ?? 0) + 1)
    host.most = Math.max(host.most, ++underWay)
    response.on('close', () => underWay--)
    const answer = () => {
      const feed = /^\/(\d+)\.xml$/.exec(path)?.[1]
      if (feed !== undefined && Number(feed) < feeds) return response.end(feedOf(host.url, number, feed))
      const page = /^\/page\/(.+)$/.exec(path)?.[1]
      if (page === undefined) return response.writeHead(404).end()
      response.setHeader('content-type', 'text/html')
      return response.end(
        `<title>${page}</title><article><h1>${page}</h1>${`<p>What ${page} tells at length, 以及中文, differs from ${page}.</p>`.repeat(12)}</article>`,
      )
    }
    void allStarted.then(() => setTimeout(answer, size.pauseMs))
  })
  await new Promise<void>(done => server.listen(0, `127.0.${1 + Math.floor(number / 200)}.${1 + (number % 200)}`, done))
  const { address, port } = server.address() as AddressInfo
  const host: Host = { url: `http://${address}:${port}`, server, most: 0, asked }
  return host
}

const feedOf = (url: string, host: number, feed: string): string =>
  rssOf(
    `Feed ${host}-${feed}`,
    Array.from({ length: size.items }, (_, item) => ({
      link: `${url}/page/${feed}-${item}`,
      title: `Host ${host} feed ${feed} item ${item}`,
      date: '2016-12-08T10:00:00+08:00',
    })),
  )

let program: Program
let database: Awaited<ReturnType<typeof createPostgresDatabase>>
let hosts: Host[] = []
const children = new Set<ChildProcess>()

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  for (const { server } of hosts) {
    server.closeAllConnections()
    server.close()
  }
  await program.remove()
  await database.drop()
})

/** What the processes of one place have done, one after the other: who is killed is followed by another. */
interface Place {
  child: ChildProcess
  visited: number
  read: number
}

/** Starts a process in a place, and counts by its log what it visits and reads. */
function startProcess(role: 'worker' | 'web', place: Partial<Place> = {}): Place {
  const child = program.start('start', '--role', role, '--now', now)
  children.add(child)
  const started = Object.assign(place, { child, visited: place.visited ?? 0, read: place.read ?? 0 })
  for (const input of [child.stdout, child.stderr])
    if (input)
      createInterface({ input }).on('line', line => {
        if (line.endsWith('"msg":"visited"}')) started.visited++
        if (line.endsWith('"msg":"read"}')) started.read++
      })
  return started
}

/** The least share of all, in parts of the mean. */
function leastShare(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return Math.min(...counts) / mean
}

async function setUp(): Promise<void> {
  database = await createPostgresDatabase()
  program = await createProgram({
    store: database.address,
    schedule: { collect: '* * * * *', issue: '0 8 * * 5' },
    issue: { stories: 20, perSource: 3, card: false },
    log: { level: 'debug' },
    fetch: { allowPrivate: ['127.0.0.0/8'], perHost: PER_HOST },
    subscribers: Array.from({ length: size.readers }, (_, at) => ({
      email: `reader${at}@example.org`,
      consent: 'in the test',
    })),
  })
  const feeds = size.sources / size.hosts
  hosts = await Promise.all(Array.from({ length: size.hosts }, (_, number) => startHost(number, feeds)))
  await program.setSources(
    hosts.flatMap(({ url }) => Array.from({ length: feeds }, (_, feed) => ({ url: `${url}/${feed}.xml` }))),
  )
}

test(
  `${size.workers} workers and ${size.webs} webs that are killed at any moment lose nothing and do nothing twice`,
  async () => {
    const started = Promise.withResolvers<undefined>()
    allStarted = started.promise.then(() => undefined)
    await setUp()
    const store = await openStore(database.address, '/')
    const admin = new pg.Client(database.address)
    await admin.connect()
    const workers = Array.from({ length: size.workers }, () => startProcess('worker'))
    while ((await countWorkers(store)) < size.workers) await wait(40)
    started.resolve(undefined)
    for (let web = 0; web < size.webs; web++) startProcess('web')
    // A mail that was handed over in the moment of a death is uncertain: it is repeated under its Message-ID ten minutes later.
    const count = async (table: 'items' | 'articles' | 'issues'): Promise<number> =>
      Number(
        (
          await store.db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      )
    const settled = async (): Promise<number> =>
      Number(
        (
          await store.db
            .selectFrom('deliveries')
            .select(({ fn }) => fn.countAll().as('n'))
            .where('state', 'in', ['sent', 'uncertain'])
            .executeTakeFirstOrThrow()
        ).n,
      )
    let kills = 0
    let cuts = 0
    // Of the little work of the short run so much is done before anything happens to a worker that shares can be told.
    const firstAt = isLong ? 0.5 : 1
    let sharesBefore: readonly number[] | null = null
    const all = size.sources * size.items
    const done = async (): Promise<number> => ((await count('articles')) + (await settled())) / (all + size.readers)
    for (let part = await done(); part < 1; part = await done()) {
      if (part > 0.5) sharesBefore ??= workers.map(({ read }) => read)
      // Spread over the whole of the work: a worker dies for each part of it that has been done, another time its connections are cut.
      if (kills < size.kills && part > (kills + firstAt) / (size.kills + 1)) {
        const place = workers[kills++ % workers.length]
        place?.child.kill('SIGKILL')
        startProcess('worker', place)
      }
      if (cuts < size.cuts && part > (cuts + Math.max(0.8, firstAt)) / (size.cuts + 1)) {
        cuts++
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5`,
        )
      }
      await wait(isLong ? 500 : 40)
    }
    const rows = await admin.query<{ week: string; state: string }>('select week, state from slots order by week')
    const mails = await program.mails()
    const read = workers.map(place => place.read)
    const shares = { visited: workers.map(({ visited }) => visited), read: isLong ? read : (sharesBefore ?? read) }
    if (isLong)
      console.log(JSON.stringify({ kills, cuts, mails: mails.length, shares, most: hosts.map(({ most }) => most) }))
    await admin.end()
    expect(await count('items')).toBe(all)
    expect(await count('articles')).toBe(all)
    expect(await count('issues')).toBe(1)
    expect(rows.rows.filter(({ state }) => state === 'sealed')).toHaveLength(1)
    expect(await settled()).toBe(size.readers)
    for (const { most } of hosts) expect(most).toBeLessThanOrEqual(PER_HOST)
    await store.close()
    expect(kills).toBe(size.kills)
    // Visits are over before the last of them has started; reading is what takes time.
    expect(leastShare(shares.read), JSON.stringify(shares)).toBeGreaterThanOrEqual(0.5)
  },
  // It is over when all is done; a slow machine takes longer.
  isLong ? 1_200_000 : 300_000,
)
