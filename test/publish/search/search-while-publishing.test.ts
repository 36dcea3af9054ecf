// A search that meets a publishing: one under way, one that was killed anywhere, and one that has ended since the page was opened.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SettledHead } from '../../../src/publish/search/settled-part.ts'
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

const headIn = async (folder: string): Promise<SettledHead> =>
  JSON.parse(await readFile(join(folder, 'search/index.json'), 'utf8')) as SettledHead

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
const findAll = async (site: TestSite, head: SettledHead): Promise<readonly string[]> =>
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
  await publishLeases(old, 3)
  const oldHead = await headIn(old)
  const whole = join(root, 'whole')
  await cp(old, whole, { recursive: true, preserveTimestamps: true })
  const renames = (await publishApart(whole, 4, 0)) ?? 0
  expect(renames).toBeGreaterThan(6)
  expect((await headIn(whole)).name).not.toBe(oldHead.name)

  const kill = async (last: number): Promise<void> => {
    const folder = join(root, `killed-${last}`)
    await cp(old, folder, { recursive: true, preserveTimestamps: true })
    expect(await publishApart(folder, 4, last)).toBe(null)
    const site = await serve(folder)
    for (const head of [oldHead, await headIn(folder)]) {
      const titles = (await findAll(site, head)).toSorted()
      expect([titlesOf(3), titlesOf(4)]).toContainEqual(titles)
    }
    await site.close()
    await publishLeases(folder, 4)
    const mended = await serve(folder)
    for (const head of [oldHead, await headIn(folder)])
      expect((await findAll(mended, head)).toSorted()).toEqual(titlesOf(4))
    await mended.close()
  }
  for (let last = 1; last <= renames; last += 2)
    await Promise.all([last, last + 1].filter(each => each <= renames).map(kill))
}, 60_000)

test('a page that was opened before a publishing goes on with its own files, and one that was opened long ago asks for the new ones', async () => {
  const folder = join(root, 'weeks')
  await publishLeases(folder, 3)
  const oldHead = await headIn(folder)
  await publishLeases(folder, 4)
  const next = await serve(folder)
  expect(next.routes.has(`/search/words-${oldHead.name}/0.bin`)).toBe(true)
  expect((await findAll(next, oldHead)).toSorted()).toEqual(titlesOf(4))
  await next.close()
  await publishLeases(folder, 9)
  const later = await serve(folder)
  expect(later.routes.has(`/search/words-${oldHead.name}/0.bin`)).toBe(false)
  expect((await findAll(later, oldHead)).toSorted()).toEqual(titlesOf(9))
  await later.close()
}, 60_000)
