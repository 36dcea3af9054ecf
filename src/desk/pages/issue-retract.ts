// Taking a sealed issue, or a story of it, back at the desk, and bringing it back: a question that says what will happen, then the act.
import { correctIssue, type CorrectedIssue } from '../../core/edits.ts'
import { linkForEditing, nameOfStory } from '../../core/story-names.ts'
import type { Story } from '../../core/types.ts'
import { keyOf } from '../story-key.ts'
import { type Asked, deskPath, deskWords } from './frame.ts'
import { tellPublished } from './issue-correct.ts'
import { answerQuestion } from './question.ts'

const REASON_CHARACTERS = 500

/** The story that a form names, those that were taken back among them; null for the whole issue. */
function findStory({ sealed, errata }: CorrectedIssue, key: string): Story | null {
  const all = correctIssue(sealed, errata).sections.flatMap(section => section.stories)
  return all.find(story => keyOf(nameOfStory(story)) === key || story.id === key) ?? null
}

function ask(asked: Asked, issue: CorrectedIssue, story: Story | null, isUndo: boolean, problem?: string): Response {
  const { deps, fields } = asked
  const words = deskWords(deps).issuePage
  const path = deskPath(deps, `issues/${issue.week}`)
  const title = story ? words.retractStoryTitle(story.title) : words.retractIssueTitle
  const text = story ? words.retractStoryText : words.retractIssueText
  return answerQuestion(
    asked,
    {
      title: isUndo ? words.undoTitle : title,
      lines: [story?.title ?? issue.title, isUndo ? words.undoText : text],
      action: `${path}/retract`,
      fields: { story: story?.id ?? '', kind: isUndo ? 'undo' : 'retract' },
      button: isUndo ? words.undoButton : words.retractButton,
      back: path,
      at: 'issues',
      ...(isUndo
        ? {}
        : { reason: { label: words.retractReason, value: fields?.get('reason') ?? '', most: REASON_CHARACTERS } }),
      ...(problem === undefined ? {} : { problem }),
    },
    problem === undefined ? 200 : 422,
  )
}

/** The question, and the act. */
export async function showRetraction(asked: Asked, issue: CorrectedIssue): Promise<Response> {
  const { deps, fields, visit } = asked
  const said = fields ?? new URL(visit.request.url).searchParams
  const key = said.get('story') ?? ''
  const story = key === '' ? null : findStory(issue, key)
  const isUndo = said.get('kind') === 'undo'
  if (!fields || (key !== '' && !story)) return ask(asked, issue, story, isUndo)
  const url = story ? linkForEditing(story) : null
  const reason = (fields.get('reason') ?? '').trim()
  if (!isUndo && (reason === '' || reason.length > REASON_CHARACTERS))
    return ask(asked, issue, story, isUndo, deskWords(deps).issuePage.retractReason)
  if (isUndo) await deps.issues.undoRetract(issue.week, url)
  else await deps.issues.retract(issue.week, url, reason)
  return tellPublished(asked, issue.week)
}
