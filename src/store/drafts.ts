// Slots and drafts: an issue before it is sealed. The curator's edits are in edits.ts.
import type { Draft, Instant, IssueWindow, LeftOut, Section, WeekId } from '../core/types.ts'
import { sql } from 'kysely'
import type { Connection } from './engine/database.ts'
import type { Dialect } from './engine/dialect.ts'
import type { DraftTable, SlotTable } from './engine/schema.ts'

/** What is known of the slots: the last closing that was planned, and the weeks that have one. */
export async function readSlots(db: Connection): Promise<readonly SlotTable[]> {
  return db.selectFrom('slots').selectAll().orderBy('closes_at').execute()
}

/** The slot of a week, or null. */
export async function readSlot(db: Connection, week: WeekId): Promise<SlotTable | null> {
  return (await db.selectFrom('slots').selectAll().where('week', '=', week).executeTakeFirst()) ?? null
}

/** Where the windows before this one that are still open end: what entered before belongs to them. Null when all are settled. */
export async function readOpenUntil(db: Connection, window: IssueWindow): Promise<Instant | null> {
  const row = await db
    .selectFrom('slots')
    .select(({ fn }) => fn.max('closes_at').as('closes_at'))
    .where('state', '=', 'open')
    .where('origin', '=', 'scheduled')
    .where('closes_at', '<', window.closesAt)
    .executeTakeFirst()
  return row?.closes_at ?? null
}

/** Makes a slot due; the week is unique, so that one slot makes one issue, whoever else plans it too. */
export async function openSlot(
  db: Connection,
  window: IssueWindow,
  slot: Pick<SlotTable, 'origin' | 'is_first'> & { readonly askedAt?: Instant },
): Promise<void> {
  const { askedAt = null, ...rest } = slot
  await db
    .insertInto('slots')
    .values({
      week: window.week,
      opens_at: window.opensAt,
      closes_at: window.closesAt,
      ...rest,
      state: 'open',
      settled_at: null,
      asked_at: askedAt,
    })
    .onConflict(conflict => conflict.column('week').doNothing())
    .execute()
}

/** Opens a slot that was settled as empty, for building it on purpose. */
export async function reopenSlot(db: Connection, week: WeekId): Promise<void> {
  await db
    .updateTable('slots')
    .set({ state: 'open', is_first: 0, settled_at: null })
    .where('week', '=', week)
    .where('state', '=', 'empty')
    .execute()
}

