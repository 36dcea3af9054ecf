// Saving a link from anywhere: a filled form for bookmarklets, phones and other apps, and what becomes of it. Nothing else opens after it.
import { formatDate } from '../../core/date-words.ts'
import { isWeeklyError } from '../../core/errors.ts'
import { cleanUrl, findFirstUrl } from '../../core/first-url.ts'
import type { WeekId } from '../../core/types.ts'
import { canonicalUrl } from '../../core/url.ts'
import { civilDateOf } from '../../core/week.ts'
import { readIssue, readToldWeek } from '../../store/issues.ts'
import { findSavedLink, readSavedLink, type SavedLink, saveLink } from '../../store/saved-links.ts'
import { explainError } from './explain-error.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { readNumber } from './paging.ts'

const TITLE_CHARACTERS = 500
const NOTE_CHARACTERS = 2_000
/** What an app shares is read up to here. */
const SHARED_CHARACTERS = 10_000

/** What the form holds. */
interface Shared {
  readonly url: string
  readonly title: string
  readonly note: string
}

/** What an app, a bookmarklet or a person hands over. Android leaves `url` empty and has the address in `text`, or in the title. */
export function readShared(given: URLSearchParams): Shared {
  const read = (name: string): string =>
    (given.get(name) ?? '').slice(0, SHARED_CHARACTERS).replace(/\r\n/g, '\n').trim()
  const [title, text, note] = [read('title'), read('text'), read('note')]
  const own = cleanUrl(read('url'))
  const inText = own === null ? findFirstUrl(text) : null
  const inTitle = own === null && inText === null ? findFirstUrl(title) : null
  const said = inText ? inText.rest : text
  const named = inTitle ? inTitle.rest : title
  const kept = [note, said === named ? '' : said].find(each => each !== '') ?? ''
  return {
    url: own ?? inText?.url ?? inTitle?.url ?? '',
    title: named.slice(0, TITLE_CHARACTERS),
    note: kept.slice(0, NOTE_CHARACTERS),
  }
}

/** What is known of a link already, in words; empty when nothing is. */
async function describeKnown(deps: DeskDeps, url: string): Promise<string> {
  if (url === '') return ''
  const { db } = deps.store
  const words = deskWords(deps).inbox
  const link = canonicalUrl(url)
  const week = await readToldWeek(db, link)
  if (week !== null) return words.wasInIssue((await readIssue(db, week))?.number ?? null, week)
  const saved = await findSavedLink(db, link)
  return saved ? words.savedAlready(saved.saved_by) : ''
}

/** The day of the issue that what is saved now may enter. */
async function nextDay(deps: DeskDeps): Promise<string> {
  const { due, upcoming } = await deps.lookAtWindows()
  const { closesAt } = due[0] ?? upcoming
  return formatDate(civilDateOf(closesAt, deps.timezone), deps.language)
}

/** Opens the form in a window of its own, so that no policy of the page that it is used on can stop it. */
function bookmarkletOf(deps: DeskDeps): string {
  const { href } = new URL(deskPath(deps, 'save'), deps.url)
  const parts = `?url='+encodeURIComponent(location.href)+'&title='+encodeURIComponent(document.title)+'&text='+encodeURIComponent(getSelection())`
  return `javascript:void(window.open('${href}${parts},'save','width=520,height=640'))`
}

async function answerForm(asked: Asked, shared: Shared, problem: string): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps).inbox
  const { href } = new URL(deskPath(deps, 'save'), deps.url)
  const scope = {
    ...{ shared, problem, bookmarklet: bookmarkletOf(deps), address: href },
    known: await describeKnown(deps, shared.url),
    isEmpty: shared.url === '' && shared.note === '' && problem === '',
  }
  const page = { title: words.save, at: 'inbox' }
  return answerPage(renderDeskPage(deps, 'save.html', page, scope, signedIn), problem === '' ? 200 : 422)
}

async function answerSaved(asked: Asked, id: number): Promise<Response | null> {
  const { deps, signedIn, visit } = asked
  const words = deskWords(deps).inbox
  const saved = await readSavedLink(deps.store.db, id)
  if (!saved) return null
  const isKnown = new URL(visit.request.url).searchParams.has('known')
  const scope = {
    saved: { title: saved.title === '' ? saved.url : saved.title, note: saved.note },
    known: isKnown ? words.savedAlready(saved.saved_by) : '',
  }
  const page = { title: words.savedFor(await nextDay(deps)), at: 'inbox' }
  return answerPage(renderDeskPage(deps, 'saved.html', page, scope, signedIn))
}

/** What became of a link that somebody shared: `told` names the week whose issue had it. */
export type KeptLink =
  | { readonly kind: 'none' }
  | { readonly kind: 'told'; readonly week: WeekId }
  | { readonly kind: 'kept'; readonly link: SavedLink; readonly isNew: boolean }

/** Saves what somebody shared, once. Throws FETCH_PRIVATE_ADDRESS for an address of a private network. */
export async function keepShared(
  { store, clock, requirePublicUrl }: Pick<DeskDeps, 'store' | 'clock' | 'requirePublicUrl'>,
  { url, title, note }: Shared,
  by: string,
): Promise<KeptLink> {
  if (url === '') return { kind: 'none' }
  requirePublicUrl(url)
  const link = canonicalUrl(url)
  // What readers have had enters no other issue: nobody shall wait for it.
  const week = await readToldWeek(store.db, link)
  if (week !== null) return { kind: 'told', week }
  return { kind: 'kept', ...(await saveLink(store, { url, title, note, link, by }, clock.now())) }
}

async function takeForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  const shared = readShared(fields)
  try {
    const kept = await keepShared(deps, shared, signedIn.editor.name)
    if (kept.kind === 'none') return await answerForm(asked, shared, deskWords(deps).inbox.noAddress)
    if (kept.kind === 'told') return await answerForm(asked, shared, await describeKnown(deps, shared.url))
    const { link, isNew } = kept
    return goTo(deskPath(deps, `save?saved=${link.id}${isNew ? '' : '&known'}`))
  } catch (error) {
    // What was typed stays.
    if (!isWeeklyError(error)) throw error
    return answerForm(asked, shared, explainError(deps, error))
  }
}

/** The form, what it does, and what is said then. */
export async function showSave(asked: Asked): Promise<Response> {
  const { fields, visit } = asked
  if (fields) return takeForm(asked, fields)
  const given = new URL(visit.request.url).searchParams
  const saved = given.has('saved') ? await answerSaved(asked, readNumber(visit.request.url, 'saved', 1)) : null
  return saved ?? answerForm(asked, readShared(given), '')
}
