// The one way to send: whatever the kind of mail, one sender at a time takes what is due, batch by batch, until nothing is left.
import { addMinutes, type Clock } from '../core/clock.ts'
import type { WeeklyConfig } from '../core/config.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { InterfaceLanguage } from '../core/types.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import {
  type ClaimedMail,
  claimMails,
  countDue,
  hasDueMails,
  hasSentMails,
  recoverMails,
  releaseMails,
  type Selection,
  splitMails,
} from '../store/ledger.ts'
import { createLedgerCommit, type LedgerCommit, type Outcome } from '../store/ledger-changes.ts'
import { type BatchOwner, type RelayHistory, reserveTurns, settleLostTurns, settleTurns } from '../store/relay-turns.ts'
import { releaseLease, renewLease, takeLease } from '../store/leases.ts'
import { handOverBatch } from './hand-over.ts'
import { openMailingList } from './mailing-list.ts'
import type { MailingList, MailParts } from './message/compose.ts'
import type { DkimSigner } from './message/dkim.ts'
import { type Allowance, decideAllowance, describeWait, hasQuota } from './quota.ts'
import type { TakeProviderPlace } from './provider-places.ts'
import { createQueue } from './queue.ts'
import { addNote, type Tally } from './tally.ts'
import { compareKeys, type LookupTxt } from './transport/mail-dns.ts'
import type { MailTransport, OutgoingMessage } from './transport/transport.ts'

/** What sending needs. */
export interface DeliverDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<WeeklyConfig, 'url' | 'timezone' | 'language' | 'mail' | 'http' | 'storeTravels'>
  readonly transport: MailTransport
  readonly signers: readonly DkimSigner[]
  /** The mail that asks for a confirmation, with the marker `@@CONFIRM_URL@@`. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
  readonly renderConfirmation: (language: InterfaceLanguage) => Promise<MailParts>
  /** The mail that thanks for a suggestion, with the markers `@@LINK@@` and `@@ISSUE_URL@@`. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
  readonly renderThanks: (language: InterfaceLanguage) => Promise<MailParts>
  /** Shares the places at big mailbox providers with all other senders; without it they are this process's own. */
  readonly takeProviderPlace?: TakeProviderPlace | undefined
  /** Asks DNS for the keys before the first mail of a run; without it they are not compared. */
  readonly lookupTxt?: LookupTxt | undefined
  /** Names this process among all that use the store; a process started anew has a new one. */
  readonly processId: string
  /** Stops the run: messages begun are finished, everything else waits. */
  readonly signal?: AbortSignal | undefined
}

/** Makes the message of a mail. Throws SUBSCRIBER_INVALID when its address cannot be mailed to, ISSUE_EMPTY when nothing in it is for its reader. */
export type Compose<Mail extends ClaimedMail> = (mail: Mail) => OutgoingMessage

/** A kind of mail: which rows it takes, and what its messages are made from. */
export interface MailKind<Mail extends ClaimedMail> {
  /** Names it in reports: a week, or a word. */
  readonly subject: string
  /** The one sender is the holder of the lease of this name. */
  readonly lease: string
  readonly due: Selection
  /** What is recovered after a crash; more than what is due by itself. */
  readonly all: Selection
  /** Tells the operator what becomes of mails that are uncertain after a crash. */
  readonly uncertainRemedy: string
  /** Told that some of them wait for the relay's quota, so that their time does not run out meanwhile. */
  readonly onWait?: () => Promise<void>
  /** Writes the rows that are to be sent, where that is not done yet. Safe to call by two at once: the second waits for what the first writes. */
  readonly prepare?: (list: MailingList) => Promise<void>
  readonly read: (db: Connection, ids: readonly number[]) => Promise<readonly Mail[]>
  /** Asked before each batch, once its mails are claimed: what was taken back since the last is in no mail of it. */
  readonly openComposer: (list: MailingList) => Promise<Compose<Mail>>
  /** Told what came of each mail, when that is recorded. */
  readonly onOutcome: (mail: Mail, outcome: Outcome) => Promise<void>
}

/** Longer than a server may take to answer a message (RFC 5321 §4.5.3.2: ten minutes). */
const CLAIM_MINUTES = 15
/** A batch is what can be handed over in this time, so that claims stay fresh at any rate. */
const BATCH_SECONDS = 10
const BATCH_LIMIT = 200

