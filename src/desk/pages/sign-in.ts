// The ways in to the desk: a mailed code, a password, a link of the server's console; passkeys have a file of their own. GET and HEAD sign nobody in: programs open every link.
import { randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { isWeeklyError } from '../../core/errors.ts'
import {
  beginSession,
  endSessions,
  findDeskLink,
  listSessions,
  openSession,
  saveDeskCode,
  tryDeskCode,
  useDeskLink,
} from '../../store/desk-sessions.ts'
import { hasPasskeys } from '../../store/desk-passkeys.ts'
import { DEVICE_MINUTES, prolongDevice, rememberDevice } from '../../store/desk-devices.ts'
import { type Editor, findEditor, readPassword } from '../../store/editors.ts'
import { type Limit, takeTurn } from '../../store/limits.ts'
import { passkeySiteOf } from '../passkey-site.ts'
import {
  answerNotice,
  answerPage,
  deskPath,
  type DeskDeps,
  type EditorMail,
  deskWords,
  goTo,
  renderDeskPage,
  type SignedIn,
} from './frame.ts'
import { isPassword } from './password.ts'
import { readCookie, type Visit, writeCookie } from './visitor.ts'

/** What somebody had sent when the session was found to have ended; it goes through the sign-in and is offered again. */
export interface Unsent {
  readonly path: string
  /** The fields as they were posted, without the form token. */
  readonly fields: URLSearchParams
}

/** Where to go once signed in, and what is still to be saved. */
interface Errand {
  readonly to: string
  readonly unsent: Unsent | null
}

/** Asking for codes, and trying passwords: for one address, for one network, and for all together. */
const addressLimit: Limit = { most: 5, minutes: 60 }
const networkLimit: Limit = { most: 5, minutes: 60 }
const totalLimit: Limit = { most: 100, minutes: 60 }
const SESSION_SECONDS = 180 * 24 * 60 * 60
const CODE_SECONDS = 15 * 60
/** Without signs that are taken for each other: 32 of them. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const CODE_SIGNS = 8
const EMAIL_CHARACTERS = 254
/** What was written is carried through the sign-in up to here. */
const UNSENT_CHARACTERS = 400_000

function makeCode(): string {
  return Array.from({ length: CODE_SIGNS }, () => SIGNS[randomInt(SIGNS.length)]).join('')
}

/** A code as it is compared: people type small letters, blanks and dashes. */
const readCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, CODE_SIGNS)

/** Only pages of the desk are gone on to. */
function readErrand(deps: DeskDeps, fields: URLSearchParams): Errand {
  const isOurs = (path: string): boolean => path === deskPath(deps) || path.startsWith(`${deskPath(deps)}/`)
  const to = fields.get('to') ?? ''
  const path = fields.get('unsent-path') ?? ''
  const unsent = isOurs(path) ? { path, fields: new URLSearchParams(fields.get('unsent') ?? '') } : null
  return { to: isOurs(to) ? to : deskPath(deps), unsent }
}

const errandScope = ({ to, unsent }: Errand): object => ({
  to,
  unsent: unsent && { path: unsent.path, fields: unsent.fields.toString().slice(0, UNSENT_CHARACTERS) },
})

async function signInPage(
  deps: DeskDeps,
  errand: Errand,
  said: { email?: string; problem?: string },
  status = 200,
): Promise<Response> {
  const words = deskWords(deps)
  const scope = {
    ...errandScope(errand),
    email: said.email ?? '',
    problem: said.problem ?? null,
    hasMail: deps.sendMail !== null,
    hasPasskeys: passkeySiteOf(deps.url) !== null && (await hasPasskeys(deps.store.db)),
  }
  return answerPage(renderDeskPage(deps, 'sign-in.html', { title: words.signIn }, scope, null), status)
}

/** The page that asks who it is. */
export function showSignIn(deps: DeskDeps, { request }: Visit): Promise<Response> {
  return signInPage(deps, readErrand(deps, new URL(request.url).searchParams), {})
}

