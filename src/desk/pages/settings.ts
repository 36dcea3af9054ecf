// Settings: where somebody is signed in, their password, and for owners who works at the desk.
import { wordsOf } from '../../core/words/words.ts'
import { forgetDevices } from '../../store/desk-devices.ts'
import { type DeskSession, endSessions, listAllSessions } from '../../store/desk-sessions.ts'
import { listEditors, savePassword } from '../../store/editors.ts'
import { describeDevice } from './describe-device.ts'
import { addEditor, askToRemove, changeEditor, takeAway } from './editor-acts.ts'
import { answerOrExplain } from './explain-error.ts'
import {
  answerNotice,
  answerPage,
  type Asked,
  type DeskDeps,
  deskPath,
  deskWords,
  goTo,
  renderDeskPage,
} from './frame.ts'
import { isFresh, whenFresh } from './fresh.ts'
import { viewMoment } from './moments.ts'
import { viewPasskeys } from './passkeys.ts'
import { hashPassword, isPasswordUsable } from './password.ts'
import { viewMachines } from './settings-machines.ts'
import { makeFromForm, type MadeToken, revokeByForm, viewTokens } from './settings-tokens.ts'
import { signOut } from './sign-in.ts'

function viewSession(deps: DeskDeps, session: DeskSession, names: ReadonlyMap<number, string>): object {
  const { id, editorId, device, network, signedInAt, usedAt } = session
  return {
    ...{ id, editorId, network },
    name: names.get(editorId) ?? '',
    device: describeDevice(device, deskWords(deps).settings),
    signedIn: viewMoment(signedInAt, deps),
    used: viewMoment(usedAt, deps),
  }
}

/** What owners see besides: everybody, and where they are signed in. */
async function viewEverybody(deps: DeskDeps, ownId: number, sessions: readonly DeskSession[]): Promise<object> {
  const editors = await listEditors(deps.store.db)
  const names = new Map(editors.map(({ id, name }) => [id, name]))
  const counts = Map.groupBy(sessions, ({ editorId }) => editorId)
  const others = sessions.filter(({ editorId }) => editorId !== ownId)
  return {
    editors: editors.map(({ id, email, name, role, mayRelease }) => ({
      ...{ id, email, name, role, mayRelease },
      sessions: counts.get(id)?.length ?? 0,
      sessionCount: deskWords(deps).settings.sessionCount(counts.get(id)?.length ?? 0),
    })),
    everyone: others.map(each => viewSession(deps, each, names)),
  }
}

async function answerSettings(
  asked: Asked,
  problem: string | null = null,
  made: MadeToken | null = null,
): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps).settings
  const now = deps.clock.now()
  const { editor, session } = signedIn
  const sessions = await listAllSessions(deps.store.db, now)
  const own = sessions.filter(({ editorId }) => editorId === editor.id)
  const isOwner = editor.role === 'owner'
  const scope = {
    ...(isOwner ? await viewEverybody(deps, editor.id, sessions) : { editors: [], everyone: [] }),
    ...(await viewTokens(asked)),
    machines: isOwner ? await viewMachines(deps) : null,
    made: made && { said: deskWords(deps).tokens.made(made.name), secret: made.secret },
    problem,
    isOwner,
    isFresh: isFresh(asked),
    hasPassword: editor.hasPassword,
    passkeys: await viewPasskeys(deps, signedIn),
    here: session.id,
    sessions: own.map(each => viewSession(deps, each, new Map())),
    roles: (['owner', 'editor', 'contributor'] as const).map(role => ({ role, said: words.roles[role] })),
    languageName: wordsOf(deps.language).ownName,
    timezone: deps.timezone,
    nowIs: words.nowIs(viewMoment(now, deps).words),
  }
  const page = { title: words.title, at: 'settings' }
  return answerPage(renderDeskPage(deps, 'settings.html', page, scope, signedIn), problem === null ? 200 : 422)
}

const back = ({ deps }: Asked): Response => goTo(deskPath(deps, 'settings'))

function refuse({ deps, signedIn }: Asked): Response {
  const { mayNotTitle: title, mayNot: text } = deskWords(deps)
  return answerNotice(deps, { title, text, status: 403 }, signedIn)
}

/** Ends one session: one's own, or for an owner anybody's. */
async function endOne(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const id = fields.get('session') ?? ''
  if (id === signedIn.session.id) return signOut(deps, signedIn)
  const editorId = Number(fields.get('editor') ?? signedIn.editor.id)
  if (editorId !== signedIn.editor.id && signedIn.editor.role !== 'owner') return refuse(asked)
  await endSessions(deps.store.db, editorId, { id })
  await forgetDevices(deps.store.db, { editorId })
  return back(asked)
}

async function changePassword(asked: Asked, password: string | null): Promise<Response> {
  const { deps, signedIn } = asked
  // A password is carried through no other page: whoever must sign in first types it again.
  if (!isFresh(asked)) return goTo(`${deskPath(deps, 'sign-in')}?to=${deskPath(deps, 'settings')}`)
  if (password !== null && !isPasswordUsable(password))
    return answerSettings(asked, deskWords(deps).settings.passwordUnusable)
  await savePassword(deps.store.db, signedIn.editor.id, password === null ? null : await hashPassword(password))
  return back(asked)
}

/** The acts that are an owner's alone. */
async function takeOwnersForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const id = Number(fields.get('editor'))
  const kind = fields.get('kind')
  if (kind === 'end-all') {
    await endSessions(deps.store.db, id, { allBut: id === signedIn.editor.id ? signedIn.session.id : null })
    return back(asked)
  }
  const problem =
    kind === 'add'
      ? await addEditor(deps, fields)
      : kind === 'change'
        ? await changeEditor(deps, id, fields)
        : await takeAway(deps, id)
  return problem === null ? back(asked) : answerSettings(asked, problem)
}

/** A token does what its editor may do: who left a browser open shall not leave one behind. */
async function takeTokenForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  if (fields.get('kind') === 'revoke-token') {
    await revokeByForm(asked, fields)
    return back(asked)
  }
  const made = await makeFromForm(asked, fields)
  return made ? answerSettings(asked, null, made) : answerSettings(asked, deskWords(asked.deps).tokens.invalid)
}

async function takeForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const kind = fields.get('kind')
  if (kind === 'end-session') return endOne(asked, fields)
  if (kind === 'end-others') {
    await endSessions(deps.store.db, signedIn.editor.id, { allBut: signedIn.session.id })
    return back(asked)
  }
  if (kind === 'password') return changePassword(asked, fields.get('password') ?? '')
  if (kind === 'no-password') return changePassword(asked, null)
  if (kind === 'make-token' || kind === 'revoke-token') return whenFresh(asked, () => takeTokenForm(asked, fields))
  if (signedIn.editor.role !== 'owner') return refuse(asked)
  if (kind === 'end-all') return takeOwnersForm(asked, fields)
  if (kind === 'add' || kind === 'change' || kind === 'remove')
    return whenFresh(asked, () => answerOrExplain(asked, () => takeOwnersForm(asked, fields)))
  return back(asked)
}

/** The page of the settings, its forms, and the question before somebody is removed. */
export async function showSettings(asked: Asked): Promise<Response> {
  const { deps, signedIn, rest, fields } = asked
  const [name = '', id = ''] = rest
  if (name === '') return fields ? takeForm(asked, fields) : answerSettings(asked)
  const question = name === 'remove' && signedIn.editor.role === 'owner' ? await askToRemove(asked, Number(id)) : null
  if (question) return question
  const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
  return answerNotice(deps, { title, text, status: 404 }, signedIn)
}
