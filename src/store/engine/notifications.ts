// One connection that listens: PostgreSQL tells by it what others have handed in. It is opened again when it ends.
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000

/** What a listener is told. */
export interface Listening {
  readonly channel: string
  readonly onNotification: (payload: string) => void
  /** The connection is there again: what was told meanwhile was not heard. */
  readonly onReconnect: () => void
}

/** Listens until it is closed. Throws when the first connection cannot be made or cannot listen; later ones are tried again. */
export async function listenOn(address: string, listening: Listening): Promise<{ close(): Promise<void> }> {
  const { default: driver } = await import('pg')
  const closing = new AbortController()
  let client: pg.Client | null = null
  const connect = async (): Promise<void> => {
    const next = new driver.Client({ connectionString: address, application_name: 'weekly listens', keepAlive: true })
    next.on('notification', ({ payload }) => listening.onNotification(payload ?? ''))
    let hasEnded = false
    const end = (): void => {
      if (hasEnded) return
      hasEnded = true
      void next.end().catch(() => undefined)
      if (client === next) void reconnect()
    }
    next.on('error', end)
    next.on('end', end)
    try {
      await next.connect()
      await next.query(`listen "${listening.channel.replaceAll('"', '""')}"`)
    } catch (error) {
      end()
      throw error
    }
    if (closing.signal.aborted) end()
    else client = next
  }
  const reconnect = async (): Promise<void> => {
    client = null
    for (let pauseMs = FIRST_RETRY_MS; !closing.signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_RETRY_MS)) {
      try {
        await wait(pauseMs, undefined, { signal: closing.signal })
        await connect()
        listening.onReconnect()
        return
      } catch {
        // Tried again, later each time.
      }
    }
  }
  await connect()
  return {
    close: async () => {
      closing.abort()
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}
