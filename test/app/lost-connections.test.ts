// PostgreSQL ends every connection at fifty moments of a list's work, and the list comes out as if nothing had been.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { explainStoreError } from '../../src/store/engine/store-errors.ts'
import { pageOf, rssOf } from '../servers.ts'
import { createPostgresDatabase } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

const ATTEMPTS = 10
const MOMENTS_PER_ATTEMPT = 5
const link = (name: string): string => `https://example.org/${name}/`
const names = ['one', 'two', 'three', 'four']

async function writeSources(program: Program): Promise<void> {
  const write = (name: string, text: string): Promise<void> => writeFile(join(program.folder, 'config', name), text)
  const items = names.map((name, index) => ({
    link: link(name),
    title: `Story ${name} 第${index}篇`,
    date: `2016-12-0${index + 5}T10:00:00+08:00`,
  }))
  await write('feed.xml', rssOf('A blog', items))
  for (const name of names)
    await write(
      `${name}.html`,
      pageOf(name, [`All that can be said of ${name}. `.repeat(9), `${name} 的正文。`.repeat(30)]),
    )
  await write('pages.json', JSON.stringify(Object.fromEntries(names.map(name => [link(name), `${name}.html`]))))
  await program.setSources([{ url: 'file:feed.xml', pages: 'pages.json' }])
}

/** Opens stores whose statements are counted; `onStatement` is told before each, and waited for after every second one. */
const countStatements =
  (onStatement: () => Promise<void> | null): typeof openStore =>
  async (address, folder) => {
    const store = await openStore(address, folder)
    let ended: Promise<void> | null = null
    const db = store.db.withPlugin({
      transformQuery: ({ node }) => {
        ended = onStatement()
        return node
      },
      transformResult: async ({ result }) => {
        await ended
        return result
      },
    })
    return { ...store, db }
  }

function expectLostLink(error: unknown): null {
  expect(explainStoreError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
  return null
}

test.each(Array.from({ length: ATTEMPTS }, (_none, attempt) => attempt))(
  'no connection that ends, whenever it ends, loses or doubles anything, is told as a bug, or ends the process (list %i)',
  async attempt => {
    const database = await createPostgresDatabase()
    const administrator = new pg.Client(database.address)
    administrator.on('error', () => undefined)
    await administrator.connect()
    const endConnections = async (): Promise<void> => {
      await administrator.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`)
    }
    const program = await createProgram({ store: database.address })
    await writeSources(program)
    let left = MOMENTS_PER_ATTEMPT
    let countdown = 0
    let untroubled = 0
    const open = countStatements(() => {
      if (left === 0 || --countdown !== 0) return null
      left--
      return endConnections()
    })
    // Each pass is later than the one before: what a lost one held is free again, and a mail in doubt waits ten minutes.
    for (let pass = 0, isDone = false; !isDone; pass++) {
      if (left === 0) untroubled++
      countdown = 4 + ((attempt * 11 + pass * 37) % 130)
      const now = new Date(Date.parse('2016-12-09T08:30:00+08:00') + pass * 20 * 60_000).toISOString()
      const app = await program.open({ now, openStore: open }).catch(expectLostLink)
      if (app === null) continue
      const report = await run(app).catch(expectLostLink)
      await app.close()
      // What a lost pass left in doubt is seen by the next one, and sent again by the one after.
      isDone = report !== null && untroubled > 1
    }
    const { rows: items } = await administrator.query('select id from items')
    const { rows: issues } = await administrator.query('select number, week from issues')
    const { rows: mails } = await administrator.query('select state from deliveries')
    await administrator.end()
    await database.drop()
    expect(items).toHaveLength(names.length)
    expect(issues).toEqual([{ number: 1, week: '2016-W49' }])
    expect(mails).toEqual([{ state: 'sent' }, { state: 'sent' }])
    expect(await program.mails()).toHaveLength(2)
    await program.remove()
  },
)
