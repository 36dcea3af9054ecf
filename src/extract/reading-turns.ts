// Who is read when: turns among sources, so that one with many slow pages holds up no other, and a budget for each in one pass.

/** Processor time that the pages of one source may take in one pass; an ordinary page takes a tenth of a second. */
const CPU_BUDGET_MS = 120_000
/** Time on the clock from a source's first page of the pass on: its server may be slow as well. */
const WALL_BUDGET_MS = 300_000
/** Pages that took more than one article may, before the source has to wait. */
const MAX_COSTLY = 3

/** What the sources have taken in one pass. */
export interface SourceBudgets {
  /** Notes that a source's page is about to be read. */
  begin(sourceId: number): void
  /** Notes what reading a page took; `isCostly`: it was ended for what it took. */
  spend(sourceId: number, cpuMs: number, isCostly: boolean): void
  /** Whether the rest of a source waits for the next pass. */
  isSpent(sourceId: number): boolean
  /** The sources whose rest waits. */
  spent(): readonly number[]
}

/** Opens the budgets of a pass; `readMs` reads a clock that only goes forward. */
export function openBudgets(readMs: () => number = () => performance.now()): SourceBudgets {
  const sources = new Map<number, { beganMs: number; cpuMs: number; costly: number }>()
  const isSpent = (sourceId: number): boolean => {
    const taken = sources.get(sourceId)
    if (!taken) return false
    const { beganMs, cpuMs, costly } = taken
    return costly >= MAX_COSTLY || cpuMs >= CPU_BUDGET_MS || readMs() - beganMs >= WALL_BUDGET_MS
  }
  return {
    begin: sourceId => {
      if (!sources.has(sourceId)) sources.set(sourceId, { beganMs: readMs(), cpuMs: 0, costly: 0 })
    },
    spend: (sourceId, cpuMs, isCostly) => {
      const taken = sources.get(sourceId)
      if (!taken) return
      taken.cpuMs += cpuMs
      if (isCostly) taken.costly++
    },
    isSpent,
    spent: () => [...sources.keys()].filter(isSpent),
  }
}

/** One page to read, for one item or for several with its link. */
export interface Turn {
  readonly sourceId: number
}

/**
 * Reads in several lanes, at most half of them in one source. Turns that `mayRead` refuses when they come up are not taken; they are
 * answered. Throws what `read` throws, once all that had begun has ended.
 */
export async function takeTurns<Each extends Turn>(
  turns: readonly Each[],
  lanes: number,
  mayRead: (turn: Each) => boolean,
  read: (turn: Each) => Promise<void>,
): Promise<readonly Each[]> {
  const waiting = interleave(turns)
  const refused: Each[] = []
  const active = new Map<number, number>()
  const perSource = Math.max(1, Math.ceil(lanes / 2))
  const next = (): Each | undefined => {
    const at = waiting.findIndex(({ sourceId }) => (active.get(sourceId) ?? 0) < perSource)
    return at < 0 ? undefined : waiting.splice(at, 1)[0]
  }
  const workLane = async (): Promise<void> => {
    for (let turn = next(); turn; turn = next()) {
      const { sourceId } = turn
      if (!mayRead(turn)) {
        refused.push(turn)
        continue
      }
      active.set(sourceId, (active.get(sourceId) ?? 0) + 1)
      try {
        await read(turn)
      } finally {
        active.set(sourceId, (active.get(sourceId) ?? 1) - 1)
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, workLane))
  const failed = ended.find(lane => lane.status === 'rejected')
  if (failed) throw failed.reason
  return refused
}

/** The first of each source, then the second of each, and so on. */
function interleave<Each extends Turn>(turns: readonly Each[]): Each[] {
  const bySource = [...Map.groupBy(turns, ({ sourceId }) => sourceId).values()]
  const most = Math.max(0, ...bySource.map(({ length }) => length))
  return Array.from({ length: most }, (_, rank) => bySource.flatMap(own => own[rank] ?? [])).flat()
}
