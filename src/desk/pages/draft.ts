// The draft on its page: every act is a form, so that it works without script; what two people changed is shown to be chosen from.
import { randomUUID } from 'node:crypto'
import { formatMoment, formatTime } from '../../core/date-words.ts'
import type { CurateDeps } from '../../curate/curate.ts'
import { rankWeekOnce } from '../../curate/rank-memory.ts'
import { readEdits } from '../../store/edits.ts'
import type { DraftText } from '../draft-text.ts'
import type { Instant, WeekId } from '../../core/types.ts'
import { siteOf } from '../../core/url.ts'
import { type EditedWeek, lookAtDraft } from '../edit-draft.ts'
import { findTop } from '../merge-saved.ts'
import { keyOf } from '../story-key.ts'
import { LEFT_OUT_SHOWN, viewDraft } from './draft-view.ts'
import { answerNews, describeOthers } from './draft-news.ts'
import { viewOwnActs } from './own-acts.ts'
import { answerOrExplain } from './explain-error.ts'
import { answerPage, type Asked, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { takeActs } from './take-acts.ts'
import { nameOfLink } from '../../core/story-names.ts'
import { readDropped } from '../../store/dropped-items.ts'
import { dropForewordSuggestion, readForewordSuggestion } from '../../store/foreword-suggestions.ts'

/** The week that is edited: the oldest that has closed and waits, else the one that fills up. */
export async function findWeek({ deps }: Pick<Asked, 'deps'>): Promise<EditedWeek> {
  const { due, upcoming } = await deps.lookAtWindows()
  return { window: due[0] ?? upcoming, by: 'arrival' }
}

/** The page of the draft, and what its forms do. */
export async function showDraft(asked: Asked): Promise<Response> {
  const edited = await findWeek(asked)
  return answerOrExplain(asked, () =>
    asked.fields ? takeForm(asked, edited, asked.fields) : answerDraft(asked, edited),
  )
}

/** How many of the stories left out a page passes over; what is no such number passes over none. */
function readFrom({ visit }: Asked): number {
  const from = new URL(visit.request.url).searchParams.get('from') ?? ''
  return /^\d{1,6}$/.test(from) ? Number(from) : 0
}

/** The key of the story whose form is open. */
const readOpen = ({ visit }: Asked): string | null => new URL(visit.request.url).searchParams.get('edit')

/** The path of the draft with those left out from so many on, and with a form open. */
function pathFrom(deps: Asked['deps'], from: number, open: string | null = null): string {
  const query = new URLSearchParams({
    ...(from === 0 ? {} : { from: `${from}` }),
    ...(open === null ? {} : { edit: open }),
  })
  return `${deskPath(deps, 'draft')}${query.size === 0 ? '' : `?${query.toString()}`}`
}

/** Name of the story that an editor made the first of the issue; null where nobody has. */
async function findTopStory(curate: CurateDeps, { window, by }: EditedWeek, text: DraftText): Promise<string | null> {
  const edits = await readEdits(curate.store.db, window.week)
  return findTop({ ranked: await rankWeekOnce(curate, window, by), edits, text })
}

async function answerDraft(asked: Asked, edited: EditedWeek): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps)
  const open = readOpen(asked)
  const text = await lookAtDraft(deps.curate, edited)
  const { window } = edited
  const moment = formatMoment(window.closesAt, deps.language, deps.timezone)
  const draft = viewDraft(text, words.draftPage, open, readFrom(asked))
  if (asked.rest[0] === 'news') return answerNews(asked, draft, window.week)
  const { before, behind } = draft
  const top = await findTopStory(deps.curate, edited, text)
  const { undo, redo } = await viewOwnActs(deps, signedIn, window.week)
  const scope = {
    draft,
    formHere: pathFrom(deps, before),
    more: behind > 0 ? { path: pathFrom(deps, before + LEFT_OUT_SHOWN), text: words.moreLeftOut(behind) } : null,
    fewer: before > 0 ? pathFrom(deps, Math.max(0, before - LEFT_OUT_SHOWN)) : null,
    undo,
    redo,
    others: await describeOthers(asked, window.week),
    saved: undo && words.draftPage.savedAt(formatTime(undo.at, deps.language, deps.timezone)),
    top: top === null ? '' : keyOf(top),
    suggestion: await viewSuggestion(asked, window.week),
    week: window.week,
    state: words.states[text.state ?? 'draft'],
    closing: window.closesAt <= deps.clock.now() ? words.hasClosed(moment) : words.closes(moment),
    stories: words.storyCount(text.sections.reduce((sum, section) => sum + section.stories.length, 0)),
    isEmpty: text.sections.every(section => section.stories.length === 0),
    dropped: await viewDropped(asked, window.opensAt),
    isReadOnly: text.state === 'approved' || signedIn.editor.role === 'contributor',
  }
  return answerPage(renderDeskPage(deps, 'draft.html', { title: words.draft, at: 'draft' }, scope, signedIn))
}

/** Of what rules dropped so many are shown. */
const DROPPED_SHOWN = 50

/** What rules of sources have dropped since the week opened, with the rule: it is no candidate, and no act takes it in. */
async function viewDropped({ deps }: Asked, since: Instant): Promise<readonly object[]> {
  const rows = await readDropped(deps.store.db, since, DROPPED_SHOWN)
  const { droppedBy, dropRules } = deskWords(deps).draftPage
  return rows.map(({ title, url, rule, detail, source_title: name, source_url: source }) => ({
    title: title || (url ?? ''),
    href: url,
    why: droppedBy(name ?? siteOf(source), dropRules[rule](detail)),
  }))
}

/** The foreword that a program suggests, with what the form that takes it bears; null without one. */
async function viewSuggestion({ deps }: Asked, week: WeekId): Promise<object | null> {
  const found = await readForewordSuggestion(deps.store.db, week)
  return (
    found && {
      text: found.text,
      at: found.suggested_at,
      said: deskWords(deps).tokens.suggestedBy(found.suggested_by),
      command: randomUUID(),
    }
  )
}

async function takeForm(asked: Asked, edited: EditedWeek, fields: URLSearchParams): Promise<Response> {
  const { db } = asked.deps.store
  const suggestedAt = fields.get('suggested')
  const isThrownAway = fields.get('kind') === 'throw-away'
  const conflict = isThrownAway ? null : await takeActs(asked, edited, fields, 'draft')
  // A suggestion that was taken is in the journal like all that its editor wrote.
  if (conflict === null && suggestedAt !== null) await dropForewordSuggestion(db, edited.window.week, suggestedAt)
  const story = fields.get('story')
  const here = pathFrom(asked.deps, readFrom(asked), readOpen(asked))
  return conflict ?? goTo(`${here}${story ? `#s-${keyOf(nameOfLink(story))}` : ''}`)
}
