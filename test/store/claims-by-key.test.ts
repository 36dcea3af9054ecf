// A long issue that the relay has deferred as a whole: its mails are claimed again by key, whatever the database's statistics say by then.
import { CompiledQuery, type KyselyPlugin, type RootOperationNode, sql } from 'kysely'
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Store } from '../../src/store/engine/database.ts'
import {
  claimMails,
  hasDueMails,
  selectCatchUps,
  selectDue,
  type Selection,
  splitMails,
} from '../../src/store/ledger.ts'
import { now, sealIssue, week } from '../deliver/builders.ts'
import { createLedgerCommit } from '../../src/store/ledger-changes.ts'
import { describeStores } from '../stores.ts'

const READERS = 5_000

async function fillLedger(store: Store): Promise<void> {
  await sealIssue(store)
  const last = sql.lit(READERS)
  const numbers =
    store.dialect === 'postgres'
      ? sql`select n from generate_series(1, ${last}) as one (n)`
      : sql`with recursive one (n) as (select 1 union all select n + 1 from one where n < ${last}) select n from one`
  const address = sql`'r' || n || '@example.org'`
  await sql`insert into subscribers (id, email, email_key, language, state, consent, created_at, confirmed_at)
    select n, ${address}, ${address}, 'en', 'confirmed', 'asked', ${now}, ${now} from (${numbers}) as numbers`.execute(
    store.db,
  )
  await sql`insert into deliveries (id, week, subscriber_id, email, email_key, language, state, message_id, dated_at, attempts,
      updated_at, is_catch_up)
    select n, ${week}, n, ${address}, ${address}, 'en', 'pending', '<' || n || '@list.example>', ${now}, 0, ${now},
      case when n % 1000 = 7 then 1 else 0 end from (${numbers}) as numbers`.execute(store.db)
}

const defer = (store: Store) =>
  sql`update deliveries set state = 'deferred', attempts = 1, first_attempt_at = ${now},
    next_attempt_at = case when id % 2 = 0 then cast(${addMinutes(now, 5)} as text) else ${addMinutes(now, -1)} end
    where id % 10 <> 1`.execute(store.db)

const claim = { holder: 'p1#1', until: addMinutes(now, 15) }

/** How the database goes about what is asked of it, statement by statement, once it is true that 1 is 0. */
async function explain(store: Store, ask: (watched: Store) => Promise<unknown>): Promise<readonly string[]> {
  const asked: RootOperationNode[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      asked.push(node)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  await ask({ ...store, db: store.db.withPlugin(plugin) })
  const plans: string[] = []
  for (const node of asked) {
    const query = store.db.getExecutor().compileQuery(node, { queryId: 'explained' })
    const text = query.sql.replace('1 = 0', '1 = 1')
    const word = store.dialect === 'sqlite' ? 'explain query plan' : 'explain'
    const { rows } = await store.db.executeQuery(CompiledQuery.raw(`${word} ${text}`, [...query.parameters]))
    plans.push(rows.map(row => String(Object.values(row as object).at(-1))).join('\n'))
  }
  return plans
}

/** How it looks for due mails and claims them; none is claimed. */
const explainClaims = (store: Store, selection: Selection): Promise<readonly string[]> =>
  explain(store, async watched => {
    // Long before anything is due, so that each kind of due mail is looked for, and nothing is changed.
    const early = addMinutes(now, -60)
    const nothing = { ...selection, readers: sql<boolean>`${selection.readers} and 1 = 0` }
    await claimMails(watched, nothing, claim, early, { limit: 50 })
    await hasDueMails(watched.db, { ...selection, rows: sql<boolean>`${selection.rows} and 1 = 0` }, early, 'resend')
  })

/** How it marks and records the mails of several connections in one statement; nobody holds any. */
const explainChanges = (store: Store): Promise<readonly string[]> =>
  explain(store, async ({ db }) => {
    const commit = createLedgerCommit(db, 'deliveries', 'nobody')
    const mails = Array.from({ length: 8 }, (_, index) => ({ id: index * 7 + 1, attempts: 0, first_attempt_at: null }))
    await Promise.all([
      ...mails.map(({ id }) => commit.mark(id, claim.until, now)),
      ...mails.map(mail => commit.record({ ...mail, id: mail.id + 1 }, { state: 'sent', response: '250' }, now)),
    ])
  })

describeStores('mails that are tried again', (open, dialect) => {
  const byKey =
    dialect === 'sqlite'
      ? /USING INDEX deliveries_(waiting|fresh) \(week=\? AND <expr>=\?/
      : /Index (Only )?Scan using deliveries_(waiting|fresh) on deliveries.*\n\s*Index Cond: \(\(week = .*\(\(id % '16'/
  const sorts = /Sort Key: deliveries|TEMP B-TREE|(SCAN|Seq Scan on) deliveries/

  test('are claimed by key out of a long issue, with statistics from before it was deferred and from after', async () => {
    const store = await open()
    await fillLedger(store)
    const analyze = () => sql`analyze`.execute(store.db)
    if (dialect === 'postgres') await analyze()
    await defer(store)
    const shard = (await splitMails(store.db, selectDue(week)))?.[4] ?? expect.unreachable()
    const plans = [...(await explainClaims(store, shard))]
    const changes = [...(await explainChanges(store))]
    await analyze()
    changes.push(...(await explainChanges(store)))
    plans.push(...(await explainClaims(store, shard)))
    expect(changes).toHaveLength(2)
    for (const plan of changes)
      expect(plan).toMatch(/deliveries USING INTEGER PRIMARY KEY|Index Scan using deliveries_pkey/)
    expect(plans).toHaveLength(16)
    for (const plan of plans) {
      expect(plan).toMatch(byKey)
      expect(plan).not.toMatch(sorts)
    }
    // Every second one waits for later: none of an even shard is due yet, and all of an odd one are.
    expect(await claimMails(store, shard, claim, now, { limit: READERS })).toEqual([])
    const odd = (await splitMails(store.db, selectDue(week)))?.[5] ?? expect.unreachable()
    expect(await claimMails(store, odd, claim, now, { limit: READERS })).toHaveLength(313)

    // The few of late readers are not looked for among all.
    const late = selectCatchUps(week, addMinutes(now, -60))
    for (const plan of await explainClaims(store, late)) expect(plan).toMatch(/deliveries_(late|catching_up)/)
  })
})
