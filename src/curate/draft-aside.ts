// Makes drafts and rankings in a thread of their own with its own connection to the store: ranking a full week holds up nobody who asks for a page.
import type { ResourceLimits, Worker } from 'node:worker_threads'
import type { DraftOptions, RankedDraft } from './draft.ts'
import { type ErrorCode, WeeklyError } from '../core/errors.ts'
import { nobodyAsks, type StopWish } from '../core/stop.ts'
import { startOfThread } from '../core/thread-start.ts'
import type { Instant, IssueWindow, StageReport } from '../core/types.ts'
import { type CandidateRule, countEntered } from '../store/items.ts'
import type { CurateDeps, RankAside, RenewDraft } from './curate.ts'
import { settingsOf } from './draft-mark.ts'

/** What a thread is told: values alone cross to it. */
export interface DraftingTask {
  /** Whether a draft is to be made, or the ranking alone that it is laid over. */
  readonly kind: 'draft' | 'ranking'
  /** Of the store, absolute. */
  readonly address: string
  readonly window: IssueWindow
  readonly by: CandidateRule
  readonly settings: DraftOptions
  readonly fingerprint: string
  readonly now: Instant
}

/** What a thread answers. An error's class does not cross between threads. */
export type DraftingAnswer =
  | { readonly report: StageReport }
  | { readonly ranked: RankedDraft }
  | {
      readonly failure: {
        readonly code: ErrorCode
        readonly message: string
        readonly hint: string | null
        readonly retryable: boolean
      }
    }

/** As many are ranked in less time than a thread takes to start. */
const FEW_ITEMS = 40
/** Where nobody waits for a page, from so many items on a thread is worth its start: its heap has a limit, and a third less is taken. */
const MANY_ITEMS = 20_000

/** Room for what has just been made. */
const YOUNG_MB = 48
/** Room for what lasts: the program, and a hundred thousand articles with their ranking take a half of what they are given, however long they are. */
const OLD_MB = 256
const OLD_MB_A_THOUSAND_ITEMS = 6

/**
 * The limits of a thread for so many items, in megabytes. A heap without a limit grows fourfold before it is cleared, one with a limit below
 * two gigabytes by half.
 */
function limitsFor(items: number): ResourceLimits {
  const maxOldGenerationSizeMb = OLD_MB + Math.ceil((OLD_MB_A_THOUSAND_ITEMS * items) / 1_000)
  return { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb }
}

/** As it lies there: TypeScript in a checkout, compiled in the package. */
const usualProgram = new URL(`./drafting-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

const leftOver = ({ week }: IssueWindow): StageReport => ({
  stage: 'curate',
  done: 0,
  skipped: 0,
  failed: 0,
  unit: `stories in ${week}`,
  notes: [{ level: 'note', subject: week, code: null, message: 'is drafted by the next run', hint: null }],
})

/** Waits for a thread's answer; null when it was ended because the process should. Throws what the thread threw. */
function answerOf(worker: Worker, stop: StopWish): Promise<DraftingAnswer | null> {
  const { promise, resolve, reject } = Promise.withResolvers<DraftingAnswer | null>()
  const forget = stop.onPatienceEnd(() => {
    resolve(null)
    void worker.terminate()
  })
  worker.once('message', (answer: DraftingAnswer) => resolve(answer))
  worker.once('error', reject)
  worker.once('exit', code => reject(new Error(`the thread that drafts ended by itself with exit code ${code}`)))
  return promise.finally(forget)
}

type Done = Exclude<DraftingAnswer, { readonly failure: unknown }>

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}

/**
 * Has a thread of its own do a task; null when it was ended because the process should. A week that is too large for it gets all the room
 * there is. Rejects with the thread's failure.
 */
async function askThread(program: URL, items: number, task: DraftingTask, stop: StopWish): Promise<Done | null> {
  try {
    return await askThreadWithin(limitsFor(items), program, task, stop)
  } catch (error) {
    if (!isOutOfMemory(error)) throw error
    return askThreadWithin({}, program, task, stop)
  }
}

async function askThreadWithin(
  resourceLimits: ResourceLimits,
  program: URL,
  task: DraftingTask,
  stop: StopWish,
): Promise<Done | null> {
  // Not by an import: most commands draft nothing aside, and what threads are made of takes long to load.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker = new Worker(startOfThread(program), { name: 'drafting', workerData: task, resourceLimits })
  try {
    const answer = await answerOf(worker, stop)
    if (answer === null || !('failure' in answer)) return answer
    const { code, message, hint, retryable } = answer.failure
    throw new WeeklyError(code, message, { ...(hint === null ? {} : { hint }), retryable })
  } finally {
    await worker.terminate()
  }
}

function taskOf(
  kind: DraftingTask['kind'],
  address: string,
  deps: CurateDeps,
  week: Pick<DraftingTask, 'window' | 'by'>,
): DraftingTask {
  const settings = settingsOf(deps)
  return { kind, address, ...week, settings, fingerprint: deps.fingerprintProgram(), now: deps.clock.now() }
}

/** Where drafts are made aside. */
export interface AsideOptions {
  readonly stop?: StopWish
  /** Whether nobody waits for a page meanwhile: then only weeks that would fill the memory are drafted aside. */
  readonly isAlone?: boolean
  /** What the thread runs. */
  readonly program?: URL
}

/**
 * How drafts are made of a store at `address`: full weeks in a thread, the others where it is called. What the thread does is `curate`
 * itself. A process that should end leaves the draft as it was, once its patience ends. Rejects with the thread's failure, a bug with its
 * stack.
 */
export function openDraftingAside(
  address: string,
  { stop = nobodyAsks, isAlone = false, program = usualProgram }: AsideOptions = {},
): RenewDraft {
  return async (deps, window, by, renewHere) => {
    const items = await countEntered(deps.store.db, window)
    if (items < (isAlone ? MANY_ITEMS : FEW_ITEMS)) return renewHere(deps, window, by)
    const done = await askThread(program, items, taskOf('draft', address, deps, { window, by }), stop)
    return done && 'report' in done ? done.report : leftOver(window)
  }
}

/**
 * The same of a ranking that somebody at the desk waits for: others are answered meanwhile. Rejects with STORE_UNAVAILABLE when the process
 * should end.
 */
export function openRankingAside(
  address: string,
  { stop = nobodyAsks, program = usualProgram }: Omit<AsideOptions, 'isAlone'> = {},
): RankAside {
  return async (deps, window, by, rankHere) => {
    const items = await countEntered(deps.store.db, window)
    if (items < FEW_ITEMS) return rankHere(deps, window, by)
    const done = await askThread(program, items, taskOf('ranking', address, deps, { window, by }), stop)
    if (done && 'ranked' in done) return done.ranked
    throw new WeeklyError('STORE_UNAVAILABLE', `${window.week} was not ranked: the program is ending`, {
      hint: 'Nothing was changed; try again when it is back.',
      retryable: true,
    })
  }
}
