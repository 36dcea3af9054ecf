// The desk in the browser: which page answers what. app/ mounts it into the web server; every page but the ways in needs a session.
import type { DeskRole } from '../../store/editors.ts'
import { answerAsset, answerWorker } from './assets.ts'
import { followForScript, isFromScript } from './for-script.ts'
import { answerNotice, deskPath, type DeskDeps, deskWords, goTo, type Screen, type SignedIn } from './frame.ts'
import { answerByMail } from './by-mail.ts'
import { showBounces } from './bounces.ts'
import { showDeliveries } from './deliveries.ts'
import { answerManifest } from './icons.ts'
import { showInbox } from './inbox.ts'
import { showSave } from './save.ts'
import { showIssues } from './issues.ts'
import { showJournal } from './journal.ts'
import { showPictures } from './pictures.ts'
import { answerPasskeyOptions, offersPasskey, showPasskeys, takePasskey } from './passkeys.ts'
import { type PostedForm, readForm } from './posted-form.ts'
import { showNumbers } from './numbers.ts'
import { convertPaste } from './paste.ts'
import { showPreview } from './preview.ts'
import { showRelease } from './release.ts'
import {
  askToSignIn,
  readSignedIn,
  showCode,
  showLink,
  showSignIn,
  signInByProxy,
  signOut,
  takeCode,
  takeLink,
  takeSignIn,
} from './sign-in.ts'
import { showDraft } from './draft.ts'
import { showProposals } from './proposals.ts'
import { showSettings } from './settings.ts'
import { showSources } from './sources.ts'
import { showStory } from './story.ts'
import { showStream } from './stream.ts'
import { showSubscribers } from './subscribers.ts'
import { showTargets } from './targets.ts'
import { showToday } from './today.ts'
import { describeStopBars } from './stop-bar.ts'
import { hasFormToken, isOwnForm, type Visit } from './visitor.ts'

/** The desk as the web server mounts it: answers everything below `/desk`. */
export interface Desk {
  answer(visit: Visit): Promise<Response>
}

const everybody: readonly DeskRole[] = ['owner', 'editor', 'contributor']
const editors: readonly DeskRole[] = ['owner', 'editor']

/** The screens by their first name in the address; '' is the front page. A new screen is a file beside this one and its line here. */
const screens: Readonly<Record<string, Screen>> = {
  '': { roles: everybody, answer: showToday },
  draft: { roles: everybody, changedBy: editors, answer: showDraft },
  bounces: { roles: editors, answer: showBounces },
  deliveries: { roles: editors, answer: showDeliveries },
  issues: { roles: everybody, changedBy: editors, answer: showIssues },
  journal: { roles: everybody, changedBy: editors, answer: showJournal },
  numbers: { roles: editors, answer: showNumbers },
  passkeys: { roles: everybody, answer: showPasskeys },
  pictures: { roles: editors, answer: showPictures },
  paste: { roles: everybody, answer: convertPaste },
  preview: { roles: everybody, answer: showPreview },
  proposals: { roles: editors, answer: showProposals },
  settings: { roles: everybody, answer: showSettings },
  sources: { roles: everybody, changedBy: editors, answer: showSources },
  inbox: { roles: everybody, answer: showInbox },
  save: { roles: everybody, answer: showSave },
  story: { roles: everybody, answer: showStory },
  stream: { roles: everybody, changedBy: editors, answer: showStream },
  release: { roles: everybody, answer: showRelease },
  subscribers: { roles: editors, answer: showSubscribers },
  targets: { roles: editors, answer: showTargets },
  'sign-out': {
    roles: everybody,
    answer: ({ deps, signedIn, fields }) => (fields ? signOut(deps, signedIn) : goTo(deskPath(deps))),
  },
}

