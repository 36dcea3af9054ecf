// A run in which a test fails must end with an error: what starts the real PostgreSQL once made every run end with 0.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('a run with a failing test ends with 1', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-run-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'test'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const failing = "import { test } from 'vitest'\ntest('fails', () => { throw new Error('as it should') })\n"
  await writeFile(join(folder, 'test', 'failing.test.ts'), failing)
  const settings = { include: ['test/*.test.ts'], globalSetup: [join(root, 'test', 'postgres.ts')] }
  await writeFile(join(folder, 'vitest.config.ts'), `export default { test: ${JSON.stringify(settings)} }\n`)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run'], { cwd: folder, stdio: 'ignore' })
  expect(await once(child, 'exit')).toEqual([1, null])
}, 120_000)
