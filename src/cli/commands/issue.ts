// `weekly issue list|show`: the curator's view of drafts and issues.
import { retractionOf } from '../../core/edits.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { Draft, Issue, Story, WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { readDraft, readDraftWeeks, readSlots } from '../../store/drafts.ts'
import { readCorrectedIssue, readCorrectedIssues } from '../../store/errata.ts'
import type { EditionFormat } from '../../app/issue-editions.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { planWindows } from '../../app/windows.ts'
import { createCommandLog, describeCount, describeInstant, say, sayJson, sayRaw } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** `weekly issue list`: drafts, then issues, newest first. */
export async function listIssues(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store, timezone }) => {
    const issues = await readCorrectedIssues(store.db)
    const sealed = new Set<WeekId>(issues.map(({ week }) => week))
    const drafts: Draft[] = []
    for (const week of await readDraftWeeks(store.db)) {
      const draft = sealed.has(week) ? null : await readDraft(store.db, week)
      if (draft) drafts.push(draft)
    }
    if (options.json) sayJson({ drafts, issues: issues.map(({ sealed, retractions }) => ({ ...sealed, retractions })) })
    const slots = await readSlots(store.db)
    const empty = new Set(slots.flatMap(({ week, state }) => (state === 'empty' ? week : [])))
    for (const { week, state, closesAt, sections } of drafts)
      say(
        options,
        empty.has(week)
          ? `${week}  empty     no issue, closed ${describeInstant(closesAt, timezone)}`
          : `${week}  ${state.padEnd(8)}  ${describeCount(countStories(sections), 'stories')}, closes ${describeInstant(closesAt, timezone)}`,
      )
    for (const issue of issues) {
      const { week, number, sealedAt, sections } = issue
      const retraction = retractionOf(issue)
      const what = retraction
        ? `taken back ${describeInstant(retraction.madeAt, timezone)}: ${retraction.reason}`
        : `${describeCount(countStories(sections), 'stories')}, sealed ${describeInstant(sealedAt, timezone)}`
      say(options, `${week}  No. ${String(number).padEnd(4)}  ${what}`)
    }
    return 0
  })
}

const countStories = (sections: Draft['sections']): number =>
  sections.reduce((sum, { stories }) => sum + stories.length, 0)

/** The week asked for; else the oldest that has closed and waits, else the coming one. */
export async function weekOr(app: App, week: string | undefined): Promise<WeekId> {
  if (week !== undefined) return parseWeek(week)
  const { due, upcoming } = await planWindows(app)
  return due[0]?.week ?? upcoming.week
}

async function requireEdition(app: App, week: WeekId): Promise<Draft | Issue> {
  const edition = (await readCorrectedIssue(app.store.db, week)) ?? (await readDraft(app.store.db, week))
  if (edition) return edition
  throw new WeeklyError('DRAFT_MISSING', `week ${week} has no draft and no issue`, {
    hint: '`weekly run` drafts what is due and what is coming; `weekly curate --week` drafts a past week.',
  })
}

function storyLines(story: Story, number: number | null): string[] {
  const { title, lead, readingMinutes, summary, points, others, note } = story
  const meta = [
    ...new Set([lead.site, lead.sourceTitle]),
    ...(readingMinutes > 0 ? [`${readingMinutes} min`] : []),
    ...(others.length > 0 ? [`also: ${others.map(({ site }) => site).join(', ')}`] : []),
  ]
  return [
    number === null ? title : `${number}. ${title}`,
    `  ${lead.url ?? ''}`,
    `  ${meta.join(' · ')}`,
    `  ${summary.replaceAll('\n', '\n  ')}`,
    ...points.map(point => `  - ${point}`),
    ...(note === null ? [] : [`  > ${note.replaceAll('\n', '\n  > ')}`]),
    '',
  ]
}

/** The lines of a plain list of what is not in; what is in stands before it, and the numbers go on. */
function outLines(heading: string, out: Draft['leftOut'], from: number): string[] {
  const lines = out.map(({ title, reason }, place) => `${from + place}. ${title} (${reason})`)
  return out.length === 0 ? [] : [`— ${heading} —`, '', ...lines, '']
}

function editionLines(app: App, edition: Draft | Issue): string[] {
  const retraction = 'number' in edition ? retractionOf(edition) : null
  const state =
    'number' in edition
      ? `No. ${edition.number}, sealed ${describeInstant(edition.sealedAt, app.timezone)}`
      : `${edition.state}, closes ${describeInstant(edition.closesAt, app.timezone)}`
  // The numbers of a draft are what commands take in the place of links; those of an issue would be the ones of another draft.
  const isDraft = !('number' in edition)
  const stories = countStories(edition.sections)
  let number = 0
  return [
    `${app.config.weekly.title} ${edition.week} (${state})`,
    '',
    ...(retraction ? [`Taken back ${describeInstant(retraction.madeAt, app.timezone)}: ${retraction.reason}`, ''] : []),
    ...(edition.foreword === null ? [] : [edition.foreword, '']),
    ...(stories === 0 ? ['No stories yet.', ''] : []),
    ...edition.sections.flatMap(({ title, stories: all }) => [
      `— ${title} —`,
      '',
      ...all.flatMap(story => storyLines(story, isDraft ? ++number : null)),
    ]),
    ...('held' in edition ? outLines('Held for the next issue', edition.held, stories + 1) : []),
    ...('leftOut' in edition ? outLines('Left out', edition.leftOut, stories + edition.held.length + 1) : []),
  ]
}

/** What `weekly issue show` can show. */
export type IssueFormat = 'text' | 'markdown' | 'eml' | EditionFormat

/**
 * `weekly issue show`: a draft or an issue as text, as the Markdown that `weekly issue edit` reads, as one of the editions that are files,
 * or as the author's mail.
 */
export async function showIssue(
  options: GlobalOptions,
  week: string | undefined,
  own: { format: IssueFormat },
): Promise<number> {
  return open(options, async app => {
    if (own.format === 'eml') return showMail(app, week)
    const chosen = await weekOr(app, week)
    const edition = await requireEdition(app, chosen)
    if (own.format !== 'text' && own.format !== 'markdown') {
      sayRaw(await (await import('../../app/issue-editions.ts')).renderEdition(app, edition, own.format))
      return 0
    }
    if (options.json) sayJson(edition)
    else if (own.format === 'text') for (const line of editionLines(app, edition)) say(options, line)
    else sayRaw(await giveOutText(app, edition))
    return 0
  })
}

/** An edition as the Markdown that the curator edits; what merges such texts is loaded with it. */
async function giveOutText(app: App, edition: Draft | Issue): Promise<string> {
  if ('number' in edition) return (await import('../../desk/correct-issue.ts')).giveOutIssue(app.curate, edition.week)
  const { findEditedWeek } = await import('../../app/edited-week.ts')
  return (await import('../../desk/edit-draft.ts')).giveOutDraft(app.curate, await findEditedWeek(app, edition.week))
}

async function showMail(app: App, week: string | undefined): Promise<number> {
  const { previewMail } = await import('../../app/preview-mail.ts')
  const { parseMailbox } = await import('../../deliver/message/mime.ts')
  const { author, language, mail } = app.config.weekly
  const preview = await previewMail(app, week === undefined ? undefined : parseWeek(week), 'preview')
  const email = author.email ?? parseMailbox(mail.from ?? '').address
  sayRaw(
    preview
      .compose({ id: 0, email, language, confirmedAt: null, sectionsOff: [], cadence: 'weekly', stories: 'both' })
      .bytes.toString('latin1'),
  )
  return 0
}
