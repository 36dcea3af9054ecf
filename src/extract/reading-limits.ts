// What one article may take of processor and memory, by the memory that there is.
import { availableParallelism, freemem, totalmem } from 'node:os'

/** The bounds of reading threads. */
export interface ThreadLimits {
  readonly threads: number
  /** A thread costs as much as reading ten pages: another is started after this many readings, or when all are slow. */
  readonly readsPerThread: number
  /** Processor time for one article, the start of its thread included. Waiting for the processor is not counted. */
  readonly cpuMs: number
  /** Wall time after which a thread that is hardly ever run is given up all the same. */
  readonly wallMs: number
  readonly heapMb: number
  /** Outside the heap, where unpacked streams of PDFs lie. */
  readonly buffersMb: number
  /** A thread without work ends after this time. */
  readonly idleMs: number
  /** What a thread runs. */
  readonly program: URL
}

/** How much of the memory reading may have: the part of a machine or cgroup that the program can count on, less its own. */
const USABLE_SHARE = 0.85
const PROGRAM_MB = 190
const MB_PER_THREAD = 300
const MOST_THREADS = 4
/** No ordinary page takes more; with less than the least hardly one can be read. */
const MOST_MB = 192
const LEAST_HEAP_MB = 64
const LEAST_BUFFERS_MB = 24

/** How many threads may read at once, and what each may take, where the program has these bytes in all. */
export function decideMemory(
  bytes: number,
  processors: number,
): Pick<ThreadLimits, 'threads' | 'heapMb' | 'buffersMb'> {
  const roomMb = Math.max(0, (bytes / 1024 / 1024) * USABLE_SHARE - PROGRAM_MB)
  const threads = Math.max(1, Math.min(MOST_THREADS, processors, Math.floor(roomMb / MB_PER_THREAD)))
  const eachMb = roomMb / threads
  const between = (least: number, share: number) => Math.round(Math.min(MOST_MB, Math.max(least, eachMb * share)))
  return { threads, heapMb: between(LEAST_HEAP_MB, 0.6), buffersMb: between(LEAST_BUFFERS_MB, 0.4) }
}

/** The bytes that the process can have: the limit of its cgroup, or what the machine has free besides what the process holds. */
export function countMemory(): number {
  const limit = process.constrainedMemory()
  const free = freemem() + process.memoryUsage.rss()
  return Math.min(totalmem(), free, limit > 0 ? limit : Infinity)
}

/** The bounds where nothing is said otherwise, by the memory of this moment. */
export function usualLimits(): ThreadLimits {
  return {
    ...decideMemory(countMemory(), availableParallelism()),
    readsPerThread: 100,
    cpuMs: 20_000,
    wallMs: 300_000,
    idleMs: 5_000,
    // As it lies there: TypeScript in a checkout, compiled in the package.
    program: new URL(`./reading-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
  }
}