/** Makes the desk. */
export function createDesk(deps: DeskDeps): Desk {
  return {
    answer: async visit => {
      const [, , name = '', ...rest] = visit.path.split('/').map(part => safeDecode(part))
      if (name === 'assets') return answerAsset(deps, rest[1] ?? '') ?? notFound(deps, null)
      if (name === 'worker.js' && rest.length === 0) return answerWorker(deps)
      const ofApp = rest.length === 0 ? answerManifest(deps, name) : null
      if (ofApp) return ofApp
      const isRead = visit.request.method === 'GET' || visit.request.method === 'HEAD'
      if (!isRead && visit.request.method !== 'POST')
        return new Response('Method not allowed\n', { status: 405, headers: { Allow: 'GET, HEAD, POST' } })
      if (!isRead && !isOwnForm(visit.request, deps.url))
        return new Response('This form belongs to another site\n', { status: 403 })
      const form = isRead ? null : await readForm(visit.request, await mostBytesOf(deps, visit, name))
      const wayIn = await answerWayIn(deps, visit, name, rest, form?.fields ?? null)
      if (wayIn) return wayIn
      const answer = await answerScreen(deps, visit, name, rest, form)
      if (!isFromScript(visit.request)) return answer
      return followForScript(visit, answer, deps.url, next => {
        const [, , screen = '', ...parts] = next.path.split('/').map(part => safeDecode(part))
        return answerScreen(deps, next, screen, parts, null)
      })
    },
  }
}

const FORM_BYTES = 512 * 1024
/** A picture of 8 MB with what its form says besides. */
const PICTURE_BYTES = 8_000_000 + FORM_BYTES

/** How long a form may be: with a picture for those who are signed in. */
async function mostBytesOf(deps: DeskDeps, visit: Visit, name: string): Promise<number> {
  return name === 'pictures' && (await readSignedIn(deps, visit)) ? PICTURE_BYTES : FORM_BYTES
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The pages that need no session; null for all others. */
async function answerWayIn(
  deps: DeskDeps,
  visit: Visit,
  name: string,
  [first = '']: readonly string[],
  fields: URLSearchParams | null,
): Promise<Response | null> {
  if (name === 'sign-in' && first === '') return fields ? takeSignIn(deps, visit, fields) : showSignIn(deps, visit)
  if (name === 'sign-in' && first === 'code')
    return fields ? takeCode(deps, visit, fields) : goTo(deskPath(deps, 'sign-in'))
  if (name === 'sign-in' && first === 'passkey')
    return fields ? takePasskey(deps, visit, fields) : goTo(deskPath(deps, 'sign-in'))
  if (name === 'sign-in' && first === 'passkey-options' && fields) return answerPasskeyOptions(deps, visit)
  if (name === 'code' && !fields) return showCode(deps, visit, first)
  if (name === 'by-mail') return answerByMail(deps, visit, first, fields)
  if (name === 'link') return fields ? takeLink(deps, visit, first) : showLink(deps, first)
  return null
}

async function answerScreen(
  deps: DeskDeps,
  visit: Visit,
  name: string,
  rest: readonly string[],
  form: PostedForm | null,
): Promise<Response> {
  const fields = form?.fields ?? null
  const known = await readSignedIn(deps, visit)
  const byProxy = await signInByProxy(deps, visit, known, fields)
  if (byProxy) return byProxy
  if (!known) return askToSignIn(deps, visit, fields)
  const stopBars = await describeStopBars(deps, known.editor)
  const signedIn = { ...known, stopBars, isOfferedPasskey: !fields && (await offersPasskey(deps, known)) }
  const screen = Object.hasOwn(screens, name) ? screens[name] : undefined
  // Whoever may not see a screen does not learn that there is one.
  if (!screen?.roles.includes(signedIn.editor.role)) return notFound(deps, signedIn)
  if (fields && !hasFormToken(fields, signedIn.key)) {
    const { formOldTitle: title, formOld: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 403 }, signedIn)
  }
  if (fields && !(screen.changedBy ?? screen.roles).includes(signedIn.editor.role)) {
    const { mayNotTitle: title, mayNot: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 403 }, signedIn)
  }
  return screen.answer({
    deps,
    visit,
    signedIn,
    rest,
    fields,
    files: form?.files ?? new Map(),
    isCut: form?.isCut ?? false,
  })
}

function notFound(deps: DeskDeps, signedIn: SignedIn | null): Response {
  const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
  return answerNotice(deps, { title, text, status: 404 }, signedIn)
}
