// Keeps a draft back that would go out because nobody answered, while something stands against it.
import type { Clock } from '../core/clock.ts'
import type { Draft, Issue, StageNote } from '../core/types.ts'
import { readDeadItems } from '../store/dead-leads.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import type { SlotTable } from '../store/engine/schema.ts'
import type { StoredMail } from '../store/issue-mails.ts'
import { readNextNumber } from '../store/issues.ts'
import { type Blocker, findBlockers, largestMailBytes, storiesOf } from './check-draft.ts'
import { issueOfDraft } from './seal.ts'
import type { SiteDescription } from './site-urls.ts'

/** What stands against a draft whose mail has this size. */
export async function readBlockers(db: Connection, draft: Draft, mailBytes: number): Promise<readonly Blocker[]> {
  const leads = storiesOf(draft).map(({ lead }) => lead.itemId)
  return findBlockers(draft, mailBytes, await readDeadItems(db, leads))
}

/** One blocker in the words of the run's report. */
function describe(blocker: Blocker): string {
  if (blocker.kind === 'mail-too-large') return `its mail has ${Math.ceil(blocker.bytes / 1000)} KB, more than 80`
  if (blocker.kind === 'dead-link')
    return `the page of "${blocker.story.title}" is gone: ${blocker.story.lead.url ?? ''}`
  return blocker.kind === 'template' ? blocker.message : 'it has no story'
}

/** The note on a draft that would go out by itself and must not; null where nothing stands against it. Throws what `rehearse` throws. */
export async function noteOnBlocked(
  { store: { db }, clock, site }: { readonly store: Store; readonly clock: Clock; readonly site: SiteDescription },
  slot: SlotTable,
  draft: Draft,
  rehearse: (issue: Issue) => readonly StoredMail[],
): Promise<StageNote | null> {
  const now = clock.now()
  const closed = { ...draft, closesAt: slot.closes_at }
  const issue = issueOfDraft(site, closed, await readNextNumber(db), { sealedAt: now, mailUntil: now })
  const blockers = await readBlockers(db, draft, largestMailBytes(rehearse(issue)))
  if (blockers.length === 0) return null
  const desk = new URL('desk/release', site.url.endsWith('/') ? site.url : `${site.url}/`).href
  return {
    level: 'failed',
    subject: slot.week,
    code: 'ISSUE_BLOCKED',
    message: `nobody has answered, and it does not go out by itself: ${blockers.map(describe).join('; ')}`,
    hint: `${desk} shows each cause; \`weekly issue approve ${slot.week}\` sends it as it is.`,
  }
}
