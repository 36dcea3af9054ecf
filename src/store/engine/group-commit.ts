// Many small changes in one transaction: each commit waits for the disk, so what comes while one waits goes together into the next.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Connection, Store } from './database.ts'

/** Makes a change; resolves with its result when that is committed. Rejects, and nothing of the group is changed, when the store fails. */
export type GroupCommit = <Result>(change: (db: Connection) => Promise<Result>) => Promise<Result>

/** Makes a change of one kind, on the same terms. */
export type GroupedChange<Change, Result> = (change: Change) => Promise<Result>

interface WaitingChange<Change, Result> {
  readonly change: Change
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes the group commit of one worker over `commitAll`, which commits some changes as one and answers a result for each: changes are
 * committed in the order in which they came, and none waits for company, for until a mail that was taken is recorded, a crash sends it twice.
 * A change must not fail but with the store: the others of its group would fail with it.
 */
export function groupChanges<Change, Result>(
  commitAll: (changes: readonly Change[]) => Promise<readonly Result[]>,
): GroupedChange<Change, Result> {
  const waiting: WaitingChange<Change, Result>[] = []
  let isCommitting = false

  const commitGroup = async (group: readonly WaitingChange<Change, Result>[]): Promise<void> => {
    try {
      const results = await commitAll(group.map(({ change }) => change))
      // There is a result for each change.
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  const commitWaiting = async (): Promise<void> => {
    isCommitting = true
    // Answers of other servers that are already here may join.
    await nextTurn()
    while (waiting.length > 0) {
      await commitGroup(waiting.splice(0))
      await nextTurn()
    }
    isCommitting = false
  }
  return change =>
    new Promise((resolve, reject) => {
      waiting.push({ change, resolve, reject })
      if (!isCommitting) void commitWaiting()
    })
}

/** Makes the group commit of one worker for changes of any kind. */
export function createGroupCommit(store: Store): GroupCommit {
  const commit = groupChanges<(db: Connection) => Promise<() => void>, () => void>(changes =>
    store.db.transaction().execute(async db => {
      const settles: (() => void)[] = []
      for (const change of changes) settles.push(await change(db))
      return settles
    }),
  )
  return change =>
    new Promise((resolve, reject) => {
      const withResult = async (db: Connection): Promise<() => void> => {
        const result = await change(db)
        return () => resolve(result)
      }
      commit(withResult).then(settle => settle(), reject)
    })
}
