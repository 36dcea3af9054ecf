// Tells every target what it has not been told yet, after the site is on disk. A target that fails harms only itself.
import { addMinutes, type Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Instant, StageNote, StageReport } from '../core/types.ts'
import type { Store } from '../store/engine/database.ts'
import { readCorrectedIssues } from '../store/errata.ts'
import { keepSetting } from '../store/settings.ts'
import {
  giveUpClaims,
  mayRepeatBy,
  planMessage,
  readMessages,
  settleMessage,
  type TakenMessage,
  takeMessage,
} from '../store/target-messages.ts'
import type { Outcome, Target } from './target.ts'

/** What announcing needs. */
export interface AnnounceDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly targets: readonly Target[]
}

const FIRST_RETRY_MINUTES = 5
/** A day: a target that has been down for long is asked no more often. */
const MOST_RETRY_MINUTES = 24 * 60

/**
 * Tells each target of each message that is due, once. What fails is a note in the report, and is told again later where that can help.
 * Null when there is no target.
 */
export async function announce(deps: AnnounceDeps): Promise<StageReport | null> {
  const { store, clock, targets } = deps
  if (targets.length === 0) return null
  await giveUpClaims(store.db, clock.now())
  const issues = await readCorrectedIssues(store.db)
  const notes: StageNote[] = []
  let done = 0
  for (const target of targets) {
    const now = clock.now()
    const since = await noteFirstSight(store, target, now)
    const known = new Map((await readMessages(store.db, target.name)).map(row => [row.subject, row]))
    for (const message of await target.plan({ issues, since, now }))
      await planMessage(
        store.db,
        known.get(message.subject),
        { ...usual, target: target.name, ...message },
        target,
        now,
      )
    notes.push(...(await noteUndecided(store, target, now)))
    const gone = await noteGone(store, target)
    if (gone) {
      notes.push(gone)
      continue
    }
    const told = await tellTarget(deps, target, now)
    done += told.done
    notes.push(...told.notes)
  }
  const failed = notes.filter(({ level }) => level === 'failed').length
  return { stage: 'announce', done, skipped: 0, failed, unit: 'messages told', notes }
}

const usual = { body: () => Promise.resolve(null), mayBegin: true, isOver: false }

/** When a target was seen first, which is now for a new one: of what was sealed before nobody is told. */
export async function noteFirstSight({ db }: Store, { name }: Pick<Target, 'name'>, now: Instant): Promise<Instant> {
  return (await keepSetting(db, `target ${name} since`, now)) as Instant
}

/** What waits for somebody's word, each time until it is decided. */
async function noteUndecided({ db }: Store, target: Target, now: Instant): Promise<readonly StageNote[]> {
  const rows = (await readMessages(db, target.name)).filter(
    row => row.state === 'uncertain' && !mayRepeatBy(row, target, now),
  )
  return rows.map(({ subject, problem }) => ({
    level: 'note',
    subject: `${target.name} ${subject}`,
    code: 'TARGET_UNCERTAIN',
    message: `nobody knows whether it arrived: ${problem ?? ''}`,
    hint: `Look there, then: weekly target retry "${target.name}" ${subject} --done, or --again to send it once more.`,
  }))
}

/** What a target is left alone for: it said that it is gone, and nobody has said otherwise since. */
async function noteGone({ db }: Store, { name }: Target): Promise<StageNote | null> {
  const row = (await readMessages(db, name)).find(({ state, problem }) => state === 'refused' && isGone(problem))
  return row
    ? {
        level: 'note',
        subject: name,
        code: 'TARGET_GONE',
        message: 'its address is gone, so it is told nothing',
        hint: `Mend its address, or take it out of \`targets\`, then: weekly target retry "${name}" ${row.subject} --again.`,
      }
    : null
}

const isGone = (problem: string | null): boolean => problem?.startsWith('TARGET_GONE:') === true

/** Tells one target all that is due at `now`; what is put off meanwhile waits for the next pass. */
async function tellTarget(
  { store, clock, log }: AnnounceDeps,
  target: Target,
  now: Instant,
): Promise<{ readonly done: number; readonly notes: readonly StageNote[] }> {
  const notes: StageNote[] = []
  let done = 0
  for (;;) {
    const message = await takeMessage(store.db, target.name, { ...rulesOf(target), now })
    if (message === null) return { done, notes }
    const isCorrection = message.toldSha256 !== null
    const outcome = await (isCorrection ? target.correct(message, message.remoteId) : target.publish(message))
    await settle(store, message, outcome, clock.now())
    if (outcome.state === 'sent') done++
    else notes.push(noteOn(target, message, outcome))
    log.info('target told', { target: target.name, subject: message.subject, state: outcome.state })
    if (outcome.state === 'refused' && outcome.error.code === 'TARGET_GONE') return { done, notes }
  }
}

const rulesOf = ({ mayRepeat, repeatMinutes, mayCorrect }: Target) => ({ mayRepeat, repeatMinutes, mayCorrect })

async function settle({ db }: Store, message: TakenMessage, outcome: Outcome, now: Instant): Promise<void> {
  if (outcome.state === 'sent') {
    await settleMessage(
      db,
      message,
      { state: 'sent', problem: null, next_attempt_at: null, remote_id: outcome.remoteId },
      now,
    )
    return
  }
  const { state, error } = outcome
  const problem = `${error.code}: ${error.message}`
  const named = outcome.state === 'retry' ? outcome.notBefore : null
  const next_attempt_at = state === 'refused' ? null : decideRetryAt(message.attempts, named, now)
  await settleMessage(db, message, { state, problem, next_attempt_at }, now)
}

/** Twice as long after each failure; a target that names a later instant is believed. */
function decideRetryAt(attempts: number, named: Instant | null, now: Instant): Instant {
  const minutes = Math.min(FIRST_RETRY_MINUTES * 2 ** Math.min(attempts, 10), MOST_RETRY_MINUTES)
  const at = addMinutes(now, minutes)
  return named !== null && named > at ? named : at
}

function noteOn(
  { mayRepeat }: Target,
  { subject }: TakenMessage,
  outcome: Exclude<Outcome, { state: 'sent' }>,
): StageNote {
  const { code, message, hint } = outcome.error
  const isOver = outcome.state === 'refused' || (outcome.state === 'uncertain' && !mayRepeat)
  return { level: isOver ? 'failed' : 'note', subject, code, message, hint }
}
