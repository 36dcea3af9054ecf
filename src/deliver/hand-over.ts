// Hands a batch of claimed mails to the transport and records what came of each.
import { addMinutes, type Clock } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StageNote } from '../core/types.ts'
import { UNDELIVERABLE } from '../store/deliveries.ts'
import type { Store } from '../store/engine/database.ts'
import type { GroupCommit } from '../store/engine/group-commit.ts'
import { type ClaimedMail, type Ledger, markData, type Outcome, recordOutcome } from '../store/ledger.ts'
import type { DeliveryQueue } from './queue.ts'
import { pauseRun, type Tally } from './tally.ts'
import type { HandOver, MailTransport, OutgoingMessage } from './transport/transport.ts'

/** What handing over a batch needs. */
export interface HandOverDeps<Mail extends ClaimedMail> {
  readonly store: Store
  /** Takes the ledger's marks and outcomes: those of all connections share their commits. */
  readonly commit: GroupCommit
  readonly clock: Clock
  readonly log: Log
  readonly transport: MailTransport
  readonly ledger: Ledger
  readonly holder: string
  readonly claimMinutes: number
  readonly compose: (mail: Mail) => OutgoingMessage
  /** Told what came of each mail, when that is recorded. */
  readonly onOutcome?: ((mail: Mail, outcome: Outcome) => Promise<void>) | undefined
  readonly signal?: AbortSignal | undefined
}

const LOST_IN_ROW_LIMIT = 3

/** Hands over a batch, as many at a time as transport and queue allow, until it is done, paused or stopped. */
export async function handOverBatch<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  queue: DeliveryQueue<Mail>,
  tally: Tally,
): Promise<void> {
  const work = async (): Promise<void> => {
    let recorded = Promise.resolve()
    try {
      // A worker that finds nothing it may take ends: whoever holds the places goes on when one is free.
      while (!tally.paused && !deps.signal?.aborted) {
        const taken = queue.take()
        if (!taken) return
        const handOver = await handOverOne(deps, taken.mail, tally).finally(taken.done)
        await recorded
        if (!handOver) continue
        watchConnections(tally, deps.transport.name, handOver)
        recorded = record(deps, taken.mail, handOver, tally)
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

/** What came of a mail; null when it was not handed over, and waits. */
async function handOverOne<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  mail: Mail,
  tally: Tally,
): Promise<HandOver | null> {
  const { store, commit, clock, transport, ledger, holder, claimMinutes, signal } = deps
  const mayEnd = (): Promise<boolean> => {
    const now = clock.now()
    return commit(db => markData(db, ledger, mail.id, { holder, until: addMinutes(now, claimMinutes) }, now))
  }
  try {
    return await transport.handOver(deps.compose(mail), { mayEnd, signal })
  } catch (error) {
    if (isStop(error, signal)) return null
    if (isWeeklyError(error) && /^(SMTP|OUTBOX)_/.test(error.code)) {
      pauseRun(tally, transport.name, error)
      return null
    }
    if (isWeeklyError(error) && ['SUBSCRIBER_INVALID', 'ISSUE_EMPTY'].includes(error.code)) {
      const outcome = { state: 'skipped', response: error.message } as const
      await recordOutcome(store.db, ledger, mail, holder, outcome, clock.now())
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
async function record<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  mail: Mail,
  handOver: HandOver,
  tally: Tally,
): Promise<void> {
  const { commit, clock, log, ledger, holder } = deps
  const { state, response } = handOver
  if (state === 'withdrawn') {
    tally.skipped++
    return
  }
  const outcome = outcomeOf(state, response)
  const recorded = await commit(db => recordOutcome(db, ledger, mail, holder, outcome, clock.now()))
  log.debug('deliver.recorded', { ledger, mail: mail.id, state: recorded, response })
  if (recorded === 'sent') tally.sent++
  if (recorded === 'skipped') tally.skipped++
  if (recorded !== null && recorded !== 'sent') tally.notes.push(noteOf(mail, recorded, outcome.response))
  if (recorded !== null) await deps.onOutcome?.(mail, { state: recorded, response: outcome.response })
}

/** Pauses the run when one connection after the other is lost. */
function watchConnections(tally: Tally, relay: string, { isLost, response }: HandOver): void {
  tally.lostInRow = isLost ? tally.lostInRow + 1 : 0
  if (tally.lostInRow < LOST_IN_ROW_LIMIT) return
  pauseRun(tally, relay, {
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

function noteOf({ email }: ClaimedMail, state: keyof typeof noteOfState, response: string): StageNote {
  return {
    ...noteOfState[state],
    subject: email,
    message: `${state}: ${response}`,
    hint: null,
  }
}
