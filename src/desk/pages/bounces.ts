// Readers whose mails came back, with reason and date; editors release or suspend them, one or many.
import { cutAtSentence } from '../../core/text.ts'
import {
  type BouncedList,
  type BouncedReader,
  listBounced,
  releaseReaders,
  suspendReaders,
} from '../../store/bounced-readers.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { viewMoment } from './moments.ts'
import { cutFound, readNumber, ROWS_A_PAGE } from './paging.ts'

const lists: readonly BouncedList[] = ['suspended', 'noted', 'complained']
const RESPONSE_SHOWN = 300

function viewReader(deps: DeskDeps, reader: BouncedReader): object {
  const words = deskWords(deps).readerPages
  const { id, email, verdict, status, response, reportedAt, leftAt } = reader
  const at = reportedAt ?? leftAt
  return {
    id,
    email,
    reason: [verdict ? words.verdicts[verdict] : words.noReport, ...(status === null ? [] : [status])].join(' · '),
    response: cutAtSentence(response ?? '', RESPONSE_SHOWN).text,
    at: at && viewMoment(at, deps),
  }
}

async function answerBounces({ deps, visit, signedIn }: Asked): Promise<Response> {
  const { url } = visit.request
  const words = deskWords(deps).readerPages
  const asked = new URL(url).searchParams
  const list = lists.find(each => each === asked.get('list')) ?? 'suspended'
  const path = (each: BouncedList): string => `${deskPath(deps, 'bounces')}?list=${each}`
  const beforeId = asked.has('before') ? readNumber(url, 'before', 1) : undefined
  const found = await listBounced(deps.store.db, { list, beforeId, limit: ROWS_A_PAGE + 1 })
  const first = beforeId === undefined ? null : path(list)
  const { rows, pages } = cutFound(found, first, ({ id }) => `${path(list)}&before=${id}`)
  const done = asked.get('done') ?? ''
  const scope = {
    list,
    pages,
    done: /^\d{1,6}$/.test(done) ? words.done(Number(done)) : '',
    lists: lists.map(each => ({ words: words.lists[each], href: path(each), isShown: each === list })),
    rows: rows.map(row => viewReader(deps, row)),
    ids: rows.map(({ id }) => id).join(' '),
  }
  return answerPage(renderDeskPage(deps, 'bounces.html', { title: words.bounces, at: 'bounces' }, scope, signedIn))
}

/** The readers that a form is about: the chosen ones, or all that its page showed. */
function readIds(fields: URLSearchParams, isAll: boolean): readonly number[] {
  const given = isAll ? (fields.get('shown') ?? '').split(' ') : fields.getAll('reader')
  return given
    .filter(id => /^\d{1,9}$/.test(id))
    .map(Number)
    .slice(0, ROWS_A_PAGE)
}

/** The page of mails that came back, and what its buttons do. */
export async function showBounces(asked: Asked): Promise<Response> {
  const { deps, fields } = asked
  if (!fields) return answerBounces(asked)
  const kind = fields.get('kind') ?? ''
  const ids = readIds(fields, kind.endsWith('-all'))
  const { db } = deps.store
  const isRelease = kind.startsWith('release')
  const changed = isRelease ? await releaseReaders(db, ids) : await suspendReaders(db, ids, deps.clock.now())
  return goTo(`${deskPath(deps, 'bounces')}?list=${isRelease ? 'suspended' : 'noted'}&done=${changed}`)
}
