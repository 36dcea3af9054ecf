// Brings sources.yaml into the store, and says once which of its addresses the store keeps too.
import type { SourceConfig } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { Store } from '../store/engine/database.ts'
import { syncSources } from '../store/sources.ts'

/** So many addresses are named. */
const NAMED = 5

/** Makes the store's sources those of the file, beside its own. `fill` puts secrets in place of their names. Throws STORE_… errors. */
export async function bringSources(
  { store, log }: { readonly store: Store; readonly log: Log },
  sources: readonly SourceConfig[],
  fill?: (url: string) => string,
): Promise<void> {
  const { both } = await syncSources(store, sources, fill)
  if (both.length === 0) return
  const hint = 'What sources.yaml says of them holds; take them out of one of the two.'
  log.warn('sources stand in sources.yaml and in the store', { count: both.length, urls: both.slice(0, NAMED), hint })
}
