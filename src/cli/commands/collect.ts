// `weekly collect`, apart from the other stages: it runs every few minutes and must not load what they need.
import { collect } from '../../collect/collect.ts'
import { WeeklyError } from '../../core/errors.ts'
import { findSource } from '../../store/sources.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { planWindows } from '../../app/windows.ts'
import { runStages } from '../run-stages.ts'
import { listenForStop } from '../terminal/stop.ts'

/** `weekly collect`: visits what is due, or one source. */
export async function collectCommand(
  options: GlobalOptions,
  own: { source?: string; force?: boolean },
): Promise<number> {
  const { signal } = listenForStop()
  return runStages(options, { signal }, async app => {
    const known = own.source === undefined ? null : await findSource(app.store.db, own.source)
    if (own.source !== undefined && known?.source.url !== own.source)
      throw new WeeklyError('SOURCE_MISSING', `${own.source} is not in sources.yaml, nor in the store`, {
        hint: '`weekly source list` shows the addresses; `weekly source add` follows a new one.',
      })
    const { open } = await planWindows(app)
    return [await collect(app.collect, open, { url: own.source, force: own.force })]
  })
}
