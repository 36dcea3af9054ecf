// A search that meets a publishing: one under way, one that was killed anywhere, and one that has ended since the page was opened.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SearchHead } from '../../../src/publish/search/search-site.ts'
import { startSite, type TestSite } from '../../servers.ts'
import { pageScript } from './page-script.ts'
import { publishLeases, STORIES_PER_ISSUE } from './publish-leases.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'weekly-search-'))
})
afterAll(() => rm(root, { recursive: true }))

/** Publishes in a process of its own; answers how many renames there were, or null when it was killed before the `last`. */
const publishApart = (folder: string, issues: number, last: number): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, 'publish-and-die.ts')
    execFile(process.execPath, [script, folder, String(issues), String(last)], (error, stdout, stderr) => {
      if (error && error.signal !== 'SIGKILL') reject(new Error(stderr))
      else resolve(error ? null : Number(stdout))
    })
  })

const headIn = async (folder: string): Promise<SearchHead> =>
  JSON.parse(await readFile(join(folder, 'search/index.json'), 'utf8')) as SearchHead

/** Serves the folder as it is now. */
const serve = async (folder: string): Promise<TestSite> => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = names.filter(each => each.isFile()).map(each => join(each.parentPath, each.name))
  const contents = await Promise.all(
    paths.map(async path => [path.slice(folder.length), await readFile(path)] as const),
  )
  return startSite(Object.fromEntries(contents))
}

/** All titles that a page which knows this head finds, by a word that every story has. */
const findAll = async (site: TestSite, head: SearchHead): Promise<readonly string[]> =>
  pageScript.searchAnew(`${site.url}search/`, head, 'lease', async ({ count, loadHit }) => {
    const hits = await Promise.all(Array.from({ length: count }, (_, place) => loadHit(place)))
    return hits.map(([title]) => title)
  })

const titlesOf = (issues: number): readonly string[] =>
  Array.from(
    { length: issues * STORIES_PER_ISSUE },
    (_, index) => `Story ${Math.floor(index / STORIES_PER_ISSUE)}-${index % STORIES_PER_ISSUE}`,
  ).toSorted()

test('killed at any rename, it leaves a search that finds all of the old or all of the new, each once, for old pages and new', async () => {
  const old = join(root, 'old')
  await publishLeases(old, 7)
  const oldHead = await headIn(old)
  const whole = join(root, 'whole')
  await cp(old, whole, { recursive: true, preserveTimestamps: true })
  const renames = (await publishApart(whole, 8, 0)) ?? 0
  expect(renames).toBeGreaterThan(100)
  expect([oldHead.parts.length, (await headIn(whole)).parts.length]).toEqual([2, 1])

  const kill = async (last: number): Promise<void> => {
    const folder = join(root, `killed-${last}`)
    await cp(old, folder, { recursive: true, preserveTimestamps: true })
    expect(await publishApart(folder, 8, last)).toBe(null)
    const site = await serve(folder)
    for (const head of [oldHead, await headIn(folder)]) {
      const titles = (await findAll(site, head)).toSorted()
      expect([titlesOf(7), titlesOf(8)]).toContainEqual(titles)
    }
    await site.close()
    await publishLeases(folder, 8)
    const mended = await serve(folder)
    expect((await findAll(mended, await headIn(folder))).toSorted()).toEqual(titlesOf(8))
    expect([titlesOf(7), titlesOf(8)]).toContainEqual((await findAll(mended, oldHead)).toSorted())
    await mended.close()
  }
  // Everywhere among the files of the new part, and before each of those that name it.
  const spread = [1, 2, Math.floor(renames / 3), Math.floor(renames / 2)]
  const lasts = [...spread, ...[5, 4, 3, 2, 1, 0].map(before => renames - before)]
  for (let place = 0; place < lasts.length; place += 2) await Promise.all(lasts.slice(place, place + 2).map(kill))
}, 60_000)

test('a page that was opened before a publishing goes on with its own files, and one that was opened long ago asks for the new ones', async () => {
  const folder = join(root, 'weeks')
  await publishLeases(folder, 3)
  const oldHead = await headIn(folder)
  const oldFile = `/search/part-${oldHead.parts[0]?.name}/words-0.bin`
  await publishLeases(folder, 4)
  const next = await serve(folder)
  expect(next.routes.has(oldFile)).toBe(true)
  expect((await findAll(next, oldHead)).toSorted()).toEqual(titlesOf(3))
  await next.close()
  await publishLeases(folder, 9)
  const later = await serve(folder)
  expect(later.routes.has(oldFile)).toBe(false)
  expect((await findAll(later, oldHead)).toSorted()).toEqual(titlesOf(9))
  await later.close()
}, 60_000)

test('a search while a publishing runs finds all of the old or all of the new at every moment', async () => {
  const folder = join(root, 'busy')
  await publishLeases(folder, 7)
  const oldHead = await headIn(folder)
  const running = publishApart(folder, 8, 0)
  const state = { isOver: false }
  void running.finally(() => (state.isOver = true))
  let searches = 0
  while (!state.isOver) {
    const head = await headIn(folder)
    const site = await serve(folder).catch(() => null)
    if (!site) continue
    for (const each of [oldHead, head])
      expect([titlesOf(7), titlesOf(8)]).toContainEqual((await findAll(site, each)).toSorted())
    await site.close()
    searches += 1
  }
  await running
  expect(searches).toBeGreaterThan(0)
}, 60_000)
