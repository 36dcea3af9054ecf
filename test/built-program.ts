// Builds the package once for the whole run: tests that start the program as a command start this one, at a third of what its sources cost.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildPackage } from '../bench/build-package.ts'

/** The folder of the built package, as it is published; its packages are those of the checkout. Nothing may be written into it. */
export function builtPackage(): string {
  return fileURLToPath(new URL('.', process.env['WEEKLY_BUILT']))
}

/** The file that a test hands to Node in order to start the program. */
export function builtProgram(): string {
  return join(builtPackage(), 'dist', 'main.js')
}

export default async function build(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-built-'))
  await buildPackage(folder)
  process.env['WEEKLY_BUILT'] = pathToFileURL(`${folder}/`).href
  // What one command has compiled the next one need not.
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compile-cache')
  // A program that is about to end may still be writing what it compiled.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
