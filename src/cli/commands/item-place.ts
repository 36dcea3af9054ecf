// Where an item stands, and why it is not elsewhere, for `weekly why`: in a story of an issue or a draft, left out, behind its time, or to come.
import type { App } from '../../app/wire.ts'
import { UNDATED_ENTERING } from '../../collect/normalize-item.ts'
import type { Appraisal } from '../../core/appraisal.ts'
import type { Draft, Instant, LeftOut, Section, Story } from '../../core/types.ts'
import { readDraft, readDraftWeeks, readSlot } from '../../store/drafts.ts'
import type { Connection } from '../../store/engine/database.ts'
import { readCorrectedIssue } from '../../store/errata.ts'
import { readPlacement, readToldWeek } from '../../store/issues.ts'
import type { ItemRow } from '../../store/items.ts'
import { describeInstant } from '../terminal/terminal.ts'

/** Where an item stands, in words, and with the story that holds it where one does. */
export interface Place {
  readonly text: string
  readonly story: Story | null
  readonly appraisal: Appraisal | null
}

const nowhere = { story: null, appraisal: null }

function findStory(sections: readonly Section[], itemId: number): Pick<Place, 'story' | 'appraisal'> {
  for (const { stories } of sections)
    for (const story of stories) {
      const { lead, others, sameLinkItemIds, appraisal = null } = story
      const itemIds = [lead, ...others].map(telling => telling.itemId)
      if ([...itemIds, ...sameLinkItemIds].includes(itemId)) return { story, appraisal }
    }
  return nowhere
}

/** As what an item stands in a story, where it does not lead it; empty where it does. */
function describeRole({ lead, others, title }: Story, itemId: number): string {
  if (lead.itemId === itemId) return ''
  const isTelling = others.some(other => other.itemId === itemId)
  return isTelling ? `another telling of "${title}"` : `the same link as in "${title}" of ${lead.sourceTitle}`
}

/** The place of an item in its sealed issue; why it was left out, the draft still tells. */
async function findInIssue({ store: { db }, timezone }: App, itemId: number): Promise<Place | null> {
  const placement = await readPlacement(db, itemId)
  if (!placement) return null
  const { week, role, reason } = placement
  const [issue, draft] = [await readCorrectedIssue(db, week), await readDraft(db, week)]
  const found = findStory(issue?.sealed.sections ?? [], itemId)
  const why = reason ?? (found.story ? describeRole(found.story, itemId) : '')
  const gone = issue?.retractions.find(({ storyId }) => storyId === '' || storyId === found.story?.id)
  return {
    ...found,
    text: `issue ${week}: ${role}${why === '' ? '' : ` — ${why}`}${gone ? `; taken back at ${describeInstant(gone.madeAt, timezone)}: ${gone.reason}` : ''}`,
    appraisal: found.appraisal ?? draft?.leftOut.find(left => left.itemId === itemId)?.appraisal ?? null,
  }
}

interface WeekDraft {
  readonly draft: Draft
  /** Its issue is sealed, or there was none. */
  readonly isSettled: boolean
}

async function readWeekDrafts(db: Connection): Promise<readonly WeekDraft[]> {
  const drafts: WeekDraft[] = []
  for (const week of await readDraftWeeks(db)) {
    const [slot, draft] = [await readSlot(db, week), await readDraft(db, week)]
    if (draft !== null) drafts.push({ draft, isSettled: slot !== null && slot.state !== 'open' })
  }
  return drafts
}

/** The place of an item in the drafts: in a story, or left out. */
async function findInDrafts({ store: { db } }: App, { id: itemId, url }: ItemRow): Promise<Place | null> {
  for (const { draft, isSettled } of await readWeekDrafts(db)) {
    // What it held is a candidate again; all else an issue has placed.
    if (isSettled) continue
    const { week } = draft
    const found = findStory(draft.sections, itemId)
    if (found.story) {
      const { title, score, reasons } = found.story
      const why = reasons.join(', ') || 'nothing in particular speaks for it'
      const role = describeRole(found.story, itemId)
      const folded = role === '' ? '' : `; it is ${role}`
      return { ...found, text: `draft ${week}: in "${title}" with score ${score} — ${why}${folded}` }
    }
    const held = draft.held.find(each => each.itemId === itemId)
    if (held) return { ...nowhere, text: `draft ${week}: held for the next issue`, appraisal: held.appraisal ?? null }
    const left = draft.leftOut.find(each => each.itemId === itemId)
    if (left)
      return { ...nowhere, text: `draft ${week}: ${describeLeft(left, url)}`, appraisal: left.appraisal ?? null }
  }
  return null
}

/** Why a left-out item is; one that does not lead its story shares that one's fate. */
function describeLeft({ reason, storyLink }: LeftOut, url: string | null): string {
  const isLead = url === null || storyLink === url || storyLink.startsWith('item:')
  return `left out — ${reason}${isLead ? '' : `; it is another telling of the story of ${storyLink}`}`
}

/** What an item that no open draft has waits for: no draft takes what comes after it was approved, and no sealed issue anything. */
async function describeWaiting({ store: { db }, timezone }: App, itemId: number, entersAt: Instant): Promise<string> {
  for (const { draft, isSettled } of (await readWeekDrafts(db)).toReversed()) {
    const { week, state, held, opensAt, closesAt } = draft
    if (isSettled && held.some(each => each.itemId === itemId))
      return `was held when issue ${week} was sealed; it waits for the next draft`
    if ((isSettled || state === 'approved') && entersAt >= opensAt && entersAt < closesAt)
      return `came after the draft of ${week} was approved, which stays as it is; it waits for the next issue`
  }
  return `waits for the draft of the window that holds ${describeInstant(entersAt, timezone)}`
}

/** Why an item of a first visit enters no issue by itself. */
function describeBacklog({ published_at: publishedAt }: ItemRow): string {
  const why =
    publishedAt === null
      ? `the list gave it no date, and of a first visit the ${UNDATED_ENTERING} newest without a date enter`
      : 'it had come out before the week that was open then'
  return `backlog: it was there when its source was first read, and ${why}; a past week built on purpose may take it`
}

/** Where an item stands: its sealed issue, or the draft that holds it or left it out, or what it waits for. */
export async function findPlace(app: App, item: ItemRow): Promise<Place> {
  const sealed = await findInIssue(app, item.id)
  if (sealed) return sealed
  const told = item.url === null ? null : await readToldWeek(app.store.db, item.url)
  if (told !== null) return { ...nowhere, text: `no candidate: issue ${told} has told this link` }
  const drafted = await findInDrafts(app, item)
  if (drafted) return drafted
  return {
    ...nowhere,
    text: item.enters_at === null ? describeBacklog(item) : await describeWaiting(app, item.id, item.enters_at),
  }
}
