import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { readFacts } from '../../src/store/operations-facts.ts'
import { describeStores } from '../stores.ts'

const now = '2016-12-10T04:00:00.000Z' as Instant
const at = (hours: number): string => new Date(Date.parse(now) + hours * 3_600_000).toISOString()

describeStores('how a list stands', open => {
  const addSource = async (
    store: Awaited<ReturnType<typeof open>>,
    name: string,
    nextHours: number,
    failures = 0,
    paused = 0,
  ) => {
    const { rows } = await sql<{
      id: number
    }>`insert into sources (url, kind, weight, options, paused, active, position)
      values (${`https://${name}.example/`}, 'feed', 1, '{}', ${paused}, 1, 1) returning id`.execute(store.db)
    const id = rows[0]?.id ?? 0
    await sql`insert into source_states (source_id, fetch_url, host, next_check_at, failures_in_row, failing_since, moving_count)
      values (${id}, 'x', 'x', ${at(nextHours)}, ${failures}, ${failures > 0 ? at(-30) : null}, 0)`.execute(store.db)
    return id
  }

  test('of an empty store it is all noughts, and no fact is missing that alerts look for', async () => {
    const facts = await readFacts(await open(), now)
    expect(facts.map(({ name, label, count }) => `${name} ${label} ${count}`)).toEqual([
      ...['sources followed 0', 'sources due 0', 'sources late 0', 'sources failing 0'],
      ...['waiting items 0', 'waiting letters 0', 'slots open 0', 'issue latest 0'],
    ])
  })

  test('counts what is due, late, failing and waiting, with the age of the oldest', async () => {
    const store = await open()
    const id = await addSource(store, 'due', -0.5)
    await addSource(store, 'late', -5)
    await addSource(store, 'failing', 3, 4)
    await addSource(store, 'paused', -50, 9, 1)
    for (const [hours, outcome] of [
      [-0.1, 'changed'],
      [-0.2, 'changed'],
      [-0.3, 'failed'],
      [-9, 'failed'],
    ] as const)
      await sql`insert into fetches (source_id, url, fetched_at, outcome, hops, wire_bytes, body_bytes, duration_ms, items_new, next_check_at, next_check_reason)
        values (${id}, 'x', ${at(hours)}, ${outcome}, '[]', 1, 1, 1, 0, ${at(1)}, 'x')`.execute(store.db)
    for (const hours of [-2, -3])
      await sql`insert into items (source_id, guid, title, authors, first_seen_at, enters_at, categories, enclosures)
        values (${id}, ${`item ${hours}`}, 'Title', '[]', ${at(hours)}, ${at(hours)}, '[]', '[]')`.execute(store.db)
    const facts = await readFacts(store, now)
    const found = Object.fromEntries(
      facts.map(({ name, label, count, at: when }) => [`${name} ${label}`, [count, when]]),
    )
    expect(found).toMatchObject({
      'sources followed': [3, null],
      'sources due': [2, at(-5)],
      'sources late': [1, at(-5)],
      'sources failing': [1, at(-30)],
      'fetches changed': [2, at(-0.1)],
      'fetches failed': [1, at(-0.3)],
      'waiting items': [2, at(-3)],
    })
  })
})
