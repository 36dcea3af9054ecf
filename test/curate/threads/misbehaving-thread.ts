// A drafting thread that does what the language of its settings says, in place of a draft.
import { parentPort, resourceLimits, workerData } from 'node:worker_threads'
import type { DraftingTask } from '../../../src/curate/draft-aside.ts'

const tell = (done: number): void =>
  parentPort?.postMessage({ report: { stage: 'curate', done, skipped: 0, failed: 0, unit: 'stories', notes: [] } })
const { settings } = workerData as DraftingTask
const deeds: Readonly<Record<string, () => void>> = {
  'have a bug': () => {
    throw new TypeError('a bug')
  },
  exit: () => process.exit(3),
  'need room': () => {
    // As Node tells it, without the seconds that filling a gigabyte takes.
    if (resourceLimits.maxYoungGenerationSizeMb === 48)
      throw Object.assign(new Error('out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })
    tell(7)
  },
  'tell room': () => tell(resourceLimits.maxOldGenerationSizeMb ?? 0),
  hang: () => {
    parentPort?.ref()
    for (;;);
  },
}
const deed: string = settings.language
deeds[deed]?.()
