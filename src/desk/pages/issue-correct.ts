// Corrections of a sealed issue at the desk: a form, then what it will change beside what was sent out, then the button that does it.
import type { CorrectedIssue } from '../../core/edits.ts'
import { giveOutIssue, takeInCorrections } from '../correct-issue.ts'
import {
  applyCorrections,
  compareCorrections,
  correctedFields,
  type CorrectedField,
  type FieldChange,
  type FieldCorrection,
  findStory,
  hashCorrected,
  readCorrected,
  swapStories,
} from '../correct-fields.ts'
import { renderDraftMarkdown } from '../draft-markdown.ts'
import { describeIssue, type DraftText, nameOf, storiesIn, type StoryText } from '../draft-text.ts'
import { parseDraftMarkdown } from '../parse-draft.ts'
import { keyOf } from '../story-key.ts'
import { answerNotice, answerPage, type Asked, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'

const REASON_CHARACTERS = 1_000

/** What is corrected: a story, or with null the foreword. */
interface Subject {
  readonly issue: CorrectedIssue
  readonly text: DraftText
  readonly story: StoryText | null
  readonly key: string
}

const fieldsOf = ({ story }: Subject): readonly CorrectedField[] => (story ? correctedFields : ['foreword'])
const readReason = (fields: URLSearchParams): string =>
  (fields.get('reason') ?? '').replace(/\s+/g, ' ').trim().slice(0, REASON_CHARACTERS)
const pathOf = ({ deps }: Asked, { week }: CorrectedIssue): string => deskPath(deps, `issues/${week}`)

/** Browsers send line ends as CRLF. */
const readGiven = (subject: Subject, fields: URLSearchParams): readonly FieldCorrection[] =>
  fieldsOf(subject).flatMap(field => {
    const value = fields.get(field)
    return value === null ? [] : [{ field, value: value.replace(/\r\n/g, '\n'), was: fields.get(`was-${field}`) ?? '' }]
  })

function answerForm(
  { deps, signedIn, fields }: Asked,
  subject: Subject,
  said: { readonly problem?: string; readonly conflicts?: readonly FieldChange[] } = {},
): Response {
  const { issue, text, story, key } = subject
  const words = deskWords(deps).issuePage
  const scope = {
    action: deskPath(deps, `issues/${issue.week}/correct`),
    back: deskPath(deps, `issues/${issue.week}`),
    key,
    problem: said.problem ?? null,
    conflicts: (said.conflicts ?? []).map(({ field, now }) => ({ label: words[field], now })),
    fields: fieldsOf(subject).map(field => ({
      name: field,
      label: words[field],
      isLine: field === 'title' || field === 'link',
      value: fields?.get(field) ?? readCorrected(text, story, field),
      was: hashCorrected(text, story, field),
    })),
    reason: fields?.get('reason') ?? '',
    reasonMost: REASON_CHARACTERS,
  }
  const page = { title: story?.title ?? words.foreword, at: 'issues' }
  const status = said.problem === undefined ? 200 : said.conflicts ? 409 : 422
  return answerPage(renderDeskPage(deps, 'issue-correct.html', page, scope, signedIn), status)
}

/** What will change, beside what was sent out; the fields go along. */
function answerChanges(
  asked: Asked,
  subject: Subject,
  changes: readonly FieldChange[],
  fields: URLSearchParams,
): Response {
  const { deps, signedIn } = asked
  const { issue, story, key } = subject
  const words = deskWords(deps).issuePage
  const sealed = describeIssue(issue.sealed, deps.language)
  const place = story
    ? storiesIn(describeIssue(issue, deps.language)).findIndex(each => nameOf(each) === nameOf(story))
    : -1
  const id = issue.sections.flatMap(section => section.stories)[place]?.id
  const sealedPlace = issue.sealed.sections.flatMap(section => section.stories).findIndex(each => each.id === id)
  const scope = {
    action: deskPath(deps, `issues/${issue.week}/correct`),
    back: deskPath(deps, `issues/${issue.week}`),
    changes: changes.map(({ field, wanted }) => ({
      label: words[field],
      sealed: readCorrected(sealed, storiesIn(sealed)[sealedPlace] ?? null, field),
      wanted,
    })),
    kept: [
      { name: 'story', value: key },
      { name: 'reason', value: readReason(fields) },
      ...readGiven(subject, fields).flatMap(({ field, value, was }) => [
        { name: field, value },
        { name: `was-${field}`, value: was },
      ]),
    ],
    button: 'correct',
    move: '',
    reason: readReason(fields),
  }
  return answerPage(
    renderDeskPage(deps, 'issue-changes.html', { title: words.correctTitle, at: 'issues' }, scope, signedIn),
  )
}

/** Takes a changed text of the issue in, writes the site, and says how that went. */
async function takeIn(
  asked: Asked,
  { week }: CorrectedIssue,
  change: (text: DraftText) => DraftText,
): Promise<Response> {
  const { deps } = asked
  const { text } = parseDraftMarkdown(await giveOutIssue(deps.curate, week))
  const reason = readReason(asked.fields ?? new URLSearchParams())
  const taken = await takeInCorrections(
    deps.curate,
    week,
    renderDraftMarkdown({ ...change(text), reason }, deps.language),
  )
  if (taken.kind === 'conflict') {
    const { notDone: title, errors } = deskWords(deps)
    return answerNotice(deps, { title, text: errors.DRAFT_TEXT_CONFLICT ?? '', status: 409 }, asked.signedIn)
  }
  return tellPublished(asked, week)
}

/** Writes the site after something of an issue has changed; where that fails, it is said that the change stands. */
export async function tellPublished({ deps, signedIn }: Asked, week: string): Promise<Response> {
  const [problem] = await deps.issues.publishSite()
  if (problem === undefined) return goTo(`${deskPath(deps, `issues/${week}`)}?done=yes`)
  const text = deskWords(deps).issuePage.publishFailed(problem)
  return answerNotice(deps, { title: deskWords(deps).issues, text, status: 200 }, signedIn)
}

async function takeWords(asked: Asked, subject: Subject, fields: URLSearchParams): Promise<Response> {
  const { issue, text, story } = subject
  const words = deskWords(asked.deps).issuePage
  const { changes, conflicts } = compareCorrections(text, story, readGiven(subject, fields))
  if (conflicts.length > 0) return answerForm(asked, subject, { problem: words.changed, conflicts })
  if (changes.length === 0) return answerForm(asked, subject, { problem: words.noChange })
  if (fields.get('kind') !== 'correct') return answerChanges(asked, subject, changes, fields)
  return takeIn(asked, issue, given => applyCorrections(given, story ? nameOf(story) : '', changes))
}

/** A story goes behind the next one: first the question, then the act. */
async function takeMove(asked: Asked, subject: Subject, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const { issue, text, story, key } = subject
  const words = deskWords(deps).issuePage
  const swapped = story && swapStories(text, nameOf(story))
  if (!story || !swapped) return goTo(pathOf(asked, issue))
  if (fields.get('kind') === 'moved')
    return takeIn(asked, issue, given => swapStories(given, nameOf(story))?.text ?? given)
  const scope = {
    action: deskPath(deps, `issues/${issue.week}/correct`),
    back: pathOf(asked, issue),
    changes: [],
    kept: [{ name: 'story', value: key }],
    button: 'moved',
    move: words.moveText(story.title, swapped.other.title),
    reason: '',
  }
  return answerPage(
    renderDeskPage(deps, 'issue-changes.html', { title: words.correctTitle, at: 'issues' }, scope, signedIn),
  )
}

/** The form for a story or the foreword, what it will change, and the act. */
export function showCorrection(asked: Asked, issue: CorrectedIssue): Promise<Response> | Response {
  const { deps, fields, visit, signedIn } = asked
  const text = describeIssue(issue, deps.language)
  const key = (fields ?? new URL(visit.request.url).searchParams).get('story') ?? ''
  const story = storiesIn(text).find(each => keyOf(nameOf(each)) === key) ?? null
  const subject = { issue, text, key, story: story && findStory(text, nameOf(story)) }
  if (key !== 'foreword' && !story) {
    const { notFoundTitle: title, errors } = deskWords(deps)
    return answerNotice(deps, { title, text: errors.STORY_MISSING ?? '', status: 404 }, signedIn)
  }
  if (!fields) return answerForm(asked, subject)
  const kind = fields.get('kind')
  return kind === 'down' || kind === 'moved' ? takeMove(asked, subject, fields) : takeWords(asked, subject, fields)
}
