import { chmod, lstat, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appendSources, deleteSource } from '../../src/app/edit-sources.ts'
import { run } from '../../src/app/run.ts'
import { checkPermissions } from '../../src/cli/doctor/permissions.ts'
import { loadConfig } from '../../src/app/load-config.ts'
import { backupStore, restoreStore } from '../../src/store/backup.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
let umask: number
const inFolder = (...path: string[]): string => join(program.folder, ...path)
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)

beforeEach(async () => {
  // What most systems give to new files: others may read them.
  umask = process.umask(0o022)
  program = await createProgram()
  await program.configure({
    store: `sqlite:${inFolder('data', 'weekly.db')}`,
    mail: {
      from: 'List <list@example.org>',
      postalAddress: '1 Street',
      transport: `outbox:${inFolder('data', 'outbox')}`,
      dkim: [{ domain: 'example.org', selector: 's', keyFile: 'dkim.pem' }],
    },
  })
})
afterEach(async () => {
  process.umask(umask)
  await program.remove()
})

describe('what is for this account alone', () => {
  test('is made so: store and the files beside it, mails, backups, what is restored, and their folders', async () => {
    await program.configure({
      store: `sqlite:${inFolder('data', 'weekly.db')}`,
      mail: {
        from: 'List <list@example.org>',
        postalAddress: '1 Street',
        transport: `outbox:${inFolder('data', 'outbox')}`,
      },
    })
    const item = {
      link: 'https://example.org/one',
      title: 'One',
      date: '2016-12-08T10:00:00+08:00',
      text: '正文。'.repeat(99),
    }
    await writeFile(inFolder('config', 'feed.xml'), rssOf('A', [item]))
    await program.setSources([{ url: 'file:feed.xml', fullText: false }])
    const app = await program.open({ now: '2016-12-09T08:30:00+08:00' })
    await run(app)
    for (const name of ['weekly.db', 'weekly.db-wal', 'weekly.db-shm'])
      expect([name, await modeOf(inFolder('data', name))]).toEqual([name, '600'])
    for (const name of ['data', join('data', 'outbox')])
      expect([name, await modeOf(inFolder(name))]).toEqual([name, '700'])
    const [mail = ''] = await readdir(inFolder('data', 'outbox'))
    expect(await modeOf(inFolder('data', 'outbox', mail))).toBe('600')
    await backupStore(app.store, inFolder('backup.db'), app.clock.now())
    const now = app.clock.now()
    await app.close()
    expect(await modeOf(inFolder('backup.db'))).toBe('600')
    await chmod(inFolder('backup.db'), 0o644)
    await restoreStore(inFolder('data', 'weekly.db'), inFolder('backup.db'), now)
    expect(await modeOf(inFolder('data', 'weekly.db'))).toBe('600')
  })

  test('is named by the doctor where others can read it, with what closes it', async () => {
    await mkdir(inFolder('data'))
    const store = inFolder('data', 'weekly.db')
    const key = inFolder('config', 'dkim.pem')
    for (const path of [store, key]) await writeFile(path, '')
    const look = () => checkPermissions(loadConfig(inFolder('config'), {}))
    expect(await look()).toMatchObject([
      { level: 'warn', message: `others can read ${store} (mode 644)`, hint: `chmod 600 ${store}` },
      { level: 'warn', message: `others can read ${key} (mode 644)`, hint: `chmod 600 ${key}` },
    ])
    for (const path of [store, key]) await chmod(path, 0o600)
    expect(await look()).toMatchObject([{ level: 'ok' }])
  })

  test.each([
    ['smtp://ada:pass@mail.example.org', true],
    ['smtp://ada:${SMTP_PASSWORD}@mail.example.org', false],
  ])('counts weekly.yaml in where a password stands in it: %s', async (transport, isNamed) => {
    await program.configure({ store: 'sqlite::memory:', mail: { transport } })
    const findings = await checkPermissions(loadConfig(inFolder('config'), { SMTP_PASSWORD: 'x' }))
    expect(findings.some(({ message }) => message.includes('weekly.yaml'))).toBe(isNamed)
  })
})

describe('sources.yaml, when a command edits it,', () => {
  test.each([0o600, 0o640, 0o664])('keeps its mode %o', async mode => {
    const path = inFolder('config', 'sources.yaml')
    await chmod(path, mode)
    await appendSources(inFolder('config'), [{ url: 'https://b.example/feed' }])
    expect((await stat(path)).mode & 0o777).toBe(mode)
    await deleteSource(inFolder('config'), 'https://b.example/feed')
    expect((await stat(path)).mode & 0o777).toBe(mode)
  })

  test('stays the link that it is: the file behind it is changed', async () => {
    const path = inFolder('config', 'sources.yaml')
    const target = inFolder('kept-elsewhere.yaml')
    await rename(path, target)
    await symlink('../kept-elsewhere.yaml', path)
    await appendSources(inFolder('config'), [{ url: 'https://b.example/feed' }])
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
    expect(await readFile(target, 'utf8')).toBe('- url: https://b.example/feed\n')
  })
})
