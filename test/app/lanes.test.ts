// Workers that share jobs on PostgreSQL.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Attempt, openEngine } from '../../src/app/lanes/engine.ts'
import { openEngineWorker } from '../../src/app/lanes/engine-worker.ts'
import { sharesOf } from '../../src/app/lanes/lanes.ts'
import type { App } from '../../src/app/wire.ts'
import type { Instant } from '../../src/core/types.ts'
import { silentLog } from '../../src/core/log.ts'
import { readDeadJobs, readJobFacts, readLanes } from '../../src/store/jobs.ts'
import { viewMachines } from '../../src/desk/pages/settings-machines.ts'
import { rssOf } from '../servers.ts'
import { createPostgresDatabase } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
let database: { readonly address: string; drop(): Promise<void> }
beforeEach(async () => {
  database = await createPostgresDatabase()
  program = await createProgram({ store: database.address })
})
afterEach(async () => {
  await program.remove()
  await database.drop()
})

/** Waits until something is so; the jobs of real workers end when they end. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(25)
}

/** Whether no job waits or runs; one may be for later. */
async function isIdle(app: App | undefined): Promise<boolean> {
  const lanes = app && (await readLanes(app.store))
  return lanes?.every(({ waiting, running }) => waiting + running === 0) === true
}

async function openWorker(app: App, lanes: string[] = []) {
  const ending = new AbortController()
  const worker = await openEngineWorker({
    app,
    signal: ending.signal,
    wait: (ms, signal) => wait(ms, undefined, { signal }),
    onJob: lane => lanes.push(lane),
  })
  const stop = (): Promise<void> => {
    ending.abort()
    return worker.close()
  }
  return { worker, lanes, stop }
}

async function startWorker(app: App) {
  const opened = await openWorker(app)
  await opened.worker.wake()
  return opened
}

const late = '2099-01-01T00:00:00.000Z' as Instant

describe('workers that share jobs', () => {
  test('make of what is due an issue and its mails, each once, and leave no job behind', async () => {
    const items = ['One', '二'].map((title, at) => ({
      link: `https://example.org/${at}`,
      title,
      date: `2016-12-0${at + 6}T10:00:00+08:00`,
      text: `${title} has words of its own to be told in a list of what was read. `.repeat(6),
    }))
    await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
    await program.setSources([{ url: 'file:feed.xml', fullText: false }])
    const apps = await Promise.all([1, 2].map(() => program.open({ now: '2016-12-09T08:30:00+08:00' })))
    const workers = []
    const translated = new Set<string>()
    const translate: App['translate'] = windows => {
      for (const { week } of windows) translated.add(week)
      return Promise.resolve(null)
    }
    for (const app of apps) workers.push(await startWorker({ ...app, translate }))
    await until(async () => (await program.mails()).length === 2 && (await isIdle(apps[0])))
    for (const { stop } of workers) await stop()
    expect([...translated]).toContain('2016-W49')
    expect(new Set(workers.flatMap(({ lanes }) => lanes))).toEqual(
      new Set([
        'collect',
        'read',
        'curate',
        'publish',
        'site',
        'deliver',
        'targets',
        'links',
        'copies',
        'bounces',
        'purge',
      ]),
    )
    expect(await apps[0]?.store.db.selectFrom('issues').select(['number', 'week']).execute()).toEqual([
      { number: 1, week: '2016-W49' },
    ])
    for (const app of apps) await app.close()
    expect(await program.page('index.html')).toContain('<strong>One</strong>')
  })

  test('that start at one moment on an empty database all share', async () => {
    const warnings: string[] = []
    const log = { ...silentLog, warn: (event: string) => void warnings.push(event) }
    const apps = await Promise.all([1, 2, 3, 4].map(() => program.open({ log })))
    const workers = await Promise.all(apps.map(app => openWorker(app)))
    await Promise.all(workers.map(({ worker }) => worker.wake()))
    for (const { stop } of workers) await stop()
    for (const app of apps) await app.close()
    expect(warnings).toEqual([])
  })

  test('end the process after five bugs of a lane in a row, and give back what the failed job had claimed', async () => {
    await program.setSources([{ url: 'file:missing.xml', fullText: false }])
    const bugs: unknown[] = []
    const log = { ...silentLog, warn: (event: string, fields = {}) => (event === 'bug' ? bugs.push(fields) : 0) }
    const app = await program.open({ log })
    const collect: App['collect'] = {
      ...app.collect,
      get fetchLogMonths(): number {
        throw new TypeError('不是数字')
      },
    }
    const { store } = app
    await store.db.updateTable('source_states').set({ claimed_by: app.worker, claimed_until: late }).execute()
    const sender = await openEngine(store, database.address, silentLog, true)
    await sender.send(sharesOf('collect', 5))
    const { worker, stop } = await openWorker({ ...app, collect })
    const exhausted = expect(worker.exhausted).rejects.toThrow('不是数字')
    await worker.wake()
    await exhausted
    await stop()
    await sender.close()
    expect(await store.db.selectFrom('source_states').select('claimed_by').execute()).toEqual([{ claimed_by: null }])
    expect(bugs[0]).toMatchObject({ lane: 'collect', stack: expect.stringContaining('TypeError') as unknown })
    await app.close()
  })

  test('give up a job that always fails, show why, and try it again when told', async () => {
    const app = await program.open()
    const { store } = app
    const engine = await openEngine(store, database.address, silentLog, true)
    const failures: number[] = []
    const fail = ({ failures: before }: Attempt): Promise<void> => {
      failures.push(before)
      return Promise.reject(new Error('its page cannot be read, 一直不行'))
    }
    await engine.send(sharesOf('links', 1))
    await engine.send(sharesOf('links', 1))
    await engine.work('links', fail)
    // The pauses between the tries are not waited for.
    await until(async () => {
      await sql`update weekly_jobs.job set start_after = now() where state = 'retry'`.execute(store.db)
      engine.look('links')
      return (await readDeadJobs(store)).length === 1
    })
    const [dead] = await readDeadJobs(store)
    expect(dead).toMatchObject({ lane: 'links', key: '0', tries: 6, error: 'its page cannot be read, 一直不行' })
    expect(await readLanes(store)).toMatchObject([{ lane: 'links', dead: 1, waiting: 0 }])
    expect((await program.run('jobs')).stdout).toMatch(
      /links {3}.*1 given up[^]*after 6 tries: its page cannot be read, 一直不行/,
    )
    expect((await readJobFacts(store)).find(({ label }) => label === 'dead')).toMatchObject({ name: 'jobs', count: 1 })
    const desk = { store, timezone: 'Asia/Shanghai', language: 'zh-CN' } as const
    expect(await viewMachines(desk)).toMatchObject({
      jobs: '0 件任务在等，0 件正在做，0 件失败过、还会再试。',
      dead: [{ said: 'links 0，试了 6 次', error: 'its page cannot be read, 一直不行' }],
    })
    expect((await program.run('jobs', '--retry', dead?.id ?? '')).stdout).toContain('1 put back')
    await until(() => {
      engine.look('links')
      return Promise.resolve(failures.length > 6)
    })
    await engine.close()
    await app.close()
    expect(failures).toEqual([0, 1, 2, 3, 4, 5, 0])
  })
})
