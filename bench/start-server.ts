// Starts the feed server of children/ and asks it for its counts. Used by the steps fetch-cycle and bombs.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Requests for feeds so far; `conditional` ones named what they had, `notModified` were answered with 304. */
export interface RequestCounts {
  readonly requests: number
  readonly conditional: number
  readonly notModified: number
}

export interface FeedServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readCounts(): Promise<RequestCounts>
  /** Gives every tenth feed a new item. */
  revise(): Promise<void>
  close(): void
}

async function ask(child: ChildProcess, message: string): Promise<RequestCounts> {
  child.send(message)
  const [counts] = (await once(child, 'message')) as [RequestCounts]
  return counts
}

/** Starts the server; `--bomb` among the arguments adds `/bomb`. */
export async function startServer(...args: readonly string[]): Promise<FeedServer> {
  const child = fork(join(import.meta.dirname, 'children', 'feed-server.ts'), args)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    origin: `http://127.0.0.1:${port}`,
    readCounts: () => ask(child, 'count'),
    revise: async () => {
      await ask(child, 'revise')
    },
    close: () => child.disconnect(),
  }
}