/** The same after a way in that did not work; where its editor was going stays. */
export function askAgain(deps: DeskDeps, fields: URLSearchParams, problem: string): Promise<Response> {
  return signInPage(deps, readErrand(deps, fields), { problem }, 403)
}

/** The same in the place of what was asked for without a session, or with one that is too old for it; what was posted goes along. */
export function askToSignIn(
  deps: DeskDeps,
  { path, request }: Visit,
  fields: URLSearchParams | null,
  said: { readonly email?: string; readonly problem: string } = { problem: deskWords(deps).sessionEnded },
): Promise<Response> | Response {
  const asked = `${new URL(deps.url).pathname.replace(/\/$/, '')}${path}`
  if (!fields) return goTo(`${deskPath(deps, 'sign-in')}?${new URLSearchParams({ to: asked }).toString()}`)
  // A page that waits in a browser keeps no secret.
  for (const name of ['token', 'password', 'secret']) fields.delete(name)
  const errand = { to: deskPath(deps), unsent: { path: asked + new URL(request.url).search, fields } }
  return signInPage(deps, errand, said, 401)
}

async function findByAddress(deps: DeskDeps, email: string): Promise<Editor | null> {
  try {
    return await findEditor(deps.store.db, { email })
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** Whether so many may be asked for from there, and for that address. */
async function mayAsk({ store, clock }: DeskDeps, email: string, network: string): Promise<boolean> {
  const now = clock.now()
  const key = email.trim().toLowerCase()
  const turns = [
    [`desk from ${network}`, networkLimit],
    [`desk for ${key}`, addressLimit],
    ['desk', totalLimit],
  ] as const
  for (const [name, limit] of turns) if (!(await takeTurn(store.db, name, limit, now))) return false
  return true
}

/** Takes the form of `signInPage`: with a password it signs in, without one it mails a code. It answers alike whoever the address belongs to. */
export async function takeSignIn(deps: DeskDeps, visit: Visit, fields: URLSearchParams): Promise<Response> {
  const words = deskWords(deps)
  const errand = readErrand(deps, fields)
  const email = (fields.get('email') ?? '').trim().slice(0, EMAIL_CHARACTERS)
  const password = fields.get('password') ?? ''
  if (!(await mayAsk(deps, email, visit.remoteAddress)))
    return signInPage(deps, errand, { email, problem: words.tooManyTries }, 429)
  const editor = await findByAddress(deps, email)
  if (password !== '') {
    const kept = editor ? await readPassword(deps.store.db, editor.id) : null
    if ((await isPassword(password, kept)) && editor) return welcome(deps, visit, editor, errand)
    return signInPage(deps, errand, { email, problem: words.passwordWrong }, 403)
  }
  if (!deps.sendMail) return signInPage(deps, errand, { email, problem: words.mailMissing }, 422)
  const code = makeCode()
  const pendingKey = await saveDeskCode(deps.store.db, editor?.id ?? null, code, deps.clock.now())
  if (editor) mailCode(deps, editor, code)
  const cookie = writeCookie('desk-code', pendingKey, deps.url, CODE_SECONDS)
  return codePage(deps, errand, { email, cookies: [cookie] })
}

/** Behind the answer, so that the time it takes does not tell whether the address is known. */
function sendSoon({ sendMail, log }: DeskDeps, mail: EditorMail): void {
  void setImmediate()
    .then(() => sendMail?.(mail))
    .catch((error: unknown) => log.warn('desk.mail-failed', { error: String(error) }))
}

function mailCode(deps: DeskDeps, { email }: Editor, code: string): void {
  const words = deskWords(deps)
  const scope = { code, title: deps.title, url: new URL(`desk/code/${code}`, withSlash(deps.url)).href, words }
  const mail = {
    to: email,
    subject: words.codeSubject(code, deps.title),
    html: deps.templates.render('code-mail.html', { ...scope, language: deps.language }),
    text: deps.templates.render('code-mail.txt', scope),
  }
  sendSoon(deps, mail)
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`)

function codePage(
  deps: DeskDeps,
  errand: Errand,
  said: { email?: string; code?: string; problem?: string; cookies?: readonly string[] },
  status = 200,
): Response {
  const scope = {
    ...errandScope(errand),
    email: said.email ?? '',
    code: said.code ?? '',
    problem: said.problem ?? null,
  }
  const html = renderDeskPage(deps, 'code.html', { title: deskWords(deps).codeTitle }, scope, null)
  return answerPage(html, status, said.cookies)
}

/**
 * The page behind the link of a code's mail: in the browser that asked for it the code stands in the form, with its button; in any other
 * the page shows the code, to be typed where it was asked for. So no scanner of links can sign in.
 */
export function showCode(deps: DeskDeps, { request }: Visit, code: string): Response {
  const shown = readCode(code)
  if (readCookie(request, 'desk-code', deps.url) !== null)
    return codePage(deps, { to: deskPath(deps), unsent: null }, { code: shown })
  const words = deskWords(deps)
  return answerNotice(deps, { title: shown, text: words.codeElsewhere, status: 200 }, null)
}

/** Takes a code that was typed in. */
export async function takeCode(deps: DeskDeps, visit: Visit, fields: URLSearchParams): Promise<Response> {
  const words = deskWords(deps)
  const errand = readErrand(deps, fields)
  const pendingKey = readCookie(visit.request, 'desk-code', deps.url)
  if (pendingKey === null) return signInPage(deps, errand, { problem: words.codeOver }, 403)
  const outcome = await tryDeskCode(deps.store, pendingKey, readCode(fields.get('code') ?? ''), deps.clock.now())
  if (outcome.kind === 'wrong') return codePage(deps, errand, { problem: words.codeWrong }, 403)
  const editor = outcome.kind === 'right' ? await findEditor(deps.store.db, { id: outcome.editorId }) : null
  return editor ? welcome(deps, visit, editor, errand) : signInPage(deps, errand, { problem: words.codeOver }, 403)
}

/** The page behind a link of the server's console; its button signs in. */
export async function showLink(deps: DeskDeps, token: string): Promise<Response> {
  const words = deskWords(deps)
  const id = await findDeskLink(deps.store.db, token, deps.clock.now())
  const editor = id === null ? null : await findEditor(deps.store.db, { id })
  if (!editor) return answerNotice(deps, { title: words.linkOverTitle, text: words.linkOver, status: 404 }, null)
  const scope = { text: words.linkText(editor.name), action: deskPath(deps, `link/${token}`) }
  return answerPage(renderDeskPage(deps, 'link.html', { title: words.signIn }, scope, null))
}

/** Uses such a link up. */
export async function takeLink(deps: DeskDeps, visit: Visit, token: string): Promise<Response> {
  const words = deskWords(deps)
  const id = await useDeskLink(deps.store.db, token, deps.clock.now())
  const editor = id === null ? null : await findEditor(deps.store.db, { id })
  if (!editor) return answerNotice(deps, { title: words.linkOverTitle, text: words.linkOver, status: 404 }, null)
  return welcome(deps, visit, editor, { to: deskPath(deps), unsent: null })
}

/** Signs in who has shown who they are, and goes on to where the form says that they were going. */
export function welcomeBy(deps: DeskDeps, visit: Visit, editor: Editor, fields: URLSearchParams): Promise<Response> {
  return welcome(deps, visit, editor, readErrand(deps, fields))
}

/** Begins a session in this browser and goes on to where its editor was going; the session that the browser had ends. */
async function welcome(deps: DeskDeps, visit: Visit, editor: Editor, { to, unsent }: Errand): Promise<Response> {
  const { store, clock, url } = deps
  const now = clock.now()
  const network = visit.remoteAddress
  const before = await listSessions(store.db, editor.id, now)
  const old = await readSignedIn(deps, visit)
  if (old) await endSessions(store.db, old.editor.id, { id: old.session.id })
  const key = await beginSession(
    store.db,
    editor.id,
    { device: visit.request.headers.get('User-Agent') ?? '', network },
    now,
  )
  if (before.length > 0 && before.every(session => session.network !== network)) tellOfNetwork(deps, editor, network)
  const cookies = [
    writeCookie('desk', key, url, SESSION_SECONDS),
    writeCookie('desk-code', null, url, 0),
    await rememberBrowser(deps, visit, editor),
  ]
  if (!unsent) return goTo(to, cookies)
  const session = await openSession(store.db, key, network, now)
  const scope = { unsent: { path: unsent.path, fields: [...unsent.fields].map(([name, value]) => ({ name, value })) } }
  const signedIn = session && { ...session, key }
  return answerPage(
    renderDeskPage(deps, 'unsent.html', { title: deskWords(deps).unsentTitle }, scope, signedIn),
    200,
    cookies,
  )
}

/** Lets links of this editor's mails approve in this browser for a year from now. */
async function rememberBrowser({ store, clock, url }: DeskDeps, { request }: Visit, editor: Editor): Promise<string> {
  const now = clock.now()
  const known = readCookie(request, 'desk-device', url)
  const isKnown = known !== null && (await prolongDevice(store.db, known, editor.id, now))
  const key = isKnown ? known : await rememberDevice(store.db, editor.id, now)
  return writeCookie('desk-device', key, url, DEVICE_MINUTES * 60)
}

/** Tells an editor of a sign-in from a network that none of the other sessions is in. */
function tellOfNetwork(deps: DeskDeps, { email, name }: Editor, network: string): void {
  const words = deskWords(deps)
  const said = words.networkMail(name, network)
  const scope = { words, title: deps.title, said, url: new URL('desk', withSlash(deps.url)).href }
  const mail = {
    to: email,
    subject: words.networkSubject(deps.title),
    html: deps.templates.render('network-mail.html', { ...scope, language: deps.language }),
    text: deps.templates.render('network-mail.txt', scope),
  }
  sendSoon(deps, mail)
}

/**
 * Signs in whom a proxy names, unless they are signed in already; null where it names nobody who is at the desk. The proxy knows who sits there:
 * the session of somebody else in this browser ends.
 */
export async function signInByProxy(
  deps: DeskDeps,
  visit: Visit,
  known: SignedIn | null,
  fields: URLSearchParams | null,
): Promise<Response | null> {
  const { proxyUser, path, request } = visit
  const named = proxyUser ? await findByAddress(deps, proxyUser.trim().slice(0, EMAIL_CHARACTERS)) : null
  if (!named || named.id === known?.editor.id) return null
  const asked = `${new URL(deps.url).pathname.replace(/\/$/, '')}${path}${new URL(request.url).search}`
  fields?.delete('token')
  return welcome(deps, visit, named, { to: asked, unsent: fields && { path: asked, fields } })
}

/** Who is signed in in this browser, or null. */
export async function readSignedIn(
  { store, clock, url }: DeskDeps,
  { request, remoteAddress }: Visit,
): Promise<SignedIn | null> {
  const key = readCookie(request, 'desk', url)
  const opened = key === null ? null : await openSession(store.db, key, remoteAddress, clock.now())
  return opened && key !== null ? { ...opened, key } : null
}

/** Ends the session of this browser. */
export async function signOut(deps: DeskDeps, { session, editor }: SignedIn): Promise<Response> {
  await endSessions(deps.store.db, editor.id, { id: session.id })
  const answer = goTo(deskPath(deps, 'sign-in'), [writeCookie('desk', null, deps.url, 0)])
  // What a browser kept of the desk for the train goes with the session.
  answer.headers.set('Clear-Site-Data', '"cache", "storage"')
  return answer
}
