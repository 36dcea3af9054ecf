// Hands a batch of claimed deliveries to the transport and records what came of each. deliver.ts calls it.
import { addMinutes, type Clock } from '../core/clock.ts'
import { isWeeklyError, type WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StageNote } from '../core/types.ts'
import type { Store } from '../store/engine/database.ts'
import type { GroupCommit } from '../store/engine/group-commit.ts'
import {
  type ClaimedDelivery,
  type Delivery,
  markData,
  type Outcome,
  recordOutcome,
  skipDeliveries,
  UNDELIVERABLE,
} from '../store/deliveries.ts'
import { recordBounce } from '../store/bounces.ts'
import { findStatus, judgeStatus } from './bounces/judge.ts'
import type { Composer } from './message/composer.ts'
import type { DeliveryQueue } from './queue.ts'
import type { HandOver, MailTransport } from './transport/transport.ts'

export interface HandOverDeps {
  readonly store: Store
  /** Takes the ledger's marks and outcomes: those of all connections share their commits. */
  readonly commit: GroupCommit
  readonly clock: Clock
  readonly log: Log
  readonly transport: MailTransport
  readonly holder: string
  readonly claimMinutes: number
  readonly compose: Composer
  readonly signal?: AbortSignal | undefined
}

/** What a run has come to so far. */
export interface Tally {
  sent: number
  skipped: number
  /** Connections lost one after the other: not the recipients' doing. */
  lostInRow: number
  paused: boolean
  areKeysCompared: boolean
  readonly notes: StageNote[]
}

const LOST_IN_ROW_LIMIT = 3

/** Hands over a batch, as many at a time as transport and queue allow, until it is done, paused or stopped. */
export async function handOverBatch(deps: HandOverDeps, queue: DeliveryQueue, tally: Tally): Promise<void> {
  const work = async (): Promise<void> => {
    let recorded = Promise.resolve()
    try {
      // A worker that finds nothing it may take ends: whoever holds the places goes on when one is free.
      while (!tally.paused && !deps.signal?.aborted) {
        const taken = queue.take()
        if (!taken) return
        const handOver = await handOverOne(deps, taken.delivery, tally).finally(taken.done)
        await recorded
        if (!handOver) continue
        watchConnections(tally, deps.transport.name, handOver)
        recorded = record(deps, taken.delivery, handOver, tally)
        // Whoever awaits it next reports it; until then no other mail is begun.
        recorded.catch(() => (tally.paused = true))
      }
    } finally {
      await recorded
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: deps.transport.connections }, work))
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason
}

/** What came of a delivery; null when it was not handed over, and waits. */
async function handOverOne(deps: HandOverDeps, delivery: ClaimedDelivery, tally: Tally): Promise<HandOver | null> {
  const { store, commit, clock, transport, holder, claimMinutes, signal } = deps
  const mayEnd = (): Promise<boolean> => {
    const now = clock.now()
    return commit(db => markData(db, delivery.id, { holder, until: addMinutes(now, claimMinutes) }, now))
  }
  try {
    return await transport.handOver(deps.compose(delivery), { mayEnd, signal })
  } catch (error) {
    if (isStop(error, signal)) return null
    if (isWeeklyError(error) && /^(SMTP|OUTBOX)_/.test(error.code)) {
      pause(tally, transport.name, error)
      return null
    }
    if (isWeeklyError(error) && error.code === 'SUBSCRIBER_INVALID') {
      await skipDeliveries(store.db, delivery.subscriber_id, error.message, clock.now())
      return null
    }
    if (isWeeklyError(error) && error.code === 'ISSUE_EMPTY') {
      await skipDeliveries(store.db, delivery.subscriber_id, error.message, clock.now(), delivery.week)
      return null
    }
    tally.paused = true
    throw error
  }
}

/** The reader of an undeliverable mail is skipped and stays: the next issue may have another way out. */
function outcomeOf(state: Exclude<HandOver['state'], 'withdrawn'>, response: string): Outcome {
  return state === 'undeliverable'
    ? { state: 'skipped', response: `${UNDELIVERABLE}: ${response}` }
    : { state, response }
}

const isStop = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'))

/**
 * Records what came of a delivery. The worker goes on meanwhile: the outcome is queued before the mark of its next mail, so both are
 * committed together, or the outcome first, and a crash still leaves one uncertain mail a connection at most.
 */
async function record(deps: HandOverDeps, delivery: Delivery, handOver: HandOver, tally: Tally): Promise<void> {
  const { store, commit, clock, log, holder } = deps
  const { state, response } = handOver
  if (state === 'withdrawn') {
    tally.skipped++
    return
  }
  const outcome = outcomeOf(state, response)
  const recorded = await commit(db => recordOutcome(db, delivery, holder, outcome, clock.now()))
  log.debug('deliver.recorded', { week: delivery.week, delivery: delivery.id, state: recorded, response })
  if (recorded === 'sent') tally.sent++
  if (recorded === 'skipped') tally.skipped++
  if (recorded !== null && recorded !== 'sent') tally.notes.push(noteOf(delivery, recorded, outcome.response))
  if (recorded === 'bounced') {
    const status = findStatus(response)
    await recordBounce(store.db, delivery, { verdict: judgeStatus(status, response), status, response }, clock.now())
  }
}

/** Pauses the run when one connection after the other is lost. */
function watchConnections(tally: Tally, relay: string, { isLost, response }: HandOver): void {
  tally.lostInRow = isLost ? tally.lostInRow + 1 : 0
  if (tally.lostInRow < LOST_IN_ROW_LIMIT || tally.paused) return
  tally.paused = true
  tally.notes.push({
    level: 'failed',
    subject: relay,
    code: 'SMTP_UNAVAILABLE',
    message: `${tally.lostInRow} connections in a row were lost: ${response}`,
    hint: 'Look at the relay; the mails wait, the next run goes on.',
  })
}

const noteOfState = {
  deferred: { level: 'note', code: 'SMTP_DEFERRED' },
  bounced: { level: 'failed', code: 'SMTP_REJECTED' },
  uncertain: { level: 'note', code: null },
  skipped: { level: 'skipped', code: 'SMTP_ADDRESS_UNSUPPORTED' },
} as const

function noteOf(delivery: Delivery, state: keyof typeof noteOfState, response: string): StageNote {
  return {
    ...noteOfState[state],
    subject: delivery.email,
    message: `${state}: ${response}`,
    hint: null,
  }
}

function pause(tally: Tally, subject: string, error: WeeklyError): void {
  if (tally.paused) return
  tally.paused = true
  const { code, message, hint } = error
  tally.notes.push({ level: 'failed', subject, code, message, hint })
}
