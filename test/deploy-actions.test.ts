// The workflow for a list without a server, step by step: its own scripts, a real git, the built program. Each run is a fresh checkout.
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { builtProgram } from './built-program.ts'

const run = promisify(execFile)
const workflow = parse(
  await readFile(join(import.meta.dirname, '..', 'deploy', 'actions', '.github', 'workflows', 'weekly.yml'), 'utf8'),
) as { jobs: { run: { steps: readonly { name?: string; run?: string }[] } } }

let folder = ''
let remote = ''
/** Git as on a machine that was made for the run: nobody's settings. */
const git = (cwd: string, ...args: readonly string[]) =>
  run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-actions-'))
  remote = join(folder, 'remote.git')
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote)
  const first = join(folder, 'first')
  await git(folder, 'clone', '--quiet', remote, first)
  await mkdir(join(first, 'config'))
  const weekly = 'url: https://list.example/\nstoreTravels: true\nhttp: { forms: none }\n'
  await writeFile(join(first, 'config', 'weekly.yaml'), weekly)
  await writeFile(join(first, 'config', 'sources.yaml'), '[]\n')
  await git(first, 'add', '.')
  await git(first, 'commit', '--quiet', '--message', 'The list')
  await git(first, 'push', '--quiet', 'origin', 'HEAD:main')
  await mkdir(join(folder, 'bin'))
  const npx = join(folder, 'bin', 'npx')
  await writeFile(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${builtProgram()}' "$@"\n`)
  await chmod(npx, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A run of the workflow on a machine of its own. `step` answers the exit code of one of its scripts. */
async function beginRun(name: string) {
  const home = join(folder, name)
  await mkdir(join(home, 'temp'), { recursive: true })
  await git(home, 'clone', '--quiet', '--depth=1', `file://${remote}`, 'checkout')
  const cwd = join(home, 'checkout')
  const env = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    RUNNER_TEMP: join(home, 'temp'),
  }
  const step = async (title: string): Promise<number> => {
    const script = workflow.jobs.run.steps.find(each => each.name === title)?.run ?? 'exit 99'
    // As GitHub starts the steps of a job.
    return run('bash', ['-e', '-c', script], { cwd, env }).then(
      () => 0,
      (error: unknown) => (error as { code: number }).code,
    )
  }
  const generation = async (): Promise<unknown> =>
    (JSON.parse(await readFile(join(cwd, 'public', 'last-run.json'), 'utf8')) as { generation: number }).generation
  return { cwd, step, generation }
}
const kept = async (): Promise<string> => (await git(folder, '--git-dir', remote, 'rev-parse', 'weekly-state')).stdout

test('the store goes from run to run as one commit, and nobody who was overtaken writes over it', async () => {
  const first = await beginRun('one')
  for (const title of ['Fetch the store', 'Run', 'Keep the store'])
    expect([title, await first.step(title)]).toEqual([title, 0])
  expect(await first.generation()).toBe(1)

  const [second, overtaken] = [await beginRun('two'), await beginRun('three')]
  for (const each of [second, overtaken]) expect(await each.step('Fetch the store')).toBe(0)
  expect([await second.step('Run'), await second.step('Keep the store')]).toEqual([0, 0])
  expect(await second.generation()).toBe(2)
  const state = await kept()
  expect(await overtaken.step('Keep the store')).not.toBe(0)
  expect(await kept()).toBe(state)
  // Without its history: the branch stays as small as the store.
  expect((await git(folder, '--git-dir', remote, 'rev-list', '--count', 'weekly-state')).stdout.trim()).toBe('1')

  const next = await beginRun('four')
  expect(await next.step('Fetch the store')).toBe(0)
  expect((await git(next.cwd, 'hash-object', 'data/weekly.db')).stdout).toBe(
    (await git(folder, '--git-dir', remote, 'rev-parse', 'weekly-state:weekly.db')).stdout,
  )
}, 60_000)

test('where the store cannot be asked for, no new one is begun', async () => {
  const cut = await beginRun('five')
  await git(cut.cwd, 'remote', 'set-url', 'origin', join(folder, 'gone.git'))
  expect(await cut.step('Fetch the store')).not.toBe(0)
})
