// A web server without a worker beside it writes the site itself, from the store: whenever what is published has changed.
import { setTimeout as wait } from 'node:timers/promises'
import { type ErrorCode, isWeeklyError, WeeklyError } from '../core/errors.ts'
import { publish } from '../publish/publish.ts'
import { explainStoreError } from '../store/engine/store-errors.ts'
import { readPublication } from '../store/publication.ts'
import { checkSite } from './site-check.ts'
import { decideRetryMs } from './worker.ts'
import type { App } from './wire.ts'

/** A site that follows the store. */
export interface SiteFollower {
  /** Writes the site when what is published has changed since it was written last. Throws STORE_…, SITE_KNOWS_MORE, and what kept the site from being written. */
  look(): Promise<void>
  /** Why readers should be sent to another machine, in words; null when the site here is what is published. */
  whyBehind(): string | null
}

/** How often the store is asked whether anything was published. */
const LOOK_MS = 3_000
/** A machine that cannot write is tried again at least so often. */
const LONGEST_RETRY_MS = 60_000

/** Makes the follower of a web server. What goes wrong here concerns this machine alone: nothing is said of it in the store. */
export function createSiteFollower(app: App): SiteFollower {
  let written: number | null = null
  let problem: string | null = 'the site is not written yet'
  const write = async (): Promise<void> => {
    await checkSite(app)
    const { notes } = await publish({ ...app.publish, isFollower: true }, [])
    const failed = notes.find(({ level, subject }) => level === 'failed' && subject === app.publish.outputFolder)
    if (failed)
      throw new WeeklyError(
        (failed.code as ErrorCode | null) ?? 'OUTPUT_UNWRITABLE',
        failed.message,
        failed.hint ? { hint: failed.hint } : {},
      )
  }
  return {
    look: async () => {
      const published = await readPublication(app.store.db)
      if (problem === null && published === written) return
      try {
        await write()
      } catch (error) {
        if (isWeeklyError(error)) problem = `the site could not be written: ${error.code}`
        throw error
      }
      // What was published while it was written is seen by the next look.
      written = published
      problem = null
    },
    whyBehind: () => problem,
  }
}

/** Looks until the signal fires; after a failure, which the log tells, it waits longer each time. */
export async function keepFollowing(follower: SiteFollower, { log }: App, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    try {
      await follower.look()
      failures = 0
    } catch (caught) {
      const error = explainStoreError(caught) ?? caught
      failures++
      if (isWeeklyError(error))
        log.warn('site not written', { code: error.code, message: error.message, hint: error.hint })
      else log.warn('bug', { stack: error instanceof Error ? error.stack : String(error) })
    }
    const pauseMs = failures === 0 ? LOOK_MS : Math.min(LONGEST_RETRY_MS, decideRetryMs(failures))
    await wait(pauseMs * (0.8 + Math.random() * 0.4), undefined, { signal }).catch(() => undefined)
  }
}
