// Many small changes in one transaction: each commit waits for the disk, so a commit waits a moment for those of other connections.
// Called by deliver/.
import type { Connection, Store } from './database.ts'

/** Makes a change; resolves with its result when that is committed. Rejects, and nothing of the group is changed, when the store fails. */
export type GroupCommit = <Result>(change: (db: Connection) => Promise<Result>) => Promise<Result>

interface WaitingChange {
  readonly run: (db: Connection) => Promise<() => void>
  readonly reject: (error: unknown) => void
}

/** About as long as a disk takes to sync: nobody waits much longer than without company. */
const GATHER_MS = 4

/**
 * Makes the group commit of one worker: changes are committed in the order in which they came, as soon as `fullAt` are waiting, or
 * some milliseconds after the first. A change must not fail but with the store: the others of its group would fail with it.
 */
export function createGroupCommit(store: Store, fullAt: number): GroupCommit {
  const waiting: WaitingChange[] = []
  let isCommitting = false
  let timer: NodeJS.Timeout | undefined

  const commitSoon = (): void => {
    if (isCommitting || waiting.length === 0) return
    if (waiting.length >= fullAt) void commitWaiting()
    else timer ??= setTimeout(() => void commitWaiting(), GATHER_MS)
  }
  const commitWaiting = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    isCommitting = true
    const group = waiting.splice(0)
    try {
      const settle = await store.db.transaction().execute(db => runAll(db, group))
      for (const each of settle) each()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    isCommitting = false
    commitSoon()
  }
  return change =>
    new Promise((resolve, reject) => {
      waiting.push({
        run: async db => {
          const result = await change(db)
          return () => resolve(result)
        },
        reject,
      })
      commitSoon()
    })
}

async function runAll(db: Connection, group: readonly WaitingChange[]): Promise<readonly (() => void)[]> {
  const settles: (() => void)[] = []
  for (const { run } of group) settles.push(await run(db))
  return settles
}
