// The stream: everything that feeds brought for the week that is edited, with where it stands, found by words and filters; picked from there.
import { randomUUID } from 'node:crypto'
import { siteOf } from '../../core/url.ts'
import { rankWeekOnce } from '../../curate/rank-memory.ts'
import { readDraftState } from '../../store/drafts.ts'
import { readStreamSources, type StreamPlace, type StreamSource } from '../../store/stream.ts'
import { findName, hashField, readField } from '../apply-act.ts'
import { readStandings, type Standings } from '../draft-standings.ts'
import { type EditedWeek, openDraft } from '../edit-draft.ts'
import { findByItem } from '../look-at-story.ts'
import { type FoundItem, SEARCH_CHARACTERS, searchStream, type StreamSearch } from '../search-stream.ts'
import { findWeek } from './draft.ts'
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
import { takeActs } from './take-acts.ts'

/** Each has a form of its own. */
const SHOWN = 50
const states = ['in', 'held', 'out', 'dropped', 'new'] as const
/** Sections and languages are names; longer ones are none. */
const NAME_CHARACTERS = 200

/** Behind which item a page goes on, as `INSTANT_ID`. */
function readPlace(text: string | null): StreamPlace | undefined {
  const [, enteredAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(text ?? '') ?? []
  if (enteredAt === undefined || id === undefined) return undefined
  return { enteredAt: enteredAt as StreamPlace['enteredAt'], id: Number(id) }
}

const writePlace = ({ enteredAt, id }: StreamPlace): string => `${enteredAt}_${id}`

/** What an address asks for; what is no such thing asks for everything. */
function readSearch(asked: URLSearchParams): StreamSearch {
  const read = (name: string, most: number): string => (asked.get(name) ?? '').trim().slice(0, most)
  const source = /^[1-9]\d{0,8}$/.exec(read('source', NAME_CHARACTERS))?.[0]
  const state = asked.get('state')
  return {
    words: read('q', SEARCH_CHARACTERS),
    sourceId: source === undefined ? undefined : Number(source),
    language: read('language', NAME_CHARACTERS),
    section: read('section', NAME_CHARACTERS),
    state: states.find(each => each === state) ?? '',
    behind: readPlace(asked.get('behind')),
  }
}

/** The address of a page of the stream. */
function pathOf(deps: DeskDeps, { words, sourceId, language, section, state, behind }: StreamSearch): string {
  const said = { q: words, source: sourceId?.toString() ?? '', language, section, state }
  const query = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ''))
  if (behind) query.set('behind', writePlace(behind))
  return `${deskPath(deps, 'stream')}${query.size === 0 ? '' : `?${query.toString()}`}`
}

function sayState(deps: DeskDeps, { item, standing }: FoundItem): string {
  const words = deskWords(deps).stream
  if (standing?.state !== 'in') {
    const said = words.states[standing?.state ?? 'new']
    return standing?.reason ? `${said}: ${standing.reason}` : said
  }
  const { section, storyTitle } = standing
  const place = section === null ? words.states.in : words.within(section)
  return storyTitle === item.title ? place : `${place}, ${words.as(storyTitle)}`
}

const safeHref = (url: string | null): string | null => (url !== null && /^https?:/i.test(url) ? url : null)

function viewRow(deps: DeskDeps, found: FoundItem, sources: ReadonlyMap<number, StreamSource>): object {
  const { item, standing } = found
  const href = safeHref(item.raw_url)
  const title = item.title === '' ? (href ?? deskWords(deps).stream.untitled) : item.title
  const said = sayState(deps, found)
  return {
    ...{ id: item.id, title, href, said },
    site: href === null ? '' : siteOf(href),
    language: item.language,
    source: sources.get(item.source_id)?.title ?? '',
    state: standing?.state ?? 'new',
    told: deskWords(deps).stream.said(title, said),
    came: viewMoment(item.enters_at, deps),
    story: standing?.story ?? '',
    was: standing ? hashField(standing.place) : '',
    command: randomUUID(),
  }
}

function viewOptions<Value>(all: readonly Value[], chosen: Value | undefined, say: (value: Value) => string): object[] {
  return all.map(value => ({ value, words: say(value), isChosen: value === chosen }))
}

