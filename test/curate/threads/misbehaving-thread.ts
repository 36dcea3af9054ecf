// A drafting thread that does what the language of its settings says, in place of a draft.
import { parentPort, workerData } from 'node:worker_threads'
import type { DraftingTask } from '../../../src/curate/draft-aside.ts'

const { settings } = workerData as DraftingTask
const deeds: Readonly<Record<string, () => void>> = {
  'have a bug': () => {
    throw new TypeError('a bug')
  },
  exit: () => process.exit(3),
  hang: () => {
    parentPort?.ref()
    for (;;);
  },
}
const deed: string = settings.language
deeds[deed]?.()
