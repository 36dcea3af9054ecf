// Lets the heap grow less between two clearings while feeds are read: all that is read of a feed is garbage once it is stored.

/** After a clearing the next one comes when the heap has grown by this part of what is alive. */
const GROWTH_PERCENT = 50

let users = 0

function letHeapGrow(percent: number): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(`--heap-growing-percent=${percent}`)
}

/**
 * Does something while the engine clears its heap sooner than it would by itself, up to fourfold: 800 new feeds peaked at 230 MB, with it
 * at 160 MB, for a tenth more CPU. Holds for the whole process, until the last of several uses at a time is over.
 */
export async function withFrugalHeap<Result>(act: () => Promise<Result>): Promise<Result> {
  if (users++ === 0) letHeapGrow(GROWTH_PERCENT)
  try {
    return await act()
  } finally {
    // 0 is the engine's own choice.
    if (--users === 0) letHeapGrow(0)
  }
}
