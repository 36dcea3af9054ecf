// Takes sign-ups from forms on other sites: only from the origins that the curator names, and only to send the mail that asks to confirm.
import type { InterfaceLanguage } from '../core/words/words.ts'
import { wordsOf } from '../core/words/words.ts'
import { type Limit, takeTurn } from '../store/limits.ts'
import { markForm, readFormAge } from './form-age.ts'
import { readForm } from './read-form.ts'
import { page, type ReaderDeps } from './reader-page.ts'
import { EMAIL_LENGTH, isMailable, type LettersUnderWay, mayAsk, readLanguage, saveForm } from './sign-up.ts'

/** Which other sites may have a form. */
export interface EmbedDeps {
  /** Signs how long a form has been open. */
  readonly formKey: Buffer
  /** Origins as browsers send them. */
  readonly origins: readonly string[]
  /** Pages to which a form may send its reader on; when empty, all of these origins. */
  readonly next: readonly string[]
}

/** Path of the endpoint. */
export const EMBED_PATH = '/embed/subscribe'

/** All forms of one site together: one that is flooded keeps nobody from signing up elsewhere. */
const originLimit: Limit = { most: 100, minutes: 60 }
/** Forms of one site that tell nothing of how long they were open, as none without a script can. */
const unmarkedLimit: Limit = { most: 20, minutes: 60 }
/** Changes with the words of the snippet. */
const FORM_VERSION = 'embed-1'
const NEXT_LENGTH = 2_000

/** A form that came in from another site, or came back from the page that asked to press once more. */
interface Embedded {
  readonly origin: string
  readonly email: string
  readonly language: InterfaceLanguage
  readonly form: URLSearchParams
  readonly remoteAddress: string
}

/** The site on which the form stands; null where that is none of those named. Our own page tells for which one it asks again. */
function findOrigin(deps: ReaderDeps, { origins }: EmbedDeps, request: Request, form: URLSearchParams): string | null {
  const sent = request.headers.get('Origin') ?? ''
  const isOwn = request.headers.get('Sec-Fetch-Site') === 'same-origin' || sent === new URL(deps.url).origin
  const origin = isOwn && !origins.includes(sent) ? (form.get('from') ?? '') : sent
  return origins.includes(origin) ? origin : null
}

/** Where a form sends its reader on, if it may: exactly a page of the list, or any page of the named sites where there is no list. */
export function findNext({ origins, next }: Pick<EmbedDeps, 'origins' | 'next'>, asked: string | null): string | null {
  if (asked === null || asked.length > NEXT_LENGTH || !URL.canParse(asked)) return null
  const { href, origin, username, password } = new URL(asked)
  if (username !== '' || password !== '') return null
  const isListed = next.length === 0 ? origins.includes(origin) : next.includes(href)
  return isListed ? href : null
}

/** The form once more, on our own page: with what was typed, why, and a mark that ripens while the reader looks. */
function askAgain(
  deps: ReaderDeps,
  { formKey }: EmbedDeps,
  asked: Embedded,
  problem: string,
  status: number,
): Response {
  const { language, origin } = asked
  const hidden = [
    { name: 'from', value: origin },
    { name: 'mark', value: markForm(formKey, deps.clock.now()) },
  ]
  const action = new URL(deps.url).pathname.replace(/\/$/, '') + EMBED_PATH
  const email = asked.email.slice(0, EMAIL_LENGTH)
  return page(deps, 'subscribe', { language, email, problem, action, hidden }, status)
}

/** Whether a form is old enough; of those that tell nothing a few are taken. */
async function isRipe(
  { store, clock }: ReaderDeps,
  { formKey }: EmbedDeps,
  { form, origin }: Embedded,
): Promise<boolean> {
  const mark = form.get('mark')
  if (mark !== null) return readFormAge(formKey, mark, clock.now()) === 'ripe'
  return takeTurn(store.db, `sign-ups of no age by ${origin}`, unmarkedLimit, clock.now())
}

async function takeEmbedded(
  deps: ReaderDeps,
  embed: EmbedDeps,
  asked: Embedded,
  letters: LettersUnderWay,
): Promise<Response> {
  const { email, language, origin, form, remoteAddress } = asked
  const words = wordsOf(language)
  // People do not see the field "website"; programs fill it in and are told what people are told.
  if (!form.get('website')) {
    if (!isMailable(email)) return askAgain(deps, embed, asked, words.addressProblem, 422)
    if (!(await mayAsk(deps, remoteAddress, { name: `sign-ups by ${origin}`, ...originLimit })))
      return page(
        deps,
        'subscribe',
        { language, email: email.slice(0, EMAIL_LENGTH), problem: words.tooManyProblem },
        429,
      )
    if (!(await isRipe(deps, embed, asked))) return askAgain(deps, embed, asked, words.pressAgain, 200)
    await saveForm(deps, { email, language, remoteAddress, form: FORM_VERSION, origin })
    letters.begin()
  }
  const next = findNext(embed, form.get('next'))
  return next === null
    ? page(deps, 'check-your-mail', { language })
    : new Response(null, { status: 303, headers: { Location: next } })
}

/** Says for whom the answer is: scripts of the named sites may read it, without anybody's cookies. */
function answerTo(response: Response, origin: string | null): Response {
  response.headers.append('Vary', 'Origin')
  response.headers.set('Cache-Control', 'no-store')
  if (origin !== null) response.headers.set('Access-Control-Allow-Origin', origin)
  return response
}

/** Takes a form of another site (POST). The answer is the same for addresses known and unknown. */
export async function signUpElsewhere(
  deps: ReaderDeps,
  embed: EmbedDeps,
  letters: LettersUnderWay,
  request: Request,
  remoteAddress: string,
): Promise<Response> {
  const form = await readForm(request)
  const origin = findOrigin(deps, embed, request, form)
  if (origin === null) return answerTo(new Response('This site may not send this form\n', { status: 403 }), null)
  const language = readLanguage(form) ?? deps.language
  const asked = { origin, email: (form.get('email') ?? '').trim(), language, form, remoteAddress }
  return answerTo(await takeEmbedded(deps, embed, asked, letters), request.headers.get('Origin'))
}

/** Answers what a browser asks before a script of another site may send the form (OPTIONS). */
export function answerPreflight({ origins }: EmbedDeps, request: Request): Response {
  const origin = request.headers.get('Origin') ?? ''
  const isNamed = origins.includes(origin)
  const allowed = { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Content-Type' }
  return answerTo(new Response(null, { status: 204, headers: isNamed ? allowed : {} }), isNamed ? origin : null)
}
