// Claiming a batch of deliveries at 1,000, 10,000 and 100,000 readers: a batch must cost the same at all sizes.
import type { Instant, WeekId } from '../../src/core/types.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { claimMails, selectIssue } from '../../src/store/ledger.ts'
import { cpuMsOf, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'

const SIZES = [1_000, 10_000, 100_000]
const BATCH = 50
const BATCHES = 10
const ROWS_AT_ONCE = 500
const week = '2026-W47' as WeekId
const at = '2026-11-20T00:00:00.000Z' as Instant
const until = '2026-11-20T01:00:00.000Z' as Instant

/** An issue with so many readers, nobody of whom has it yet. */
async function fillLedger(store: Store, readers: number): Promise<void> {
  await store.db.transaction().execute(async db => {
    const slot = { origin: 'scheduled', is_first: 0, state: 'sealed', settled_at: at } as const
    await db
      .insertInto('slots')
      .values({ week, opens_at: at, closes_at: at, ...slot })
      .execute()
    const words = { title: 'Bench', foreword: null, sections: '[]', content_sha256: '' }
    const dates = { date: '2026-11-20', sealed_at: at, mail_until: null }
    await db
      .insertInto('issues')
      .values({ number: 1, week, ...words, ...dates } as never)
      .execute()
    for (let start = 0; start < readers; start += ROWS_AT_ONCE) {
      const ids = Array.from({ length: Math.min(ROWS_AT_ONCE, readers - start) }, (_, i) => start + i + 1)
      const addressOf = (id: number) => ({ email: `r${id}@example.org`, email_key: `r${id}@example.org` })
      const wishes = { language: 'en', cadence: 'weekly', sections_off: '[]' } as const
      await db
        .insertInto('subscribers')
        .values(
          ids.map(id => ({
            ...{ id, ...addressOf(id), ...wishes, name: null, state: 'confirmed' as const, consent: 'bench' },
            ...{ created_at: at, confirmed_at: at, left_at: null, confirmation_sent_at: null },
          })),
        )
        .execute()
      await db
        .insertInto('deliveries')
        .values(
          ids.map(id => ({
            ...{ id, week, subscriber_id: id, ...addressOf(id), ...wishes, state: 'pending' as const },
            ...{
              message_id: `<${id}@example.org>`,
              dated_at: at,
              updated_at: at,
              attempts: 0,
              is_catch_up: 0 as const,
            },
            ...{ next_attempt_at: null, claimed_by: null, claimed_until: null, response: null },
          })),
        )
        .execute()
    }
  })
}

/** CPU milliseconds of a batch. */
async function measureSize(readers: number): Promise<number> {
  return withTemporaryFolder(async folder => {
    const store = await openStore('sqlite:weekly.db', folder)
    try {
      await fillLedger(store, readers)
      const claimAll = async (): Promise<void> => {
        for (let batch = 0; batch < BATCHES; batch++)
          await claimMails(store, selectIssue(week), { holder: 'bench', until }, at, { limit: BATCH })
      }
      return (await cpuMsOf(claimAll)) / BATCHES
    } finally {
      await store.close()
    }
  })
}

/** CPU time, syncs of the disk included as far as they compute. */
export async function measure(): Promise<readonly Measure[]> {
  const cpuMs: number[] = []
  for (const size of SIZES) cpuMs.push(await measureSize(size))
  const [least = NaN] = cpuMs
  return SIZES.map((size, place) => ({
    step: 'claims',
    name: `a batch of ${BATCH}, ${size} readers`,
    ratio: (cpuMs[place] ?? NaN) / least,
    against: `${SIZES[0] ?? 0} readers`,
    figure: { value: cpuMs[place] ?? NaN, unit: 'ms CPU' },
    better: 'less',
    aim: { on: 'figure', bound: 10 },
  }))
}
