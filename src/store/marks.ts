// Which program and which configuration is the newer, when workers differ: the one whose mark was seen first later.
import type { Store } from './engine/database.ts'
import type { WorkerTable } from './engine/machine-tables.ts'
import { readSetting, saveSetting } from './settings.ts'
import { readWorkers, type WorkerSelf } from './workers.ts'

/** What workers may differ in. */
export type MarkKind = 'program' | 'config'

const KEPT = 20
const nameOf = (kind: MarkKind): string => `marks-${kind}`

/** The marks that were seen, the newest last. */
async function readMarks({ db }: Store, kind: MarkKind): Promise<readonly string[]> {
  return JSON.parse((await readSetting(db, nameOf(kind))) ?? '[]') as readonly string[]
}

/**
 * A worker at work with a newer program or configuration than `self`, or null: then that of `self` is the newest from now on, also when it was
 * seen before, as after a change that was taken back everywhere.
 */
export async function findNewer(store: Store, self: WorkerSelf, kind: MarkKind): Promise<WorkerTable | null> {
  const known = await readMarks(store, kind)
  const mark = self[kind]
  if (known.at(-1) === mark) return null
  const own = known.indexOf(mark)
  const others = (await readWorkers(store)).filter(({ id, role }) => id !== self.id && role.includes('worker'))
  const newer = own < 0 ? undefined : others.find(other => known.indexOf(other[kind]) > own)
  if (newer) return newer
  const next = [...known.filter(each => each !== mark), mark].slice(-KEPT)
  await saveSetting(store.db, nameOf(kind), JSON.stringify(next))
  return null
}
