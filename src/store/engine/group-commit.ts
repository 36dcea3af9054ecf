// Many small changes in one transaction: each commit waits for the disk, so what comes while one waits goes together into the next.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Connection, Store } from './database.ts'

/** Makes a change; resolves with its result when that is committed. Rejects, and nothing of the group is changed, when the store fails. */
export type GroupCommit = <Result>(change: (db: Connection) => Promise<Result>) => Promise<Result>

interface WaitingChange {
  readonly run: (db: Connection) => Promise<() => void>
  readonly reject: (error: unknown) => void
}

/**
 * Makes the group commit of one worker: changes are committed in the order in which they came, and none waits for company, for until a mail
 * that was taken is recorded, a crash sends it twice. A change must not fail but with the store: the others of its group would fail with it.
 */
export function createGroupCommit(store: Store): GroupCommit {
  const waiting: WaitingChange[] = []
  let isCommitting = false

  const commitAll = async (): Promise<void> => {
    isCommitting = true
    // Answers of other servers that are already here may join.
    await nextTurn()
    while (waiting.length > 0) {
      const group = waiting.splice(0)
      try {
        const settle = await store.db.transaction().execute(db => runAll(db, group))
        for (const each of settle) each()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
      await nextTurn()
    }
    isCommitting = false
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
      if (!isCommitting) void commitAll()
    })
}

async function runAll(db: Connection, group: readonly WaitingChange[]): Promise<readonly (() => void)[]> {
  const settles: (() => void)[] = []
  for (const { run } of group) settles.push(await run(db))
  return settles
}
