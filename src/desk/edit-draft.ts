// The curator at work on a draft: one edit by a command, or the whole draft as a text, given out and taken in again.
import { createHash } from 'node:crypto'
import type { ActVia } from '../core/acts.ts'
import { addMinutes } from '../core/clock.ts'
import { type Edit, type EditValues } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import { nameOfLink } from '../core/story-names.ts'
import { cutAtSentence } from '../core/text.ts'
import type { Draft, InterfaceLanguage, IssueWindow, Section, WeekId } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { readWritten } from '../core/written-words.ts'
import type { Connection } from '../store/engine/database.ts'
import { saveDraftText } from '../store/draft-texts.ts'
import { decideDraft, readDraftState, readSlot } from '../store/drafts.ts'
import { readEdits, removeEdits, replaceEdits, saveEdit } from '../store/edits.ts'
import type { CandidateRule } from '../store/items.ts'
import { type CurateDeps, inTurn, readApproved, readEditsFor, saveLaid } from '../curate/curate.ts'
import type { RankedDraft, RankedEntry } from '../curate/draft.ts'
import { rankWeekOnce } from '../curate/rank-memory.ts'
import { renderDraftMarkdown } from './draft-markdown.ts'
import { describeDraft, type DraftText, nameOf, storiesIn } from './draft-text.ts'
import { layEdits } from '../curate/lay-edits.ts'
import { type Deed, inJournal, NOBODY_NAMED } from './keep-journal.ts'
import { type DraftNow, mergeSaved } from './merge-saved.ts'
import { requireBase } from './given-draft.ts'
import { parseDraftMarkdown } from './parse-draft.ts'

/** A week that is being edited: its window and the rule by which items fall into it. */
export interface EditedWeek {
  readonly window: IssueWindow
  readonly by: CandidateRule
  /** Who edits it, as the journal shall name them. */
  readonly editor?: string
  /** How what they do came, where it was not by a page of the desk. */
  readonly via?: ActVia
}

/** A week that is decided about as a whole. */
export interface DecidedWeek extends Pick<EditedWeek, 'editor' | 'via'> {
  readonly window: Pick<IssueWindow, 'week'>
}

/** What became of a saved text. `meanwhile` names the stories that came, went or changed since it was given out. */
export type TakenIn =
  | {
      readonly kind: 'saved'
      readonly hasChanged: boolean
      readonly state: Draft['state']
      readonly wasApproved: boolean
      /** The text says `approved`; without effect when it did not show all that the draft has now. */
      readonly wantsApproval: boolean
      readonly meanwhile: readonly string[]
    }
  /** Nothing was saved: the text holds both versions of what must be decided, and may be saved in place of the curator's. */
  | { readonly kind: 'conflict'; readonly markdown: string }

/** One edit that a command makes. */
export type StoryEdit = { readonly [Kind in keyof EditValues]: { kind: Kind; value: EditValues[Kind] } }[
  'drop' | 'pick' | 'hold' | 'note']

/** Throws ISSUE_ALREADY_SEALED for a week whose issue is sealed. */
export async function requireOpen(db: Connection, { week }: Pick<IssueWindow, 'week'>): Promise<void> {
  if ((await readSlot(db, week))?.state === 'sealed')
    throw new WeeklyError('ISSUE_ALREADY_SEALED', `the issue of ${week} is sealed already`, {
      hint: `\`weekly issue correct ${week}\` corrects its words, and says so on the page.`,
    })
}

/** Throws ISSUE_APPROVED: what is approved is what goes out, until somebody stops it. */
export async function requireUndecided(db: Connection, week: WeekId): Promise<void> {
  if ((await readDraftState(db, week)) === 'approved')
    throw new WeeklyError('ISSUE_APPROVED', `the draft of ${week} is approved as it is`, {
      hint: `\`weekly issue stop ${week}\` makes it a draft again; what was written waits with whoever wrote it.`,
    })
}

