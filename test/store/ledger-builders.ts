// Builders for the tests of the ledger: an issue that is frozen for some readers, and mails of it that are claimed or about to end.
import { expect } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { readClaimedDeliveries } from '../../src/store/deliveries.ts'
import type { Instant } from '../../src/core/types.ts'
import type { Connection, Store } from '../../src/store/engine/database.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { type Claim, claimMails, type Ledger, selectIssue } from '../../src/store/ledger.ts'
import { createLedgerCommit, type LedgerCommit } from '../../src/store/ledger-changes.ts'
import { confirmReaders, now, sealIssue, week } from '../deliver/builders.ts'
import type { OpenTestStore } from '../stores.ts'

export const after = (minutes: number) => addMinutes(now, minutes)
export const claimOf = (holder: string, minutes = 15) => ({ holder, until: after(minutes) })
export const freeze = (store: Store) => freezeIssue(store.db, { week, at: now, messageIdEnd: 'n@example.org' })

export async function aFrozenIssue(open: OpenTestStore, readers: number): Promise<Awaited<ReturnType<OpenTestStore>>> {
  const store = await open()
  await sealIssue(store)
  await confirmReaders(store, readers)
  await freeze(store)
  return store
}

/** Claims mails of the issue, and reads them. */
export const claim = async (store: Store, ...[by, at, want]: [...ClaimArguments]) =>
  readClaimedDeliveries(store.db, await claimMails(store, selectIssue(week), by, at, want))
type ClaimArguments = Parameters<typeof claimMails> extends [unknown, unknown, ...infer Rest] ? Rest : never

/** One change of one mail, in a commit of its own. */
export const markData = (db: Connection, ledger: Ledger, id: number, { holder, until }: Claim, now: Instant) =>
  createLedgerCommit(db, ledger, holder).mark(id, until, now)
type RecordArguments = Parameters<LedgerCommit['record']>
export const recordOutcome = (
  db: Connection,
  ledger: Ledger,
  mail: RecordArguments[0],
  holder: string,
  ...[outcome, now]: [RecordArguments[1], Instant]
) => createLedgerCommit(db, ledger, holder).record(mail, outcome, now)
export const releaseRefused = (db: Connection, ledger: Ledger, id: number, holder: string, now: Instant) =>
  createLedgerCommit(db, ledger, holder).release(id, now)

/** Claims one delivery and begins its end. */
export async function beginOne(store: Store, holder: string, minutes = 0) {
  const [delivery] = await claim(store, claimOf(holder, minutes + 15), after(minutes), { limit: 1 })
  if (!delivery) throw new Error('nothing to claim')
  expect(await markData(store.db, 'deliveries', delivery.id, claimOf(holder, minutes + 15), after(minutes))).toBe(true)
  return delivery
}
