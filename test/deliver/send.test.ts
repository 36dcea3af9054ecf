// The loop that sends, by itself: what is due in which order, who may send, how much is claimed at a time, what a crash leaves, when it ends.
import { generateKeyPairSync } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import type { WeekId } from '../../src/core/types.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { deliverIssues, deliverMails } from '../../src/deliver/deliver.ts'
import { issueMails } from '../../src/deliver/issue-mails.ts'
import { createDkimSigner } from '../../src/deliver/message/dkim.ts'
import { sendMails } from '../../src/deliver/send.ts'
import { createTally } from '../../src/deliver/tally.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { insertCatchUp } from '../../src/store/catch-ups.ts'
import { listDeliveries, readEquation } from '../../src/store/deliveries.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { freezeIssue, readFrozen } from '../../src/store/freeze.ts'
import { claimMails, selectIssue } from '../../src/store/ledger.ts'
import { takeLease } from '../../src/store/leases.ts'
import { saveSetting } from '../../src/store/settings.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, readerAddress, sealIssue, week } from './builders.ts'
import { markData } from '../store/ledger-builders.ts'

const weekBefore = '2026-W46' as WeekId

/** A way out that takes every mail, and tells of each before its end. */
function openWayOut(onMail: (to: string, name: string) => unknown = () => undefined) {
  const taken: string[] = []
  const transport: MailTransport = {
    name: 'smtp://relay.example',
    connections: 1,
    handOver: async ({ to, name }, { mayEnd }) => {
      await onMail(to, name)
      if (!(await mayEnd())) return { state: 'withdrawn', response: 'taken back', isLost: false }
      taken.push(to)
      return { state: 'sent', response: '250 ok', isLost: false }
    },
    close: () => Promise.resolve(),
  }
  return { transport, taken }
}

const closed: MailTransport = {
  ...openWayOut().transport,
  handOver: () => Promise.reject(new WeeklyError('SMTP_UNAVAILABLE', 'nobody answers')),
}
const leasesOf = async ({ db }: Store): Promise<readonly string[]> =>
  (await db.selectFrom('leases').select('name').orderBy('name').execute()).map(({ name }) => name)

/** Leaves a delivery as a process that died: claimed by it, and with its end begun. */
async function crash({ db, ...store }: Store, readers: number): Promise<void> {
  await freezeIssue(db, { week, at: now, messageIdEnd: 'n@example.org' })
  const claim = { holder: 'dead#1', until: addMinutes(now, 15) }
  const ids = await claimMails({ db, ...store }, selectIssue(week), claim, now, { limit: readers })
  for (const id of ids) expect(await markData(db, 'deliveries', id, claim, now)).toBe(true)
}