/** Settles an open slot; false when somebody else has settled it. */
export async function settleSlot(
  db: Connection,
  week: WeekId,
  state: 'sealed' | 'empty',
  now: Instant,
): Promise<boolean> {
  const result = await db
    .updateTable('slots')
    .set({ state, settled_at: now })
    .where('week', '=', week)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The draft of a week with its window, or null. */
export async function readDraft(db: Connection, week: WeekId): Promise<Draft | null> {
  const row = await db.selectFrom('drafts').selectAll().where('week', '=', week).executeTakeFirst()
  if (!row) return null
  return {
    week: row.week,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    state: row.state,
    foreword: row.foreword,
    ...(row.markup === null ? {} : { markup: row.markup }),
    sections: JSON.parse(row.sections) as Section[],
    leftOut: JSON.parse(row.left_out) as LeftOut[],
    held: JSON.parse(row.held) as LeftOut[],
    ...(row.release_at === null ? {} : { releaseAt: row.release_at }),
    ...(row.asked_at === null ? {} : { askedAt: row.asked_at }),
  }
}

/** What the curator decided about a week's draft, without reading the draft; null when there is none. */
export async function readDraftState(db: Connection, week: WeekId): Promise<Draft['state'] | null> {
  const row = await db.selectFrom('drafts').select('state').where('week', '=', week).executeTakeFirst()
  return row?.state ?? null
}

/** When a week's draft was saved last; null when there is none. */
export async function readDraftTime(db: Connection, week: WeekId): Promise<Instant | null> {
  const row = await db.selectFrom('drafts').select('updated_at').where('week', '=', week).executeTakeFirst()
  return row?.updated_at ?? null
}

/** Weeks that are approved and have not gone out yet, with the instant when they do, the first first. */
export async function readWaitingApprovals(
  db: Connection,
): Promise<readonly { readonly week: WeekId; readonly goesOutAt: Instant }[]> {
  const rows = await db
    .selectFrom('drafts')
    .leftJoin('slots', 'slots.week', 'drafts.week')
    .select(['drafts.week', 'drafts.closes_at', 'drafts.release_at'])
    .where('drafts.state', '=', 'approved')
    .where(eb => eb.or([eb('slots.state', 'is', null), eb('slots.state', '=', 'open')]))
    .execute()
  const goesOut = rows.map(({ week, closes_at: closesAt, release_at: releaseAt }) => ({
    week,
    goesOutAt: releaseAt !== null && releaseAt > closesAt ? releaseAt : closesAt,
  }))
  return goesOut.toSorted((a, b) => (a.goesOutAt < b.goesOutAt ? -1 : 1))
}

/** Weeks that have a draft, oldest first. */
export async function readDraftWeeks(db: Connection): Promise<readonly WeekId[]> {
  const rows = await db.selectFrom('drafts').select('week').orderBy('closes_at').execute()
  return rows.map(row => row.week)
}

/** Saves the content of a draft. The curator's decision about it (approved, held) stays. */
export async function saveDraft(db: Connection, draft: Omit<Draft, 'state'>, now: Instant): Promise<void> {
  const content = {
    opens_at: draft.opensAt,
    closes_at: draft.closesAt,
    sections: JSON.stringify(draft.sections),
    left_out: JSON.stringify(draft.leftOut),
    held: JSON.stringify(draft.held),
    foreword: draft.foreword,
    markup: draft.markup ?? null,
    updated_at: now,
  }
  await db
    .insertInto('drafts')
    .values({ week: draft.week, state: 'draft', mark: null, ...content })
    // What is inserted is named, and not handed over twice: what a full week leaves out is fifty megabytes long.
    .onConflict(conflict =>
      conflict.column('week').doUpdateSet(row => ({
        opens_at: row.ref('excluded.opens_at'),
        closes_at: row.ref('excluded.closes_at'),
        sections: row.ref('excluded.sections'),
        left_out: row.ref('excluded.left_out'),
        held: row.ref('excluded.held'),
        foreword: row.ref('excluded.foreword'),
        markup: row.ref('excluded.markup'),
        updated_at: row.ref('excluded.updated_at'),
      })),
    )
    .execute()
}

/** What is known of a week's draft without reading it. */
export interface DraftStanding {
  /** How often anything that drafts are made from has changed. */
  readonly changes: string
  readonly slot: SlotTable['state'] | null
  readonly state: DraftTable['state'] | null
  readonly mark: string | null
  readonly stories: number
  readonly late: number
}

/** How a week's draft stands, by one query. What changes after it is in no later answer with the same `changes`. */
export async function readDraftStanding(db: Connection, week: WeekId): Promise<DraftStanding> {
  const counted = db.selectFrom('draft_changes').select(sql<string | null>`cast(sum(count) as text)`.as('changes'))
  const row = await db
    .selectFrom(counted.as('counted'))
    .leftJoin('slots', join => join.on('slots.week', '=', week))
    .leftJoin('drafts', join => join.on('drafts.week', '=', week))
    .select(['counted.changes', 'slots.state as slot', 'drafts.state', 'drafts.mark', 'drafts.stories', 'drafts.late'])
    .executeTakeFirstOrThrow()
  return { ...row, changes: row.changes ?? '0', stories: row.stories ?? 0, late: row.late ?? 0 }
}

/** How often this connection has changed what drafts are made from: the difference within a transaction is what that itself has written. */
export async function readOwnChanges(db: Connection, dialect: Dialect): Promise<bigint> {
  const writer = dialect === 'postgres' ? sql<number>`pg_backend_pid()` : sql<number>`0`
  const row = await db.selectFrom('draft_changes').select('count').where('writer', '=', writer).executeTakeFirst()
  return BigInt(row?.count ?? 0)
}

/** Marks a draft with what its content was made from. Call in the transaction that saved the content, after that. */
export async function markDraft(
  db: Connection,
  week: WeekId,
  mark: Pick<DraftStanding, 'mark' | 'stories' | 'late'>,
): Promise<void> {
  await db.updateTable('drafts').set(mark).where('week', '=', week).execute()
}

/**
 * Approves a draft (it goes out at `releaseAt` at the earliest), holds it, or lets it be a draft again, about which its editors are asked at
 * `askedAt`; false when there is none.
 */
export async function decideDraft(
  db: Connection,
  week: WeekId,
  state: Draft['state'],
  { releaseAt, askedAt }: Pick<Draft, 'releaseAt' | 'askedAt'> = {},
): Promise<boolean> {
  const times = { release_at: releaseAt ?? null, ...(askedAt === undefined ? {} : { asked_at: askedAt }) }
  const result = await db
    .updateTable('drafts')
    .set({ state, ...times })
    .where('week', '=', week)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
