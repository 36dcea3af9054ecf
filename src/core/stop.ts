// The wish that a pass should end: nothing new is begun, and what is under way has a few seconds to finish.

/** How a stage learns that it should end. */
export interface StopWish {
  /** True from the moment of the wish. */
  isAsked(): boolean
  /** Calls back once what is under way should be left where it is. Returns how to be called no more. */
  onPatienceEnd(listener: () => void): () => void
}

/** Nobody will ask. */
export const nobodyAsks: StopWish = { isAsked: () => false, onPatienceEnd: () => () => undefined }

/** The wish that a signal carries; what is under way then has `patienceMs`. */
export function stopWishOf(signal: AbortSignal | undefined, patienceMs: number): StopWish {
  if (!signal) return nobodyAsks
  const listeners = new Set<() => void>()
  let isOver = false
  const end = (): void => {
    isOver = true
    for (const listener of listeners) listener()
  }
  signal.addEventListener('abort', () => setTimeout(end, patienceMs).unref(), { once: true })
  return {
    isAsked: () => signal.aborted,
    onPatienceEnd: listener => {
      if (isOver) listener()
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Waits for work, or until patience ends; then answers null, and whatever becomes of the work is nobody's concern. */
export function finishOrLeave<Result>(work: Promise<Result>, stop: StopWish): Promise<Result | null> {
  return new Promise((resolve, reject) => {
    const forget = stop.onPatienceEnd(() => resolve(null))
    work.then(resolve, reject).finally(forget)
  })
}

const LOOK_MS = 250

/**
 * A wish that is asked at an instant too, if not before; what is under way then has `graceMs`. `now` reads the clock of the run, which is looked
 * at while somebody listens.
 */
export function stopAt(stop: StopWish, now: () => number, atMs: number, graceMs: number): StopWish {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    if (now() >= atMs + graceMs) for (const listener of [...listeners]) listener()
  }
  return {
    isAsked: () => stop.isAsked() || now() >= atMs,
    onPatienceEnd: listener => {
      const forget = stop.onPatienceEnd(listener)
      listeners.add(listener)
      timer ??= setInterval(look, LOOK_MS)
      return () => {
        forget()
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
