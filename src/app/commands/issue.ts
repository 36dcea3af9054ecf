// `weekly issue …`: the curator's view of drafts and issues, and the decisions about them.
import { canonicalUrl } from '../../core/url.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { Draft, Issue, Story, WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { curate } from '../../curate/curate.ts'
import { decideDraft, readDraft, readDraftWeeks, saveEdit } from '../../store/drafts.ts'
import { readIssue, readIssues } from '../../store/issues.ts'
import type { EditTable } from '../../store/schema.ts'
import type { EditionFormat } from '../issue-editions.ts'
import type { GlobalOptions } from '../options.ts'
import { planWindows } from '../plan-windows.ts'
import { createCommandLog, describeCount, describeInstant, say, sayJson, sayRaw } from '../terminal.ts'
import { type App, withApp } from '../wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** `weekly issue list`: drafts, then issues, newest first. */
export async function listIssues(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store, timezone }) => {
    const issues = await readIssues(store.db)
    const sealed = new Set<WeekId>(issues.map(({ week }) => week))
    const drafts: Draft[] = []
    for (const week of await readDraftWeeks(store.db)) {
      const draft = sealed.has(week) ? null : await readDraft(store.db, week)
      if (draft) drafts.push(draft)
    }
    if (options.json) sayJson({ drafts, issues })
    for (const { week, state, closesAt, sections } of drafts)
      say(
        options,
        `${week}  ${state.padEnd(8)}  ${describeCount(countStories(sections), 'stories')}, closes ${describeInstant(closesAt, timezone)}`,
      )
    for (const { week, number, sealedAt, sections } of issues)
      say(
        options,
        `${week}  No. ${String(number).padEnd(4)}  ${describeCount(countStories(sections), 'stories')}, sealed ${describeInstant(sealedAt, timezone)}`,
      )
    return 0
  })
}

const countStories = (sections: Draft['sections']): number =>
  sections.reduce((sum, { stories }) => sum + stories.length, 0)

/** The week asked for, or the coming one. */
async function weekOr(app: App, week: string | undefined): Promise<WeekId> {
  return week === undefined ? (await planWindows(app)).upcoming.week : parseWeek(week)
}

async function requireEdition(app: App, week: WeekId): Promise<Draft | Issue> {
  const edition = (await readIssue(app.store.db, week)) ?? (await readDraft(app.store.db, week))
  if (edition) return edition
  throw new WeeklyError('DRAFT_MISSING', `week ${week} has no draft and no issue`, {
    hint: '`weekly run` drafts what is due and what is coming; `weekly curate --week` drafts a past week.',
  })
}

function storyLines(story: Story, isMarkdown: boolean): string[] {
  const { title, lead, readingMinutes, summary, points, others, note } = story
  const meta = [
    lead.site,
    lead.sourceTitle,
    `${readingMinutes} min`,
    ...(others.length > 0 ? [`also: ${others.map(({ site }) => site).join(', ')}`] : []),
  ]
  const link = lead.url ?? ''
  const head = isMarkdown ? [`### [${title.replace(/[[\]]/g, '\\$&')}](${link})`, ''] : [title, `  ${link}`]
  const indent = isMarkdown ? '' : '  '
  return [
    ...head,
    `${indent}${meta.join(' · ')}`,
    ...(isMarkdown ? [''] : []),
    `${indent}${summary}`,
    ...(isMarkdown && points.length > 0 ? [''] : []),
    ...points.map(point => `${indent}- ${point}`),
    ...(note === null ? [] : [`${indent}> ${note}`]),
    '',
  ]
}

/** `weekly issue show`: a draft or an issue as text or Markdown, or as one of the editions that are files. */
export async function showIssue(
  options: GlobalOptions,
  week: string | undefined,
  own: { format: 'text' | 'markdown' | EditionFormat },
): Promise<number> {
  return open(options, async app => {
    const edition = await requireEdition(app, await weekOr(app, week))
    if (own.format !== 'text' && own.format !== 'markdown') {
      sayRaw(await (await import('../issue-editions.ts')).renderEdition(app, edition, own.format))
      return 0
    }
    if (options.json) sayJson(edition)
    const isMarkdown = own.format === 'markdown'
    const state =
      'number' in edition
        ? `No. ${edition.number}, sealed ${describeInstant(edition.sealedAt, app.timezone)}`
        : `${edition.state}, closes ${describeInstant(edition.closesAt, app.timezone)}`
    say(options, `${isMarkdown ? '# ' : ''}${app.config.weekly.title} ${edition.week} (${state})`)
    say(options)
    if (edition.foreword !== null) say(options, `${edition.foreword}\n`)
    for (const { title, stories } of edition.sections) {
      say(options, isMarkdown ? `## ${title}\n` : `— ${title} —\n`)
      for (const line of stories.flatMap(story => storyLines(story, isMarkdown))) say(options, line)
    }
    if ('leftOut' in edition && edition.leftOut.length > 0) {
      say(options, `${isMarkdown ? '## ' : '— '}Left out${isMarkdown ? '' : ' —'}\n`)
      for (const { title, reason } of edition.leftOut) say(options, `- ${title} (${reason})`)
    }
    return 0
  })
}

/** `weekly issue approve|hold`: releases a draft, or keeps it back. Without a week: the oldest draft that waits. */
export async function decideIssue(
  options: GlobalOptions,
  week: string | undefined,
  decision: 'approve' | 'hold',
): Promise<number> {
  return open(options, async app => {
    const { due, upcoming } = await planWindows(app)
    const chosen = week === undefined ? (due[0]?.week ?? upcoming.week) : parseWeek(week)
    if (await readIssue(app.store.db, chosen))
      throw new WeeklyError('ISSUE_ALREADY_SEALED', `the issue of ${chosen} is sealed already`, {
        hint: 'A sealed issue does not change; a mistake is corrected by an erratum in the next.',
      })
    await requireEdition(app, chosen)
    await decideDraft(app.store.db, chosen, decision === 'approve' ? 'approved' : 'held')
    say(
      options,
      `${chosen} is ${decision === 'approve' ? 'approved: the next run publishes it when it has closed' : 'held'}`,
    )
    return 0
  })
}

/** `weekly issue drop|pick|note`: an edit that is laid over the draft, now and whenever it is curated anew. */
export async function editStory(
  options: GlobalOptions,
  edit: Pick<EditTable, 'kind' | 'url' | 'value'>,
  own: { week?: string },
): Promise<number> {
  return open(options, async app => {
    const { due, upcoming } = await planWindows(app)
    const week = own.week === undefined ? (due[0]?.week ?? upcoming.week) : parseWeek(own.week)
    const draft = await readDraft(app.store.db, week)
    const url = canonicalUrl(edit.url)
    const links = draft?.sections.flatMap(({ stories }) =>
      stories.flatMap(({ lead, others }) => [lead, ...others].map(each => each.url)),
    )
    const known = [...(links ?? []), ...(draft?.leftOut.map(each => each.url) ?? [])]
    if (!draft || !known.some(each => each !== null && canonicalUrl(each) === url))
      throw new WeeklyError('STORY_MISSING', `${edit.url} is not among the stories of ${week}`, {
        hint: '`weekly issue show` lists the stories and what was left out, with links under --json.',
      })
    await saveEdit(app.store.db, { ...edit, url, week, made_at: app.clock.now() })
    await curate(app.curate, { week, opensAt: draft.opensAt, closesAt: draft.closesAt })
    say(options, `${week}: ${edit.kind} ${edit.url}`)
    return 0
  })
}
