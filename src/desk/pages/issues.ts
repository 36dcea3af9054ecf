// All issues: the drafts of the weeks that wait or fill up, then what has gone out, newest first, each with the way to its page.
import { formatDate } from '../../core/date-words.ts'
import type { Issue } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { readIssuesBefore } from '../../store/issues.ts'
import { readRetractions } from '../../store/retractions.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { showIssue } from './issue.ts'
import { cutFound, readWeek, ROWS_A_PAGE } from './paging.ts'
import { describeDraft } from './today.ts'

function viewIssue(deps: DeskDeps, { number, title, date, week, sections }: Issue, isTakenBack: boolean): object {
  return {
    title,
    isTakenBack,
    number: wordsOf(deps.language).issueNumber(number),
    date: formatDate(date, deps.language),
    stories: deskWords(deps).storyCount(sections.reduce((sum, { stories }) => sum + stories.length, 0)),
    path: `issues/${week}/`,
    desk: deskPath(deps, `issues/${week}`),
  }
}

/** The page of all issues, and that of each. */
export function showIssues(asked: Asked): Promise<Response> {
  const [week = '', name = ''] = asked.rest
  return week === '' ? answerIssues(asked) : showIssue(asked, week, name)
}

async function answerIssues({ deps, visit, signedIn }: Asked): Promise<Response> {
  const { db } = deps.store
  const words = deskWords(deps)
  const before = readWeek(new URL(visit.request.url).searchParams.get('before') ?? '')
  const found = await readIssuesBefore(db, { week: before ?? undefined, limit: ROWS_A_PAGE + 1 })
  const path = deskPath(deps, 'issues')
  const { rows, pages } = cutFound(found, before === null ? null : path, ({ week }) => `${path}?before=${week}`)
  const retracted = await readRetractions(db)
  const isTakenBack = ({ week }: Issue): boolean => retracted.get(week)?.some(({ storyId }) => storyId === '') === true
  const { due, upcoming } = await deps.lookAtWindows()
  const scope = {
    pages,
    drafts: before === null ? await Promise.all([...due, upcoming].map(window => describeDraft(deps, window))) : [],
    issues: rows.map(issue => viewIssue(deps, issue, isTakenBack(issue))),
  }
  return answerPage(renderDeskPage(deps, 'issues.html', { title: words.issues, at: 'issues' }, scope, signedIn))
}
