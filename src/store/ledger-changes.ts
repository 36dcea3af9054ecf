// What becomes of claimed mails: their end may be written, an outcome is recorded, one is given back. Several of them are one statement.
import { type RawBuilder, sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { DeliveryState, Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { groupChanges } from './engine/group-commit.ts'
import { type ClaimedMail, type Ledger, UNCERTAIN_MINUTES } from './ledger.ts'

/** What came of handing one mail over; `response` is the server's answer, or what happened instead of one. */
export interface Outcome {
  readonly state: 'sent' | 'deferred' | 'bounced' | 'uncertain' | 'skipped'
  readonly response: string
  /** Of a deferred mail: the server refused it for good, but for our own trouble. It is asked less often than one that said "later". */
  readonly isOurs?: boolean
}

/** Minutes until the next attempt, after the first, the second, …; the last one is repeated. */
const RETRY_MINUTES = { later: [5, 15, 60, 240], ours: [60, 240, 480, 720] } as const
const RETRY_HOURS = 24
/** A machine that was off for a day has not tried for a day. */
const LEAST_ATTEMPTS = 4
const RESPONSE_LENGTH = 500

/**
 * When a deferred mail is tried again: after 5 min, 15 min, 1 h, then every 4 h; after a refusal that is ours less often. Null when
 * the last attempt was a day or more after the first.
 */
export function decideRetry(
  tried: { readonly attempts: number; readonly firstAt: Instant; readonly isOurs?: boolean },
  now: Instant,
): Instant | null {
  const { attempts, firstAt, isOurs = false } = tried
  if (attempts >= LEAST_ATTEMPTS && now >= addMinutes(firstAt, RETRY_HOURS * 60)) return null
  const waits = RETRY_MINUTES[isOurs ? 'ours' : 'later']
  return addMinutes(now, waits[Math.min(attempts, waits.length) - 1] ?? waits[0])
}

/** A change of one mail that its holder has claimed. What is null stays as it is, but for `nextAt` and `until`. */
interface MailChange {
  readonly kind: 'mark' | 'outcome' | 'release'
  readonly id: number
  readonly state: DeliveryState
  readonly attempts: number | null
  readonly firstAt: Instant | null
  readonly nextAt: Instant | null
  readonly until: Instant | null
  readonly response: string | null
  readonly at: Instant
}

const unchanged = { attempts: null, firstAt: null, nextAt: null, until: null, response: null } as const

const markOf = (id: number, until: Instant, at: Instant): MailChange => ({
  ...unchanged,
  ...{ kind: 'mark', id, state: 'data', until, at },
})

const releaseOf = (id: number, at: Instant): MailChange => ({
  ...unchanged,
  ...{ kind: 'release', id, state: 'pending', nextAt: at, at },
})

type TriedMail = Pick<ClaimedMail, 'id' | 'attempts' | 'first_attempt_at'>

/** The outcome of a mail as it is recorded: a deferred one whose retries are used up counts as bounced, with the last answer. */
function outcomeOf(mail: TriedMail, outcome: Outcome, at: Instant): MailChange & { readonly state: Outcome['state'] } {
  const attempts = mail.attempts + 1
  const firstAt = mail.first_attempt_at ?? at
  const { isOurs = false } = outcome
  const retryAt = outcome.state === 'deferred' ? decideRetry({ attempts, firstAt, isOurs }, at) : null
  const isExpired = outcome.state === 'deferred' && retryAt === null
  const state = isExpired ? 'bounced' : outcome.state
  const response = isExpired ? `given up after ${attempts} attempts: ${outcome.response}` : outcome.response
  const nextAt = state === 'uncertain' ? addMinutes(at, UNCERTAIN_MINUTES) : retryAt
  return { kind: 'outcome', id: mail.id, state, attempts, firstAt, nextAt, until: null, response, at }
}

/** The words of a server, cut; none for a reader who has been erased meanwhile, since they may hold the address. */
export function unlessErased(ledger: Ledger, response: string): RawBuilder<string | null> {
  return wordsUnlessErased(ledger, sql`cast(${response.slice(0, RESPONSE_LENGTH)} as text)`)
}

function wordsUnlessErased(ledger: Ledger, words: RawBuilder<unknown>): RawBuilder<string | null> {
  // Editors are no subscribers: their mails go with them.
  if (ledger === 'editor_letters') return sql<string>`${words}`
  return sql<
    string | null
  >`case when exists (select 1 from subscribers where subscribers.id = ${sql.ref(`${ledger}.subscriber_id`)}
    and subscribers.email_key like 'erased:%') then null else ${words} end`
}

const rowOf = ({ kind, id, state, attempts, firstAt, nextAt, until, response, at }: MailChange) =>
  sql`(${kind}, cast(${id} as bigint), ${state}, cast(${attempts} as integer), cast(${firstAt} as text), cast(${nextAt} as text),
    cast(${until} as text), cast(${response?.slice(0, RESPONSE_LENGTH) ?? null} as text), ${at})`

/**
 * Makes some changes in one statement, and so all of them or none; no two of the same mail. Each names the state and the claim that it expects.
 * Answers the ids of those that were made.
 */
async function changeMails(
  db: Connection,
  ledger: Ledger,
  holder: string,
  changes: readonly MailChange[],
): Promise<ReadonlySet<number>> {
  const column = (name: string) => sql.ref(`${ledger}.${name}`)
  const isExpected = sql`case told.kind
    when 'mark' then ${column('state')} = 'claimed' and ${column('claimed_until')} > told.at
    when 'outcome' then ${column('state')} in ('claimed', 'data', 'uncertain')
    else ${column('state')} in ('claimed', 'data') end`
  const { rows } = await sql<{ id: number }>`
    with told (kind, id, state, attempts, first_at, next_at, until, response, at) as (values ${sql.join(changes.map(rowOf))})
    update ${sql.table(ledger)} set
      state = told.state,
      attempts = coalesce(told.attempts, ${column('attempts')}),
      first_attempt_at = coalesce(told.first_at, ${column('first_attempt_at')}),
      next_attempt_at = case told.kind when 'mark' then ${column('next_attempt_at')} else told.next_at end,
      claimed_until = told.until,
      claimed_by = case told.kind when 'release' then null else ${column('claimed_by')} end,
      response = case told.kind when 'outcome' then ${wordsUnlessErased(ledger, sql`told.response`)}
        else ${column('response')} end,
      updated_at = told.at
    from told where ${column('id')} = told.id and ${column('claimed_by')} = ${holder} and ${isExpected}
    returning ${column('id')} as id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Runs of changes, in their order, in which no mail is named twice: of two in one statement a database makes either, and says that both were. */
function oncePerMail(changes: readonly MailChange[]): readonly (readonly MailChange[])[] {
  const runs: MailChange[][] = [[]]
  const seen = new Set<number>()
  for (const change of changes) {
    if (seen.has(change.id)) {
      seen.clear()
      runs.push([])
    }
    seen.add(change.id)
    runs.at(-1)?.push(change)
  }
  return runs
}

/** The changes of the mails that one holder has claimed in one ledger: those of all its connections share their commits. */
export interface LedgerCommit {
  /**
   * Commits that the end of a message is about to be written: from here on the server may have it. False when the claim has run out or
   * the reader has left meanwhile, and then the message must not be ended.
   */
  mark(id: number, until: Instant, now: Instant): Promise<boolean>
  /**
   * Records what came of a mail. A deferred one whose retries are used up is recorded as bounced, with the last answer. A late answer
   * resolves a mail that was meanwhile taken for uncertain. What a server says of an erased reader is not kept. Resolves with the state
   * recorded; with null when the mail is no longer this holder's.
   */
  record(mail: TriedMail, outcome: Outcome, now: Instant): Promise<Outcome['state'] | null>
  /** Gives back one mail that the relay refused for no fault of its reader: no server has it, and no attempt is counted. */
  release(id: number, now: Instant): Promise<void>
}

/** Makes the group commit of a holder's mails. What comes while a statement waits for the disk goes together into the next. */
export function createLedgerCommit(db: Connection, ledger: Ledger, holder: string): LedgerCommit {
  const commit = groupChanges<MailChange, boolean>(async changes => {
    const results: boolean[] = []
    for (const some of oncePerMail(changes)) {
      const made = await changeMails(db, ledger, holder, some)
      results.push(...some.map(({ id }) => made.has(id)))
    }
    return results
  })
  return {
    mark: (id, until, now) => commit(markOf(id, until, now)),
    record: async (mail, outcome, now) => {
      const change = outcomeOf(mail, outcome, now)
      return (await commit(change)) ? change.state : null
    },
    release: async (id, now) => {
      await commit(releaseOf(id, now))
    },
  }
}