/** The filters with what may be chosen; sources by their ids. */
function viewFilters(deps: DeskDeps, search: StreamSearch, standings: Standings, sources: readonly StreamSource[]) {
  const words = deskWords(deps).stream
  return {
    sources: sources
      .filter(({ kind }) => kind !== 'hand')
      .map(({ id, title }) => ({ value: id, words: title, isChosen: id === search.sourceId })),
    sections: viewOptions(standings.sections, search.section, section => section),
    languages: viewOptions(standings.languages, search.language, language => language),
    states: viewOptions<(typeof states)[number] | ''>(states, search.state, state =>
      state === '' ? '' : words.states[state],
    ),
  }
}

async function answerList(asked: Asked, { window }: EditedWeek): Promise<Response> {
  const { deps, visit, signedIn } = asked
  const { db } = deps.store
  const words = deskWords(deps)
  const search = readSearch(new URL(visit.request.url).searchParams)
  const [standings, sources] = [await readStandings(db, window), await readStreamSources(db)]
  const { found, next, isCapped } = await searchStream(db, window, search, { standings, sources }, SHOWN)
  const byId = new Map(sources.map(source => [source.id, source]))
  const first = { ...search, behind: undefined }
  const isSearch = pathOf(deps, first) !== deskPath(deps, 'stream')
  const isApproved = (await readDraftState(db, window.week)) === 'approved'
  const mayEdit = signedIn.editor.role !== 'contributor'
  const scope = {
    intro: words.stream.intro(window.week),
    search: search.words,
    filters: viewFilters(deps, search, standings, sources),
    rows: found.map(each => viewRow(deps, each, byId)),
    pages: {
      previous: search.behind ? pathOf(deps, first) : null,
      next: next && !isCapped ? pathOf(deps, { ...search, behind: next }) : null,
    },
    further: next && isCapped ? pathOf(deps, { ...search, behind: next }) : null,
    isEmpty: found.length === 0 && !isSearch && !search.behind && next === null,
    ...{ isSearch, isApproved, mayPick: mayEdit && !isApproved },
    form: pathOf(deps, search),
  }
  return answerPage(renderDeskPage(deps, 'stream.html', { title: words.stream.title, at: 'stream' }, scope, signedIn))
}

/** What the form of a row says of its story; of what no draft had shown yet, what is so now. */
async function completeForm(
  { deps }: Asked,
  edited: EditedWeek,
  fields: URLSearchParams,
): Promise<URLSearchParams | null> {
  const complete = new URLSearchParams(fields)
  if (fields.get('story')) return complete
  const id = fields.get('item') ?? ''
  const { text } = await openDraft(deps.curate, edited)
  const ranked = await rankWeekOnce(deps.curate, edited.window, edited.by)
  const entry = /^\d{1,15}$/.test(id) ? findByItem(ranked, Number(id)) : null
  if (!entry) return null
  const [story] = entry.links
  complete.set('story', story)
  complete.set('base', text.base)
  complete.set('was', hashField(readField(text, { kind: 'pick', story }, findName(text, story, ranked))))
  return complete
}

async function takeForm(asked: Asked, edited: EditedWeek, fields: URLSearchParams): Promise<Response> {
  const { deps, visit, signedIn } = asked
  const complete = await completeForm(asked, edited, fields)
  if (!complete) {
    const { goneTitle: title, gone: text } = deskWords(deps).story
    return answerNotice(deps, { title, text, status: 404 }, signedIn)
  }
  const conflict = await takeActs(asked, edited, complete, 'stream')
  const here = pathOf(deps, readSearch(new URL(visit.request.url).searchParams))
  const id = /^\d{1,15}$/.exec(fields.get('item') ?? '')?.[0]
  return conflict ?? goTo(id === undefined ? here : `${here}#i-${id}`)
}

/** The page of the stream, and what its forms do. */
export async function showStream(asked: Asked): Promise<Response> {
  const { fields } = asked
  const edited = await findWeek(asked)
  return answerOrExplain(asked, () => (fields ? takeForm(asked, edited, fields) : answerList(asked, edited)))
}
