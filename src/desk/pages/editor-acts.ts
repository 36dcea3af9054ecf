// Adding, changing and removing those who work at the desk, as its settings do it.
import { type DeskRole, type Editor, findEditor, removeEditor, saveEditor } from '../../store/editors.ts'
import { type Asked, type DeskDeps, deskPath, deskWords } from './frame.ts'
import { answerQuestion } from './question.ts'

const NAME_CHARACTERS = 100
const EMAIL_CHARACTERS = 254
const roles: readonly DeskRole[] = ['owner', 'editor', 'contributor']

/** What a form says of somebody; null where the name says nothing or too much. */
function readEditor(fields: URLSearchParams): Omit<Editor, 'id' | 'email' | 'hasPassword'> | null {
  const name = (fields.get('name') ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim()
  if (name === '' || name.length > NAME_CHARACTERS) return null
  const role = roles.find(each => each === fields.get('role')) ?? 'contributor'
  return { name, role, mayRelease: fields.get('release') === 'yes' }
}

const findById = ({ store }: DeskDeps, id: number): Promise<Editor | null> =>
  Number.isSafeInteger(id) ? findEditor(store.db, { id }) : Promise.resolve(null)

/** Adds somebody; answers with what is wrong, or null. Throws SUBSCRIBER_INVALID for text that is no address. */
export async function addEditor(deps: DeskDeps, fields: URLSearchParams): Promise<string | null> {
  const words = deskWords(deps).settings
  const said = readEditor(fields)
  if (!said) return words.nameMissing
  const email = (fields.get('email') ?? '').trim().slice(0, EMAIL_CHARACTERS)
  // An address that is here already would change its editor unseen.
  if (await findEditor(deps.store.db, { email })) return words.known
  await saveEditor(deps.store, { email, ...said }, deps.clock.now())
  return null
}

/** Changes name, role and rights; answers with what is wrong, or null. Throws EDITOR_NEEDED when the last owner would be none. */
export async function changeEditor(deps: DeskDeps, id: number, fields: URLSearchParams): Promise<string | null> {
  const known = await findById(deps, id)
  const said = readEditor(fields)
  if (!said) return deskWords(deps).settings.nameMissing
  if (known) await saveEditor(deps.store, { email: known.email, ...said }, deps.clock.now())
  return null
}

/** Removes somebody; null, for there is nothing to say about one who is gone already. Throws EDITOR_NEEDED for the last owner. */
export async function takeAway(deps: DeskDeps, id: number): Promise<null> {
  if (await findById(deps, id)) await removeEditor(deps.store, id)
  return null
}

/** The question before an editor is removed; null when there is none with this id. */
export async function askToRemove(asked: Asked, id: number): Promise<Response | null> {
  const { deps } = asked
  const words = deskWords(deps).settings
  const known = await findById(deps, id)
  if (!known) return null
  return answerQuestion(asked, {
    title: words.removeTitle(known.name),
    lines: [known.email, words.removeText],
    action: deskPath(deps, 'settings'),
    fields: { kind: 'remove', editor: String(id) },
    button: words.removeButton,
    back: deskPath(deps, 'settings'),
    at: 'settings',
  })
}
