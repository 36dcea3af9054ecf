// The one irreversible editorial act: a draft becomes a numbered, immutable issue.
import { createHash } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Clock } from '../core/clock.ts'
import type { Draft, Instant, Issue, IssueWindow } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import { takeTurn } from '../store/engine/dialect.ts'
import { openSlot, readDraft, readSlot, reopenSlot, settleSlot } from '../store/drafts.ts'
import { letEnter } from '../store/items.ts'
import { insertSealedMail, type StoredMail } from '../store/issue-mails.ts'
import { insertIssue, readNextNumber, readPlacedIds } from '../store/issues.ts'
import type { PlacementTable, SlotTable } from '../store/engine/schema.ts'
import { issueTitle } from './words/interface-text.ts'
import type { SiteDescription } from './site-urls.ts'

/** How long after it was due, or approved, an issue may be mailed by itself. */
const MAIL_WITHIN_MINUTES = 48 * 60

/** What sealing needs. */
export interface SealDeps {
  readonly store: Store
  readonly clock: Clock
  readonly site: Pick<SiteDescription, 'title' | 'language' | 'timezone'>
  /** Renders everything that readers will get; what throws here keeps the draft a draft. */
  readonly rehearse: (issue: Issue) => readonly StoredMail[]
}

/**
 * Until when the issue may go out without being asked for. An issue that was due counts from then, one that the curator approved or
 * that is the first of its store from now; a past week built on purpose is never mailed by itself.
 */
function decideMailUntil(slot: SlotTable, draft: Draft, dueAt: Instant, now: Instant): Instant | null {
  if (slot.origin === 'past') return null
  const isFromNow = slot.is_first === 1 || draft.state === 'approved'
  return addMinutes(isFromNow ? now : dueAt, MAIL_WITHIN_MINUTES)
}

/** SHA-256 over what the curator released: foreword and sections. */
function hashContent({ foreword, sections, markup }: Pick<Issue, 'foreword' | 'sections' | 'markup'>): string {
  const content = { foreword, sections, ...markOf(markup) }
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

const markOf = (markup: Issue['markup']): Pick<Issue, 'markup'> => (markup === undefined ? {} : { markup })

/** The issue that a draft makes. */
export function issueOfDraft(
  site: SealDeps['site'],
  draft: Draft,
  number: number,
  sealed: Pick<Issue, 'sealedAt' | 'mailUntil'>,
): Issue {
  const { week, foreword, sections, markup, closesAt } = draft
  const date = civilDateOf(closesAt, site.timezone)
  return {
    number,
    week,
    date,
    title: issueTitle(site.title, number, date, site.language),
    foreword,
    ...markOf(markup),
    sections,
    contentSha256: hashContent(draft),
    ...sealed,
  }
}

/** Where every item that the draft considered ends up; what is held ends up nowhere, and is a candidate again. */
function placementsOf(draft: Pick<Draft, 'week' | 'sections' | 'leftOut'>): PlacementTable[] {
  const { week } = draft
  const placements = new Map<number, PlacementTable>()
  const place = (itemId: number, role: PlacementTable['role'], reason: string | null) => {
    if (!placements.has(itemId)) placements.set(itemId, { item_id: itemId, week, role, reason })
  }
  for (const { stories } of draft.sections)
    for (const story of stories) {
      place(story.lead.itemId, 'lead', null)
      for (const other of story.others) place(other.itemId, 'other', null)
      for (const itemId of story.sameLinkItemIds) place(itemId, 'other', null)
    }
  for (const { itemId, reason } of draft.leftOut) place(itemId, 'left-out', reason)
  return [...placements.values()]
}

async function saveSealed(db: Connection, issue: Issue, draft: Draft, mails: readonly StoredMail[]): Promise<void> {
  await insertIssue(db, issue, placementsOf(draft))
  await letEnter(
    db,
    draft.held.map(({ itemId }) => itemId),
    issue.sealedAt,
  )
  for (const mail of mails) await insertSealedMail(db, issue.week, mail)
}

/**
 * Seals a draft: number, placements and mail parts in one transaction, in which everything is also rendered once. Returns null when
 * somebody else has settled the slot, or when the curator has saved an edit since the draft was read: the next run seals it with that.
 * Throws TEMPLATE_FAILED, and then nothing has changed.
 */
export async function sealIssue(
  deps: SealDeps,
  slot: SlotTable,
  draft: Draft,
  dueAt: Instant = slot.closes_at,
): Promise<Issue | null> {
  const now = deps.clock.now()
  return deps.store.db.transaction().execute(async db => {
    await takeTurn(db, deps.store.dialect, 'edit drafts')
    if (JSON.stringify(await readDraft(db, draft.week)) !== JSON.stringify(draft)) return null
    if (!(await settleSlot(db, draft.week, 'sealed', now))) return null
    const issue = issueOfDraft(deps.site, { ...draft, closesAt: slot.closes_at }, await readNextNumber(db), {
      sealedAt: now,
      mailUntil: decideMailUntil(slot, draft, dueAt, now),
    })
    await saveSealed(db, issue, draft, deps.rehearse(issue))
    return issue
  })
}

/** A reading list that came out elsewhere. */
export interface PastIssue extends Pick<Issue, 'date' | 'title' | 'foreword' | 'markup' | 'sections'> {
  readonly window: IssueWindow
  readonly publishedAt: Instant
}

/**
 * Takes a past list into the archive as a sealed issue of its week: with its own title and date, the next number, and no mail ever.
 * Call within a transaction. Returns null when the week has an issue, or one is being made of it.
 */
export async function adoptIssue(db: Connection, past: PastIssue, now: Instant): Promise<Issue | null> {
  const { window, date, title, foreword, markup, sections, publishedAt } = past
  const { week } = window
  const slot = await readSlot(db, week)
  if (slot !== null && slot.state !== 'empty') return null
  if (slot) await reopenSlot(db, week)
  else await openSlot(db, window, { origin: 'past', is_first: 0 })
  if (!(await settleSlot(db, week, 'sealed', now))) return null
  const issue: Issue = {
    number: await readNextNumber(db),
    week,
    date,
    title,
    foreword,
    ...markOf(markup),
    sections,
    sealedAt: publishedAt,
    contentSha256: hashContent(past),
    mailUntil: null,
  }
  // A link that the blog had in two lists stays where it was first.
  const placements = placementsOf({ week, sections, leftOut: [] })
  const placed = await readPlacedIds(
    db,
    placements.map(({ item_id }) => item_id),
  )
  await insertIssue(
    db,
    issue,
    placements.filter(({ item_id }) => !placed.has(item_id)),
  )
  return issue
}
