// Puts the package together in a folder as it is published, to be run from there. Its own packages are those of the checkout.
import { execFile } from 'node:child_process'
import { cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from './measure.ts'

const shipped = ['bin', 'templates', 'content', 'config', 'docs', 'package.json']

/** Builds the package into an empty folder; answers the path of its program. Takes some seconds. Rejects when it cannot be built. */
export async function buildPackage(folder: string): Promise<string> {
  const modules = join(projectFolder, 'node_modules')
  await mkdir(folder, { recursive: true })
  for (const name of shipped) await cp(join(projectFolder, name), join(folder, name), { recursive: true })
  await symlink(modules, join(folder, 'node_modules'))
  const bundler = join(modules, 'rolldown', 'bin', 'cli.mjs')
  const args = [bundler, '-c', 'rolldown.config.ts', '-d', join(folder, 'dist')]
  await promisify(execFile)(process.execPath, args, { cwd: projectFolder, maxBuffer: 16 * 1024 * 1024 })
  return join(folder, 'bin', 'weekly.js')
}
