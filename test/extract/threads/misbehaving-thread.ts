// A reading thread that does as the item's title says: loops, fills memory, fails, or answers at once.
import { parentPort } from 'node:worker_threads'
import type { ReadingTask } from '../../../src/extract/read-article.ts'

const deeds: Readonly<Record<string, () => void>> = {
  loop: () => {
    for (;;) parentPort?.ref()
  },
  'fill the heap': () => {
    const kept: string[][] = []
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, at) => `text ${at}`))
  },
  'fill buffers': () => {
    const kept: Uint8Array[] = []
    for (;;) if (kept.length < 150) kept.push(new Uint8Array(1024 * 1024).fill(1))
  },
  'have a bug': () => {
    throw new TypeError('a bug')
  },
  exit: () => process.exit(1),
}

parentPort?.on('message', ({ item }: ReadingTask) => {
  deeds[item.title]?.()
  if (item.title === 'fail')
    parentPort?.postMessage({ failure: { code: 'PDF_UNREADABLE', message: 'no', hint: 'Open it.', retryable: false } })
  else parentPort?.postMessage({ article: { title: item.title } })
})
