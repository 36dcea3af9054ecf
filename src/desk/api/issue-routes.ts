// Sealed issues and their deliveries for programs.
import { z } from 'zod'
import { WeeklyError } from '../../core/errors.ts'
import type { Issue } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { readEquation } from '../../store/deliveries.ts'
import { readCorrectedIssue } from '../../store/errata.ts'
import { readIssuesBefore } from '../../store/issues.ts'
import { readRetractions } from '../../store/retractions.ts'
import { describeIssue } from '../draft-text.ts'
import type { DeskDeps } from '../pages/frame.ts'
import { apiRoute, shapes } from './api-route.ts'
import { viewFailing } from './source-routes.ts'

const { week, limit } = shapes
const ISSUES_SHOWN = 20

const issueHead = z.strictObject({
  week: z.string(),
  number: z.int().nullable(),
  title: z.string(),
  date: z.string(),
  url: z.string(),
  stories: z.int(),
  isTakenBack: z.boolean(),
})

function viewHead({ url }: DeskDeps, issue: Issue, isTakenBack: boolean): z.input<typeof issueHead> {
  const { number, title, date, sections } = issue
  return {
    ...{ week: issue.week, number, title, date, isTakenBack },
    url: new URL(`issues/${issue.week}/`, url.endsWith('/') ? url : `${url}/`).href,
    stories: sections.reduce((sum, { stories }) => sum + stories.length, 0),
  }
}

async function listIssues(deps: DeskDeps, query: { readonly before?: string | undefined; readonly limit: number }) {
  const { db } = deps.store
  const before = query.before === undefined ? undefined : parseWeek(query.before)
  const found = await readIssuesBefore(db, { week: before, limit: query.limit + 1 })
  const retracted = await readRetractions(db)
  const isTakenBack = ({ week: each }: Issue): boolean =>
    retracted.get(each)?.some(({ storyId }) => storyId === '') === true
  const shown = found.slice(0, query.limit)
  return {
    issues: shown.map(issue => viewHead(deps, issue, isTakenBack(issue))),
    next: found.length > shown.length ? (shown.at(-1)?.week ?? null) : null,
  }
}

async function showIssue(deps: DeskDeps, named: string) {
  const issue = await readCorrectedIssue(deps.store.db, parseWeek(named))
  if (!issue)
    throw new WeeklyError('ISSUE_MISSING', `there is no issue of ${named}`, {
      hint: '`GET /api/v1/issues` lists those that went out.',
    })
  const { foreword, sections } = describeIssue(issue, deps.language)
  return {
    ...viewHead(
      deps,
      issue,
      issue.retractions.some(({ storyId }) => storyId === ''),
    ),
    foreword,
    sections: sections.map(({ title, stories }) => ({
      title,
      stories: stories.map(story => ({
        link: story.link,
        title: story.title,
        summary: story.summary ?? '',
        points: [...(story.points ?? [])],
        note: story.note ?? '',
      })),
    })),
  }
}

async function report(deps: DeskDeps, shown: number) {
  const { db } = deps.store
  const issues = await readIssuesBefore(db, { week: undefined, limit: shown })
  const deliveries = issues.map(async ({ week: each, title }) => {
    const equation = await readEquation(db, each)
    return { week: each, title, equation: equation && { ...equation, counts: { ...equation.counts } } }
  })
  return { issues: await Promise.all(deliveries), failingSources: await viewFailing(deps) }
}

/** What programs may read of what went out. */
export const issueRoutes = [
  apiRoute({
    method: 'GET',
    path: '/issues',
    scope: 'read',
    says: 'The sealed issues, newest first; `next` is the `before` of the next page.',
    query: z.strictObject({ before: week.optional(), limit: limit.default(ISSUES_SHOWN) }),
    answer: z.strictObject({ issues: z.array(issueHead), next: z.string().nullable() }),
    handle: ({ deps }, query) => listIssues(deps, query),
  }),
  apiRoute({
    method: 'GET',
    path: '/issues/{week}',
    scope: 'read',
    says: 'A sealed issue with its corrections, in Markdown.',
    query: z.strictObject({ week }),
    answer: issueHead.extend({
      foreword: z.string(),
      sections: z.array(
        z.strictObject({
          title: z.string(),
          stories: z.array(
            z.strictObject({
              link: z.string(),
              title: z.string(),
              summary: z.string(),
              points: z.array(z.string()),
              note: z.string(),
            }),
          ),
        }),
      ),
    }),
    handle: ({ deps }, query) => showIssue(deps, query.week),
  }),
  apiRoute({
    method: 'GET',
    path: '/reports',
    scope: 'read',
    isForEditors: true,
    says: 'Who got the latest issues, as the equation of each, and the sources that fail.',
    query: z.strictObject({ limit: limit.default(ISSUES_SHOWN) }),
    answer: z.strictObject({
      issues: z.array(
        z.strictObject({
          week: z.string(),
          title: z.string(),
          equation: z
            .strictObject({ frozen: z.int(), counts: z.record(z.string(), z.int()), balanced: z.boolean() })
            .nullable()
            .describe('Null where nothing was mailed.'),
        }),
      ),
      failingSources: z.array(z.strictObject({ id: z.int(), title: z.string(), health: z.string() })),
    }),
    handle: ({ deps }, query) => report(deps, query.limit),
  }),
]
