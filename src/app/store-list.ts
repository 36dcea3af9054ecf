// Takes a list of sources into the store: those that cannot be are told one by one, the others go in.
import type { Store } from '../store/engine/database.ts'
import { type StoredCount, type StoredSource, storeSources } from '../store/stored-sources.ts'
import { checkStored } from './check-stored.ts'
import type { NewSource } from './edit-sources.ts'

/** Beyond so many sources.yaml is no file for people any more, and each change of it takes a while. */
export const MOST_IN_FILE = 10_000

/** A source that was not taken, and why. */
export interface RefusedSource {
  readonly url: string
  readonly reason: string
}

/** Takes sources into the store. Throws STORE_… errors. */
export async function storeList(
  store: Store,
  sources: readonly NewSource[],
): Promise<StoredCount & { readonly refused: readonly RefusedSource[] }> {
  const usable: StoredSource[] = []
  const refused: RefusedSource[] = []
  for (const source of sources) {
    const checked = checkStored(source)
    if (typeof checked === 'string') refused.push({ url: source.url, reason: checked })
    else usable.push(checked)
  }
  return { ...(await storeSources(store, usable)), refused }
}
