// Sources that the store keeps, from the list that a person brings to what is asked: imported, found, changed, paused and removed beside sources.yaml.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkStored } from '../../src/app/check-stored.ts'
import { reloadConfig } from '../../src/app/reload.ts'
import { changeFound, findConfigured, findEntry } from '../../src/app/source-entries.ts'
import { storeList } from '../../src/app/store-list.ts'
import { silentLog } from '../../src/core/log.ts'
import { readSources } from '../../src/store/sources.ts'
import { readStoredSources } from '../../src/store/stored-sources.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

const a = 'https://a.example/feed'
const b = 'https://b.example/feed'

test.each([
  ['what a file of sources says', { url: a, title: '云', include: ['云'], most: 2, picks: true }, null],
  ['an unknown key', { url: a, titel: 'x' }, 'Unrecognized key'],
  ['a weight out of bounds', { url: a, weight: 9 }, '"weight"'],
  ['a rule that takes for ever', { url: a, exclude: [`/${'(a+)+'.repeat(99)}$/`] }, 'the rule'],
  ['a JSON source without paths', { url: a, kind: 'json' }, '"select"'],
  ['a value of the environment', { url: a, headers: { authorization: '${TOKEN}' } }, 'sources.yaml alone'],
  ['a file of one machine', { url: 'file:samples/a.xml' }, 'one machine'],
  ['a mailbox of one machine', { url: 'mail:letters', mail: { maildir: '/var/mail' } }, 'one machine'],
])('%s is checked as the file is', (_name, source, reason) => {
  const checked = checkStored(source as Parameters<typeof checkStored>[0])
  if (reason === null) expect(checked).toMatchObject({ url: a })
  else expect(checked).toContain(reason)
})

test('a name and password in an address become a header, and the address is kept without them', () => {
  expect(checkStored({ url: 'https://me:pw@a.example/feed' })).toMatchObject({
    url: a,
    settings: { headers: { authorization: 'Basic bWU6cHc=' } },
  })
})

test('one list lies beside the other: each is found, changed and removed where it stands; what both have is told once', async () => {
  await program.setSources([{ url: b, title: 'of the file' }])
  const said: unknown[] = []
  const app = await program.open({ log: { ...silentLog, warn: (_event, fields) => said.push(fields) } })
  try {
    const counts = await storeList(app.store, [{ url: a, section: '容器' }, { url: b }, { url: 'file:x' }])
    expect(counts).toMatchObject({ added: 1, known: 1, refused: [{ url: 'file:x' }] })
    const places = async (...urls: readonly string[]) => {
      const found = await Promise.all(urls.map(url => findEntry(app, url)))
      return found.map(entry => entry?.place ?? null)
    }
    expect(await places(a, b)).toEqual(['store', 'file'])
    expect(await findConfigured(app, a)).toMatchObject({ section: '容器', weight: 1 })
    for (const url of [a, b]) {
      const found = await findEntry(app, url)
      if (found) await changeFound(app, url, found, { paused: true, exclude: ['广告'] })
      // As it was seen it is no more.
      if (found)
        await expect(changeFound(app, url, found, { weight: 2 })).rejects.toMatchObject({ code: 'CONFIG_CHANGED' })
    }
    expect((await readSources(app.store.db)).map(({ source }) => [source.url, source.paused, source.section])).toEqual([
      [b, true, null],
      [a, true, '容器'],
    ])
    const stored = await findEntry(app, a)
    if (stored)
      await expect(changeFound(app, a, stored, { weight: 9 })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await program.setSources([{ url: a, title: 'of the file' }])
    const options = { config: join(program.folder, 'config') }
    await reloadConfig(app, options)
    await reloadConfig(app, options)
    expect(said).toEqual([expect.objectContaining({ count: 1, urls: [a] })])
    const both = await findEntry(app, a)
    expect(both?.place).toBe('file')
    if (both) await changeFound(app, a, both, null)
    expect([await places(a), await readStoredSources(app.store.db), await readSources(app.store.db)]).toEqual([
      [null],
      [],
      [],
    ])
  } finally {
    await app.close()
  }
})

test('`source import --to store` tells refused lines with their numbers and leaves sources.yaml alone; `source remove` and `pause` reach what it took', async () => {
  const file = join(program.folder, 'in.opml')
  const feeds = ['https://a.example/feed', 'ftp://c.example/', 'https://${HOST}.example/feed']
  const outlines = feeds.map(url => `<outline type="rss" text="容器" xmlUrl="${url}" weekly:settings='{}'/>`)
  await writeFile(file, `<opml version="2.0"><body>\n${outlines.join('\n')}\n</body></opml>`)
  const imported = await program.run('source', 'import', file, '--to', 'store')
  expect(imported.stdout).toContain('skipped line 3: "ftp://c.example/"')
  expect(imported.stdout).toMatch(/skipped line 4: .*sources\.yaml alone/)
  expect(imported.stdout).toContain('1 sources added, 0 known already, 2 skipped')
  expect(await readFile(join(program.folder, 'config', 'sources.yaml'), 'utf8')).toBe('[]\n')
  await program.run('source', 'pause', a)
  expect((await program.run('source', 'list')).stdout).toMatch(/^paused.*\n.*feed {2}\(in the store\)/m)
  expect((await program.run('source', 'export')).stdout).toContain('xmlUrl="https://a.example/feed"')
  expect((await program.run('source', 'remove', a)).code).toBe(0)
  expect((await program.run('source', 'remove', a)).stderr).toContain('SOURCE_MISSING')
})
