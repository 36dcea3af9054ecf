// Subscribers: how many there are in each state, and each of them, found by a part of the address. For owners and editors.
import type { Subscriber } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { type FoundSubscriber, searchSubscribers } from '../../store/subscriber-search.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { viewMoment } from './moments.ts'
import { askedWords, showSubscriber, takeListForm } from './subscriber-page.ts'
import { cutFound, readNumber, ROWS_A_PAGE } from './paging.ts'

const states = [
  'confirmed',
  'pending',
  'unsubscribed',
  'bounced',
  'complained',
] as const satisfies Subscriber['state'][]

function viewSubscriber(deps: DeskDeps, found: FoundSubscriber): object {
  const { id, stories, cadence, email, name, language, state, createdAt, confirmedAt, leftAt } = found
  const since = (state === 'confirmed' ? confirmedAt : state === 'pending' ? null : leftAt) ?? createdAt
  const { storiesChoices, monthly } = wordsOf(deps.language)
  return {
    ...{ id, email, name, language },
    state: deskWords(deps).subscriberStates[state],
    since: viewMoment(since, deps),
    // What is usual is not said.
    stories: stories === 'both' ? '' : storiesChoices[stories],
    cadence: cadence === 'monthly' ? monthly : '',
  }
}

/** The page of all subscribers and that of each, and what their buttons do. */
export async function showSubscribers(asked: Asked): Promise<Response> {
  const [id = '', rest = ''] = asked.rest
  if (id !== '') return showSubscriber(asked, id, rest)
  return asked.fields ? takeListForm(asked, asked.fields) : answerSubscribers(asked)
}

async function answerSubscribers({ deps, visit, signedIn }: Asked): Promise<Response> {
  const { url } = visit.request
  const words = deskWords(deps)
  const { db } = deps.store
  const asked = new URL(url).searchParams
  const [search, state] = [asked.get('q') ?? '', states.find(each => each === asked.get('state'))]
  const before = readNumber(url, 'before', 0)
  const link = (query: Readonly<Record<string, string>>): string => {
    const said = Object.entries(query).filter(([, value]) => value !== '')
    const text = new URLSearchParams(said).toString()
    return `${deskPath(deps, 'subscribers')}${text === '' ? '' : `?${text}`}`
  }
  const kept = { q: search, state: state ?? '' }
  const isFirst = !asked.has('before')
  const found = await searchSubscribers(db, {
    text: search,
    state,
    beforeId: isFirst ? undefined : before,
    limit: ROWS_A_PAGE + 1,
  })
  const { rows, pages } = cutFound(found, isFirst ? null : link(kept), ({ id }) =>
    link({ ...kept, before: String(id) }),
  )
  const counts = await countSubscribers(db)
  const all = states.reduce((sum, each) => sum + counts[each], 0)
  const scope = {
    search,
    state: state ?? '',
    pages,
    isOwner: signedIn.editor.role === 'owner',
    asked: askedWords(deps, url),
    askAll:
      state === 'pending' && counts.pending > 0 && deps.readers.askToConfirm
        ? words.readerPages.askAll(counts.pending)
        : '',
    embedForm: deps.readers.embedForm ?? '',
    counts: [
      { words: `${words.all} ${all}`, href: link({ q: search }), isShown: state === undefined },
      ...states.map(each => ({
        words: `${words.subscriberStates[each]} ${counts[each]}`,
        href: link({ q: search, state: each }),
        isShown: state === each,
      })),
    ],
    rows: rows.map(row => viewSubscriber(deps, row)),
  }
  const page = { title: words.subscribers, at: 'subscribers' }
  return answerPage(renderDeskPage(deps, 'subscribers.html', page, scope, signedIn))
}
