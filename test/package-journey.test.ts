// The published package: packed, put into an empty folder, and led from there to an issue of own sources. Its dependencies are the project's.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtPackage } from './built-program.ts'
import { rssOf, startSite, type TestSite } from './servers.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..')
let folder = ''
let site: TestSite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-package-'))
  await run('npm', ['pack', '--ignore-scripts', '--offline', '--pack-destination', folder], { cwd: builtPackage() })
  const installed = join(folder, 'node_modules', 'weekly-reading-list')
  await mkdir(installed, { recursive: true })
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as { version: string }
  await run('tar', [
    '-xzf',
    join(folder, `weekly-reading-list-${version}.tgz`),
    '-C',
    installed,
    '--strip-components=1',
  ])
  await symlink(join(project, 'node_modules'), join(installed, 'node_modules'))
  site = await startSite()
}, 300_000)
afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

const weekly = (...args: readonly string[]) =>
  run(process.execPath, [join(folder, 'node_modules', 'weekly-reading-list', 'bin', 'weekly.js'), ...args], {
    cwd: folder,
  })

test('the package leads from an empty folder to an issue of own sources', async () => {
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as { version: string }
  expect((await weekly('--version')).stdout).toBe(`${version}\n`)
  const story = { link: 'https://a.example/one', title: 'One thing about leases', text: 'Leases tell who may write.' }
  site.routes.set('/feed.xml', rssOf('A blog', [{ ...story, date: '2016-12-08T10:00:00+08:00' }]))
  const places = ['--systemd', '--compose', '--actions']
  await weekly('init', '--timezone', 'Asia/Shanghai', '--source', `${site.url}feed.xml`, ...places)
  // The page behind the story is on no network: the run says so with 3, and the issue is there.
  const { stdout } = await weekly('run', '--now', '2016-12-09T08:30:00+08:00').catch(
    (error: unknown) => error as { stdout: string },
  )
  expect(stdout).toContain('issue 1 is sealed')
  expect(await readFile(join(folder, 'public/issues/2016-W49/index.html'), 'utf8')).toContain('One thing about leases')
  expect(await readFile(join(folder, 'deploy/systemd/weekly.service'), 'utf8')).toContain(
    join('node_modules', 'weekly-reading-list', 'bin', 'weekly.js'),
  )
}, 120_000)
