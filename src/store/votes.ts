// What readers say of an issue: one vote for each reader and issue. Who said it is kept as a hash for 30 days, so that a vote can be changed, and then forgotten.
import { createHmac, randomBytes } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Instant, Verdict, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { keepSetting, readSetting } from './settings.ts'

/** So long an issue may be voted on, and so long it is known whose vote is whose. */
export const VOTE_MINUTES = 30 * 24 * 60
const WORDS_SHOWN = 30

/** Whose vote, on which issue. */
export interface Voter {
  readonly week: WeekId
  readonly subscriberId: number
}

/** What a reader says. */
export interface Vote {
  readonly verdict: Verdict
  /** One line for the editors; empty when there is none. */
  readonly words: string
}

/** How often each was said. */
export type VoteCounts = Readonly<Record<Verdict, number>>

/** Whether a value is one of the two. */
export function isVerdict(value: unknown): value is Verdict {
  return value === 'good' || value === 'poor'
}

/** The key is used for nothing else: without it no row leads to a reader. */
const VOTE_KEY = 'vote-key'

const hashOf = (key: string, { week, subscriberId }: Voter): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(`${week}:${subscriberId}`).digest('hex')

/** Keeps a reader's vote, in place of the one before. */
export async function saveVote(db: Connection, voter: Voter, vote: Vote, now: Instant): Promise<void> {
  const key = await keepSetting(db, VOTE_KEY, randomBytes(32).toString('hex'))
  const said = { ...vote, said_at: now }
  await db
    .insertInto('votes')
    .values({ week: voter.week, voter_hash: hashOf(key, voter), ...said })
    .onConflict(conflict => conflict.column('voter_hash').doUpdateSet(said))
    .execute()
}

/** What a reader said of an issue, as long as that is known; null when nothing. */
export async function readVote(db: Connection, voter: Voter): Promise<Vote | null> {
  const key = await readSetting(db, VOTE_KEY)
  if (key === null) return null
  const votes = db.selectFrom('votes').select(['verdict', 'words']).where('voter_hash', '=', hashOf(key, voter))
  return (await votes.executeTakeFirst()) ?? null
}

/** Forgets whose votes those of more than 30 days ago are; the votes stay. Returns how many. */
export async function forgetVoters(db: Connection, now: Instant): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('votes')
    .set({ voter_hash: null })
    .where('voter_hash', 'is not', null)
    .where('said_at', '<=', addMinutes(now, -VOTE_MINUTES))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Erases what one reader said, as far as it is known to be theirs; the counts go with it. */
export async function eraseVotes(db: Connection, subscriberId: number): Promise<void> {
  const key = await readSetting(db, VOTE_KEY)
  if (key === null) return
  const voted = await db.selectFrom('votes').select('week').distinct().where('voter_hash', 'is not', null).execute()
  const hashes = voted.map(({ week }) => hashOf(key, { week, subscriberId }))
  if (hashes.length > 0) await db.deleteFrom('votes').where('voter_hash', 'in', hashes).execute()
}

/** The votes on these issues; an issue without one is missing. */
export async function countVotes(db: Connection, weeks: readonly WeekId[]): Promise<ReadonlyMap<WeekId, VoteCounts>> {
  if (weeks.length === 0) return new Map()
  const rows = await db
    .selectFrom('votes')
    .select(({ fn }) => ['week', 'verdict', fn.countAll<number | string>().as('count')])
    .where('week', 'in', weeks)
    .groupBy(['week', 'verdict'])
    .execute()
  const counts = new Map<WeekId, VoteCounts>()
  for (const { week, verdict, count } of rows)
    counts.set(week, { ...(counts.get(week) ?? { good: 0, poor: 0 }), [verdict]: Number(count) })
  return counts
}

/** The newest lines that readers wrote about these issues. */
export async function readVoteWords(
  db: Connection,
  weeks: readonly WeekId[],
): Promise<readonly (Vote & { readonly week: WeekId })[]> {
  if (weeks.length === 0) return []
  return db
    .selectFrom('votes')
    .select(['week', 'verdict', 'words'])
    .where('week', 'in', weeks)
    .where('words', '!=', '')
    .orderBy('said_at', 'desc')
    .orderBy('id', 'desc')
    .limit(WORDS_SHOWN)
    .execute()
}
