import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { Acceptable } from '../../src/app/wire.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'
import { createPostgresDatabase } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

const words = 'Enough words to be told in a list of what was read this week, 以及中文。'.repeat(4)
const anItem = (name: string, date: string) => ({ link: `https://example.org/${name}`, title: name, date, text: words })

describe.each(['sqlite', 'postgres'] as const)('on %s, a clock', dialect => {
  let program: Program
  let site: TestSite
  let database: Awaited<ReturnType<typeof createPostgresDatabase>> | null = null

  beforeEach(async () => {
    database = dialect === 'postgres' ? await createPostgresDatabase() : null
    program = await createProgram(database === null ? {} : { store: database.address })
    site = await startSite({ '/feed.xml': rssOf('A', [anItem('first', '2026-11-18T10:00:00+08:00')]) })
    await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  })
  afterEach(async () => {
    await site.close()
    await program.remove()
    await database?.drop()
  })

  const announce = (...names: readonly [string, string][]): unknown =>
    site.routes.set(
      '/feed.xml',
      rssOf(
        'A',
        names.map(([name, date]) => anItem(name, date)),
      ),
    )
  async function runAt(now: string, ...accepts: Acceptable[]) {
    const app = await program.open({ now, accepts: new Set(accepts) })
    try {
      return await run(app)
    } finally {
      await app.close()
    }
  }
  const clockNotes = ({ stages }: Awaited<ReturnType<typeof runAt>>) =>
    stages.flatMap(({ notes }) => notes).filter(({ code }) => code === 'CLOCK_UNTRUSTED')
  async function readWeeks(): Promise<string[]> {
    const app = await program.open()
    const rows = await app.store.db.selectFrom('issues').select('week').orderBy('number').execute()
    await app.close()
    return rows.map(({ week }) => week)
  }

  test('that runs years ahead once does nothing but say so; back in time it is told, and no week is lost', async () => {
    await runAt('2026-11-20T08:30:00+08:00')
    announce(['first', '2026-11-18T10:00:00+08:00'], ['second', '2026-11-24T10:00:00+08:00'])
    const asked = site.requests.length
    await expect(runAt('2030-01-04T09:00:00+08:00')).rejects.toMatchObject({
      code: 'CLOCK_UNTRUSTED',
      hint: expect.stringContaining('--accept clock') as string,
    })
    expect(site.requests).toHaveLength(asked)
    expect(clockNotes(await runAt('2026-11-25T09:00:00+08:00'))).toMatchObject([{ level: 'failed', subject: 'clock' }])
    expect(clockNotes(await runAt('2026-11-27T08:30:00+08:00'))).toEqual([])
    expect(await readWeeks()).toEqual(['2026-W47', '2026-W48'])
  })

  test('that was ahead while the list was at work: what was noted then is brought back, and weeks go on', async () => {
    await runAt('2026-11-20T08:30:00+08:00')
    announce(['first', '2026-11-18T10:00:00+08:00'], ['second', '2026-11-24T10:00:00+08:00'])
    await runAt('2030-01-03T09:00:00+08:00', 'clock')
    const asked = site.requests.length
    announce(['second', '2026-11-24T10:00:00+08:00'], ['third', '2026-11-25T10:00:00+08:00'])
    const [note] = clockNotes(await runAt('2026-11-25T09:00:00+08:00'))
    expect(note?.message).toMatch(/was ahead.*1 sources are due again/)
    expect(site.requests.length).toBeGreaterThan(asked)
    expect(clockNotes(await runAt('2026-11-27T08:30:00+08:00'))).toEqual([])
    expect((await readWeeks()).slice(-1)).toEqual(['2026-W48'])
    const page = await program.page('issues/2026-W48/index.html')
    expect([page.includes('second'), page.includes('third')]).toEqual([true, true])
  })

  test('that was some days ahead does not leave sources unvisited for those days', async () => {
    await runAt('2026-11-20T08:30:00+08:00')
    await runAt('2026-12-02T09:00:00+08:00')
    const asked = site.requests.length
    expect(clockNotes(await runAt('2026-11-25T09:00:00+08:00'))).toHaveLength(1)
    expect(site.requests).toHaveLength(asked + 1)
    expect(clockNotes(await runAt('2026-11-25T12:00:00+08:00'))).toEqual([])
  })

  test.each(['1971-01-01T00:00:00Z', '2025-03-01T00:00:00Z'])(
    'that starts at %s makes no week of that year',
    async now => {
      await runAt('2026-11-20T08:30:00+08:00')
      await expect(runAt(now)).rejects.toMatchObject({ code: 'CLOCK_UNTRUSTED' })
      await runAt('2026-11-21T08:30:00+08:00')
      expect(await readWeeks()).toEqual(['2026-W47'])
    },
  )
})

test('a new list on a machine that starts in 1971 waits for its clock, with 2 and the code as a command', async () => {
  const program = await createProgram()
  await writeFile(join(program.folder, 'config', 'sources.yaml'), '[]\n')
  const { code, stderr } = await program.run('run', '--now', '1971-01-01T00:00:00Z')
  expect([code, stderr.includes('error CLOCK_UNTRUSTED: ')]).toEqual([2, true])
  await program.remove()
})
