// Who is at work: claims of whoever falls silent are free within a minute, and one clock decides for all.
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPresence, shareClock } from '../../src/app/presence.ts'
import { addMinutes, fixedClock, instantFromMs, msFromInstant } from '../../src/core/clock.ts'
import { type Log, silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import { takeLease } from '../../src/store/leases.ts'
import { findNewer } from '../../src/store/marks.ts'
import { beatWorker, endSilent, forgetWorker, readDatabaseClock, readWorkers } from '../../src/store/workers.ts'
import { readSetting, saveSetting } from '../../src/store/settings.ts'
import { run } from '../../src/app/run.ts'
import { createPostgresDatabase, describeStores } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

const marks = { program: 'p', config: 'c' }
const aWorker = (id: string) => ({ id, role: 'worker' as const, host: 'here', ...marks })

describeStores('workers', open => {
  test('whoever is silent for a minute by the clock of the database loses its claims at once; the others keep theirs', async () => {
    const store = await open()
    const now = await readDatabaseClock(store)
    for (const id of ['alive', 'dead', 'young']) await beatWorker(store, aWorker(id))
    const silence = (id: string, seconds: number) =>
      store.db
        .updateTable('workers')
        .set({ beat_at: addMinutes(now, -seconds / 60) })
        .where('id', '=', id)
        .execute()
    await silence('dead', 61)
    await silence('young', 50)
    for (const id of ['alive', 'dead', 'young']) await takeLease(store.db, `of ${id}`, id, now, 60)
    expect(await beatWorker(store, aWorker('alive'))).toMatchObject({ silent: 1 })
    expect((await endSilent(store)).map(({ id }) => id)).toEqual(['dead'])
    expect(await takeLease(store.db, 'of dead', 'alive', now, 60)).toBe(2)
    expect(await takeLease(store.db, 'of young', 'alive', now, 60)).toBeNull()
    expect((await readWorkers(store)).map(({ id }) => id).sort()).toEqual(['alive', 'young'])
  })

  test('a process that begins frees what the silent held, says so, and is off the list when it ends', async () => {
    const store = await open()
    await beatWorker(store, aWorker('dead'))
    await sql`update workers set beat_at = '2020-01-01T00:00:00.000Z'`.execute(store.db)
    const said: string[] = []
    const log: Log = { ...silentLog, warn: event => said.push(event) }
    const presence = createPresence({ store, log, worker: 'new', marks: () => marks, clock: null })
    await presence.begin('web')
    expect(said).toEqual(['worker fell silent'])
    expect(await readWorkers(store)).toMatchObject([{ id: 'new', role: 'web', config: 'c' }])
    await presence.end()
    expect(await readWorkers(store)).toEqual([])
  })
})

describeStores('a program or a configuration', open => {
  test('is older when a worker at work has one that was seen later; taken back everywhere it is the newest again', async () => {
    const store = await open()
    const [first, second] = [aWorker('first'), { ...aWorker('second'), config: 'd' }]
    await beatWorker(store, first)
    expect(await findNewer(store, first, 'config')).toBeNull()
    await beatWorker(store, second)
    expect(await findNewer(store, second, 'config')).toBeNull()
    expect(await findNewer(store, first, 'config')).toMatchObject({ id: 'second' })
    expect(await findNewer(store, first, 'program')).toBeNull()
    // One that starts again with the older is older still; once nobody has the newer, it is not.
    const again = { ...first, id: 'again' }
    expect(await findNewer(store, again, 'config')).toMatchObject({ id: 'second' })
    await forgetWorker(store.db, 'second')
    expect(await findNewer(store, again, 'config')).toBeNull()
  })
})

test('a shared clock goes as its own does, from where it was set', () => {
  const own = fixedClock('2026-11-18T10:00:00.000Z' as Instant)
  const clock = shareClock(own)
  expect(clock.now()).toBe('2026-11-18T10:00:00.000Z')
  expect(clock.set(Date.parse('2026-11-18T08:59:30.000Z'))).toBe(3_630_000)
  own.set('2026-11-18T10:01:00.000Z' as Instant)
  expect(clock.now()).toBe('2026-11-18T09:00:30.000Z')
})

describe('a machine whose clock is hours ahead', () => {
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

  test('brings no older configuration into the store while a worker goes by a newer one, and says so', async () => {
    await program.setSources([{ url: 'https://a.example/feed' }])
    const first = await program.open()
    await first.presence.begin('worker')
    await program.setSources([{ url: 'https://a.example/feed' }, { url: 'https://b.example/feed' }])
    const second = await program.open()
    await second.presence.begin('worker')
    await program.setSources([{ url: 'https://a.example/feed' }])
    const said: string[] = []
    const third = await program.open({ log: { ...silentLog, warn: event => said.push(event) } })
    const active = await third.store.db.selectFrom('sources').select('url').where('active', '=', 1).execute()
    for (const app of [first, second, third]) await app.close()
    expect(active).toHaveLength(2)
    expect(said).toEqual(['configuration is older than that of another worker'])
  })

  test('goes by the clock of the database, and says that its own is off', async () => {
    const said: Readonly<Record<string, unknown>>[] = []
    const log: Log = { ...silentLog, warn: (_event, fields = {}) => said.push(fields) }
    const ahead = { now: () => instantFromMs(Date.now() + 3 * 3_600_000) }
    const app = await program.open({ clock: ahead, log })
    const offMs = Math.abs(msFromInstant(app.clock.now()) - Date.now())
    await app.close()
    expect(offMs).toBeLessThan(5_000)
    expect(said).toMatchObject([{ aheadSeconds: expect.closeTo(10_800, -1) as number }])
  })
})

test('a run of an older program drafts and publishes nothing while a server has a newer one, and says so', async () => {
  const program = await createProgram()
  const app = await program.open()
  const { store } = app
  try {
    await app.presence.findNewer('program')
    const [own] = JSON.parse((await readSetting(store.db, 'marks-program')) ?? '[]') as string[]
    await saveSetting(store.db, 'marks-program', JSON.stringify([own, 'newer']))
    const server = { id: 'server', role: 'worker', host: 'machine b', program: 'newer', config: 'c' } as const
    await beatWorker(store, server)
    const { stages } = await run(app)
    expect(stages.map(({ stage }) => stage)).not.toContain('curate')
    const [note] = stages.find(({ stage }) => stage === 'publish')?.notes ?? []
    expect(note).toMatchObject({ level: 'skipped', subject: 'machine b' })
    await forgetWorker(store.db, server.id)
    expect((await run(app)).stages.map(({ stage }) => stage)).toContain('curate')
  } finally {
    await app.close()
    await program.remove()
  }
})
