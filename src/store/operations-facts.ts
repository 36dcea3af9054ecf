// How a list stands, for who watches it: sources, fetches, articles, what waits, issues, mails. One statement, the same on both dialects.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Store } from './engine/database.ts'

/** One figure: of what, of which kind of it, and how many; an instant stands as text in place of the number. */
export interface Fact {
  readonly name: string
  readonly label: string
  readonly count: number
  readonly at: Instant | null
}

/** Figures over fetches and articles look at this many of the newest: whatever a store holds, asking costs the same. */
const LOOKED_AT = 5_000
const HOUR = 60

/** Reads all figures. */
export async function readFacts({ db }: Pick<Store, 'db'>, now: Instant): Promise<readonly Fact[]> {
  const [hourAgo, dayAgo] = [addMinutes(now, -HOUR), addMinutes(now, -24 * HOUR)]
  const followed = sql`from sources join source_states on source_id = id
    where active = 1 and paused = 0 and disabled_reason is null and kind <> 'hand'`
  const lastWeek = sql`(select week from issues order by number desc limit 1)`
  const { rows } = await sql<{ name: string; label: string; count: number | string; at: Instant | null }>`
    select 'sources' as name, 'followed' as label, count(*) as count, cast(null as text) as at ${followed}
    union all select 'sources', 'due', count(*), min(next_check_at) ${followed} and next_check_at <= ${now}
    union all select 'sources', 'late', count(*), min(next_check_at) ${followed} and next_check_at <= ${hourAgo}
    union all select 'sources', 'failing', count(*), min(failing_since) ${followed} and failures_in_row > 0
    union all select 'fetches', outcome, count(*), max(fetched_at)
      from (select outcome, fetched_at from fetches order by id desc limit ${LOOKED_AT}) as newest
      where fetched_at > ${hourAgo} group by outcome
    union all select 'articles', case when state = 'read' then method else state end, count(*), max(extracted_at)
      from (select state, method, extracted_at from articles order by item_id desc limit ${LOOKED_AT}) as newest
      where extracted_at > ${dayAgo} group by case when state = 'read' then method else state end
    union all select 'waiting', 'items', count(*), min(first_seen_at)
      from (select id, first_seen_at, enters_at from items order by id desc limit ${LOOKED_AT}) as newest
      left join articles on item_id = newest.id where item_id is null and enters_at is not null
    union all select 'waiting', 'letters', count(*), min(dated_at) from letters where state in ('pending', 'claimed', 'deferred')
    union all select 'slots', 'open', count(*), min(closes_at) from slots where state = 'open'
    union all select 'issue', 'latest', coalesce(max(number), 0), max(sealed_at) from issues
    union all select 'deliveries', state, count(*), max(updated_at) from deliveries where week = ${lastWeek} group by state
    union all select 'bounces', verdict, count(*), max(reported_at) from bounce_reports where week = ${lastWeek} group by verdict
    union all select 'subscribers', state, count(*), cast(null as text) from subscribers group by state
  `.execute(db)
  return rows.map(row => ({ ...row, count: Number(row.count) }))
}
