import { expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { isAwaited } from '../../src/store/pending-items.ts'
import { endClaims } from '../../src/store/workers.ts'
import { describeStores } from '../stores.ts'

const until = '2026-11-20T00:10:00.000Z' as Instant
const now = '2026-11-20T00:00:00.000Z' as Instant

const closed = { week: '2026-W47' as WeekId, opensAt: '2026-11-13T00:00:00.000Z' as Instant, closesAt: now }

describeStores('claims', open => {
  test('of workers that are over end in every table that has claims; those of others stay', async () => {
    const store = await open()
    const { db } = store
    await sql`insert into sources (id, url, kind, weight, options, paused, active, position) values (1, 'a', 'feed', 1, '{}', 0, 1, 0), (2, 'b', 'feed', 1, '{}', 0, 1, 1)`.execute(
      db,
    )
    const state = (id: number, worker: string) =>
      sql`insert into source_states (source_id, fetch_url, host, next_check_at, failures_in_row, moving_count, claimed_by, claimed_until) values (${id}, 'a', 'a', ${now}, 0, 0, ${worker}, ${until})`.execute(
        db,
      )
    await state(1, 'over')
    await state(2, 'alive')
    await sql`insert into leases (name, holder, fence, until) values ('one', 'over', 1, ${until}), ('two', 'alive', 1, ${until})`.execute(
      db,
    )
    await sql`insert into subscribers (id, email, email_key, language, state, consent, created_at) values (1, 'a', 'a', 'en', 'pending', 'form', ${now}), (2, 'b', 'b', 'en', 'pending', 'form', ${now})`.execute(
      db,
    )
    const letter = (reader: number, holder: string) =>
      sql`insert into letters (kind, subscriber_id, language, state, message_id, dated_at, attempts, claimed_by, claimed_until, updated_at) values ('confirmation', ${reader}, 'en', 'claimed', ${holder}, ${now}, 1, ${holder}, ${until}, ${now})`.execute(
        db,
      )
    await letter(1, 'over#3')
    await letter(2, 'alive#4')
    expect(await isAwaited(db, closed, 'alive', now)).toBe(true)
    await endClaims(store, worker => worker === 'over')
    const held = async (table: string, holder: string, end: string) =>
      (
        await sql<{
          holder: string
        }>`select ${sql.ref(holder)} as holder from ${sql.table(table)} where ${sql.ref(end)} > ${now}`.execute(db)
      ).rows
    expect(await held('source_states', 'claimed_by', 'claimed_until')).toEqual([{ holder: 'alive' }])
    expect(await held('leases', 'holder', 'until')).toEqual([{ holder: 'alive' }])
    expect(await held('letters', 'claimed_by', 'claimed_until')).toEqual([{ holder: 'alive#4' }])
    expect(await isAwaited(db, closed, 'alive', now)).toBe(false)
  })
})