test('a run that has nothing to send reserves nothing of its relay', async () => {
  const { store } = await aStoreWithReaders(2)
  const { transport, taken } = openWayOut()
  const changed: string[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      const text = store.db.getExecutor().compileQuery(node, { queryId: 'seen' }).sql
      changed.push(/^(?:insert into|update|delete from) "relay_turns"/.exec(text)?.[0] ?? 'another')
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const watched = { ...store, db: store.db.withPlugin(plugin) }
  await deliverIssues(aDelivery(watched, transport).deps)
  expect(changed).toContain('insert into "relay_turns"')
  changed.length = 0
  await deliverIssues(aDelivery(watched, transport).deps)
  expect(taken).toHaveLength(2)
  expect(new Set(changed)).toEqual(new Set(['another']))
})

test('issues go out one after the other, the oldest first, and none without mail parts', async () => {
  const { store } = await aStoreWithReaders(1)
  await sealIssue(store, { week: weekBefore })
  await sealIssue(store, { week: '2026-W45' as WeekId, hasMail: false })
  const { transport } = openWayOut()
  const sent: string[] = []
  const { deps } = aDelivery(store, {
    ...transport,
    handOver: (message, control) => {
      sent.push(message.bytes.toString().includes(weekBefore) ? weekBefore : week)
      return transport.handOver(message, control)
    },
  })
  expect(await deliverIssues(deps)).toMatchObject({ done: 2, notes: [] })
  expect(sent).toEqual([weekBefore, week])
  expect(await leasesOf(store)).toEqual([`deliver:${weekBefore}`, `deliver:${week}`])
})

/** Two issues to be mailed, the older one frozen, with a reader who has confirmed since. */
async function twoIssuesAndALateReader(): Promise<Store> {
  const { store } = await aStoreWithReaders(1)
  await sealIssue(store, { week: '2026-W48' as WeekId })
  await store.db.updateTable('issues').set({ mail_until: null }).where('week', '!=', week).execute()
  await freezeIssue(store.db, { week, at: now, messageIdEnd: 'n@example.org' })
  await store.db.deleteFrom('deliveries').execute()
  const { id } = await store.db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow()
  await insertCatchUp(store.db, id, 'n@example.org', now)
  // The older one is over; only its late reader waits.
  await store.db
    .updateTable('issues')
    .set({ mail_until: addMinutes(now, -1) })
    .where('week', '=', week)
    .execute()
  await sealIssue(store, { week: '2026-W49' as WeekId })
  await store.db
    .updateTable('issues')
    .set({ mail_until: addMinutes(now, 9) })
    .where('week', '=', '2026-W48' as WeekId)
    .execute()
  return store
}

test('a relay that takes nothing ends the run: no other issue is begun, and no late reader’s', async () => {
  const store = await twoIssuesAndALateReader()
  const { deps } = aDelivery(store, closed)
  const report = await deliverMails(deps)
  expect(report.notes).toMatchObject([{ level: 'failed', code: 'SMTP_UNAVAILABLE' }])
  expect(await leasesOf(store)).toEqual(['deliver:2026-W48'])
  expect(await readFrozen(store.db, '2026-W49' as WeekId)).toBeNull()
  expect((await deliverMails({ ...deps, transport: openWayOut().transport })).done).toBe(3)
})

test('a run that is told to stop begins no issue and no late reader’s', async () => {
  const store = await twoIssuesAndALateReader()
  const { transport, taken } = openWayOut()
  const { deps } = aDelivery(store, transport, { signal: AbortSignal.abort() })
  expect(await deliverMails(deps)).toMatchObject({ done: 0, notes: [] })
  expect([await leasesOf(store), taken]).toEqual([[], []])
  expect(await readFrozen(store.db, '2026-W48' as WeekId)).toBeNull()
})

test('a run that is told to stop on the way leaves late readers for the next', async () => {
  const store = await twoIssuesAndALateReader()
  const stop = new AbortController()
  const { transport, taken } = openWayOut(() => stop.abort())
  const { deps } = aDelivery(store, transport, { signal: stop.signal })
  expect(await deliverMails(deps)).toMatchObject({ done: 1, notes: [] })
  expect(await leasesOf(store)).toEqual(['deliver:2026-W48'])
  expect((await deliverMails({ ...deps, signal: undefined })).done).toBe(2)
  expect(taken).toHaveLength(3)
})

test('a store that is a copy mails nothing that had closed, and the report says so and how to mail it', async () => {
  const { store } = await aStoreWithReaders(1)
  await saveSetting(store.db, 'place', 'elsewhere')
  const { deps } = aDelivery(store, closed)
  expect(await deliverIssues(deps)).toMatchObject({
    done: 0,
    failed: 0,
    notes: [
      {
        level: 'note',
        subject: 'store',
        message: 'it is a copy, or in another place than before: what has closed is mailed only when asked',
      },
      {
        level: 'note',
        subject: week,
        message: `it closed before the store was put back; weekly deliver --week ${week} mails it`,
      },
    ],
  })
  expect((await deliverIssues(deps)).notes).toEqual([])
  const { transport, taken } = openWayOut()
  expect((await deliverIssues({ ...deps, transport }, { week })).done).toBe(1)
  expect(taken).toEqual([readerAddress(0)])
})

test('mails are claimed by a holder of this taking of the lease, so that a late one of the same process is another', async () => {
  const { store } = await aStoreWithReaders(1)
  const holders: (string | null)[] = []
  const watch = async () => {
    const [claimed] = await store.db
      .selectFrom('deliveries')
      .select('claimed_by')
      .where('state', '=', 'claimed')
      .execute()
    holders.push(claimed?.claimed_by ?? null)
  }
  const { deps } = aDelivery(store, openWayOut(watch).transport)
  await deliverIssues(deps)
  await store.db.updateTable('deliveries').set({ state: 'pending' }).execute()
  await deliverIssues(deps)
  expect(holders).toEqual(['p1#1', 'p1#2'])
})

test('while another process sends, this one sends nothing, and says so', async () => {
  const { store } = await aStoreWithReaders(1)
  await takeLease(store.db, `deliver:${week}`, 'another', now, 15)
  const { deps, clock } = aDelivery(store, openWayOut().transport)
  expect(await deliverIssues(deps)).toMatchObject({
    done: 0,
    failed: 0,
    notes: [{ level: 'note', subject: week, message: 'another process is delivering it' }],
  })
  // It died: its lease runs out.
  clock.set(addMinutes(now, 15))
  expect((await deliverIssues(deps)).done).toBe(1)
})

test('a lease that was lost on the way ends the sending before the next batch, and nobody has a mail twice', async () => {
  const { store } = await aStoreWithReaders(2)
  const steal = () => takeLease(store.db, `deliver:${week}`, 'another', addMinutes(now, 60), 15)
  const { transport, taken } = openWayOut(steal)
  const { deps } = aDelivery(store, transport, { config: aConfig({ ratePerSecond: 0.1 }) })
  expect((await deliverIssues(deps)).done).toBe(1)
  expect(taken).toEqual([readerAddress(0)])
  expect(await leasesOf(store)).toEqual([`deliver:${week}`])
  const lease = await store.db.selectFrom('leases').selectAll().executeTakeFirstOrThrow()
  expect(lease).toMatchObject({ holder: 'another', until: addMinutes(now, 75) })
})

test.each([
  [0.01, 1],
  [0.1, 1],
  [0.3, 3],
  [1000, 5],
])('at %d mails a second so many of five are claimed at a time: %d', async (ratePerSecond, first) => {
  const { store } = await aStoreWithReaders(5)
  const claimed: number[] = []
  const { deps } = aDelivery(
    store,
    openWayOut(async () => {
      claimed.push((await listDeliveries(store.db, week, 'claimed', 9)).length)
    }).transport,
    { config: aConfig({ ratePerSecond }) },
  )
  expect((await deliverIssues(deps)).done).toBe(5)
  expect(claimed[0]).toBe(first)
})

test('of many mails no more than two hundred are claimed at a time', async () => {
  const { store } = await aStoreWithReaders(201)
  const batches: number[] = []
  const { deps } = aDelivery(store, openWayOut().transport)
  const kind = issueMails(deps, week)
  const watched = {
    ...kind,
    read: (...[db, ids]: Parameters<typeof kind.read>) => {
      batches.push(ids.length)
      return kind.read(db, ids)
    },
  }
  await sendMails(deps, watched, createTally())
  expect(batches).toEqual([200, 1])
})

test('a run that is paused claims no further batch', async () => {
  const { store } = await aStoreWithReaders(3)
  const { deps } = aDelivery(store, closed, { config: aConfig({ ratePerSecond: 0.1 }) })
  const kind = issueMails(deps, week)
  const read: number[] = []
  const watched = {
    ...kind,
    read: (...[db, ids]: Parameters<typeof kind.read>) => {
      read.push(...ids)
      return kind.read(db, ids)
    },
  }
  const tally = createTally()
  await sendMails(deps, watched, tally)
  expect([read.length, tally.paused]).toEqual([1, true])
  expect(await readEquation(store.db, week)).toMatchObject({ counts: { pending: 3 } })
})

test.each([
  ['resend', 'they are sent again in 10 minutes', 2],
  ['hold', `they are held: see weekly report ${week}`, 0],
] as const)('what a crash left uncertain is said, with what becomes of it (%s)', async (uncertain, remedy, again) => {
  const { store } = await aStoreWithReaders(2)
  await crash(store, 2)
  const { transport } = openWayOut()
  const { deps, clock } = aDelivery(store, transport, { config: aConfig({ uncertain }) })
  expect((await deliverIssues(deps)).notes).toEqual([])
  clock.set(addMinutes(now, 15))
  expect((await deliverIssues(deps)).notes).toMatchObject([
    { level: 'note', subject: week, message: `2 mails are uncertain after a crash; ${remedy}` },
  ])
  expect((await listDeliveries(store.db, week, 'uncertain', 9)).map(({ attempts }) => attempts)).toEqual([1, 1])
  clock.set(addMinutes(now, 25))
  expect(await deliverIssues(deps)).toMatchObject({ done: again, notes: [] })
})

test('the keys are compared with DNS once a run, before the first mail, and a lack of one is said once', async () => {
  const { store } = await aStoreWithReaders(3)
  await sealIssue(store, { week: weekBefore })
  const asked: string[] = []
  const { transport, taken } = openWayOut()
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const signer = createDkimSigner({ domain: 'list.example', selector: 'w', pem })
  const { deps } = aDelivery(store, transport, {
    config: aConfig({ ratePerSecond: 0.1 }),
    signers: [signer],
    lookupTxt: name => {
      asked.push(`${name} after ${taken.length} mails`)
      return Promise.resolve([])
    },
  })
  expect(await deliverIssues(deps)).toMatchObject({
    done: 6,
    notes: [
      {
        level: 'note',
        subject: 'w._domainkey.list.example',
        message: `DNS has no DKIM key here, receivers cannot check ours; publish TXT ${signer.record}`,
      },
    ],
  })
  expect(asked).toEqual(['w._domainkey.list.example after 0 mails'])
})

test('DNS is not asked where there is no mail to send', async () => {
  const { store } = await aStoreWithReaders(1)
  const { transport } = openWayOut()
  const { deps } = aDelivery(store, transport)
  await deliverIssues(deps)
  const lookupTxt = () => Promise.reject(new Error('asked'))
  expect(await deliverIssues({ ...deps, lookupTxt })).toMatchObject({ done: 0, notes: [] })
})

test('what failed first is what is thrown, though nothing can be given back then; that is a line of the log', async () => {
  const { address } = await aStoreWithReaders(2)
  const store = await openStore(address, '/')
  const warnings: unknown[] = []
  const log = { ...silentLog, warn: (...line: unknown[]) => void warnings.push(line) }
  const bug = new TypeError('a bug')
  const { transport } = openWayOut(async () => {
    await store.close()
    throw bug
  })
  const { deps } = aDelivery(store, transport, { log })
  await expect(deliverIssues(deps)).rejects.toBe(bug)
  expect(warnings).toEqual([['deliver.not-given-back', { subject: week, error: expect.stringMatching(/./) as string }]])
})