/** Names a text and renders it with its name, by which it is known again when it comes back. */
export function nameText(
  text: DraftText,
  language: InterfaceLanguage,
): { readonly text: DraftText; readonly markdown: string } {
  const unnamed = renderDraftMarkdown({ ...text, base: '' }, language)
  const base = createHash('sha256').update(unnamed).digest('hex').slice(0, 12)
  // The front matter comes first, and its lines before this one are the week and the state.
  return { text: { ...text, base }, markdown: unnamed.replace('\nbase:\n', `\nbase: ${base}\n`) }
}

/** The draft as it is now, as text without a name. Call in turn. */
export async function describeNow(
  deps: CurateDeps,
  db: Connection,
  { week }: IssueWindow,
  ranked: RankedDraft,
  edits: readonly Edit[],
): Promise<DraftText> {
  const state = (await readDraftState(db, week)) ?? 'draft'
  return describeDraft(ranked, edits, { week, state }, deps.language)
}

/** Names a text and keeps it under its name, so that what is done to it can be merged. */
export async function nameAndKeep(
  deps: CurateDeps,
  db: Connection,
  text: DraftText,
): Promise<{ readonly text: DraftText; readonly markdown: string }> {
  const named = nameText(text, deps.language)
  await saveDraftText(db, { week: text.week, base: named.text.base, text: named.markdown }, deps.clock.now())
  return named
}

/** A week's draft as text under its name, as it is now; nothing is written, so that looking changes nothing. Throws ISSUE_ALREADY_SEALED. */
export async function lookAtDraft(deps: CurateDeps, edited: EditedWeek): Promise<DraftText> {
  return (await lookAtWeek(deps, edited)).text
}

/** The last text that was looked at of a ranking, by all else that it was made from: naming a full week's text takes as long as all the rest. */
const lookedAt = new WeakMap<RankedDraft, { readonly of: string; readonly text: DraftText }>()

/** As lookAtDraft, with what the text was made from. */
export async function lookAtWeek(deps: CurateDeps, { window, by }: EditedWeek): Promise<DraftNow> {
  const { db } = deps.store
  await requireOpen(db, window)
  const ranked = await rankWeekOnce(deps, window, by)
  const edits = await readEdits(db, window.week)
  const state = (await readDraftState(db, window.week)) ?? 'draft'
  const of = JSON.stringify([window.week, state, deps.language, edits])
  const known = lookedAt.get(ranked)
  if (known?.of === of) return { ranked, edits, text: known.text }
  const { text } = nameText(describeDraft(ranked, edits, { week: window.week, state }, deps.language), deps.language)
  lookedAt.set(ranked, { of, text })
  return { ranked, edits, text }
}

/** Gives a week's draft out as text, renewed, and keeps what was given out. Throws ISSUE_ALREADY_SEALED. */
export async function giveOutDraft(deps: CurateDeps, edited: EditedWeek): Promise<string> {
  return (await openDraft(deps, edited)).markdown
}

/** As giveOutDraft; answers the text as Markdown and as what it says, under the name that commands on it bear. */
export async function openDraft(
  deps: CurateDeps,
  { window, by }: EditedWeek,
): Promise<{ readonly text: DraftText; readonly markdown: string }> {
  const ranked = await rankWeekOnce(deps, window, by)
  return inTurn(deps, async db => {
    await requireOpen(db, window)
    const edits = await readEditsFor(deps, db, window, ranked)
    if (!(await readApproved(db, window.week))) await saveLaid(deps, db, window, ranked, edits)
    return nameAndKeep(deps, db, await describeNow(deps, db, window, ranked, edits))
  })
}

const contentIn = (text: DraftText): ReadonlyMap<string, string> =>
  new Map(storiesIn(text).map(story => [nameOf(story), JSON.stringify({ ...story, about: '' })]))

