// `weekly backup` and `weekly restore`: the whole state of the list as one file.
import { backupPath, backupStore, restoreStore } from '../../store/backup.ts'
import { openStore } from '../../store/engine/database.ts'
import { exitCodes } from '../terminal/exit.ts'
import { loadConfig } from '../../app/load-config.ts'
import { createClock, type GlobalOptions } from '../../app/options.ts'
import { describeInstant, say, sayJson } from '../terminal/terminal.ts'

/** Copies the store, while the program runs or not. */
export async function backup(options: GlobalOptions, file: string): Promise<number> {
  const { weekly } = loadConfig(options.config, process.env)
  backupPath(weekly.store, 'pg_dump')
  const store = await openStore(weekly.store, '.')
  const sizeBytes = await backupStore(store, file, createClock(options).now()).finally(() => store.close())
  if (options.json) sayJson({ file, sizeBytes })
  say(options, `${file}: ${sizeBytes} bytes`)
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
