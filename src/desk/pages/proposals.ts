// What readers suggest: taken into the draft with a note and a credit, or dismissed; whole sites blocked. For owners and editors.
import { randomUUID } from 'node:crypto'
import type { ProposalTable } from '../../store/engine/proposal-tables.ts'
import {
  blockProposalHost,
  countProposals,
  decideProposals,
  listProposals,
  type ProposalPlace,
  type ProposalRecord,
  readBlockedHosts,
  readProposals,
  unblockProposalHost,
} from '../../store/proposals.ts'
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
import { viewMoment } from './moments.ts'
import { cutFound } from './paging.ts'

type State = ProposalTable['state']

const states = ['pending', 'taken', 'dismissed'] as const satisfies State[]
/** Each has a form of its own, so that a page has fewer than other lists. */
const SHOWN = 50
/** A page's ids, and room for those that were ticked on another. */
const MOST_IDS = 2 * SHOWN

const readState = (text: string | null): State => states.find(each => each === text) ?? 'pending'

/** Behind which proposal a page goes on, as `VOTES-ID`. */
function readPlace(text: string | null): ProposalPlace | undefined {
  const [, voices, id] = /^(\d{1,9})-(\d{1,9})$/.exec(text ?? '') ?? []
  return voices === undefined || id === undefined ? undefined : { voices: Number(voices), id: Number(id) }
}

function readIds(fields: URLSearchParams, name: string): readonly number[] {
  const given = fields.getAll(name).filter(text => /^[1-9]\d{0,8}$/.test(text))
  return [...new Set(given.map(Number))].slice(0, MOST_IDS)
}

/** What was decided about a proposal, in words; empty while it waits. */
function describeDecision(deps: DeskDeps, { state, decided_by: by, week }: ProposalRecord): string {
  const words = deskWords(deps).proposals
  if (state === 'pending') return ''
  return state === 'taken' ? words.takenInto(week ?? '', by ?? '') : words.dismissedBy(by ?? '')
}

function viewProposal(deps: DeskDeps, proposal: ProposalRecord): object {
  const words = deskWords(deps).proposals
  const { id, url, host, voices, said, proposed_at: proposedAt } = proposal
  const more = voices - said.length
  return {
    ...{ id, url, host },
    votes: words.votes(voices),
    more: more > 0 && said.length > 0 ? words.more(more) : '',
    block: words.block(host),
    proposed: viewMoment(proposedAt, deps),
    decision: describeDecision(deps, proposal),
    said: said.map(({ name, why, title, page, is_own: isOwn, remote, wants_thanks: wants }) => ({
      ...{ name, why, title, page, remote },
      isOwn: isOwn === 1,
      wantsThanks: wants === 1,
    })),
    credit: said.find(({ name }) => name !== null)?.name ?? '',
    command: randomUUID(),
  }
}

/** What a form has just done, as the address of the page tells it. */
function describeDone(deps: DeskDeps, asked: URLSearchParams): string {
  const { done } = deskWords(deps).proposals
  const [kind, value] = [asked.get('done'), (asked.get('of') ?? '').slice(0, 253)]
  if (kind === 'taken') return done.taken
  if (kind === 'dismissed' && /^\d{1,4}$/.test(value)) return done.dismissed(Number(value))
  return kind === 'blocked' && /^[a-z\d.:[\]_-]+$/i.test(value) ? done.blocked(value) : ''
}