/** Titles of the stories that are new, changed or gone between two texts. */
function compareTexts(base: DraftText, now: DraftText): readonly string[] {
  const [before, after] = [contentIn(base), contentIn(now)]
  const changed = storiesIn(now).filter(story => before.get(nameOf(story)) !== after.get(nameOf(story)))
  return [...changed, ...storiesIn(base).filter(story => !after.has(nameOf(story)))].map(({ title }) => title)
}

/**
 * Takes a saved text in: merges it with the draft as it is now, over the text that was given out, and stores what it changes as edits.
 * Throws DRAFT_TEXT_INVALID with the line of what cannot be read, ISSUE_ALREADY_SEALED; then nothing has changed.
 */
export async function mergeDraftText(deps: CurateDeps, edited: EditedWeek, markdown: string): Promise<TakenIn> {
  const { window, by, editor } = edited
  const parsed = parseDraftMarkdown(markdown)
  const ranked = await rankWeekOnce(deps, window, by)
  return inTurn(deps, async db => {
    await requireOpen(db, window)
    const given = await requireBase(deps, db, parsed.text)
    const edits = await readEditsFor(deps, db, window, ranked)
    const now = await nameAndKeep(deps, db, await describeNow(deps, db, window, ranked, edits))
    const context = { now: deps.clock.now(), language: deps.language, editor }
    const merged = mergeSaved(parsed, given, { ranked, edits, text: now.text }, context)
    if (merged.kind === 'conflict') return merged
    const { hasChanged, state } = merged
    const isApproved = now.text.state === 'approved'
    const deed = { ...deedOf(deps, edited, { kind: 'text' }), base: parsed.text.base }
    await inJournal(db, deed, async () => {
      await replaceEdits(db, window.week, merged.edits)
      // A text that says nothing new releases nothing either: what has come since the approval stays outside.
      if (hasChanged || !isApproved) await saveLaid(deps, db, window, ranked, merged.edits)
      if (hasChanged) await decideDraft(db, window.week, state, decisionTimes(deps, state))
    })
    const meanwhile = compareTexts(given, now.text)
    const wantsApproval = parsed.text.state === 'approved'
    return { kind: 'saved', hasChanged, state, wasApproved: isApproved, wantsApproval, meanwhile }
  })
}

/** When what was approved goes out at the earliest, and when editors of a draft are asked. */
export function decisionTimes(
  { clock, review }: Pick<CurateDeps, 'clock' | 'review'>,
  state: Draft['state'],
): Pick<Draft, 'releaseAt' | 'askedAt'> {
  const now = clock.now()
  const graceMinutes = review?.graceMinutes ?? 0
  if (state === 'draft') return { askedAt: now }
  return state === 'approved' && graceMinutes > 0 ? { releaseAt: addMinutes(now, graceMinutes) } : {}
}

/** What the journal says of an act besides its rows. */
export function deedOf(
  { clock }: Pick<CurateDeps, 'clock'>,
  { window, editor = NOBODY_NAMED, via }: DecidedWeek,
  act: Deed['act'],
  entry?: RankedEntry,
): Deed {
  const subject = entry?.story.title ?? ''
  return { week: window.week, editor, at: clock.now(), act, subject, ...(via === undefined ? {} : { via }) }
}

/** What an edit bears of its maker. */
export function signed({ editor }: EditedWeek): Pick<Edit, 'editor'> {
  return editor === undefined ? {} : { editor }
}

/** Which stories stand in which order. */
const namesIn = (sections: readonly Section[]): string =>
  JSON.stringify(sections.flatMap(({ stories }) => stories.map(({ id }) => id)))

const SHOWN_CHARACTERS = 60
const MOST_SHOWN = 5

/** A story of a week, and the name of the telling of it that was asked for. */
interface FoundTelling {
  readonly entry: RankedEntry
  readonly link: string
}