const batchSize = (ratePerSecond: number): number =>
  Math.min(BATCH_LIMIT, Math.max(1, Math.floor(ratePerSecond * BATCH_SECONDS)))

/**
 * Sends what is due of a kind of mail, once each. A kind of few mails has one sender at a time; a long issue goes out in shards, each by one
 * sender, so that several processes share it. Throws MAIL_CONFIG_INCOMPLETE, DKIM_KEY_INVALID and STORE_… errors, and what opening the
 * composer throws.
 */
export async function sendMails<Mail extends ClaimedMail>(
  deps: DeliverDeps,
  kind: MailKind<Mail>,
  tally: Tally,
): Promise<void> {
  const { store, clock } = deps
  const list = await openMailingList(deps)
  const whole = await underLease(deps, kind, kind.lease, '', async hold => {
    await kind.prepare?.(list)
    const lost = await recoverMails(store.db, kind.all, clock.now())
    if (lost > 0)
      addNote(tally, 'note', kind.subject, `${lost} mails are uncertain after a crash; ${kind.uncertainRemedy}`)
    if ((await splitMails(store.db, kind.due)) === null) await sendBatches(deps, kind, { list, ...hold }, tally)
    return true
  })
  // Whoever has the lease may be at the beginning of a long issue: then there is work for others, once its mails are written.
  if (whole === null) await kind.prepare?.(list)
  const shards = await splitMails(store.db, kind.due)
  if (shards !== null) await sendShards(deps, kind, { list, shards }, tally)
  else if (whole === null) addNote(tally, 'note', kind.subject, BUSY)
}

const BUSY = 'another process is delivering it'

/** Takes one free shard after the other until none with anything due is left, or all that are left have a sender. */
async function sendShards<Mail extends ClaimedMail>(
  deps: DeliverDeps,
  kind: MailKind<Mail>,
  { list, shards }: { readonly list: MailingList; readonly shards: readonly Selection[] },
  tally: Tally,
): Promise<void> {
  const { store, clock, signal } = deps
  const { uncertain } = deps.config.mail
  let isBusy = false
  for (let batches = 1, isFirst = true; batches > 0; isFirst = false) {
    batches = 0
    for (const [index, due] of shards.entries()) {
      if (tally.paused || signal?.aborted) return
      if (!(await hasDueMails(store.db, due, clock.now(), uncertain))) continue
      const shard = index + 1
      const lease = `${kind.lease}/${shard}`
      const sent = await underLease(deps, kind, lease, `${shard}.`, hold =>
        sendBatches(deps, { ...kind, due, lease }, { list, ...hold }, tally),
      )
      batches += sent ?? 0
      isBusy ||= isFirst && sent === null
    }
    if (isFirst && isBusy && batches === 0) addNote(tally, 'note', kind.subject, BUSY)
  }
}

/** A taking of a lease. */
interface Hold {
  readonly holder: string
  readonly fence: number
}

/** Does something while this process has the lease, and gives back what it claimed; null when another has it. */
async function underLease<Result>(
  deps: DeliverDeps,
  { subject, all }: Pick<MailKind<ClaimedMail>, 'subject' | 'all'>,
  lease: string,
  mark: string,
  act: (hold: Hold) => Promise<Result>,
): Promise<Result | null> {
  const { store, clock, processId } = deps
  const fence = await takeLease(store.db, lease, processId, clock.now(), CLAIM_MINUTES)
  if (fence === null) return null
  const holder = `${processId}#${mark}${fence}`
  try {
    return await act({ holder, fence })
  } finally {
    await giveBack(deps, { subject, lease, all }, holder, fence)
  }
}

/** Sends batch after batch while the lease holds; answers how many. */
async function sendBatches<Mail extends ClaimedMail>(
  deps: DeliverDeps,
  kind: MailKind<Mail>,
  { list, holder, fence }: { readonly list: MailingList; readonly holder: string; readonly fence: number },
  tally: Tally,
): Promise<number> {
  const { store, clock } = deps
  const { ratePerSecond, perProvider, uncertain } = deps.config.mail
  const commit = createLedgerCommit(store.db, kind.due.ledger, holder)
  const owner = { relay: deps.transport.name, lease: kind.lease, holder }
  await settleLostTurns(store.db, owner, kind.due.ledger)
  let batches = 0
  while (!tally.paused && !deps.signal?.aborted) {
    // Looking costs no wait for the disk, unlike each of the steps to a batch that turns out to be empty.
    if (!(await hasDueMails(store.db, kind.due, clock.now(), uncertain))) break
    // At the first it was taken a moment ago.
    if (batches > 0 && !(await renewLease(store.db, kind.lease, fence, clock.now(), CLAIM_MINUTES))) break
    const now = clock.now()
    const claim = { holder, until: addMinutes(now, CLAIM_MINUTES) }
    const turns = await reserveBatch(deps, kind, owner, batchSize(ratePerSecond), tally)
    if (turns === null) break
    const ids = await claimMails(store, kind.due, claim, now, { limit: turns.mails, uncertain })
    // What is thrown here leaves the batch open: the next sender ends it by what the ledger knows.
    const given = ids.length === 0 ? 0 : await sendBatch(deps, kind, { list, ids, commit, perProvider }, tally)
    await settleTurns(store.db, turns.id, given, clock.now())
    if (ids.length === 0) break
    batches++
  }
  return batches
}

