// Links that readers propose: kept until an editor decides, and forgotten of whom they came when that is over.
import { type Selectable, sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant, InterfaceLanguage, WeekId } from '../core/types.ts'
import { isOnHost } from '../core/url.ts'
import { addressKey } from './address.ts'
import { takeTurn } from './engine/dialect.ts'
import type { Connection, Store } from './engine/database.ts'
import type { ProposalTable, VoiceTable } from './engine/proposal-tables.ts'

/** What somebody proposes, checked and cut to length. */
export interface NewProposal {
  readonly url: string
  /** Canonical. */
  readonly link: string
  /** Of the canonical link. */
  readonly host: string
  readonly title: string
  readonly why: string
  readonly name: string | null
  readonly email: string | null
  readonly wantsThanks: boolean
  readonly language: InterfaceLanguage
}

/** What became of a proposal: kept as a new one, counted as one more voice for a known one, or refused since too many wait. */
export type Proposed = 'kept' | 'counted' | 'full'

/** A proposal with the first of its voices. */
export interface ProposalRecord extends Selectable<ProposalTable> {
  readonly said: readonly Selectable<VoiceTable>[]
}

/** So many wait for a decision at most: who looks after a flood finds no more than two pages of it. */
export const MOST_PENDING = 200
/** So many voices are kept for one link; more are only counted. */
const MOST_VOICES = 50
/** What a page shows of them. */
const VOICES_SHOWN = 5
const FORGOTTEN_AFTER_MINUTES = 30 * 24 * 60

function voiceRow(proposalId: number, proposal: NewProposal, now: Instant) {
  const { title, why, name, email, wantsThanks, language } = proposal
  return {
    proposal_id: proposalId,
    ...{ title, why, name, email, language },
    email_key: email === null ? null : addressKey(email),
    wants_thanks: wantsThanks ? (1 as const) : (0 as const),
    said_at: now,
  }
}

/**
 * Keeps what somebody proposes. A link that is known gets one more voice, whatever was decided about it; that decision stays. Who proposes
 * a link that was dismissed leaves nothing but the count. Throws SUBSCRIBER_INVALID for an address that is none.
 */
