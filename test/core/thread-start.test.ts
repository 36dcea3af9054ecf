// Where a thread begins: its program runs as if it had been started with it, and no compiler comes into it.
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { startOfThread } from '../../src/core/thread-start.ts'

const program = `import { parentPort, workerData } from 'node:worker_threads'
const loaded: readonly string[] = process.moduleLoadList
parentPort?.once('message', (told: string) =>
  parentPort?.postMessage([workerData, told, loaded.filter(name => name.includes('amaro')).length]))
`

/** Runs the program under a name with blanks and signs in a thread, with Node's cache in the folder. */
async function runIn(folder: string): Promise<unknown> {
  const path = join(folder, "a program, 100 % 'ours'.ts")
  writeFileSync(path, program)
  const worker = new Worker(startOfThread(pathToFileURL(path)), { workerData: 'given' })
  worker.postMessage('told')
  const [answer] = (await once(worker, 'message')) as readonly unknown[]
  await worker.terminate()
  return answer
}

test('a thread of TypeScript gets what is given and told, and loads no compiler once its program was compiled', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'weekly-thread-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await runIn(folder)
  expect(await runIn(folder)).toEqual(['given', 'told', 0])
})

test('a thread of JavaScript starts with its program', () => {
  const url = new URL('file:///a/program.js')
  expect(startOfThread(url)).toBe(url)
})
