// `weekly move`: the whole store goes to another database, and is compared there.
import { loadConfig } from '../../app/load-config.ts'
import { createClock, type GlobalOptions } from '../../app/options.ts'
import { WeeklyError } from '../../core/errors.ts'
import { hideSecrets } from '../../core/log.ts'
import { moveStore } from '../../store/move/move-store.ts'
import { exitCodes } from '../terminal/exit.ts'
import { describeCount, say, sayJson } from '../terminal/terminal.ts'

/** Moves the store of weekly.yaml to the address. Throws USAGE_INVALID, MOVE_REFUSED, STORE_… errors. */
export async function move(options: GlobalOptions, address: string): Promise<number> {
  const { weekly } = loadConfig(options.config, process.env)
  if (!/^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(address))
    throw new WeeklyError('USAGE_INVALID', `"${hideSecrets(address)}" is no address of a store`, {
      hint: 'It is sqlite:FILE, or postgres://user:password@host/database.',
    })
  const onTable = ({ table, rows }: { readonly table: string; readonly rows: number }): void => {
    if (rows > 0) say(options, `  ${table.padEnd(20)} ${describeCount(rows, 'rows')}, the same on both sides`)
  }
  const moved = await moveStore(weekly.store, address, { now: createClock(options).now(), onTable })
  if (options.json) sayJson({ tables: moved, to: hideSecrets(address) })
  say(options, `moved; now write into weekly.yaml: store: ${hideSecrets(address)}`)
  say(options, 'the old store is closed and stays as it is: keep it until the new one has done a week')
  return exitCodes.done
}
