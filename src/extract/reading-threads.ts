// Articles read in worker threads, so that a page that is slow to read, or made to be, holds up nobody but itself.
// Opened by app/wire.ts, used by fetch-article.ts.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type ErrorCode, WeeklyError } from '../core/errors.ts'
import type { Article } from '../core/types.ts'
import type { ReadingTask } from './read-article.ts'

/** Who reads articles. */
export interface ArticleReader {
  /** As `readArticle`; throws ARTICLE_TOO_COSTLY too. */
  read(task: ReadingTask): Promise<Article>
  /** Ends the threads; what they were reading fails. */
  close(): Promise<void>
}

/** What a thread answers. An error's class does not cross between threads. */
export type ReadingAnswer = { readonly article: Article } | { readonly failure: ReadingFailure }

/** A WeeklyError as plain values. */
export interface ReadingFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string | null
  readonly retryable: boolean
}

export interface ThreadLimits {
  readonly threads: number
  /** A thread costs as much as reading ten pages: another is started after so many readings, or when all are slow. */
  readonly readsPerThread: number
  /** For one article, the start of its thread included. */
  readonly timeoutMs: number
  readonly heapMb: number
  /** Outside the heap, where unpacked streams of PDFs lie. */
  readonly buffersMb: number
  /** A thread without work ends after so long. */
  readonly idleMs: number
  /** What a thread runs. */
  readonly program: URL
}

const usualLimits: ThreadLimits = {
  threads: Math.min(4, availableParallelism()),
  readsPerThread: 100,
  timeoutMs: 20_000,
  heapMb: 192,
  buffersMb: 192,
  idleMs: 5_000,
  // As it lies there: TypeScript in a checkout, compiled in the package.
  program: new URL(`./reading-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
}
/** New objects, most of which are garbage at once; V8 would take three times as much in each thread. */
const YOUNG_HEAP_MB = 16
const LOOK_EVERY_MS = 250
/** A page that takes this many looks is slow: others are not kept waiting behind it. */
const SLOW_LOOKS = 12

interface Job {
  readonly task: ReadingTask
  readonly resolve: (article: Article) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  job: Job | null
  /** How often its present job was looked at. */
  looks: number
  timers: readonly NodeJS.Timeout[]
}

/** Opens the reader; threads start with the first task, and none keeps the process alive. One that fails is replaced when there is more to read. */
export function openReadingThreads(limits: Partial<ThreadLimits> = {}): ArticleReader {
  return new ReadingThreads({ ...usualLimits, ...limits })
}

class ReadingThreads implements ArticleReader {
  readonly #limits: ThreadLimits
  readonly #threads = new Set<Thread>()
  readonly #waiting: Job[] = []
  /** Since threads were last needed. */
  #reads = 0

  constructor(limits: ThreadLimits) {
    this.#limits = limits
  }

  read(task: ReadingTask): Promise<Article> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject })
      this.#assign()
    })
  }

  async close(): Promise<void> {
    for (const job of this.#waiting.splice(0)) job.reject(tooCostly(job, 'was given up'))
    await Promise.all([...this.#threads].map(thread => this.#stop(thread, job => tooCostly(job, 'was given up'))))
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const idle = [...this.#threads].find(({ job }) => job === null)
      const thread = idle ?? (this.#mayStart() ? this.#start() : null)
      const job = thread && this.#waiting.shift()
      if (!job) return
      this.#give(thread, job)
    }
  }

  #mayStart(): boolean {
    const running = [...this.#threads]
    const isWorthIt =
      this.#reads >= this.#limits.readsPerThread * running.length || running.every(({ looks }) => looks >= SLOW_LOOKS)
    return running.length < this.#limits.threads && isWorthIt
  }

  #start(): Thread {
    const { program, heapMb } = this.#limits
    const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB }
    const worker = new Worker(program, { name: 'reading', resourceLimits })
    const thread: Thread = { worker, job: null, looks: 0, timers: [] }
    worker.unref()
    worker.on('message', (answer: ReadingAnswer) => this.#settle(thread, job => finish(job, answer)))
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      void this.#stop(thread, job => (isMemory ? tooCostly(job, `took over ${heapMb} MB of memory`) : error))
    })
    worker.on('exit', () => void this.#stop(thread, job => tooCostly(job, 'ended its thread')))
    this.#threads.add(thread)
    return thread
  }

  #give(thread: Thread, job: Job): void {
    const { timeoutMs } = this.#limits
    for (const timer of thread.timers) clearTimeout(timer)
    thread.job = job
    thread.looks = 0
    // The timers keep the process alive while somebody waits for the article.
    thread.timers = [
      setTimeout(() => void this.#stop(thread, () => tooCostly(job, `took over ${timeoutMs / 1_000} s`)), timeoutMs),
      setInterval(() => void this.#look(thread, job), LOOK_EVERY_MS),
    ]
    thread.worker.postMessage(job.task)
  }

  /** Ends a job; the thread is free then, or gone. */
  #settle(thread: Thread, end: (job: Job) => void): void {
    const { job } = thread
    const isGone = !this.#threads.has(thread)
    for (const timer of thread.timers) clearTimeout(timer)
    const rest = () => void this.#stop(thread, reading => tooCostly(reading, 'was given up'))
    thread.timers = isGone ? [] : [setTimeout(rest, this.#limits.idleMs).unref()]
    thread.job = null
    this.#reads = this.#threads.size === 0 ? 0 : this.#reads + 1
    if (job) end(job)
    this.#assign()
  }

  async #stop(thread: Thread, explain: (job: Job) => Error): Promise<void> {
    if (!this.#threads.delete(thread)) return
    this.#settle(thread, job => job.reject(explain(job)))
    await thread.worker.terminate()
  }

  async #look(thread: Thread, job: Job): Promise<void> {
    thread.looks++
    this.#assign()
    const { buffersMb } = this.#limits
    const bytes = await countBufferBytes(thread.worker)
    if (bytes > buffersMb * 1024 * 1024 && thread.job === job)
      await this.#stop(thread, () => tooCostly(job, `took over ${buffersMb} MB of buffers`))
  }
}

/** A thread that ends while it is asked has none. */
async function countBufferBytes(worker: Worker): Promise<number> {
  try {
    return (await worker.getHeapStatistics()).external_memory
  } catch {
    return 0
  }
}

function finish({ resolve, reject }: Job, answer: ReadingAnswer): void {
  if ('article' in answer) {
    resolve(answer.article)
    return
  }
  const { code, message, hint, retryable } = answer.failure
  reject(new WeeklyError(code, message, { ...(hint === null ? {} : { hint }), retryable }))
}

function tooCostly({ task }: Job, what: string): WeeklyError {
  const name = task.page?.url ?? task.item.rawUrl ?? task.item.guid
  return new WeeklyError('ARTICLE_TOO_COSTLY', `reading ${name} ${what}`, {
    hint: 'The story stands with the words of its feed; `fullText: false` of the source avoids the try.',
    context: { sizeBytes: task.page?.body.length ?? 0 },
  })
}
