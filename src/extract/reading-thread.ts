// What runs in a reading thread: answers each task with its article, or with the failure as plain values.
import { enableCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { isWeeklyError } from '../core/errors.ts'
import type { ReadingTask } from './read-article.ts'
import type { ReadingAnswer } from './reading-threads.ts'

enableCompileCache()
const { readArticle } = await import('./read-article.ts')

async function answer(task: ReadingTask): Promise<ReadingAnswer> {
  const before = process.threadCpuUsage()
  const cpuMs = (): number => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  }
  try {
    const article = await readArticle(task)
    return { article, cpuMs: cpuMs() }
  } catch (error) {
    // Bugs end the thread, and the task fails with them.
    if (!isWeeklyError(error)) throw error
    const { code, message, hint, retryable } = error
    return { failure: { code, message, hint, retryable }, cpuMs: cpuMs() }
  }
}

parentPort?.on('message', (task: ReadingTask) => {
  void answer(task).then(answered => parentPort?.postMessage(answered))
})
