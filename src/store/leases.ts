// Leases: one worker at a time does a piece of work, across processes.
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/**
 * Takes the named lease for `minutes` when it is free or has run out. Returns its fence, a number that rises with every
 * taking and so tells a late holder from the present one; null when another holder has it.
 */
export async function takeLease(
  db: Connection,
  name: string,
  holder: string,
  now: Instant,
  minutes: number,
): Promise<number | null> {
  const until = addMinutes(now, minutes)
  const lease = await db
    .insertInto('leases')
    .values({ name, holder, fence: 1, until })
    .onConflict(conflict =>
      conflict
        .column('name')
        .doUpdateSet(eb => ({ holder, until, fence: eb('leases.fence', '+', 1) }))
        .where('leases.until', '<=', now),
    )
    .returning('fence')
    .executeTakeFirst()
  return lease?.fence ?? null
}

/** Prolongs a lease from now; false when another holder has taken it since, and then the work must stop. */
export async function renewLease(
  db: Connection,
  name: string,
  fence: number,
  now: Instant,
  minutes: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('leases')
    .set({ until: addMinutes(now, minutes) })
    .where('name', '=', name)
    .where('fence', '=', fence)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Gives a lease back; nothing happens when it is no longer held with this fence. */
export async function releaseLease(db: Connection, name: string, fence: number, now: Instant): Promise<void> {
  await db.updateTable('leases').set({ until: now }).where('name', '=', name).where('fence', '=', fence).execute()
}
