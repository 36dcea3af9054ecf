// Whose turn it is: requests at a time are limited in all, and per host.

/** Gives a turn back; to be called exactly once. */
export type Leave = () => void

/** Gives turns in order of asking. */
export interface Turns {
  /** Resolves when the host may be asked. First come first served within a host, hosts take turns among each other. */
  take(host: string): Promise<Leave>
}

interface HostQueue {
  running: number
  readonly waiting: (() => void)[]
}

/** Makes a set of turns: `total` at a time in all, `perHost` at a time for one host. */
export function createTurns(total: number, perHost: number): Turns {
  // The map's insertion order is the round: the host served last stands last. Idle hosts leave it.
  const round = new Map<string, HostQueue>()
  let running = 0

  const mayRun = (queue: HostQueue): boolean => queue.waiting.length > 0 && queue.running < perHost

  const grant = (): void => {
    while (running < total) {
      const queue = round.values().find(mayRun)
      if (!queue) return
      queue.running += 1
      running += 1
      queue.waiting.shift()?.()
    }
  }

  const leave = (host: string): void => {
    running -= 1
    const queue = round.get(host)
    round.delete(host)
    if (queue) {
      queue.running -= 1
      if (queue.running > 0 || queue.waiting.length > 0) round.set(host, queue)
    }
    grant()
  }

  return {
    take: host =>
      new Promise(resolve => {
        const queue = round.get(host) ?? { running: 0, waiting: [] }
        round.set(host, queue)
        queue.waiting.push(() => resolve(() => leave(host)))
        grant()
      }),
  }
}
