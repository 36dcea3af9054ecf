// Draws share cards in a process of its own, started for the first and ended with the last: fonts and drawing take 40 MB that a server would
// hold on to, and who draws may fail, loop or be killed without harm to anything but its card.
import type { ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Clock, msFromInstant } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { CardWords } from '../publish/card/lay-card.ts'
import type { CardDrawer } from '../publish/card/write-cards.ts'
import type { DrawnCard } from './drawing-process.ts'

/** How cards are drawn. */
interface DrawingLimits {
  /** What the process runs. */
  readonly program: URL
  /** Wall time of one card, the start of its process included. */
  readonly cardMs: number
  readonly fork: typeof fork
}

/** A card takes a tenth of a second; on a machine that swaps, many times that. */
const CARD_MS = 60_000
/** Where so many fail one after the other before any was drawn, none can be. */
const MOST_FAILURES_AT_FIRST = 5
const REST_MS = 3_600_000
/** What has nothing to do ends at once; a library that hangs does not. */
const END_MS = 5_000
/** A young generation that does not grow, as in the program itself; the C library keeps no memory for each of Node's threads. */
const FLAGS = ['--semi-space-growth-factor=1']
const ARENAS = { MALLOC_ARENA_MAX: '2' }

// As it lies there: TypeScript in a checkout, compiled in the package.
const usualProgram = new URL(`./drawing-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

function startDrawing({ fork, program }: DrawingLimits): ChildProcess {
  const cache = getCompileCacheDir()
  const child = fork(fileURLToPath(program), {
    execArgv: FLAGS,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Else Node would load a compiler of TypeScript for the first file: the setting says where its cache is.
    env: { ...process.env, ...ARENAS, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) }) },
  })
  // Who waits for an answer hears of it; when nobody does, nothing is lost.
  child.on('error', () => undefined)
  return child
}

/** Rejects when the process could not start, ended, or took too long: it is gone then. */
async function askProcess(child: ChildProcess, words: CardWords, cardMs: number): Promise<DrawnCard> {
  const settled = new AbortController()
  const { signal } = settled
  const timer = setTimeout(() => child.kill('SIGKILL'), cardMs)
  try {
    const ended = once(child, 'exit', { signal }).then(([code, by]: readonly unknown[]) => {
      throw new Error(`the process that draws ended with ${String(by ?? code)}`)
    })
    child.send(words, () => undefined)
    const [drawn = { failure: 'no answer' }] = (await Promise.race([
      once(child, 'message', { signal }),
      ended,
    ])) as readonly DrawnCard[]
    return drawn
  } finally {
    clearTimeout(timer)
    settled.abort()
  }
}

function endDrawing(child: ChildProcess): void {
  if (child.connected) child.disconnect()
  child.unref()
  setTimeout(() => child.kill('SIGKILL'), END_MS).unref()
}

const isUnstarted = (error: unknown): boolean =>
  error instanceof Error && ((error as NodeJS.ErrnoException).syscall?.startsWith('spawn') ?? false)

/** One process for some cards, and another after one that ended; where none may be started it is done here. */
function openDrawing(limits: DrawingLimits) {
  let child: ChildProcess | null = null
  return {
    draw: async (words: CardWords): Promise<Uint8Array> => {
      let drawn: DrawnCard
      try {
        child ??= startDrawing(limits)
        drawn = await askProcess(child, words, limits.cardMs)
      } catch (error) {
        if (child) endDrawing(child)
        child = null
        if (!isUnstarted(error)) throw error
        return (await import('./draw-card.ts')).drawCard(words)
      }
      if ('failure' in drawn) throw new Error(drawn.failure)
      return drawn.png
    },
    end: () => child && endDrawing(child),
  }
}

/** Opens what draws the cards of a site. A card that cannot be drawn is logged, with its title. */
export function openCardDrawer(log: Log, clock: Clock, own: Partial<DrawingLimits> = {}): CardDrawer {
  let restsUntilMs = -Infinity
  return {
    isResting: () => msFromInstant(clock.now()) < restsUntilMs,
    draw: async (cards, take) => {
      const { fork } = await import('node:child_process')
      const drawing = openDrawing({ program: usualProgram, cardMs: CARD_MS, fork, ...own })
      let [drawn, failed] = [0, 0]
      const tryDrawing = async (words: CardWords): Promise<Uint8Array | null> => {
        if (drawn === 0 && failed >= MOST_FAILURES_AT_FIRST) return null
        try {
          const png = await drawing.draw(words)
          drawn++
          return png
        } catch (error) {
          failed++
          log.warn('card.not-drawn', { title: words.title, error: String(error) })
          return null
        }
      }
      try {
        for (const [index, words] of cards.entries()) if (!(await take(await tryDrawing(words), index))) break
      } finally {
        drawing.end()
        // While others are drawn, others may wait: only what fails alone is left for a while.
        if (failed > 0 && drawn === 0) restsUntilMs = msFromInstant(clock.now()) + REST_MS
      }
    },
  }
}