async function answerList({ deps, visit, signedIn }: Asked): Promise<Response> {
  const { db } = deps.store
  const words = deskWords(deps).proposals
  const asked = new URL(visit.request.url).searchParams
  const state = readState(asked.get('state'))
  const behind = readPlace(asked.get('after'))
  const path = deskPath(deps, 'proposals')
  const link = (each: State): string => (each === 'pending' ? path : `${path}?state=${each}`)
  const found = await listProposals(db, { state, behind, limit: SHOWN + 1 })
  const next = ({ voices, id }: ProposalRecord): string => `${path}?state=${state}&after=${voices}-${id}`
  const { rows, pages } = cutFound(found, behind === undefined ? null : link(state), next, SHOWN)
  const counts = await countProposals(db)
  const scope = {
    ...{ state, pages, isOff: !deps.takesProposals },
    done: describeDone(deps, asked),
    isTaken: asked.get('done') === 'taken',
    counts: states.map(each => ({
      words: words.states[each](counts[each]),
      href: link(each),
      isShown: each === state,
    })),
    rows: rows.map(row => viewProposal(deps, row)),
    blocked: await readBlockedHosts(db),
  }
  return answerPage(renderDeskPage(deps, 'proposals.html', { title: words.title, at: 'proposals' }, scope, signedIn))
}

function notice({ deps, signedIn }: Asked, title: string, text: string): Response {
  return answerNotice(deps, { title, text, status: 409 }, signedIn)
}

/** Takes one into the draft: only what waits, so that two editors do not both. */
async function take(asked: Asked, fields: URLSearchParams, id: number): Promise<Response> {
  const { deps, signedIn } = asked
  const { db } = deps.store
  const words = deskWords(deps).proposals
  const [proposal] = await readProposals(db, [id])
  if (proposal?.state !== 'pending') return notice(asked, words.goneTitle, words.gone)
  const { name } = signedIn.editor
  const read = (field: string): string => (fields.get(field) ?? '').replace(/\r\n/g, '\n').trim()
  const week = await deps.takeLink({
    url: proposal.url,
    note: read('note'),
    credit: read('credit'),
    editor: name,
    command: read('command'),
  })
  await decideProposals(db, [id], { state: 'taken', by: name, week }, deps.clock.now())
  return goTo(deskPath(deps, 'proposals?done=taken'))
}

async function dismiss(asked: Asked, ids: readonly number[]): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps)
  if (ids.length === 0) return notice(asked, words.notDone, words.proposals.nothingTicked)
  const { db } = deps.store
  const waiting = (await readProposals(db, ids)).flatMap(({ id, state }) => (state === 'pending' ? [id] : []))
  const by = signedIn.editor.name
  const count = await decideProposals(db, waiting, { state: 'dismissed', by }, deps.clock.now())
  return goTo(deskPath(deps, `proposals?done=dismissed&of=${count}`))
}

async function block({ deps, signedIn }: Asked, id: number): Promise<Response> {
  const { db } = deps.store
  const [proposal] = await readProposals(db, [id])
  if (!proposal) return goTo(deskPath(deps, 'proposals'))
  await blockProposalHost(db, proposal.host, signedIn.editor.name, deps.clock.now())
  return goTo(deskPath(deps, `proposals?done=blocked&of=${encodeURIComponent(proposal.host)}`))
}

async function takeForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const [id = 0] = readIds(fields, 'id')
  const kind = fields.get('kind')
  if (kind === 'take') return take(asked, fields, id)
  if (kind === 'dismiss') return dismiss(asked, [id])
  if (kind === 'dismiss-ticked') return dismiss(asked, readIds(fields, 'ticked'))
  if (kind === 'dismiss-shown') return dismiss(asked, readIds(fields, 'shown'))
  if (kind === 'block') return block(asked, id)
  const { db } = deps.store
  if (kind === 'unblock') await unblockProposalHost(db, fields.get('host') ?? '')
  if (kind === 'put-back')
    await decideProposals(db, [id], { state: 'pending', by: signedIn.editor.name }, deps.clock.now())
  return goTo(deskPath(deps, 'proposals'))
}

/** The page of what readers suggest, and what its forms do. */
export async function showProposals(asked: Asked): Promise<Response> {
  const { fields } = asked
  return fields ? answerOrExplain(asked, () => takeForm(asked, fields)) : answerList(asked)
}
