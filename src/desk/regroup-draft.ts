// The curator takes stories of a draft apart and puts them together. Each decision is an edit: it holds for every later draft of the week.
import type { Act } from '../core/acts.ts'
import type { Edit } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import type { WeekId } from '../core/types.ts'
import { type CurateDeps, inTurn, readApproved, readEditsFor, saveLaid } from '../curate/curate.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { rankWeekOnce } from '../curate/rank-memory.ts'
import { decideDraft } from '../store/drafts.ts'
import type { Connection } from '../store/engine/database.ts'
import { readEdits, removeEdits, saveEdit } from '../store/edits.ts'
import type { Regrouping } from './regrouping.ts'
import {
  decisionTimes,
  deedOf,
  editStory,
  type EditedWeek,
  mergeDraftText,
  requireTelling,
  requireOpen,
  signed,
  type TakenIn,
} from './edit-draft.ts'
import { inJournal } from './keep-journal.ts'
import { parseDraftMarkdown } from './parse-draft.ts'

/** Makes the links tellings like any other again: neither apart nor joined to something. */
async function release(db: Connection, week: WeekId, links: readonly string[]): Promise<void> {
  for (const kind of ['split', 'join'] as const) await removeEdits(db, week, links, kind)
}

/** When and by whom an edit is made. */
type Made = Pick<Edit, 'madeAt' | 'editor'>

/** Takes a telling out of its story. Call in turn. */
export async function saveSplit(db: Connection, week: WeekId, link: string, made: Made): Promise<void> {
  const joined = (await readEdits(db, week)).filter(edit => edit.kind === 'join' && edit.value === link)
  await release(db, week, [link, ...joined.map(edit => edit.link)])
  await saveEdit(db, week, [link], { kind: 'split', value: true, link, ...made })
}

/** Puts the stories of tellings to that of another one, which leads. Call in turn. */
export async function saveJoin(
  db: Connection,
  week: WeekId,
  to: string,
  links: readonly string[],
  made: Made,
): Promise<void> {
  // What was taken out of another story stays out of that one: it moves alone.
  await removeEdits(db, week, [to, ...links], 'join')
  for (const link of links) await saveEdit(db, week, [link], { kind: 'join', value: to, link, ...made })
}

function urlsOf(regrouping: Regrouping): readonly string[] {
  return regrouping.kind === 'split' ? [regrouping.url] : [regrouping.url, ...regrouping.others]
}

function requireTogether(ranked: RankedDraft, window: { readonly week: WeekId }, url: string): void {
  const { week } = window
  if (requireTelling(ranked, url, window).entry.links.length < 2)
    throw new WeeklyError('USAGE_INVALID', `${url} is the only telling of its story in ${week}`, {
      hint: '`weekly why URL` shows the tellings of a story.',
    })
}

/**
 * Takes one telling out of its story, or puts stories together, and renews the draft. A draft that was approved is not any more: its stories
 * have changed. Throws STORY_MISSING, USAGE_INVALID where there is nothing to take apart, ISSUE_ALREADY_SEALED.
 */
export async function regroupStories(
  deps: CurateDeps,
  edited: EditedWeek,
  regrouping: Regrouping,
): Promise<{ readonly lostApproval: boolean }> {
  const { window, by } = edited
  const before = await rankWeekOnce(deps, window, by)
  const urls = urlsOf(regrouping)
  const [first = '', ...rest] = urls.map(url => requireTelling(before, url, window).link)
  if (regrouping.kind === 'split') requireTogether(before, window, regrouping.url)
  const others = [...new Set(rest)].filter(link => link !== first)
  const made = { madeAt: deps.clock.now(), ...signed(edited) }
  const { entry } = requireTelling(before, regrouping.url, window)
  const act: Act =
    regrouping.kind === 'split' ? { kind: 'split', story: first } : { kind: 'join', story: first, others }
  await inTurn(deps, async db => {
    await requireOpen(db, window)
    await inJournal(db, deedOf(deps, edited, act, entry), () =>
      regrouping.kind === 'split'
        ? saveSplit(db, window.week, first, made)
        : saveJoin(db, window.week, first, others, made),
    )
  })
  const ranked = await rankWeekOnce(deps, window, by)
  return inTurn(deps, async db => {
    await requireOpen(db, window)
    const lostApproval = (await readApproved(db, window.week)) !== null
    await saveLaid(deps, db, window, ranked, await readEditsFor(deps, db, window, ranked))
    if (lostApproval) await decideDraft(db, window.week, 'draft', decisionTimes(deps, 'draft'))
    return { lostApproval }
  })
}

/**
 * Takes a saved text in: what it says of stories, then its lines `split: URL` and `join: URL URL…`. Throws what mergeDraftText and
 * regroupStories throw; a line that names no story of the week is found before anything is saved.
 */
export async function takeInDraft(deps: CurateDeps, edited: EditedWeek, markdown: string): Promise<TakenIn> {
  const { regroupings } = parseDraftMarkdown(markdown)
  if (regroupings.length > 0) {
    const ranked = await rankWeekOnce(deps, edited.window, edited.by)
    for (const url of regroupings.flatMap(urlsOf)) requireTelling(ranked, url, edited.window)
  }
  const taken = await mergeDraftText(deps, edited, markdown)
  if (taken.kind === 'conflict' || regroupings.length === 0) return taken
  for (const regrouping of regroupings) await regroupStories(deps, edited, regrouping)
  return { ...taken, hasChanged: true, state: taken.state === 'approved' ? 'draft' : taken.state }
}

/** Picks the story of a page that the curator added; the page leads it. Throws what editStory throws. */
export async function pickToLead(deps: CurateDeps, edited: EditedWeek, url: string): Promise<void> {
  const { week } = edited.window
  const { entry, link } = requireTelling(await rankWeekOnce(deps, edited.window, edited.by), url, edited.window)
  await inTurn(deps, async db => {
    await requireOpen(db, edited.window)
    const made = { madeAt: deps.clock.now(), ...signed(edited) }
    await inJournal(db, deedOf(deps, edited, { kind: 'add', story: link }, entry), () =>
      saveEdit(db, week, [link], { kind: 'lead', value: true, link, ...made }),
    )
  })
  await editStory(deps, edited, url, { kind: 'pick', value: null })
}
