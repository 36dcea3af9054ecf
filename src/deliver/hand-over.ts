// Hands a batch of claimed mails to the transport and records what came of each.
import { addMinutes, type Clock } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StageNote } from '../core/types.ts'
import { UNDELIVERABLE } from '../store/deliveries.ts'
import type { ClaimedMail, Ledger } from '../store/ledger.ts'
import type { LedgerCommit, Outcome } from '../store/ledger-changes.ts'
import type { DeliveryQueue } from './queue.ts'
import { findTrouble, type Refusal, type Refusals, watchRefusals } from './refusals.ts'
import { pauseRun, type Tally } from './tally.ts'
import type { HandOver, MailTransport, OutgoingMessage } from './transport/transport.ts'

/** What handing over a batch needs. */
export interface HandOverDeps<Mail extends ClaimedMail> {
  /** Takes the ledger's marks and outcomes: those of all connections share their commits. */
  readonly commit: LedgerCommit
  readonly clock: Clock
  readonly log: Log
  readonly transport: MailTransport
  /** Named in the log. */
  readonly ledger: Ledger
  readonly claimMinutes: number
  readonly compose: (mail: Mail) => OutgoingMessage
  /** Some of these mails have been taken before. */
  readonly hasSent: boolean
  /** Told when the end of a mail may be written: from here on the relay may count it. */
  readonly onGiven?: (() => void) | undefined
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
  const refusals = watchRefusals<Mail>(deps)
  const hasEnded = (): boolean => tally.paused || deps.signal?.aborted === true
  const endWaiting = (): void => {
    if (hasEnded()) queue.close()
  }
  deps.signal?.addEventListener('abort', endWaiting, { once: true })
  const work = async (): Promise<void> => {
    let recorded = Promise.resolve()
    try {
      while (!hasEnded()) {
        const taken = await queue.next()
        if (taken === null) return
        // Meanwhile another worker may have heard what ends the run; the mail waits with all others.
        if (hasEnded()) {
          taken.done()
          return
        }
        const handOver = await handOverOne(deps, taken.mail, tally).finally(taken.done)
        await recorded
        if (!handOver) continue
        watchConnections(tally, deps.transport.name, handOver)
        recorded = takeOutcome(deps, taken.mail, handOver, refusals, tally).finally(endWaiting)
        // The next to await it reports the failure; until then no other mail is begun.
        recorded.catch(() => {
          tally.paused = true
          queue.close()
        })
      }
    } finally {
      endWaiting()
      await recorded
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: deps.transport.connections }, work))
  deps.signal?.removeEventListener('abort', endWaiting)
  queue.close()
  await finishRefusals(deps, refusals, tally)
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason
}

/** Records an outcome; a refusal that is no fault of the reader stays open until it is known whose trouble it is. */
async function takeOutcome<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  mail: Mail,
  handOver: HandOver,
  refusals: Refusals<Mail>,
  tally: Tally,
): Promise<void> {
  const { response } = handOver
  const trouble = findTrouble(handOver)
  if (trouble) {
    if (refusals.add({ mail, trouble, response })) pauseForRefusals(deps, response, tally)
    return
  }
  // After a pause nothing is settled: what was refused meanwhile waits as all others do.
  const before = handOver.state === 'sent' && !tally.paused ? refusals.settle() : []
  await Promise.all([record(deps, mail, handOver, tally), ...before.map(each => closeRefusal(deps, each, tally))])
}

/** At the end of a batch, when no mail is under way. */
async function finishRefusals<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  refusals: Refusals<Mail>,
  tally: Tally,
): Promise<void> {
  const { mustPause, open } = refusals.finish()
  const [first] = open
  if (mustPause && first) pauseForRefusals(deps, first.response, tally)
  for (const each of open)
    if (tally.paused) await giveBack(deps, each.mail)
    else await closeRefusal(deps, each, tally)
}

/** The answer of a single server: its mail is tried again later. The relay's own "later" before it knew the reader is no attempt. */
async function closeRefusal<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  { mail, trouble, response }: Refusal<Mail>,
  tally: Tally,
): Promise<void> {
  if (trouble === 'sender') await giveBack(deps, mail)
  else await recordState(deps, mail, { state: 'deferred', response, isOurs: true }, tally)
}

const giveBack = <Mail extends ClaimedMail>({ commit, clock }: HandOverDeps<Mail>, { id }: Mail): Promise<void> =>
  commit.release(id, clock.now())

function pauseForRefusals({ transport }: Pick<HandOverDeps<never>, 'transport'>, response: string, tally: Tally): void {
  pauseRun(tally, transport.name, {
    code: 'RELAY_REFUSES',
    message: `it takes no mail of ours at present: ${response}`,
    hint: 'See what it says of limits, relaying, login, sender or content; nobody counts as bounced, the mails wait, the next run goes on.',
  })
}

/** What came of a mail; null when it was not handed over, and waits. */
async function handOverOne<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  mail: Mail,
  tally: Tally,
): Promise<HandOver | null> {
  const { commit, clock, transport, claimMinutes, signal } = deps
  const mayEnd = async (): Promise<boolean> => {
    const now = clock.now()
    const isOurs = await commit.mark(mail.id, addMinutes(now, claimMinutes), now)
    if (isOurs) deps.onGiven?.()
    return isOurs
  }
  try {
    return await transport.handOver(deps.compose(mail), { mayEnd, signal })
  } catch (error) {
    if (isStop(error, signal)) return null
    if (isWeeklyError(error) && /^(SMTP|OUTBOX|RELAY)_/.test(error.code)) {
      pauseRun(tally, transport.name, error)
      return null
    }
    if (isWeeklyError(error) && ['SUBSCRIBER_INVALID', 'ISSUE_EMPTY'].includes(error.code)) {
      const outcome = { state: 'skipped', response: error.message } as const
      await commit.record(mail, outcome, clock.now())
      return null
    }
    tally.paused = true
    throw error
  }
}

/** The reader of an undeliverable mail is skipped and stays: the next issue may have another way out. */
function outcomeOf(state: Exclude<HandOver['state'], 'withdrawn' | 'refused'>, response: string): Outcome {
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
  const { state, response } = handOver
  if (state === 'refused') return giveBack(deps, mail)
  if (state === 'withdrawn') {
    tally.skipped++
    return
  }
  await recordState(deps, mail, outcomeOf(state, response), tally)
}

async function recordState<Mail extends ClaimedMail>(
  deps: HandOverDeps<Mail>,
  mail: Mail,
  outcome: Outcome,
  tally: Tally,
): Promise<void> {
  const { commit, clock, log, ledger } = deps
  const { response } = outcome
  const recorded = await commit.record(mail, outcome, clock.now())
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
