// Passkeys at the desk: registered, named and removed in the settings, and the way in by one, without an address typed.
import { randomBytes } from 'node:crypto'
import {
  findPasskey,
  hasPasskeys,
  listPasskeys,
  notePasskeyUse,
  type Passkey,
  removePasskey,
  renamePasskey,
  saveChallenge,
  savePasskey,
  useChallenge,
} from '../../store/desk-passkeys.ts'
import { type Editor, findEditor } from '../../store/editors.ts'
import { type Limit, takeTurn } from '../../store/limits.ts'
import { passkeySiteOf } from '../passkey-site.ts'
import { askForNewPasskey, askForPasskey, checkNewPasskey, checkPasskey, passkeyIdIn } from './check-passkey.ts'
import { describeDevice } from './describe-device.ts'
import { answerNotice, type Asked, type DeskDeps, deskPath, deskWords, goTo, type SignedIn } from './frame.ts'
import { isFresh, whenFresh } from './fresh.ts'
import { viewMoment } from './moments.ts'
import { askAgain, welcomeBy } from './sign-in.ts'
import { readCookie, type Visit, writeCookie } from './visitor.ts'

const CHALLENGE_SECONDS = 5 * 60
const NAME_CHARACTERS = 60
/** Asking costs a row for five minutes. */
const networkLimit: Limit = { most: 60, minutes: 60 }
const totalLimit: Limit = { most: 1_000, minutes: 60 }

/** What the settings show: one's passkeys, or why there are none here. */
export async function viewPasskeys(deps: DeskDeps, { editor }: SignedIn): Promise<object> {
  const view = ({ id, name, createdAt, usedAt }: Passkey): object => ({
    ...{ id, name },
    created: viewMoment(createdAt, deps),
    used: usedAt && viewMoment(usedAt, deps),
  })
  return {
    isPossible: passkeySiteOf(deps.url) !== null,
    why: deskWords(deps).passkeys.impossible(new URL(deps.url).origin),
    rows: (await listPasskeys(deps.store.db, editor.id)).map(view),
  }
}

/** Whether a page may offer to register one: after a fresh sign-in, to who has none. */
export async function offersPasskey(deps: DeskDeps, signedIn: SignedIn): Promise<boolean> {
  if (passkeySiteOf(deps.url) === null || !isFresh({ deps, signedIn })) return false
  return !(await hasPasskeys(deps.store.db, signedIn.editor.id))
}

function refuse({ deps, signedIn }: Asked): Response {
  const { refusedTitle: title, notRegistered: text } = deskWords(deps).passkeys
  return answerNotice(deps, { title, text, status: 422 }, signedIn)
}

/** What the script asks the browser for, as JSON. */
async function answerOptions({ deps, signedIn }: Asked): Promise<Response> {
  const site = passkeySiteOf(deps.url)
  if (!site) return new Response(null, { status: 404 })
  const { editor, key } = signedIn
  const known = await listPasskeys(deps.store.db, editor.id)
  const asked = await askForNewPasskey(site, deps.title, editor, known, await deps.linkKey())
  const purpose = { kind: 'new-passkey', editorId: editor.id } as const
  await saveChallenge(deps.store.db, purpose, key, asked.challenge, deps.clock.now())
  return Response.json(asked.options, { headers: { 'Cache-Control': 'no-store' } })
}

const nameIn = (fields: URLSearchParams): string =>
  (fields.get('name') ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, NAME_CHARACTERS)

/** Registers what a browser has made; the challenge is used up, whatever comes of it. */
async function register(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn, visit } = asked
  const { store, clock, log } = deps
  const { editor, key } = signedIn
  const site = passkeySiteOf(deps.url)
  const purpose = { kind: 'new-passkey', editorId: editor.id } as const
  const isChallenge = await useChallenge(store.db, purpose, key, clock.now())
  if (!site || !isChallenge) return refuse(asked)
  const made = await checkNewPasskey(fields.get('response') ?? '', { site, isChallenge }).catch((error: unknown) => {
    log.info('desk.passkey-refused', { error: String(error) })
    return null
  })
  if (!made) return refuse(asked)
  const device = describeDevice(visit.request.headers.get('User-Agent') ?? '', deskWords(deps).settings)
  const name = nameIn(fields) || device
  if (!(await savePasskey(store, { ...made, editorId: editor.id, name }, clock.now()))) return refuse(asked)
  return backToList(deps)
}

