import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printPdf } from '../../src/copies/print-pdf.ts'
import { type CopyDeps, createCopySaver, type Print } from '../../src/copies/save-copies.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import { readPdf } from '../../src/extract/pdf.ts'
import type { CopyRules } from '../../src/publish/aftercare.ts'
import { publish } from '../../src/publish/publish.ts'
import { markAll } from '../../src/publish/site/press.ts'
import { noteNewCopies, readDueCopies, readSavedCopies, takeCopy } from '../../src/store/copies.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { sealedAt, sealWithArticles } from '../copies.ts'
import { aSite } from '../publish/issues.ts'
import { startSite } from '../servers.ts'

let folder = ''
let store: Store
let minutes = 0
let rules: CopyRules
let printed: string[] = []

const works: Print = html => {
  printed.push(html)
  return Promise.resolve(Buffer.from(`%PDF-1.4 ${printed.length}`))
}
const fails = (): Promise<never> => Promise.reject(new WeeklyError('PRINT_FAILED', 'it hung', { retryable: true }))
/** Prints everything but what has this text. */
const failsAt =
  (text: string): Print =>
  html =>
    html.includes(text) ? fails() : works(html)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-copies-'))
  store = await openStore('sqlite:weekly.db', folder)
  minutes = 0
  rules = { copies: 'pdf', copiesExcept: [] }
  printed = []
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const deps = (print: Print | null): CopyDeps => {
  const base = { store, clock: { now: () => addMinutes(sealedAt, minutes) }, log: silentLog }
  return {
    ...base,
    publish: {
      ...base,
      site: aSite(),
      review: 'auto',
      templatesFolder: join(folder, 'templates'),
      markProgram: () => ({ planning: 'test', reading: 'test', editions: markAll('test') }),
      outputFolder: join(folder, 'public'),
      copyRules: rules,
      readPosts: () => Promise.resolve({ posts: [], about: null, notes: [], keptFolders: [] }),
    },
    findPrinter: () => Promise.resolve(print),
  }
}
const save = (print: Print | null) => createCopySaver(deps(print))()
const copies = join('public', 'issues', '2016-W49', 'copies')
const page = (): Promise<string> => readFile(join(folder, 'public', 'issues', '2016-W49', 'index.html'), 'utf8')
const html = '<p>Text</p>'
const two = [
  { url: 'https://one.example/a', title: 'One', html },
  { url: 'https://two.example/b', title: 'Two', html },
]

describe('copies of articles', () => {
  test('are saved, published beside their issue and linked at once, and then left alone', async () => {
    await sealWithArticles(store, [...two, { url: 'https://three.example/c' }])
    expect(await save(works)).toMatchObject({ stage: 'copy', done: 2, failed: 0, notes: [] })
    expect((await readdir(join(folder, copies))).toSorted()).toEqual(['one.pdf', 'two.pdf'])
    expect(await page()).toContain('href="/list/issues/2016-W49/copies/two.pdf"')
    const before = await stat(join(folder, copies, 'one.pdf'), { bigint: true })
    expect(await save(works)).toBeNull()
    await publish(deps(works).publish, [])
    expect((await stat(join(folder, copies, 'one.pdf'), { bigint: true })).mtimeNs).toBe(before.mtimeNs)
    expect(printed).toHaveLength(2)
  })

  test('come back with the very bytes when their files were lost or changed', async () => {
    await sealWithArticles(store, two)
    await save(works)
    await rm(join(folder, copies, 'one.pdf'))
    await writeFile(join(folder, copies, 'two.pdf'), 'changed')
    await publish(deps(works).publish, [])
    const files = await Promise.all(['one', 'two'].map(name => readFile(join(folder, copies, `${name}.pdf`), 'utf8')))
    expect(files).toEqual(['%PDF-1.4 1', '%PDF-1.4 2'])
  })

  test.each<[string, CopyRules]>([
    ['nobody asked for them', { copies: 'none', copiesExcept: [] }],
    ['their hosts are excepted', { copies: 'pdf', copiesExcept: ['one.example', 'TWO.example'] }],
  ])('are not made, and no longer shown, when %s', async (_why, changed) => {
    await sealWithArticles(store, two)
    await save(works)
    rules = changed
    await publish(deps(works).publish, [])
    expect(await readdir(join(folder, 'public', 'issues', '2016-W49'))).not.toContain('copies')
    expect(await page()).not.toContain('copies/')
    await store.db.deleteFrom('article_copies').execute()
    await store.db.deleteFrom('settings').execute()
    await save(works)
    expect(printed).toHaveLength(2)
  })

  test('without a Chromium are spoken of once', async () => {
    await sealWithArticles(store, two)
    const saveAgain = createCopySaver(deps(null))
    expect(await saveAgain()).toMatchObject({
      done: 0,
      failed: 0,
      notes: [{ level: 'note', code: 'CHROMIUM_MISSING' }],
    })
    expect(await saveAgain()).toBeNull()
    expect(await save(works)).toMatchObject({ done: 2 })
  })

  test('without an article in the store are not spoken of', async () => {
    await sealWithArticles(store, [{ url: 'https://imported.example/' }])
    expect(await save(null)).toBeNull()
  })
})

