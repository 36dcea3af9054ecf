// Third stage: makes or renews the draft of one week.
import type { Clock } from '../core/clock.ts'
import type { Edit } from '../core/edits.ts'
import type { Review } from '../core/release.ts'
import type { Log } from '../core/log.ts'
import type { Draft, IssueWindow, StageNote, StageReport, WeekId } from '../core/types.ts'
import { readBeginnings, readToldArticles, readWholeTexts } from '../store/articles.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import { takeTurn } from '../store/engine/dialect.ts'
import { markDraft, readDraft, readDraftStanding, readOpenUntil, readSlot, saveDraft } from '../store/drafts.ts'
import { carryHeldEdits, readEdits, replaceEdits } from '../store/edits.ts'
import { type CandidateRule, countEntered, readCandidates } from '../store/items.ts'
import { readPastWeeks } from '../store/past-choices.ts'
import { readSectionedStories } from '../store/section-examples.ts'
import { readTranslations } from '../store/translations.ts'
import { markOf } from './draft-mark.ts'
import { type DraftOptions, rankGroups, type RankedDraft } from './draft.ts'
import { type DraftContent, layEdits } from './lay-edits.ts'
import { LEARNED_ISSUES, learnTaste } from './learn.ts'
import { readWords } from './lay-words.ts'
import { giveOwnNames } from './own-names.ts'
import { groupTold } from './group-candidates.ts'
import { foldReleases } from './fold-releases.ts'
import { groupingOf } from './regroup.ts'
import { laySavedNotes } from './saved-notes.ts'
import { clearFullWeek, sparingFullWeek } from './spare-memory.ts'
import { linkOfItem, mergeSameLinks } from './tellings.ts'
import { answerLater, type Reading } from './texts.ts'

/** What the stage works with: the store, the clock of the run, and how the curator wants drafts. */
export interface CurateDeps extends DraftOptions {
  /** How issues are released; missing: what is approved goes out at once. */
  readonly review?: Review
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Changes whenever the program does: a newer one may draft otherwise. */
  readonly fingerprintProgram: () => string
  /** Makes drafts elsewhere than in the thread that is asked. */
  readonly renewAside?: RenewDraft
  /** Ranks elsewhere than in the thread that is asked. */
  readonly rankAside?: RankAside
}

/** Ranks a week; `rankHere` does so in this thread. */
export type RankAside = (
  deps: CurateDeps,
  window: IssueWindow,
  by: CandidateRule,
  rankHere: (deps: CurateDeps, window: IssueWindow, by: CandidateRule) => Promise<RankedDraft>,
) => Promise<RankedDraft>

/** Makes a week's draft anew; `renewHere` does so in this thread. */
export type RenewDraft = (
  deps: CurateDeps,
  window: IssueWindow,
  by: CandidateRule,
  renewHere: (deps: CurateDeps, window: IssueWindow, by: CandidateRule) => Promise<StageReport>,
) => Promise<StageReport>

/** Stories of sealed issues that sections are learnt from; reading and learning take well under a second. */
const ARCHIVE_STORIES = 2_000

/**
 * Ranks everything that falls into a week's window and that no issue has considered, before any edit but those of who stands with whom. With
 * the words of every story, since an editor may ask for any.
 */
export async function rankWeek(deps: CurateDeps, window: IssueWindow, by: CandidateRule): Promise<RankedDraft> {
  const { db } = deps.store
  const items = await countEntered(db, window)
  return sparingFullWeek(items, async () => {
    const ranked = await rankWordless(deps, window, by)
    clearFullWeek(items)
    return readWords(db, ranked)
  })
}

/** Takes a step to its end with texts from the store, asked for by the numbers of their items. */
function readingFrom<Result>(db: Connection, reading: Reading<Result>): Promise<Result> {
  return answerLater(reading, async ({ of, characters }) => {
    const texts = characters === null ? await readWholeTexts(db, of) : await readBeginnings(db, of, characters)
    // An article that went away meanwhile has no text: the draft is made anew then.
    return of.map(id => ({ text: texts.get(id)?.text ?? '', links: texts.get(id)?.hrefs ?? [] }))
  })
}

/** The same without what sums the stories up. */
async function rankWordless(deps: CurateDeps, window: IssueWindow, by: CandidateRule): Promise<RankedDraft> {
  const { db } = deps.store
  const items = await readCandidates(db, window, by, await readOpenUntil(db, window))
  const articles = await readToldArticles(
    db,
    items.map(({ id }) => id),
  )
  const archive = deps.sections.length === 0 ? [] : await readSectionedStories(db, ARCHIVE_STORIES)
  const links = items.map(linkOfItem)
  const grouping = foldReleases(groupingOf(await readEdits(db, window.week)), links)
  const groups = await readingFrom(db, groupTold(mergeSameLinks(items, articles), grouping, deps.language))
  clearFullWeek(items.length)
  const past = deps.learn === true ? await readPastWeeks(db, window.week, LEARNED_ISSUES) : []
  const ranked = await readingFrom(db, rankGroups(groups, archive, window, deps, learnTaste(past)))
  const { translation: settings } = deps
  return settings ? { ...ranked, translations: { settings, known: await readTranslations(db) } } : ranked
}

