// Whether the list is still where it came out first.
import type { WeeklyConfig } from '../../core/config.ts'
import { readIdentity } from '../../publish/identity.ts'
import type { Store } from '../../store/engine/database.ts'
import { type Finding, ok, warn } from './finding.ts'

/** Compares the configured address with the one that the first publication had; nothing before that. */
export async function checkAddress({ db }: Store, { url }: WeeklyConfig): Promise<readonly Finding[]> {
  const identity = await readIdentity(db)
  if (identity === null) return []
  const [first, now] = [identity.address, url].map(address => address.replace(/\/*$/, '/'))
  if (first === now) return [ok('address', `${url}, where the list came out first`)]
  return [
    warn(
      'address',
      `changed: the list came out first at ${identity.address}, and is at ${url} now; items keep their ids, so no reader gets one again`,
      'Let the old address redirect to the new one: subscribers of feeds and old links come by it.',
    ),
  ]
}
