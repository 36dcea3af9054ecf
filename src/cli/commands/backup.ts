// `weekly backup` and `weekly restore`: the whole state of the list as one file, or with all that makes it in a folder.
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import { backupPath, backupStore, restoreStore } from '../../store/backup.ts'
import { openStore } from '../../store/engine/database.ts'
import { exitCodes } from '../terminal/exit.ts'
import { loadConfig } from '../../app/load-config.ts'
import { createClock, type GlobalOptions } from '../../app/options.ts'
import { templatesFolder } from '../../app/wire.ts'
import { describeInstant, say, sayJson } from '../terminal/terminal.ts'

/** Copies the store, while the program runs or not. */
export async function backup(options: GlobalOptions, file: string, own: { readonly all?: true } = {}): Promise<number> {
  if (own.all) return backupAll(options, file)
  const { weekly } = loadConfig(options.config, process.env)
  backupPath(weekly.store, 'pg_dump')
  const sizeBytes = await copyStore(options, weekly.store, file)
  if (options.json) sayJson({ file, sizeBytes })
  say(options, `${file}: ${sizeBytes} bytes`)
  return exitCodes.done
}

async function copyStore(options: GlobalOptions, address: string, file: string): Promise<number> {
  const store = await openStore(address, '.')
  return backupStore(store, file, createClock(options).now()).finally(() => store.close())
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Copies everything that makes the list into a folder: the store, the configuration with its keys, the own posts, the own templates. The
 * folder appears whole or not at all. Of a list in PostgreSQL all but the store. Throws BACKUP_REFUSED.
 */
async function backupAll(options: GlobalOptions, folder: string): Promise<number> {
  const { weekly } = loadConfig(options.config, process.env)
  if (await exists(folder))
    throw new WeeklyError('BACKUP_REFUSED', `${folder} exists`, { hint: 'Name a folder that is not there yet.' })
  const partial = `${folder}.partial`
  const parts = new Map([
    ['config', options.config],
    ['content', weekly.content],
    ['templates', templatesFolder],
  ])
  const isFile = weekly.store.startsWith('sqlite:')
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true, mode: 0o700 })
    for (const [name, from] of parts)
      if (await exists(from)) await cp(from, join(partial, name), { recursive: true, preserveTimestamps: true })
    if (isFile) await copyStore(options, weekly.store, join(partial, 'weekly.db'))
    await rename(partial, folder)
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined)
    if (isWeeklyError(cause)) throw cause
    throw new WeeklyError('BACKUP_REFUSED', `${folder} could not be written: ${(cause as Error).message}`, {
      hint: 'Name a folder on a disk with space.',
      cause,
    })
  }
  const names = (await readdir(folder)).toSorted()
  if (options.json) sayJson({ folder, names })
  say(options, `${folder}: ${names.join(', ')}`)
  if (!isFile) say(options, `the store is in PostgreSQL: pg_dump --format=custom --file=${folder}/weekly.dump DATABASE`)
  else say(options, `\`weekly restore ${folder}/weekly.db\` puts the store back; the rest is copied back by hand`)
  return exitCodes.done
}

/** Puts a backup in the store's place; nothing may have the store open. */
export async function restore(options: GlobalOptions, file: string): Promise<number> {
  const { weekly } = loadConfig(options.config, process.env)
  const path = backupPath(weekly.store, 'pg_restore')
  const { madeAt, keptAs } = await restoreStore(path, file, createClock(options).now())
  if (options.json) sayJson({ madeAt, keptAs })
  say(options, `${path} is as it was at ${describeInstant(madeAt, weekly.timezone)}`)
  if (keptAs !== null) say(options, `the store that was there is kept as ${keptAs}`)
  say(options, 'Issues that have closed by now are mailed only when asked: weekly deliver --week WEEK')
  return exitCodes.done
}
