// What runs in a drafting thread: makes one draft and answers with the report, or with the failure as plain values.
import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { isWeeklyError } from '../core/errors.ts'
import { silentLog } from '../core/log.ts'
import type { DraftingAnswer, DraftingTask } from './draft-aside.ts'

enableCompileCache()
const { curate } = await import('./curate.ts')
const { openStore } = await import('../store/engine/database.ts')
const { explainStoreError } = await import('../store/engine/store-errors.ts')

async function draft({ address, window, by, settings, fingerprint, now }: DraftingTask): Promise<DraftingAnswer> {
  const store = await openStore(address, '.')
  try {
    const means = { store, clock: { now: () => now }, log: silentLog }
    return { report: await curate({ ...means, ...settings, fingerprintProgram: () => fingerprint }, window, by) }
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
