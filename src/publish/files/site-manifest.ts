// The list of the site's files that are ours, with what each was made from. It lies in the site's folder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, type Stamp, unwritable, codeOf } from './write-file.ts'

/** A file as it was left: what it was made from, and by what a change of the file on disk is told. */
export interface KeptFile extends Stamp {
  readonly madeFrom: string
  /** `once`: it stays when it is planned no longer, until the publishing after. `leaving`: that has happened. */
  readonly stays?: 'once' | 'leaving'
}

/** What the folder holds of ours. */
export interface SiteManifest {
  /** By path; null for one that may be half-written. */
  readonly files: ReadonlyMap<string, KeptFile | null>
  /** What the whole site was made from, when all of it was written; null when something was refused, or is under way. */
  readonly madeFrom: string | null
}

const wholeName = '.weekly-site'

/** Names the files that are ours: nothing else in the folder is ever removed. */
const manifestName = '.weekly-files.json'

/**
 * Reads the list. Without a readable one nothing is known to be ours, so nothing will be removed
 * and everything is rendered again. Throws OUTPUT_UNWRITABLE when the folder cannot be read.
 */
export async function readManifest(folder: string): Promise<SiteManifest> {
  const path = join(folder, manifestName)
  try {
    const listed: unknown = JSON.parse(await readFile(path, 'utf8'))
    const entries =
      typeof listed === 'object' && listed !== null && !Array.isArray(listed) ? Object.entries(listed) : []
    const whole: unknown = entries.find(([path]) => path === wholeName)?.[1]
    const files = entries.filter(([path]) => path !== wholeName && isInside(path))
    return {
      files: new Map(files.map(([path, kept]) => [path, isKept(kept) ? kept : null])),
      madeFrom: typeof whole === 'string' ? whole : null,
    }
  } catch (cause) {
    if (cause instanceof SyntaxError || codeOf(cause) === 'ENOENT') return { files: new Map(), madeFrom: null }
    throw unwritable(path, cause)
  }
}

/** Writes the list, sorted by path. Throws OUTPUT_UNWRITABLE. */
export async function writeManifest(
  folder: string,
  files: readonly (readonly [path: string, kept: KeptFile | null])[],
  madeFrom: string | null,
): Promise<void> {
  const whole = madeFrom === null ? [] : ([[wholeName, madeFrom]] as const)
  const lines = [...files, ...whole]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, kept]) => `${JSON.stringify(path)}: ${JSON.stringify(kept)}`)
  await replaceFile(join(folder, manifestName), Buffer.from(`{\n${lines.join(',\n')}\n}\n`))
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split(/[/\\]/).includes('..')
}

function isKept(value: unknown): value is KeptFile {
  if (typeof value !== 'object' || value === null) return false
  const { madeFrom, sizeBytes, modifiedMs, stays } = value as Partial<Record<keyof KeptFile, unknown>>
  const isStamp = typeof sizeBytes === 'number' && typeof modifiedMs === 'number'
  return typeof madeFrom === 'string' && isStamp && (stays === undefined || stays === 'once' || stays === 'leaving')
}