/** Does something with a week's draft while nobody else edits or renews one, all of it or nothing. */
export function inTurn<Result>({ store }: Pick<CurateDeps, 'store'>, act: (db: Connection) => Promise<Result>) {
  return store.db.transaction().execute(async db => {
    await takeTurn(db, store.dialect, 'edit drafts')
    return act(db)
  })
}

/** The week's edits, with those of held stories that come in now, and notes that were saved with links. Call in turn. */
export async function readEditsFor(
  deps: CurateDeps,
  db: Connection,
  window: IssueWindow,
  ranked: RankedDraft,
): Promise<readonly Edit[]> {
  const stories = ranked.entries.map(({ links, sharedLinks }) => [...links, ...sharedLinks])
  await carryHeldEdits(db, window.week, stories, deps.clock.now())
  await laySavedNotes(db, window.week, ranked, deps.clock.now())
  const saved = await readEdits(db, window.week)
  const edits = giveOwnNames(saved, ranked.entries)
  if (edits === saved) return saved
  await replaceEdits(db, window.week, edits)
  return readEdits(db, window.week)
}

/** The draft of a week as its curator approved it, or null: nothing enters it unseen. */
export async function readApproved(db: Connection, week: WeekId): Promise<Draft | null> {
  const draft = await readDraft(db, week)
  return draft?.state === 'approved' ? draft : null
}

/** Saves the draft that edits make of a ranking; sections without stories are not kept. Call in turn. */
export async function saveLaid(
  deps: CurateDeps,
  db: Connection,
  window: IssueWindow,
  ranked: RankedDraft,
  edits: readonly Edit[],
): Promise<DraftContent> {
  const content = layEdits(await readWords(db, ranked, edits), edits, deps.language)
  const sections = content.sections.filter(({ stories }) => stories.length > 0)
  await saveDraft(db, { ...window, ...content, sections }, deps.clock.now())
  return { ...content, sections }
}

/** How many stories have come since a draft was made: none of their items is in it. */
function countLate(ranked: RankedDraft, { sections, leftOut, held }: DraftContent): number {
  const stories = sections.flatMap(section => section.stories)
  const known = new Set([
    ...stories.flatMap(({ lead, others }) => [lead, ...others].map(({ itemId }) => itemId)),
    ...[...leftOut, ...held].map(({ itemId }) => itemId),
  ])
  return ranked.entries.filter(({ items }) => items.every(({ itemId }) => !known.has(itemId))).length
}

function describe({ week }: IssueWindow, done: number, notes: readonly string[]): StageReport {
  const noted = notes.map((message): StageNote => ({ level: 'note', subject: week, code: null, message, hint: null }))
  return { stage: 'curate', done, skipped: 0, failed: 0, unit: `stories in ${week}`, notes: noted }
}

function describeDraft(window: IssueWindow, stories: number, late: number): StageReport {
  const waiting = `is approved as it is; ${late} that came since wait for the next issue`
  return describe(window, stories, late === 0 ? [] : [waiting])
}

/** Saves the draft that a ranking makes, or counts what has come since an approved one, with the mark of all that was read for it. */
async function saveRanked(
  deps: CurateDeps,
  window: IssueWindow,
  by: CandidateRule,
  { ranked, changes }: { readonly ranked: RankedDraft; readonly changes: string },
): Promise<StageReport> {
  return inTurn(deps, async db => {
    if ((await readSlot(db, window.week))?.state === 'sealed') return describe(window, 0, ['is sealed already'])
    const approved = await readApproved(db, window.week)
    const draft = approved ?? (await saveLaid(deps, db, window, ranked, await readEditsFor(deps, db, window, ranked)))
    const stories = draft.sections.reduce((sum, section) => sum + section.stories.length, 0)
    const late = approved ? countLate(ranked, approved) : 0
    const mark = markOf(deps, window, by, { changes, isApproved: approved !== null })
    await markDraft(db, window.week, { mark, stories, late })
    deps.log.debug('drafted', { week: window.week, entries: ranked.entries.length, stories })
    return describeDraft(window, stories, late)
  })
}

async function renew(deps: CurateDeps, window: IssueWindow, by: CandidateRule): Promise<StageReport> {
  // Before anything else is read: what changes meanwhile makes the mark an old one.
  const { changes } = await readDraftStanding(deps.store.db, window.week)
  const items = await countEntered(deps.store.db, window)
  return sparingFullWeek(items, async () => {
    const ranked = await rankWordless(deps, window, by)
    clearFullWeek(items)
    return saveRanked(deps, window, by, { ranked, changes })
  })
}

/**
 * Drafts a week from everything that falls into its window and no issue has considered; the curator's edits are laid over. The draft of a
 * sealed week is left alone, and an approved one too: what has come since then enters no issue before the next. Where nothing has changed
 * since the draft was made, one query is all. `done` counts the stories.
 */
export async function curate(
  deps: CurateDeps,
  window: IssueWindow,
  by: CandidateRule = 'arrival',
): Promise<StageReport> {
  const { slot, state, mark, stories, late, changes } = await readDraftStanding(deps.store.db, window.week)
  if (slot === 'sealed') return describe(window, 0, ['is sealed already'])
  if (mark !== null && mark === markOf(deps, window, by, { changes, isApproved: state === 'approved' }))
    return describeDraft(window, stories, late)
  const { renewAside } = deps
  return renewAside ? renewAside(deps, window, by, renew) : renew(deps, window, by)
}
