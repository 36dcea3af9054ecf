// What runs in a drafting thread: makes one draft and answers with the report, or one ranking and answers with that; or with the failure as
// plain values.
import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { isWeeklyError } from '../core/errors.ts'
import { silentLog } from '../core/log.ts'
import type { DraftingAnswer, DraftingTask } from './draft-aside.ts'

enableCompileCache()
const { curate, rankWeek } = await import('./curate.ts')
const { openStore } = await import('../store/engine/database.ts')
const { explainStoreError } = await import('../store/engine/store-errors.ts')

async function draft({ kind, address, window, by, settings, fingerprint, now }: DraftingTask): Promise<DraftingAnswer> {
  const store = await openStore(address, '.', { connections: 1 })
  try {
    const means = { store, clock: { now: () => now }, log: silentLog }
    const deps = { ...means, ...settings, fingerprintProgram: () => fingerprint }
    if (kind === 'ranking') return { ranked: await rankWeek(deps, window, by) }
    return { report: await curate(deps, window, by) }
  } finally {
    await store.close()
  }
}

async function answer(task: DraftingTask): Promise<DraftingAnswer> {
  try {
    return await draft(task)
  } catch (caught) {
    // Bugs end the thread, and the pass fails with them.
    const error = explainStoreError(caught) ?? caught
    if (!isWeeklyError(error)) throw error
    const { code, message, hint, retryable } = error
    return { failure: { code, message, hint, retryable } }
  }
}

parentPort?.postMessage(await answer(workerData as DraftingTask))
