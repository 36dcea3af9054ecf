// Whether the folders that the program writes to can be written, and whether their disks have room.
import { mkdtemp, rmdir, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { WeeklyConfig } from '../../core/config.ts'
import { fail, type Finding, ok, warn } from './finding.ts'

const MEGABYTE = 1_000_000
const LEAST_FREE_BYTES = 50 * MEGABYTE
const LITTLE_FREE_BYTES = 500 * MEGABYTE

/** The folder itself, or the nearest above it that exists: there it would be made. */
async function nearestFolder(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  const above = dirname(path)
  return isFolder || above === path ? path : nearestFolder(above)
}

async function checkFolder(subject: string, path: string): Promise<Finding> {
  const folder = await nearestFolder(resolve(path))
  try {
    await rmdir(await mkdtemp(join(folder, '.weekly-doctor-')))
  } catch (error) {
    return fail(
      subject,
      `${path} cannot be written: ${(error as Error).message}`,
      'Give this account write permission.',
    )
  }
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  const free = `${path}, ${Math.floor(freeBytes / MEGABYTE)} MB free`
  const room = 'Free disk space; a full disk stops the program, nothing that was stored is lost.'
  if (freeBytes < LEAST_FREE_BYTES) return fail(subject, free, room)
  return freeBytes < LITTLE_FREE_BYTES ? warn(subject, free, room) : ok(subject, free)
}

/** Looks at the site's folder, the outbox and the folder of an SQLite store. */
export async function checkFolders({ output, store, mail }: WeeklyConfig): Promise<readonly Finding[]> {
  const folders = new Map([['output folder', output]])
  if (mail.transport.startsWith('outbox:')) folders.set('outbox', mail.transport.slice('outbox:'.length))
  if (store.startsWith('sqlite:')) folders.set('store folder', dirname(store.slice('sqlite:'.length)))
  return Promise.all([...folders].map(([subject, path]) => checkFolder(subject, path)))
}