describe('an article that cannot be printed', () => {
  test('harms only its own copy, and is tried three times', async () => {
    await sealWithArticles(store, two)
    const bad = failsAt('one.example')
    const first = await save(bad)
    expect(first).toMatchObject({ done: 1, notes: [{ level: 'note', subject: 'https://one.example/a' }] })
    expect(await save(bad)).toBeNull()
    for (const hours of [1, 2]) {
      minutes = hours * 60
      expect(await save(bad)).toMatchObject({ done: 0, notes: [{ code: 'PRINT_FAILED' }] })
    }
    minutes = 10_000
    expect(await save(works)).toBeNull()
  })

  test.each<[string, string, Print, string]>([
    ['is too long', `<p>${'x'.repeat(500_001)}</p>`, works, 'at most 500000 are printed'],
    ['prints too large', html, () => Promise.resolve(new Uint8Array(3_145_729)), 'at most 3145728 are kept'],
  ])('because it %s is tried once', async (_why, text, print, message) => {
    await sealWithArticles(store, [{ url: 'https://one.example/a', html: text }])
    const report = await save(print)
    expect(report?.notes[0]?.message).toContain(message)
    minutes = 10_000
    expect(await save(print)).toBeNull()
  })

  test('because Chromium prints nothing at all is not blamed; that Chromium rests for an hour', async () => {
    await sealWithArticles(store, two)
    const saveAgain = createCopySaver(deps(fails))
    for (const hours of [0, 1, 2, 3, 4]) {
      minutes = hours * 60
      expect((await saveAgain())?.notes).toMatchObject([
        { code: 'CHROMIUM_MISSING', message: expect.stringContaining('it hung') as string },
      ])
      expect(await saveAgain()).toBeNull()
    }
    minutes = 10_000
    expect(await save(works)).toMatchObject({ done: 2 })
  })
})

test('a broken template is told, and counts against no article', async () => {
  await sealWithArticles(store, two)
  await mkdir(join(folder, 'templates'))
  for (const hours of [0, 1, 2, 3, 4]) {
    minutes = hours * 60
    await writeFile(join(folder, 'templates', 'article-copy.html'), '{{ nothing }}')
    expect(await save(works)).toMatchObject({ done: 0, failed: 1, notes: [{ code: 'TEMPLATE_FAILED' }] })
  }
  await rm(join(folder, 'templates'), { recursive: true })
  minutes = 10_000
  expect(await save(works)).toMatchObject({ done: 2 })
})

test('what a killed run was at is done ten minutes later', async () => {
  await sealWithArticles(store, two)
  await noteNewCopies(store.db)
  const [due] = await readDueCopies(store.db, { now: sealedAt, count: 1, maxAttempts: 3 })
  if (due) await takeCopy(store.db, due, addMinutes(sealedAt, 10))
  expect(await save(works)).toMatchObject({ done: 1 })
  minutes = 10
  expect(await save(works)).toMatchObject({ done: 1 })
})

test('a run that is asked to stop goes on with no other copy', async () => {
  await sealWithArticles(store, two)
  const stop = new AbortController()
  const print: Print = text => {
    stop.abort()
    return works(text)
  }
  expect(await createCopySaver({ ...deps(print), signal: stop.signal })()).toMatchObject({ done: 1 })
})

test('an article that this machine has no font for waits, and counts no attempt', async () => {
  await sealWithArticles(store, two)
  const lacks = new WeeklyError('FONT_MISSING', 'boxes', { hint: 'Install one.', retryable: true })
  for (let hour = 0; hour < 5; hour++) {
    minutes = hour * 61
    const report = await save(text => (text.includes('Two') ? Promise.reject(lacks) : works(text)))
    expect(report?.notes).toMatchObject([{ level: 'note', code: 'FONT_MISSING', hint: 'Install one.' }])
  }
  minutes += 61
  expect(await save(works)).toMatchObject({ done: 1, notes: [] })
})

test('a real Chromium prints hostile HTML, and reads no file and no host for it', async () => {
  const site = await startSite()
  const secret = join(folder, 'secret.html')
  await writeFile(secret, '<h1>SECRET OF THIS MACHINE</h1>')
  const hostile = [`file://${secret}`, `${site.url}x`].flatMap(url => [
    `<img src="${url}" alt="A picture"><iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}">`,
    `<link rel="stylesheet" href="${url}"><style>@import url(${url})</style><meta http-equiv="refresh" content="0;${url}">`,
    `<p style="background: url(${url})">Plain text.</p><script>location = '${url}'</script>`,
  ])
  await sealWithArticles(store, [
    { url: 'https://one.example/a', title: 'Four rate limiters', language: 'en', html: hostile.join('') },
  ])
  const path = await chromium.executablePath()
  expect(await save(text => printPdf(path, text))).toMatchObject({ done: 1, notes: [] })
  expect(site.requests).toEqual([])
  const [copy] = await readSavedCopies(store.db)
  expect(copy?.name).toBe('four-rate-limiters')
  const bytes = await readFile(join(folder, copies, `${copy?.name}.pdf`))
  expect(bytes.toString('latin1')).toContain('/Lang (en)')
  const { text, title } = await readPdf(bytes)
  expect(title).toBe('Four rate limiters')
  for (const part of ['Plain text.', 'https://one.example/a', 'Ann Author', 'Dec 9, 2016', 'A picture'])
    expect(text).toContain(part)
  expect(text).not.toContain('SECRET')
  await site.close()
})
