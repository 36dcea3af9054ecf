// On machines whose Node is too old the program and its tests take the one that npm brings, or say in one sentence what to do.
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..')
/** Makes a process take itself for an older Node, before its first module is read. */
const asNode20 = `data:text/javascript,${encodeURIComponent(
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })
   Object.defineProperty(process, 'version', { value: 'v20.20.2' })`,
)}`

async function run(cwd: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const code = await new Promise<number | null>(done => child.on('close', done))
  return { code, ...output }
}

/** A folder with the starter and, in place of the program, one that says how it was started and ends with 3. */
async function install(folder: string, main: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await mkdir(dirname(join(folder, main)), { recursive: true })
  await writeFile(join(folder, main), 'console.log(process.version, ...process.argv.slice(2))\nprocess.exitCode = 3\n')
}

/** Puts this very Node where the package `node` of a version has its own. */
async function bringNode(modules: string, version: string): Promise<void> {
  await mkdir(join(modules, 'node', 'bin'), { recursive: true })
  await writeFile(join(modules, 'node', 'package.json'), JSON.stringify({ version }))
  await symlink(process.execPath, join(modules, 'node', 'bin', 'node'))
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-own-node-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('an older Node starts the program under the one of the checkout, with its words and its exit code', async () => {
  const folder = await aFolder()
  await install(folder, 'src/main.ts')
  await bringNode(join(folder, 'node_modules'), '24.21.0')
  const ended = await run(folder, '--import', asNode20, join('bin', 'weekly.js'), 'run', '--week', '2026-W47')
  expect(ended).toEqual({ code: 3, stdout: `${process.version} run --week 2026-W47\n`, stderr: '' })
})

test('an older Node starts the installed package under the one of its project', async () => {
  const modules = join(await aFolder(), 'node_modules')
  await install(join(modules, 'weekly-reading-list'), 'dist/main.js')
  await bringNode(modules, '24.21.0')
  const starter = join('weekly-reading-list', 'bin', 'weekly.js')
  expect(await run(modules, '--import', asNode20, starter, 'doctor')).toMatchObject({
    code: 3,
    stdout: `${process.version} doctor\n`,
  })
})

test.each([
  ['without development packages', null],
  ['with a package node that is too old itself', '22.1.0'],
])('an older Node %s says in one sentence what to do', async (_name, version) => {
  const folder = await aFolder()
  await install(folder, 'src/main.ts')
  if (version !== null) await bringNode(join(folder, 'node_modules'), version)
  expect(await run(folder, '--import', asNode20, join('bin', 'weekly.js'), 'run')).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'error USAGE_INVALID: weekly needs Node 24 or newer, this is v20.20.2 — install it, or bring one along: npm install node@24 (in a checkout: npm ci without --omit=dev)\n',
  })
})

test('a Node that is new enough starts the program itself', async () => {
  const folder = await aFolder()
  await install(folder, 'src/main.ts')
  expect(await run(folder, join('bin', 'weekly.js'))).toMatchObject({ code: 3, stdout: `${process.version}\n` })
})

test('vitest under an older Node says to run npm test, and runs nothing', async () => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  expect(await run(root, '--import', asNode20, vitest, 'run', 'test/core/week.test.ts')).toEqual({
    code: 1,
    stdout: '',
    stderr: "The tests need Node 24, this is v20.20.2: run `npm test`, which takes the checkout's own.\n",
  })
})
