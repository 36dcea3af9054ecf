// Writes the files of a new list: each appears only where there was nothing before.
import { copyFile, constants, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WeeklyError } from '../../core/errors.ts'
import type { StarterFile } from './starter-files.ts'

/** Paths that were written, and those where something was already. */
export interface Written {
  readonly made: readonly string[]
  readonly kept: readonly string[]
}

const exists = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

/** Does `write` for each path of a folder. Throws OUTPUT_UNWRITABLE where the folder cannot be written. */
async function makeEach(
  folder: string,
  paths: readonly string[],
  write: (target: string, path: string) => Promise<void>,
): Promise<Written> {
  const [made, kept]: [string[], string[]] = [[], []]
  for (const path of paths) {
    const target = join(folder, path)
    try {
      await mkdir(dirname(target), { recursive: true })
      await write(target, path)
      made.push(path)
    } catch (cause) {
      if (!exists(cause))
        throw new WeeklyError('OUTPUT_UNWRITABLE', `${target} cannot be written: ${(cause as Error).message}`, {
          hint: 'Name a folder that this account may write to.',
          cause,
        })
      kept.push(path)
    }
  }
  return { made, kept }
}

/** Writes the files that are not there yet. Throws OUTPUT_UNWRITABLE. */
export async function writeNewFiles(folder: string, files: readonly StarterFile[]): Promise<Written> {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  return makeEach(folder, [...texts.keys()], (target, path) => writeFile(target, texts.get(path) ?? '', { flag: 'wx' }))
}

/** Copies files of the program that are not there yet; `paths` are below both folders. Throws OUTPUT_UNWRITABLE. */
export async function copyNewFiles(from: string, folder: string, paths: readonly string[]): Promise<Written> {
  return makeEach(folder, paths, (target, path) => copyFile(join(from, path), target, constants.COPYFILE_EXCL))
}