/** Hands over what was claimed; answers of how many the end may have been written. */
async function sendBatch<Mail extends ClaimedMail>(
  deps: DeliverDeps,
  kind: MailKind<Mail>,
  batch: {
    readonly list: MailingList
    readonly ids: readonly number[]
    readonly commit: LedgerCommit
    readonly perProvider: WeeklyConfig['mail']['perProvider']
  },
  tally: Tally,
): Promise<number> {
  const { db } = deps.store
  let given = 0
  const compose = await kind.openComposer(batch.list)
  await compareKeysOnce(deps, tally)
  const queue = createQueue(await kind.read(db, batch.ids), batch.perProvider, deps.takeProviderPlace)
  const hasSent = await hasSentMails(db, kind.all)
  const more = { commit: batch.commit, hasSent, ledger: kind.due.ledger, claimMinutes: CLAIM_MINUTES, compose }
  await handOverBatch({ ...deps, ...more, onOutcome: kind.onOutcome, onGiven: () => given++ }, queue, tally)
  return given
}

/** What the relay may be given of the next batch; null, with a line of the report where mails wait, when that is none at present. */
async function reserveBatch(
  { store, clock, config, transport }: DeliverDeps,
  { due, subject, onWait }: Pick<MailKind<ClaimedMail>, 'due' | 'subject' | 'onWait'>,
  owner: BatchOwner,
  wanted: number,
  tally: Tally,
): Promise<{ readonly id: number; readonly mails: number } | null> {
  const now = clock.now()
  let waits: Allowance['waits'] = null
  const decide = (history: RelayHistory): number => {
    const allowed = decideAllowance(config.mail, history, wanted, now)
    waits = allowed.waits
    return allowed.mails
  }
  // Counted without a quota too: one that is set later knows of today.
  const turns = await reserveTurns(store.db, owner, now, hasQuota(config.mail) ? decide : wanted)
  if (turns !== null) return turns
  const waiting = await countDue(store.db, due, now)
  if (waiting === 0) return null
  await onWait?.()
  addNote(tally, 'note', transport.name, describeWait(waits, waiting, subject, config.timezone))
  // All kinds of mail share the relay.
  tally.paused = true
  return null
}

/**
 * Asks DNS once a run whether receivers will find our keys. Throws DKIM_KEY_INVALID for another key there: every signature would
 * be a wrong one. Where DNS has none, or does not answer, mail goes out, with a note on the former.
 */
async function compareKeysOnce({ signers, lookupTxt }: DeliverDeps, tally: Tally): Promise<void> {
  if (!lookupTxt || tally.areKeysCompared) return
  tally.areKeysCompared = true
  for (const { name, signer, state, error } of await compareKeys(signers, lookupTxt)) {
    if (error) throw error
    if (state === 'absent')
      addNote(
        tally,
        'note',
        name,
        `DNS has no DKIM key here, receivers cannot check ours; publish TXT ${signer.record}`,
      )
  }
}

/** When the store itself has failed, giving back fails too; the first failure is the one to report, and claims run out anyway. */
async function giveBack(
  { store, clock, log }: DeliverDeps,
  { subject, lease, all }: Pick<MailKind<ClaimedMail>, 'subject' | 'lease' | 'all'>,
  holder: string,
  fence: number,
): Promise<void> {
  try {
    await releaseMails(store.db, all, holder, clock.now())
    await releaseLease(store.db, lease, fence, clock.now())
  } catch (error) {
    log.warn('deliver.not-given-back', { subject, error: isWeeklyError(error) ? error.code : String(error) })
  }
}
