// The inbox: what people sent on purpose, apart from what feeds bring. Saved links with their notes, and the way to readers' suggestions.
import { randomUUID } from 'node:crypto'
import { countProposals } from '../../store/proposals.ts'
import {
  decideSavedLink,
  listSavedLinks,
  readSavedLink,
  type SavedLink,
  writeSavedNote,
} from '../../store/saved-links.ts'
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
import { type Moment, viewMoment } from './moments.ts'
import { cutFound, readNumber } from './paging.ts'

/** One entry of the inbox, whatever sent it. */
export interface InboxEntry {
  /** Who or what it comes from; other kinds join here. */
  readonly kind: 'saved'
  readonly id: number
  readonly url: string
  readonly title: string
  readonly note: string
  readonly by: string
  readonly at: Moment
  /** What was decided; empty while it waits. */
  readonly decision: string
  /** Of its form: a command acts once. */
  readonly command: string
}

const states = ['waiting', 'taken', 'dismissed'] as const satisfies SavedLink['state'][]
/** Each has a form of its own, so that a page has fewer than other lists. */
const SHOWN = 50

function viewSaved(deps: DeskDeps, saved: SavedLink): InboxEntry {
  const words = deskWords(deps).inbox
  const { id, url, title, note, state, saved_by: by, decided_by: decidedBy, week } = saved
  const decided = {
    waiting: '',
    taken: words.takenInto(week ?? '', decidedBy ?? ''),
    dismissed: words.dismissedBy(decidedBy ?? ''),
  }
  return {
    ...{ kind: 'saved' as const, id, url, note, by },
    title: title === '' ? url : title,
    at: viewMoment(saved.saved_at, deps),
    decision: decided[state],
    command: randomUUID(),
  }
}

async function answerList({ deps, visit, signedIn }: Asked): Promise<Response> {
  const { db } = deps.store
  const words = deskWords(deps)
  const { url } = visit.request
  const asked = new URL(url).searchParams
  const state = states.find(each => each === asked.get('state')) ?? 'waiting'
  const path = deskPath(deps, 'inbox')
  const link = (each: string): string => (each === 'waiting' ? path : `${path}?state=${each}`)
  const isFirst = !asked.has('before')
  const beforeId = isFirst ? undefined : readNumber(url, 'before', 1)
  const found = await listSavedLinks(db, { state, limit: SHOWN + 1, beforeId })
  const next = ({ id }: SavedLink): string => `${path}?state=${state}&before=${id}`
  const { rows, pages } = cutFound(found, isFirst ? null : link(state), next, SHOWN)
  const { pending } = await countProposals(db)
  const scope = {
    ...{ state, pages },
    suggestions: signedIn.editor.role !== 'contributor' && pending > 0 ? words.proposals.waiting(pending) : '',
    states: states.map(each => ({ words: words.inbox.states[each], href: link(each), isShown: each === state })),
    rows: rows.map(row => viewSaved(deps, row)),
    mayTake: signedIn.editor.role !== 'contributor',
  }
  return answerPage(renderDeskPage(deps, 'inbox.html', { title: words.inbox.title, at: 'inbox' }, scope, signedIn))
}

async function take({ deps, signedIn }: Asked, saved: SavedLink, fields: URLSearchParams): Promise<Response> {
  const by = signedIn.editor.name
  const note = (fields.get('note') ?? saved.note).replace(/\r\n/g, '\n').trim()
  const command = fields.get('command') ?? ''
  const week = await deps.takeLink({ url: saved.url, note, credit: '', editor: by, command })
  await writeSavedNote(deps.store.db, saved.id, note)
  await decideSavedLink(deps.store.db, saved.id, { state: 'taken', by, week }, deps.clock.now())
  return goTo(deskPath(deps, 'inbox'))
}

async function takeForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps)
  const { db } = deps.store
  const [kind, id] = [fields.get('kind'), fields.get('id') ?? '']
  const saved = /^[1-9]\d{0,8}$/.test(id) ? await readSavedLink(db, Number(id)) : null
  if (!saved) return goTo(deskPath(deps, 'inbox'))
  if (kind === 'note') {
    await writeSavedNote(db, saved.id, (fields.get('note') ?? '').replace(/\r\n/g, '\n').trim())
    return goTo(deskPath(deps, 'inbox'))
  }
  if (signedIn.editor.role === 'contributor')
    return answerNotice(deps, { title: words.mayNotTitle, text: words.mayNot, status: 403 }, signedIn)
  const wanted = kind === 'put-back' ? 'dismissed' : 'waiting'
  if (saved.state !== wanted)
    return answerNotice(deps, { title: words.proposals.goneTitle, text: words.inbox.gone, status: 409 }, signedIn)
  if (kind === 'take') return take(asked, saved, fields)
  const state = kind === 'put-back' ? 'waiting' : 'dismissed'
  await decideSavedLink(db, saved.id, { state, by: signedIn.editor.name }, deps.clock.now())
  return goTo(deskPath(deps, 'inbox'))
}

/** The page of the inbox, and what its forms do. */
export async function showInbox(asked: Asked): Promise<Response> {
  const { fields } = asked
  return fields ? answerOrExplain(asked, () => takeForm(asked, fields)) : answerList(asked)
}
