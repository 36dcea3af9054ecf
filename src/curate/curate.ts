// Third stage: makes or renews the draft of one week. Called by app/run.ts, `weekly curate` and `weekly issue`.
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { IssueWindow, StageNote, StageReport } from '../core/types.ts'
import { readArticles } from '../store/articles.ts'
import type { Store } from '../store/database.ts'
import { readEdits, readOpenUntil, readSlot, saveDraft } from '../store/drafts.ts'
import { type CandidateRule, readCandidates } from '../store/items.ts'
import { readSectionedStories } from '../store/section-examples.ts'
import { buildDraft, type DraftOptions } from './draft.ts'
import { groupCandidates, mergeSameLinks } from './tellings.ts'

export interface CurateDeps extends DraftOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

/** Stories of sealed issues that sections are learnt from; reading and learning take well under a second. */
const ARCHIVE_STORIES = 2_000

/**
 * Drafts a week from everything that falls into its window and no issue has considered; the curator's edits are laid over. The draft of a
 * sealed week is left alone. `done` counts the stories.
 */
export async function curate(
  deps: CurateDeps,
  window: IssueWindow,
  by: CandidateRule = 'arrival',
): Promise<StageReport> {
  const { db } = deps.store
  const report = (done: number, notes: readonly StageNote[]): StageReport => ({
    stage: 'curate',
    done,
    skipped: 0,
    failed: 0,
    unit: `stories in ${window.week}`,
    notes,
  })
  if ((await readSlot(db, window.week))?.state === 'sealed')
    return report(0, [{ level: 'note', subject: window.week, code: null, message: 'is sealed already', hint: null }])
  const items = await readCandidates(db, window, by, await readOpenUntil(db, window))
  const articles = await readArticles(
    db,
    items.map(({ id }) => id),
  )
  const groups = groupCandidates(mergeSameLinks(items, articles))
  const archive = deps.sections.length === 0 ? [] : await readSectionedStories(db, ARCHIVE_STORIES)
  const draft = buildDraft(groups, await readEdits(db, window.week), archive, window, deps)
  await saveDraft(db, { ...window, ...draft }, deps.clock.now())
  const stories = draft.sections.flatMap(section => section.stories)
  deps.log.debug('drafted', { week: window.week, items: items.length, stories: stories.length })
  return report(stories.length, [])
}
