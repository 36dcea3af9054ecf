// Articles read in worker threads, so that a page that is slow to read, or made to be, holds up nobody but itself.
import type { Worker } from 'node:worker_threads'
import { type ErrorCode, WeeklyError } from '../core/errors.ts'
import { startOfThread } from '../core/thread-start.ts'
import type { Article } from '../core/types.ts'
import type { ReadingTask } from './read-article.ts'
import { type ThreadLimits, usualLimits } from './reading-limits.ts'

/** Who reads articles. */
export interface ArticleReader {
  /** As `readArticle`; throws ARTICLE_TOO_COSTLY too. `spend` is told the processor time that it took, in milliseconds. */
  read(task: ReadingTask, spend?: (cpuMs: number) => void): Promise<Article>
  /** Ends the threads that have nothing to do; the next article starts one again. */
  rest(): Promise<void>
  /** Ends the threads; what they were reading fails. */
  close(): Promise<void>
}

/** What a thread answers. An error's class does not cross between threads. */
export type ReadingAnswer = ({ readonly article: Article } | { readonly failure: ReadingFailure }) & {
  /** Processor time that the thread has taken for it, in milliseconds. */
  readonly cpuMs?: number
}

/** A WeeklyError as plain values. */
export interface ReadingFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string | null
  readonly retryable: boolean
}

/** New objects, most of which are garbage at once; V8 would take three times as much in each thread. */
const YOUNG_HEAP_MB = 16
/** A PDF can unpack a hundred megabytes in a quarter of a second. */
const LOOK_EVERY_MS = 50
/** A page that takes this many looks is slow: others are not kept waiting behind it. */
const SLOW_LOOKS = 60

interface Job {
  readonly task: ReadingTask
  readonly spend: (cpuMs: number) => void
  readonly resolve: (article: Article) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  readonly limits: ThreadLimits
  job: Job | null
  /** Processor time of the thread when its present job began, and at the last look. */
  cpuMsBefore: number
  cpuMs: number
  isLookedAt: boolean
  /** How often its present job was looked at. */
  looks: number
  timers: readonly NodeJS.Timeout[]
}

/** Opens the reader; threads start with the first task, and none keeps the process alive. One that fails is replaced when there is more to read. */
export function openReadingThreads(limits: Partial<ThreadLimits> = {}): ArticleReader {
  return new ReadingThreads(() => ({ ...usualLimits(), ...limits }))
}

class ReadingThreads implements ArticleReader {
  /** Asked when a thread starts: the memory that is there may have changed. */
  readonly #limits: () => ThreadLimits
  readonly #threads = new Set<Thread>()
  readonly #waiting: Job[] = []
  /** Since threads were last needed. */
  #reads = 0

  constructor(limits: () => ThreadLimits) {
    this.#limits = limits
  }

