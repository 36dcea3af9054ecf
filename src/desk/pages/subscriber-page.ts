// One subscriber at the desk: all that is kept, asking to confirm again, and erasing; and what is done with all of them.
import { wordsOf } from '../../core/words/words.ts'
import { eraseSubscriber, findSubscriber, listSubscribers, type SubscriberRecord } from '../../store/subscribers.ts'
import { answerNotice, answerPage, type Asked, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { whenFresh } from './fresh.ts'
import { viewMoment } from './moments.ts'
import { answerQuestion } from './question.ts'

/** So many are asked again at once. */
const MOST_ASKED = 5_000

function answerSubscriber({ deps, signedIn, visit }: Asked, reader: SubscriberRecord): Response {
  const words = deskWords(deps)
  const { storiesChoices, weekly, monthly } = wordsOf(deps.language)
  const { createdAt, confirmedAt, leftAt } = reader
  const scope = {
    id: reader.id,
    name: reader.name ?? '',
    state: words.subscriberStates[reader.state],
    language: reader.language,
    stories: storiesChoices[reader.stories],
    cadence: reader.cadence === 'monthly' ? monthly : weekly,
    sectionsOff: reader.sectionsOff.join(' · '),
    consent: reader.consent,
    dates: [
      { said: words.readerPages.signedUp, at: viewMoment(createdAt, deps) },
      ...(confirmedAt ? [{ said: words.readerPages.confirmed, at: viewMoment(confirmedAt, deps) }] : []),
      ...(leftAt ? [{ said: words.readerPages.left, at: viewMoment(leftAt, deps) }] : []),
    ],
    mayAsk: reader.state === 'pending' && deps.readers.askToConfirm !== null,
    isOwner: signedIn.editor.role === 'owner',
    asked: new URL(visit.request.url).searchParams.get('asked') === null ? '' : askedWords(deps, visit.request.url),
  }
  return answerPage(
    renderDeskPage(deps, 'subscriber.html', { title: reader.email, at: 'subscribers' }, scope, signedIn),
  )
}

/** How many mails an act before this page sent, as its address says. */
export function askedWords(deps: Asked['deps'], url: string): string {
  const asked = new URL(url).searchParams.get('asked') ?? ''
  return /^\d{1,6}$/.test(asked) ? deskWords(deps).readerPages.asked(Number(asked)) : ''
}

async function erase(asked: Asked, reader: SubscriberRecord): Promise<Response> {
  const { deps } = asked
  return whenFresh(asked, async () => {
    await eraseSubscriber(deps.store.db, reader.email, deps.clock.now())
    const { erased: title, eraseText: text } = deskWords(deps).readerPages
    return answerNotice(deps, { title, text, status: 200 }, asked.signedIn)
  })
}

function askToErase(asked: Asked, reader: SubscriberRecord): Response {
  const words = deskWords(asked.deps).readerPages
  const path = deskPath(asked.deps, `subscribers/${reader.id}`)
  return answerQuestion(asked, {
    title: words.eraseTitle(reader.email),
    lines: [words.eraseText],
    action: path,
    fields: { kind: 'erase' },
    button: words.eraseButton,
    back: path,
    at: 'subscribers',
  })
}

/** The page of the subscriber with an id, its forms, and the question before one is erased. */
export async function showSubscriber(asked: Asked, id: string, rest: string): Promise<Response> {
  const { deps, signedIn, fields } = asked
  const found = /^\d{1,9}$/.test(id) ? await findSubscriber(deps.store.db, { id: Number(id) }) : null
  // An erased one is known to nobody.
  const reader = found?.email === 'erased' ? null : found
  const isOwner = signedIn.editor.role === 'owner'
  if (!reader || (rest !== '' && !(rest === 'erase' && isOwner))) {
    const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 404 }, signedIn)
  }
  if (rest === 'erase') return askToErase(asked, reader)
  if (!fields) return answerSubscriber(asked, reader)
  if (fields.get('kind') === 'erase') return isOwner ? erase(asked, reader) : refuse(asked)
  const sent = reader.state === 'pending' ? await deps.readers.askToConfirm?.([reader.id]) : 0
  return goTo(`${deskPath(deps, `subscribers/${reader.id}`)}?asked=${sent ?? 0}`)
}

function refuse({ deps, signedIn }: Asked): Response {
  const { mayNotTitle: title, mayNot: text } = deskWords(deps)
  return answerNotice(deps, { title, text, status: 403 }, signedIn)
}

/** What is done with the whole list: all who have not confirmed are asked again, after a question; an owner takes it along as CSV. */
export async function takeListForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  if (fields.get('kind') === 'export') {
    if (signedIn.editor.role !== 'owner') return refuse(asked)
    return whenFresh(asked, async () => answerFile(await deps.readers.exportAll()))
  }
  const pending = await listSubscribers(deps.store.db, { state: 'pending', limit: MOST_ASKED })
  const words = deskWords(deps).readerPages
  if (fields.get('sure') === 'yes') {
    const sent = await deps.readers.askToConfirm?.(pending.map(({ id }) => id))
    return goTo(`${deskPath(deps, 'subscribers')}?state=pending&asked=${sent ?? 0}`)
  }
  return answerQuestion(asked, {
    title: words.askAllTitle,
    lines: [words.askAllText(pending.length)],
    action: deskPath(deps, 'subscribers'),
    fields: { kind: 'ask-all', sure: 'yes' },
    button: words.askAllButton,
    back: `${deskPath(deps, 'subscribers')}?state=pending`,
    at: 'subscribers',
  })
}

function answerFile(text: string): Response {
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="subscribers.csv"',
      'Cache-Control': 'no-store',
    },
  })
}
