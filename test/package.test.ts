// The package as it is published runs away from the checkout: commands, the threads that read and draft, templates, and its export.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtPackage } from './built-program.ts'

const run = promisify(execFile)
let folder = ''
let program = ''

const then = ['--now', '2026-12-04T08:30+08:00']
/** Runs the package's command in the package's own folder, where its sample configuration is. */
const weekly = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [program, ...args, ...then], { cwd: folder })).stdout

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-package-'))
  await cp(builtPackage(), folder, { recursive: true, verbatimSymlinks: true })
  program = join(folder, 'bin', 'weekly.js')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('it shows its help', async () => {
  expect(await weekly('--help')).toContain('One weekly reading list from the feeds and pages that you follow')
})

test('it collects, reads, drafts and publishes its samples, and shows the issue', { timeout: 180_000 }, async () => {
  expect(await weekly('run')).toContain('1 issue sealed')
  expect(await weekly('issue', 'show', '2026-W49')).toContain('Weekly reading list 2026-W49 (No. 1, sealed')
  expect(await readFile(join(folder, 'public', 'index.html'), 'utf8')).toContain('2026-W49')
})

test('a command uses the compiled code that it kept, whatever other commands ran in between', async () => {
  const own = { NODE_COMPILE_CACHE: undefined, TMPDIR: join(folder, 'kept'), NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }
  const env = { ...process.env, ...own }
  await mkdir(env.TMPDIR)
  const fatesOf = async (...args: readonly string[]): Promise<readonly string[]> => {
    const told = await run(process.execPath, [program, ...args, ...then], {
      cwd: folder,
      env,
      maxBuffer: 16 * 1024 * 1024,
    })
    const fates = `${told.stdout}${told.stderr}`.match(
      /(?<=V8 code cache for .* was )(?:accepted|rejected|not initialized)/g,
    )
    return [...new Set(fates)].toSorted()
  }
  const commands = [['--help'], ['issue', 'list'], ['deliver'], ['doctor', '--help']]
  for (const command of commands) await fatesOf(...command)
  for (const command of commands) expect([command, await fatesOf(...command)]).toEqual([command, ['accepted']])
})

test('it gives out what other programs may use', async () => {
  const entry = (await import(pathToFileURL(join(folder, 'dist', 'library.js')).href)) as Record<string, unknown>
  expect(Object.keys(entry).toSorted()).toEqual([
    'WeeklyError',
    'extractArticle',
    'groupStories',
    'parseFeed',
    'summarize',
  ])
})

test('the threads begin where those who start them look', async () => {
  const files = await readdir(join(folder, 'dist', 'program'))
  expect(files).toEqual(expect.arrayContaining(['drafting-thread.js', 'drawing-process.js', 'reading-thread.js']))
})

test('another version makes those files anew that another part of the program or another package makes', async () => {
  const marks = JSON.parse(await readFile(join(folder, 'dist', 'program', 'fingerprints.json'), 'utf8')) as {
    folders: Record<string, string>
    packages: string
    parts: Record<string, { source: string; packages: readonly string[] }>
  }
  expect(Object.keys(marks.folders)).toEqual(expect.arrayContaining(['core', 'curate', 'formats', 'publish', 'store']))
  const manifest = async (): Promise<string> => readFile(join(folder, 'public', '.weekly-files.json'), 'utf8')
  const described = join(folder, 'package.json')
  const before = await manifest()
  const told = JSON.parse(await readFile(described, 'utf8')) as Record<string, unknown>
  await writeFile(described, JSON.stringify({ ...told, version: '9.9.9' }))
  await weekly('run')
  expect(await manifest()).toBe(before)
  expect(marks.parts['books']?.packages).toEqual(expect.arrayContaining(['fflate', 'liquidjs', 'markdown-it']))
  expect(marks.parts['books']?.packages).not.toContain('rss-parser')
  const books = { ...marks.parts['books'], source: 'another' }
  const folders = { ...marks.folders, publish: 'another' }
  const changed = { ...marks, folders, parts: { ...marks.parts, books } }
  await writeFile(join(folder, 'dist', 'program', 'fingerprints.json'), JSON.stringify(changed))
  await weekly('run')
  const after = new Set((await manifest()).split('\n'))
  const anew = before.split('\n').filter(line => !after.has(line))
  expect(anew.map(line => line.slice(0, line.indexOf(':')))).toEqual(['".weekly-site"', '"issues/2026-W49/issue.epub"'])
})

test('it names whose code it carries, with their licenses', async () => {
  const licenses = await readFile(join(folder, 'dist', 'licenses.txt'), 'utf8')
  for (const name of ['commander', 'croner', 'css-select', 'kysely', 'readability', 'sanitize-html', 'yaml', 'zod'])
    expect(licenses).toContain(name)
  expect(licenses.match(/permission|license/gi)?.length).toBeGreaterThan(5)
})
