// `weekly source list`, which needs the store alone: what reads feeds and pages is not loaded for it.
import type { Instant } from '../../core/types.ts'
import { decideHealth } from '../../collect/source-health.ts'
import { readSources } from '../../store/sources.ts'
import { readStoredSources } from '../../store/stored-sources.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withoutSecretHeaders } from '../../app/source-secrets.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'
import { withApp } from '../../app/wire.ts'

/** `weekly source list`: every source with its health. */
export async function listSources(options: GlobalOptions): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async ({ store, clock, config, timezone }) => {
    const now = clock.now()
    const local = (at: Instant): string => describeInstant(at, timezone)
    const own = new Set((await readStoredSources(store.db)).flatMap(({ url, isInFile }) => (isInFile ? [] : url)))
    const sources = (await readSources(store.db)).map(claimed => {
      const { health, words } = decideHealth(claimed, now, config.weekly.fetch.silentDays)
      const place = own.has(claimed.source.url) ? 'store' : 'file'
      return { ...claimed, source: withoutSecretHeaders(claimed.source), health, words, place }
    })
    if (options.json) sayJson(sources)
    for (const { source, state, words, place } of sources) {
      const where = place === 'store' ? '  (in the store)' : ''
      say(options, `${words.padEnd(12)} ${source.title ?? state.feed_title ?? '—'}\n             ${source.url}${where}`)
      if (state.last_error !== null) say(options, `             ${state.last_error}`)
      if (state.last_item_at !== null)
        say(options, `             newest item ${local(state.last_item_at)}, next visit ${local(state.next_check_at)}`)
    }
    return exitCodes.done
  })
}
