// The pages through which readers come and go. GET and HEAD change nothing, ever: programs that scan mail open every link.
// server.ts routes to it.
import { isWeeklyError } from '../core/errors.ts'
import { wordsOf } from '../core/words/words.ts'
import { queueCatchUp } from '../deliver/issue-mails.ts'
import type { TokenPurpose } from '../deliver/tokens.ts'
import { readLatestWeek } from '../store/issues.ts'
import type { Limit } from '../store/limits.ts'
import { confirmSubscriber, findSubscriber, type SubscriberRecord } from '../store/subscribers.ts'
import { type ReaderChoices, saveChoices, storiesChoices } from '../store/reader-choices.ts'
import { type EmbedDeps, signUpElsewhere } from './embed.ts'
import { showUnsubscribe, takeBack } from './leave.ts'
import { readForm, readOneClick } from './read-form.ts'
import { actionOf, page, type ReaderDeps } from './reader-page.ts'
import { createLettersUnderWay, EMAIL_LENGTH, isMailable, mayAsk, readLanguage, saveForm } from './sign-up.ts'

/** The pages of readers as the server mounts them. */
export interface ReaderPages {
  showForm(): Response
  signUp(request: Request, remoteAddress: string): Promise<Response>
  /** The same for a form on another site. */
  signUpElsewhere(request: Request, remoteAddress: string): Promise<Response>
  /** Shows (GET) or does (POST) what a token permits. */
  useToken(request: Request, purpose: TokenPurpose, token: string): Promise<Response>
  /** Takes back that a reader left at that instant (POST). */
  takeBack(request: Request, leftAt: string, token: string): Promise<Response>
  /** Resolves when the confirmation mails under way have been handed over. */
  settle(): Promise<void>
}

/** All forms together: more is no list that became known, but somebody who writes to strangers through us. */
const totalLimit: Limit = { most: 300, minutes: 60 }
/** Changes with the words of the form, so that a consent tells what was agreed to. */
const FORM_VERSION = '1'

/** Makes the handlers of the readers' pages. */
export function createReaderPages(deps: ReaderDeps & { readonly embed?: EmbedDeps | undefined }): ReaderPages {
  const letters = createLettersUnderWay(deps)
  const signUp = async (request: Request, remoteAddress: string): Promise<Response> => {
    const form = await readForm(request)
    const language = readLanguage(form) ?? deps.language
    const email = (form.get('email') ?? '').trim()
    const refuse = (problem: string, status: number): Response =>
      page(deps, 'subscribe', { language, email: email.slice(0, EMAIL_LENGTH), problem }, status)
    if (!isMailable(email)) return refuse(wordsOf(language).addressProblem, 422)
    if (!(await mayAsk(deps, remoteAddress, { name: 'sign-ups', ...totalLimit })))
      return refuse(wordsOf(language).tooManyProblem, 429)
    // People do not see the field "website"; programs fill it in and are told what people are told.
    if (!form.get('website')) {
      await saveForm(deps, { email, language, remoteAddress, form: FORM_VERSION })
      letters.begin()
    }
    return page(deps, 'check-your-mail', { language })
  }
  return {
    showForm: () => page(deps, 'subscribe', {}),
    signUp,
    signUpElsewhere: (request, remoteAddress) =>
      deps.embed
        ? signUpElsewhere(deps, deps.embed, letters, request, remoteAddress)
        : Promise.resolve(new Response('Not found\n', { status: 404 })),
    useToken: (request, purpose, token) => useToken(deps, request, purpose, token),
    takeBack: (request, leftAt, token) => takeBack(deps, request, leftAt, token),
    settle: () => letters.settle(),
  }
}

async function useToken(deps: ReaderDeps, request: Request, purpose: TokenPurpose, token: string): Promise<Response> {
  let id: number
  try {
    id = deps.tokens.check(purpose, token)
  } catch (error) {
    if (isWeeklyError(error)) return page(deps, 'invalid-link', {}, 404)
    throw error
  }
  const isPost = request.method === 'POST'
  if (purpose === 'unsubscribe') return showUnsubscribe(deps, id, isPost ? await readOneClick(request) : null)
  const form = isPost ? await readForm(request) : null
  const subscriber = await findSubscriber(deps.store.db, { id })
  if (!subscriber) return page(deps, 'invalid-link', {}, 404)
  return purpose === 'confirm' ? showConfirm(deps, subscriber, form !== null) : showPreferences(deps, subscriber, form)
}

async function showConfirm(deps: ReaderDeps, subscriber: SubscriberRecord, isAct: boolean): Promise<Response> {
  const { id, language } = subscriber
  if (!isAct) return page(deps, 'confirm', { language, action: actionOf(deps, 'confirm', id) })
  const now = deps.clock.now()
  const confirmed = await deps.store.db.transaction().execute(async db => {
    const reader = await confirmSubscriber(db, id, now)
    // Only the confirmation itself: an old link that is opened again brings nothing.
    if (deps.catchUp && reader?.confirmedAt === now) await queueCatchUp(db, id, deps.url, now)
    return reader
  })
  return confirmed
    ? page(deps, 'confirmed', {
        language,
        welcome: deps.welcomeIn?.(language),
        latestWeek: await readLatestWeek(deps.store.db),
      })
    : page(deps, 'invalid-link', { language }, 404)
}

async function showPreferences(
  deps: ReaderDeps,
  subscriber: SubscriberRecord,
  form: URLSearchParams | null,
): Promise<Response> {
  const { id, email } = subscriber
  const chosen = form && readChoices(form, subscriber, deps.sections)
  if (chosen) await saveChoices(deps.store.db, id, chosen)
  const { language, cadence, sectionsOff, stories } = chosen ?? subscriber
  return page(deps, 'preferences', {
    action: actionOf(deps, 'preferences', id),
    unsubscribeAction: actionOf(deps, 'unsubscribe', id),
    email,
    language,
    cadence,
    stories,
    sections: deps.sections.map(title => ({ title, isOn: !sectionsOff.includes(title) })),
    isSaved: chosen !== null,
  })
}

/** What the form says; what it does not ask for stays. Null for a form that is not ours. */
function readChoices(
  form: URLSearchParams,
  before: ReaderChoices,
  sections: ReaderDeps['sections'],
): ReaderChoices | null {
  const cadence = form.get('cadence') ?? before.cadence
  const language = form.has('language') ? readLanguage(form) : before.language
  const stories = storiesChoices.find(each => each === (form.get('stories') ?? before.stories))
  if (language === null || stories === undefined || (cadence !== 'weekly' && cadence !== 'monthly')) return null
  // A box that is not ticked is not sent: what was offered tells it from a section that the page did not have.
  const on = form.getAll('section')
  const offered = form.getAll('offered').filter(title => sections.includes(title))
  const off = offered.filter(title => !on.includes(title))
  const kept = before.sectionsOff.filter(title => !offered.includes(title))
  return { language, cadence, stories, sectionsOff: [...new Set([...kept, ...off])] }
}