const backToList = (deps: DeskDeps): Response => goTo(`${deskPath(deps, 'settings')}#passkeys`)

/** Takes the forms about passkeys; their list stands in the settings. */
export function showPasskeys(asked: Asked): Promise<Response> | Response {
  const { deps, signedIn, fields } = asked
  if (!fields) return backToList(deps)
  const [kind, id] = [fields.get('kind'), fields.get('passkey') ?? '']
  const { db } = deps.store
  if (kind === 'options') return isFresh(asked) ? answerOptions(asked) : new Response(null, { status: 403 })
  // What a browser has made for one session is of no use in the next: a session that is too old makes none.
  if (kind === 'add') return isFresh(asked) ? register(asked, fields) : refuse(asked)
  if (kind === 'name')
    return renamePasskey(db, signedIn.editor.id, id, nameIn(fields) || '—').then(() => backToList(deps))
  if (kind === 'remove')
    return whenFresh(asked, () => removePasskey(db, signedIn.editor.id, id).then(() => backToList(deps)))
  return backToList(deps)
}

/** What the script of the sign-in page asks the browser for, as JSON, with the cookie that the answer must come with. */
export async function answerPasskeyOptions(deps: DeskDeps, { remoteAddress }: Visit): Promise<Response> {
  const { store, clock, url } = deps
  const site = passkeySiteOf(url)
  const now = clock.now()
  if (!site) return new Response(null, { status: 404 })
  const mayAsk =
    (await takeTurn(store.db, `desk passkeys from ${remoteAddress}`, networkLimit, now)) &&
    (await takeTurn(store.db, 'desk passkeys', totalLimit, now))
  if (!mayAsk) return new Response(null, { status: 429 })
  const browserKey = randomBytes(32).toString('base64url')
  const { options, challenge } = await askForPasskey(site)
  await saveChallenge(store.db, { kind: 'passkey' }, browserKey, challenge, now)
  const cookie = writeCookie('desk-passkey', browserKey, url, CHALLENGE_SECONDS)
  return Response.json(options, { headers: { 'Cache-Control': 'no-store', 'Set-Cookie': cookie } })
}

/** Whose passkey has signed the challenge of this browser; null for all that is wrong with it. */
async function findSigner(
  { store, clock, url, log }: DeskDeps,
  { request }: Visit,
  text: string,
): Promise<Editor | null> {
  const site = passkeySiteOf(url)
  const browserKey = readCookie(request, 'desk-passkey', url)
  const now = clock.now()
  const isChallenge =
    site && browserKey !== null ? await useChallenge(store.db, { kind: 'passkey' }, browserKey, now) : null
  const passkey = isChallenge ? await findPasskey(store.db, passkeyIdIn(text) ?? '') : null
  if (!site || !isChallenge || !passkey) return null
  const counter = await checkPasskey(text, passkey, { site, isChallenge }).catch((error: unknown) => {
    log.warn('desk.passkey-refused', { editor: passkey.editorId, error: String(error) })
    return null
  })
  if (counter === null || !(await notePasskeyUse(store.db, passkey, counter, now))) return null
  return findEditor(store.db, { id: passkey.editorId })
}

/** Signs in by what a passkey has signed. Why it does not is not told: the other ways stand on the same page. */
export async function takePasskey(deps: DeskDeps, visit: Visit, fields: URLSearchParams): Promise<Response> {
  const editor = await findSigner(deps, visit, fields.get('response') ?? '')
  const over = writeCookie('desk-passkey', null, deps.url, 0)
  const answer = editor
    ? await welcomeBy(deps, visit, editor, fields)
    : await askAgain(deps, fields, deskWords(deps).passkeys.notKnown)
  answer.headers.append('Set-Cookie', over)
  return answer
}