/** Finds by a link that names no single telling; `LINK#item:ID` says which one is meant where there are several. */
function findSharing(ranked: RankedDraft, url: string, { week }: Pick<IssueWindow, 'week'>): FoundTelling | null {
  const wanted = canonicalUrl(url)
  const found = ranked.entries.flatMap(entry => {
    const tellings = [entry.story.lead, ...entry.story.others]
    return entry.links.flatMap((link, i) => {
      const own = tellings[i]?.url ?? null
      return own !== null && canonicalUrl(own) === wanted ? { entry, link, title: tellings[i]?.title ?? '' } : []
    })
  })
  const [first = null] = found
  if (found.length < 2) return first
  const names = found.map(({ link, title }) => `${url}#${link} (${cutAtSentence(title, SHOWN_CHARACTERS).text})`)
  throw new WeeklyError('USAGE_INVALID', `${found.length} stories of ${week} share ${url}`, {
    hint: `Name one: ${names.slice(0, MOST_SHOWN).join(', ')}`,
  })
}

/** The telling of a week that an address belongs to. Throws STORY_MISSING; USAGE_INVALID where several stories share the address. */
export function requireTelling(ranked: RankedDraft, url: string, window: Pick<IssueWindow, 'week'>): FoundTelling {
  const { week } = window
  const link = nameOfLink(url)
  const entry = ranked.entries.find(({ links }) => links.includes(link))
  if (entry) return { entry, link }
  const sharing = findSharing(ranked, url, window)
  if (sharing) return sharing
  throw new WeeklyError('STORY_MISSING', `${url} is not among the stories of ${week}`, {
    hint: `\`weekly issue show\` lists the stories and what was left out; \`weekly issue add ${url}\` adds it.`,
  })
}

/**
 * Makes one edit of one story (an empty note removes it), or with null removes all that were made of it. Answers whether the draft lost its
 * approval by that: it does when stories have come since, which would enter unseen. Throws STORY_MISSING, ISSUE_ALREADY_SEALED.
 */
export async function editStory(
  deps: CurateDeps,
  edited: EditedWeek,
  url: string,
  edit: StoryEdit | null,
): Promise<{ readonly lostApproval: boolean }> {
  const { window, by } = edited
  const ranked = await rankWeekOnce(deps, window, by)
  const { entry } = requireTelling(ranked, url, window)
  const { links } = entry
  const madeAt = deps.clock.now()
  const story = links[0]
  const change = async (db: Connection): Promise<void> => {
    if (edit === null) await removeEdits(db, window.week, links)
    else if (edit.value === '') await removeEdits(db, window.week, links, edit.kind)
    else await saveEdit(db, window.week, links, { ...writtenEdit(edit), link: story, madeAt, ...signed(edited) })
  }
  const act: Deed['act'] =
    edit === null
      ? { kind: 'restore', story }
      : edit.kind === 'note'
        ? { kind: 'note', story, value: edit.value }
        : { kind: edit.kind, story }
  const outcome = await inTurn(deps, async db => {
    await requireOpen(db, window)
    const approved = await readApproved(db, window.week)
    const laid = layEdits(ranked, await readEditsFor(deps, db, window, ranked), deps.language).sections
    const lostApproval = approved !== null && namesIn(laid) !== namesIn(approved.sections)
    await inJournal(db, deedOf(deps, edited, act, entry), () => change(db))
    await saveLaid(deps, db, window, ranked, await readEditsFor(deps, db, window, ranked))
    if (lostApproval) await decideDraft(db, window.week, 'draft', decisionTimes(deps, 'draft'))
    return { lostApproval }
  })
  if (edit === null) await renewDraft(deps, edited)
  return outcome
}

/** A note is written in Markdown, by a command as in the text. */
function writtenEdit(edit: StoryEdit) {
  return edit.kind === 'note' ? { ...edit, ...readWritten(edit.value) } : edit
}

/** Lays the edits over a fresh ranking: who stands with whom may have changed. */
export async function renewDraft(deps: CurateDeps, { window, by }: EditedWeek): Promise<void> {
  const ranked = await rankWeekOnce(deps, window, by)
  await inTurn(deps, async db => {
    await requireOpen(db, window)
    await saveLaid(deps, db, window, ranked, await readEditsFor(deps, db, window, ranked))
  })
}
