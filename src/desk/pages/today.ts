// The front page of the desk: what the coming issue waits for, how the last one went, which sources fail.
import { formatAhead, formatMoment } from '../../core/date-words.ts'
import type { IssueWindow } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { readEquation } from '../../store/deliveries.ts'
import { readDraft, readSlot } from '../../store/drafts.ts'
import { readIssue, readLatestWeek } from '../../store/issues.ts'
import { countProposals } from '../../store/proposals.ts'
import { readSources } from '../../store/sources.ts'
import { checkDraft } from './checks.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { describeTime } from './release.ts'
import { describeHealth, nameSource } from './source-view.ts'

const SHOWN_SOURCES = 10

/** A week's draft in the words of one line: when it closes, its stories, its state. */
export async function describeDraft(deps: DeskDeps, { week, closesAt }: IssueWindow): Promise<object> {
  const words = deskWords(deps)
  const draft = await readDraft(deps.store.db, week)
  const moment = formatMoment(closesAt, deps.language, deps.timezone)
  const stories = draft?.sections.reduce((sum, section) => sum + section.stories.length, 0) ?? 0
  return {
    week,
    closing: closesAt <= deps.clock.now() ? words.hasClosed(moment) : words.closes(moment),
    ahead: formatAhead(closesAt, deps.clock.now(), deps.language),
    hasStories: stories > 0,
    stories: words.storyCount(stories),
    state: words.states[draft?.state ?? 'draft'],
  }
}

/** What a week that has closed waits for: when it goes out, and what must be mended before. */
async function describeWaiting(deps: DeskDeps, window: IssueWindow): Promise<object | null> {
  const { db } = deps.store
  const draft = await readDraft(db, window.week)
  if (!draft || window.closesAt > deps.clock.now()) return null
  const askedAt = (await readSlot(db, window.week))?.asked_at ?? null
  const checks = await checkDraft(deps, draft)
  return {
    said: describeTime(deps, window, draft, askedAt),
    blocks: checks.blocks,
    warns: checks.warns,
    href: `${deskPath(deps, 'release')}?week=${window.week}`,
  }
}

/** How the latest issue went out. */
async function describeLatest(deps: DeskDeps): Promise<object | null> {
  const { store } = deps
  const words = deskWords(deps)
  const week = await readLatestWeek(store.db)
  const issue = week && (await readIssue(store.db, week))
  if (!issue) return null
  const equation = await readEquation(store.db, issue.week)
  const said = (['sent', 'bounced', 'skipped', 'uncertain'] as const).flatMap(state => {
    const mails = equation?.counts[state] ?? 0
    return mails === 0 ? [] : [words.deliveryStates[state](mails)]
  })
  const uncertain = equation?.counts.uncertain ?? 0
  return {
    title: issue.title,
    path: `issues/${issue.week}/`,
    uncertain:
      uncertain === 0
        ? null
        : { said: words.byMail.uncertain(uncertain), href: deskPath(deps, `deliveries/${issue.week}?state=uncertain`) },
    readers: words.readers(equation?.frozen ?? 0),
    parts: said,
  }
}

/** The front page. */
export async function showToday({ deps, signedIn }: Asked): Promise<Response> {
  const words = deskWords(deps)
  const { due, upcoming } = await deps.lookAtWindows()
  const sources = await readSources(deps.store.db)
  const failing = sources
    .map(claimed => ({ title: nameSource(claimed), ...describeHealth(deps, claimed) }))
    .filter(({ health }) => health === 'failing' || health === 'dead')
  const waiting = signedIn.editor.role === 'contributor' ? 0 : (await countProposals(deps.store.db)).pending
  const scope = {
    next: await describeWaiting(deps, due[0] ?? upcoming),
    proposals: waiting === 0 ? null : words.proposals.waiting(waiting),
    drafts: await Promise.all([...due, upcoming].map(window => describeDraft(deps, window))),
    latest: await describeLatest(deps),
    hasSources: sources.length > 0,
    mayRelease: signedIn.editor.role !== 'contributor',
    failing: failing.slice(0, SHOWN_SOURCES),
    sourcesTitle: failing.length > 0 ? words.failing(failing.length) : wordsOf(deps.language).sourcesTitle,
  }
  return answerPage(renderDeskPage(deps, 'today.html', { title: words.today, at: 'today' }, scope, signedIn))
}
