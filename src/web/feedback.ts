// What a reader says of an issue: the link in the mail shows two buttons and a line to write in, and pressing one counts. GET changes nothing.
import { minutesBetween } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { WeekId } from '../core/types.ts'
import { readIssue } from '../store/issues.ts'
import { findSubscriber, isErased } from '../store/subscribers.ts'
import { isVerdict, readVote, saveVote, VOTE_MINUTES, type Vote, type Voter } from '../store/votes.ts'
import { readForm } from './read-form.ts'
import { page, type ReaderDeps } from './reader-page.ts'

/** One line, not a letter: those go to the editors' address. */
const WORDS_LENGTH = 300

const weekPattern = /^\d{4}-W\d\d$/

/** Whom a link lets vote on what; null for one that is not ours. */
function readVoter({ tokens }: ReaderDeps, week: string, token: string): Voter | null {
  if (!weekPattern.test(week)) return null
  try {
    return { week: week as WeekId, subscriberId: tokens.check(`feedback:${week as WeekId}`, token) }
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** What the form says; null where neither button was pressed. */
function readVoteForm(form: URLSearchParams): Vote | null {
  const verdict = form.get('verdict')
  const words = (form.get('words') ?? '').slice(0, 4 * WORDS_LENGTH).replace(/[\p{Cc}\s]+/gu, ' ')
  return isVerdict(verdict) ? { verdict, words: words.trim().slice(0, WORDS_LENGTH).toWellFormed() } : null
}

/** Shows (GET) the two buttons, or takes what was said (POST): once for each reader and issue, and to be changed as long as it is asked. */
export async function askForVote(deps: ReaderDeps, request: Request, week: string, token: string): Promise<Response> {
  const { store, clock, url } = deps
  const voter = readVoter(deps, week, token)
  const subscriber = voter && (await findSubscriber(store.db, { id: voter.subscriberId }))
  const issue = voter && (await readIssue(store.db, voter.week))
  // A test mail of a draft has such a link, too.
  if (!subscriber || !issue || isErased(subscriber))
    return page(deps, 'invalid-link', { language: subscriber?.language }, 404)
  const isOver = minutesBetween(issue.sealedAt, clock.now()) >= VOTE_MINUTES
  const base = new URL(url).pathname.replace(/\/$/, '')
  const scope = { language: subscriber.language, action: `${base}/feedback/${week}/${token}` }
  const show = (vote: Vote | null, isSaved: boolean, status: number): Response =>
    page(
      deps,
      'feedback',
      { ...scope, isSaved, vote: { ...vote, number: issue.number, week: issue.week, isOver } },
      status,
    )
  if (request.method !== 'POST') return show(await readVote(store.db, voter), false, 200)
  const vote = readVoteForm(await readForm(request))
  if (isOver || vote === null) return show(await readVote(store.db, voter), false, isOver ? 410 : 400)
  await saveVote(store.db, voter, vote, clock.now())
  return show(vote, true, 200)
}
