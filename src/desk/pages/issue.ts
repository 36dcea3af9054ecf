// A sealed issue at the desk: its stories, what was corrected, what was taken back; the ways to correct it and to take it back.
import { formatDate } from '../../core/date-words.ts'
import { correctIssue, type CorrectedIssue } from '../../core/edits.ts'
import type { Story } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { viewCorrection, viewIssueCorrections } from '../../publish/correction-view.ts'
import { readCorrectedIssue } from '../../store/errata.ts'
import { describeIssue, nameOf } from '../draft-text.ts'
import { keyOf } from '../story-key.ts'
import { showCorrection } from './issue-correct.ts'
import { showRetraction } from './issue-retract.ts'
import { answerOrExplain } from './explain-error.ts'
import { answerNotice, answerPage, type Asked, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { viewMoment } from './moments.ts'
import { readWeek } from './paging.ts'

function describeErrata({ deps }: Asked, issue: CorrectedIssue): readonly string[] {
  const { timezone, language } = deps
  const stories = issue.sections.flatMap(section => section.stories)
  const ofStory = (story: Story): readonly string[] =>
    viewCorrection(issue, story, timezone, language).corrections.map(said => `${story.title}: ${said}`)
  return [...viewIssueCorrections(issue, timezone, language), ...stories.flatMap(ofStory)]
}

function viewRetractions({ deps }: Asked, issue: CorrectedIssue): readonly object[] {
  const all = correctIssue(issue.sealed, issue.errata).sections.flatMap(section => section.stories)
  return issue.retractions.map(({ storyId, reason, madeAt }) => ({
    story: storyId,
    title: all.find(({ id }) => id === storyId)?.title ?? issue.title,
    reason,
    at: viewMoment(madeAt, deps),
  }))
}

function answerIssue(asked: Asked, issue: CorrectedIssue): Response {
  const { deps, signedIn, visit } = asked
  const text = describeIssue(issue, deps.language)
  const isTakenBack = issue.retractions.some(({ storyId }) => storyId === '')
  const scope = {
    week: issue.week,
    about: `${wordsOf(deps.language).issueNumber(issue.number)} · ${formatDate(issue.date, deps.language)}`,
    page: `issues/${issue.week}/`,
    path: deskPath(deps, `issues/${issue.week}`),
    foreword: text.foreword,
    sections: text.sections.map(({ title, stories }) => ({
      title,
      stories: stories.map((story, place) => ({
        key: keyOf(nameOf(story)),
        title: story.title,
        href: /^https?:/i.test(story.link) ? story.link : null,
        note: story.note ?? '',
        canGoDown: place < stories.length - 1,
      })),
    })),
    errata: describeErrata(asked, issue),
    retractions: viewRetractions(asked, issue),
    isTakenBack,
    mayChange: signedIn.editor.role !== 'contributor' && !isTakenBack,
    mayRetract: signedIn.editor.role !== 'contributor',
    isDone: new URL(visit.request.url).searchParams.get('done') === 'yes',
  }
  return answerPage(renderDeskPage(deps, 'issue.html', { title: issue.title, at: 'issues' }, scope, signedIn))
}

/** The page of the issue of a week, and those that correct it and take it back. */
export async function showIssue(asked: Asked, week: string, name: string): Promise<Response> {
  const { deps, signedIn } = asked
  const known = readWeek(week)
  const issue = known && (await readCorrectedIssue(deps.store.db, known))
  const isEditor = signedIn.editor.role !== 'contributor'
  return answerOrExplain(asked, () => {
    if (issue && name === '' && !asked.fields) return answerIssue(asked, issue)
    if (issue && name === 'correct' && isEditor) return showCorrection(asked, issue)
    if (issue && name === 'retract' && isEditor) return showRetraction(asked, issue)
    const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 404 }, signedIn)
  })
}