export async function saveProposal(store: Store, proposal: NewProposal, now: Instant): Promise<Proposed> {
  return store.db.transaction().execute(async db => {
    await takeTurn(db, store.dialect, 'take proposals')
    const known = await db.selectFrom('proposals').selectAll().where('link', '=', proposal.link).executeTakeFirst()
    if (known) {
      await db
        .updateTable('proposals')
        .set({ voices: known.voices + 1 })
        .where('id', '=', known.id)
        .execute()
      if (known.state !== 'dismissed' && known.voices < MOST_VOICES)
        await db
          .insertInto('voices')
          .values(voiceRow(known.id, proposal, now))
          .execute()
      return 'counted'
    }
    if ((await countOfReaders(db)) >= MOST_PENDING) return 'full'
    const { url, link, host } = proposal
    const { id } = await db
      .insertInto('proposals')
      .values({ url, link, host, state: 'pending', voices: 1, proposed_at: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('voices')
      .values(voiceRow(id, proposal, now))
      .execute()
    return 'kept'
  })
}

/** How many wait that readers sent in; what sources bring leaves room for them. */
async function countOfReaders(db: Connection): Promise<number> {
  const { count } = await db
    .selectFrom('proposals')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('state', '=', 'pending')
    .where('source_id', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How many proposals there are in each state. */
export async function countProposals(db: Connection): Promise<Readonly<Record<ProposalTable['state'], number>>> {
  const rows = await db
    .selectFrom('proposals')
    .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
    .groupBy('state')
    .execute()
  const counts = { pending: 0, taken: 0, dismissed: 0 }
  for (const { state, count } of rows) counts[state] = Number(count)
  return counts
}

/** Where a page of proposals goes on: behind the one with so many voices and this id. */
export interface ProposalPlace {
  readonly voices: number
  readonly id: number
}

/** Proposals in a state, those that most proposed first, then the oldest, each with its first voices. */
export async function listProposals(
  db: Connection,
  want: {
    readonly state: ProposalTable['state']
    readonly limit: number
    readonly behind?: ProposalPlace | undefined
  },
): Promise<readonly ProposalRecord[]> {
  const { state, limit, behind } = want
  const rows = await db
    .selectFrom('proposals')
    .selectAll()
    .where('state', '=', state)
    .$if(behind !== undefined, query =>
      query.where(row =>
        row.or([
          row('voices', '<', behind?.voices ?? 0),
          row.and([row('voices', '=', behind?.voices ?? 0), row('id', '>', behind?.id ?? 0)]),
        ]),
      ),
    )
    .orderBy('voices', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return withVoices(db, rows)
}

async function withVoices(
  db: Connection,
  rows: readonly Selectable<ProposalTable>[],
): Promise<readonly ProposalRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const voices = await db
    .selectFrom('voices')
    .selectAll()
    .where('proposal_id', 'in', ids)
    .where(
      sql<boolean>`(select count(*) from voices as earlier where earlier.proposal_id = voices.proposal_id and earlier.id < voices.id) < ${VOICES_SHOWN}`,
    )
    .orderBy('id')
    .execute()
  const byProposal = Map.groupBy(voices, ({ proposal_id: id }) => id)
  return rows.map(row => ({ ...row, said: byProposal.get(row.id) ?? [] }))
}

/** Proposals by their ids, in that order; what is not there is left out. */
export async function readProposals(db: Connection, ids: readonly number[]): Promise<readonly ProposalRecord[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('proposals').selectAll().where('id', 'in', ids).execute()
  const found = new Map((await withVoices(db, rows)).map(row => [row.id, row]))
  return ids.flatMap(id => found.get(id) ?? [])
}

/** The decision of an editor about some proposals. */
export interface ProposalDecision {
  /** `pending` takes a decision back. */
  readonly state: ProposalTable['state']
  readonly by: string
  readonly week?: WeekId
}

/** Decides about proposals that are in another state; answers how many were. */
export async function decideProposals(
  db: Connection,
  ids: readonly number[],
  { state, by, week }: ProposalDecision,
  now: Instant,
): Promise<number> {
  if (ids.length === 0) return 0
  const isOpen = state === 'pending'
  const { numUpdatedRows } = await db
    .updateTable('proposals')
    .set({ state, decided_at: isOpen ? null : now, decided_by: isOpen ? null : by, week: week ?? null })
    .where('id', 'in', ids)
    .where('state', '!=', state)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Takes no link of a host and of those below it any more, and dismisses those that wait. Answers how many waited. */
export async function blockProposalHost(db: Connection, host: string, by: string, now: Instant): Promise<number> {
  await db
    .insertInto('blocked_hosts')
    .values({ host, blocked_at: now, blocked_by: by })
    .onConflict(conflict => conflict.column('host').doNothing())
    .execute()
  const waiting = await db.selectFrom('proposals').select(['id', 'host']).where('state', '=', 'pending').execute()
  const ids = waiting.filter(each => isOnHost(each.host, host)).map(({ id }) => id)
  return decideProposals(db, ids, { state: 'dismissed', by }, now)
}

/** Takes links of a host again; what was dismissed stays so. */
export async function unblockProposalHost(db: Connection, host: string): Promise<void> {
  await db.deleteFrom('blocked_hosts').where('host', '=', host).execute()
}

/** The hosts that editors blocked, the last first. */
export async function readBlockedHosts(db: Connection): Promise<readonly string[]> {
  const rows = await db.selectFrom('blocked_hosts').select('host').orderBy('blocked_at', 'desc').execute()
  return rows.map(({ host }) => host)
}

/** Forgets the addresses of those whose proposals were decided about a month ago. */
export async function forgetProposers(db: Connection, now: Instant): Promise<void> {
  const decided = db
    .selectFrom('proposals')
    .select('id')
    .where('decided_at', '<=', addMinutes(now, -FORGOTTEN_AFTER_MINUTES))
  await db
    .updateTable('voices')
    .set({ email: null, email_key: null })
    .where('email_key', 'is not', null)
    .where('proposal_id', 'in', decided)
    .execute()
  await db.deleteFrom('thanks').where('proposal_id', 'in', decided).execute()
}

/** Forgets who proposed under an address, with their words; answers how often they did. */
export async function eraseProposer(db: Connection, emailKey: string): Promise<number> {
  await db.deleteFrom('thanks').where('email_key', '=', emailKey).execute()
  const { numUpdatedRows } = await db
    .updateTable('voices')
    .set({ email: null, email_key: null, name: null, why: '' })
    .where('email_key', '=', emailKey)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
