// Hands a batch of claimed deliveries to the transport and records what came of each. deliver.ts calls it.
import { addMinutes, type Clock } from '../core/clock.ts'
import { isWeeklyError, type WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StageNote } from '../core/types.ts'
import type { Store } from '../store/database.ts'
import type { GroupCommit } from '../store/group-commit.ts'
import { type ClaimedDelivery, type Delivery, markData, recordOutcome, skipDeliveries } from '../store/deliveries.ts'
import { recordBounce } from '../store/bounces.ts'
import { findStatus, judgeStatus } from './bounces/judge.ts'
import type { Composer } from './composer.ts'
import type { DeliveryQueue } from './queue.ts'
import type { HandOver, MailTransport } from './transport.ts'

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
    // A worker that finds nothing it may take ends: whoever holds the places goes on when one is free.
    while (!tally.paused && !deps.signal?.aborted) {
      const taken = queue.take()
      if (!taken) return
      await handOverOne(deps, taken.delivery, tally).finally(taken.done)
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: deps.transport.connections }, work))
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason
}

async function handOverOne(deps: HandOverDeps, delivery: ClaimedDelivery, tally: Tally): Promise<void> {
  const { store, commit, clock, transport, holder, claimMinutes, signal } = deps
  const mayEnd = (): Promise<boolean> => {
    const now = clock.now()
    return commit(db => markData(db, delivery.id, { holder, until: addMinutes(now, claimMinutes) }, now))
  }
  let handOver: HandOver
  try {
    handOver = await transport.handOver(deps.compose(delivery), { mayEnd, signal })
  } catch (error) {
    if (isStop(error, signal)) return
    if (isWeeklyError(error) && /^(SMTP|OUTBOX)_/.test(error.code)) {
      pause(tally, transport.name, error)
      return
    }
    if (isWeeklyError(error) && error.code === 'SUBSCRIBER_INVALID')
      return skipDeliveries(store.db, delivery.subscriber_id, error.message, clock.now())
    tally.paused = true
    throw error
  }
  await record(deps, delivery, handOver, tally)
}

const isStop = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'))

async function record(deps: HandOverDeps, delivery: Delivery, handOver: HandOver, tally: Tally): Promise<void> {
  const { store, commit, clock, log, holder, transport } = deps
  const { state, response } = handOver
  tally.lostInRow = handOver.isLost ? tally.lostInRow + 1 : 0
  if (state === 'withdrawn') {
    tally.skipped++
    return
  }
  const recorded = await commit(db => recordOutcome(db, delivery, holder, { state, response }, clock.now()))
  log.debug('deliver.recorded', { week: delivery.week, delivery: delivery.id, state: recorded, response })
  if (recorded === 'sent') tally.sent++
  else if (recorded !== null) tally.notes.push(noteOf(delivery, recorded, response))
  if (recorded === 'bounced') {
    const status = findStatus(response)
    await recordBounce(store.db, delivery, { verdict: judgeStatus(status, response), status, response }, clock.now())
  }
  if (tally.lostInRow < LOST_IN_ROW_LIMIT || tally.paused) return
  tally.paused = true
  tally.notes.push({
    level: 'failed',
    subject: transport.name,
    code: 'SMTP_UNAVAILABLE',
    message: `${tally.lostInRow} connections in a row were lost: ${response}`,
    hint: 'Look at the relay; the mails wait, the next run goes on.',
  })
}

function noteOf(delivery: Delivery, state: 'deferred' | 'bounced' | 'uncertain', response: string): StageNote {
  const code = { deferred: 'SMTP_DEFERRED', bounced: 'SMTP_REJECTED', uncertain: null } as const
  return {
    level: state === 'bounced' ? 'failed' : 'note',
    subject: delivery.email,
    code: code[state],
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