  read(task: ReadingTask, spend: (cpuMs: number) => void = () => undefined): Promise<Article> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, spend, resolve, reject })
      this.#assign()
    })
  }

  async rest(): Promise<void> {
    const idle = [...this.#threads].filter(({ job }) => job === null)
    await Promise.all(idle.map(thread => this.#stop(thread, job => tooCostly(job, 'was given up', true))))
  }

  async close(): Promise<void> {
    for (const job of this.#waiting.splice(0)) job.reject(tooCostly(job, 'was given up', true))
    await Promise.all([...this.#threads].map(thread => this.#stop(thread, job => tooCostly(job, 'was given up', true))))
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
    if (running.length === 0) return true
    const { readsPerThread, threads } = this.#limits()
    const isWorthIt =
      this.#reads >= readsPerThread * running.length || running.every(({ looks }) => looks >= SLOW_LOOKS)
    return running.length < threads && isWorthIt
  }

  #start(): Thread {
    const limits = this.#limits()
    const { program, heapMb } = limits
    const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB }
    // Not by an import: most commands read nothing, and what threads are made of takes long to load.
    const { Worker } = process.getBuiltinModule('node:worker_threads')
    const worker = new Worker(startOfThread(program), { name: 'reading', resourceLimits })
    const thread: Thread = {
      worker,
      limits,
      job: null,
      cpuMsBefore: 0,
      cpuMs: 0,
      isLookedAt: false,
      looks: 0,
      timers: [],
    }
    worker.unref()
    worker.on('message', (answer: ReadingAnswer) => {
      thread.cpuMs = Math.max(thread.cpuMs, thread.cpuMsBefore + (answer.cpuMs ?? 0))
      this.#settle(thread, job => finish(job, answer))
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      void this.#stop(thread, job => (isMemory ? tooCostly(job, `took over ${heapMb} MB of memory`) : error))
    })
    worker.on('exit', () => void this.#stop(thread, job => tooCostly(job, 'ended its thread', true)))
    this.#threads.add(thread)
    return thread
  }

  #give(thread: Thread, job: Job): void {
    const { wallMs } = thread.limits
    for (const timer of thread.timers) clearTimeout(timer)
    thread.job = job
    thread.looks = 0
    thread.cpuMsBefore = thread.cpuMs
    // The timers keep the process alive while somebody waits for the article.
    thread.timers = [
      setTimeout(
        () => void this.#stop(thread, () => tooCostly(job, `did not end in ${wallMs / 1_000} s`, true)),
        wallMs,
      ),
      setInterval(() => void this.#look(thread, job), LOOK_EVERY_MS),
    ]
    thread.worker.postMessage(job.task)
  }

  /** Ends a job; the thread is free then, or gone. */
  #settle(thread: Thread, end: (job: Job) => void): void {
    const { job } = thread
    const isGone = !this.#threads.has(thread)
    for (const timer of thread.timers) clearTimeout(timer)
    const rest = () => void this.#stop(thread, reading => tooCostly(reading, 'was given up', true))
    thread.timers = isGone ? [] : [setTimeout(rest, thread.limits.idleMs).unref()]
    thread.job = null
    this.#reads = this.#threads.size === 0 ? 0 : this.#reads + 1
    job?.spend(thread.cpuMs - thread.cpuMsBefore)
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
    // A thread that hardly gets the processor answers late: it is asked once at a time.
    if (thread.isLookedAt) return
    thread.isLookedAt = true
    const { cpuMs, bufferBytes } = await measure(thread.worker)
    thread.isLookedAt = false
    thread.cpuMs = Math.max(thread.cpuMs, cpuMs)
    if (thread.job !== job) return
    const { buffersMb, cpuMs: mostCpuMs } = thread.limits
    if (bufferBytes > buffersMb * 1024 * 1024)
      await this.#stop(thread, () => tooCostly(job, `took over ${buffersMb} MB of buffers`))
    else if (thread.cpuMs - thread.cpuMsBefore > mostCpuMs)
      await this.#stop(thread, () => tooCostly(job, `took over ${mostCpuMs / 1_000} s of processor time`, true))
  }
}

/** What a thread has taken so far; one that ends while it is asked has taken nothing. */
async function measure(worker: Worker): Promise<{ readonly cpuMs: number; readonly bufferBytes: number }> {
  try {
    const [cpu, heap] = await Promise.all([worker.cpuUsage(), worker.getHeapStatistics()])
    return { cpuMs: (cpu.user + cpu.system) / 1_000, bufferBytes: heap.external_memory }
  } catch {
    return { cpuMs: 0, bufferBytes: 0 }
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

/** What took too much time may take less another day; what takes too much memory takes it again. */
function tooCostly({ task }: Job, what: string, retryable = false): WeeklyError {
  const name = task.page?.url ?? task.item.rawUrl ?? task.item.guid
  return new WeeklyError('ARTICLE_TOO_COSTLY', `reading ${name} ${what}`, {
    hint: 'The story stands with the words of its feed; `fullText: false` of the source avoids the try.',
    retryable,
    context: { sizeBytes: task.page?.body.length ?? 0 },
  })
}
