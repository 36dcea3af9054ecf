// How often something may happen, counted in the store: for all processes together, and across restarts.
import { createHash } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** So many times within so many minutes. */
export interface Limit {
  readonly most: number
  readonly minutes: number
}

/** No limit is longer. */
const LONGEST_MINUTES = 24 * 60

/**
 * Counts one more of what `name` names, and answers whether that is within the limit. The count begins anew when its first is older than
 * the limit's minutes. Names are kept as hashes: a network or an address is nobody's business once it was counted.
 */
export async function takeTurn(db: Connection, name: string, { most, minutes }: Limit, now: Instant): Promise<boolean> {
  const key = createHash('sha256').update(name).digest('hex')
  const begun = addMinutes(now, -minutes)
  const { count } = await db
    .insertInto('limits')
    .values({ name: key, since: now, count: 1 })
    .onConflict(conflict =>
      conflict.column('name').doUpdateSet(eb => {
        const isOver = eb('limits.since', '<=', begun)
        return {
          since: eb.case().when(isOver).then(now).else(eb.ref('limits.since')).end(),
          count: eb
            .case()
            .when(isOver)
            .then(1)
            .else(eb('limits.count', '+', 1))
            .end(),
        }
      }),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count <= most
}

/** Forgets counts that no limit asks for any more. */
export async function purgeLimits(db: Connection, now: Instant): Promise<void> {
  await db.deleteFrom('limits').where('since', '<=', addMinutes(now, -LONGEST_MINUTES)).execute()
}
