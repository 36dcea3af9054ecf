// Selectors tried on the live page: the rows that they find stand beside the form, and are kept when they are right.
import { isWeeklyError } from '../../core/errors.ts'
import { type ClaimedSource, findSource, isPublic, readSource } from '../../store/sources.ts'
import { explainError } from './explain-error.ts'
import { answerPage, type Asked, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { mayAskAddress } from './source-limit.ts'
import type { SeenItem } from './source-desk.ts'
import { readAddress, readSelectors, selectorNames } from './source-form.ts'
import { viewSeen } from './source-seen.ts'
import { nameSource } from './source-view.ts'

/** What is tried: the page of a source, whose address may be secret, or any address. */
interface Subject {
  readonly source: ClaimedSource | null
  readonly url: string
}

async function readSubject({ deps, visit, fields }: Asked): Promise<Subject> {
  const id = fields?.get('source') ?? new URL(visit.request.url).searchParams.get('source') ?? ''
  const source = /^\d{1,9}$/.test(id) ? await readSource(deps.store.db, Number(id)) : null
  return { source, url: source?.source.url ?? (fields ? readAddress(fields) : '') }
}

async function answerTry(
  asked: Asked,
  { source, url }: Subject,
  said: { readonly problem?: string; readonly seen?: readonly SeenItem[] } = {},
): Promise<Response> {
  const { deps, signedIn, fields } = asked
  const words = deskWords(deps).sourcePages
  const kept = source?.source.select ?? null
  const entry = source ? await deps.sources.readEntry(url).catch(() => null) : null
  const scope = {
    problem: said.problem ?? null,
    source: source?.source.id ?? '',
    was: entry?.was ?? '',
    url: source && !isPublic(source.source) ? '' : url,
    name: source ? nameSource(source) : '',
    selectors: selectorNames.map(name => ({
      name,
      title: words.selectors[name],
      value: fields ? (fields.get(`select-${name}`) ?? '') : (kept?.[name] ?? ''),
    })),
    rows: said.seen?.map(item => viewSeen(deps, item)) ?? [],
    found: said.seen ? words.found(said.seen.length) : '',
  }
  const status = said.problem === undefined ? 200 : 422
  return answerPage(
    renderDeskPage(deps, 'source-try.html', { title: words.tryTitle, at: 'sources' }, scope, signedIn),
    status,
  )
}

async function keep({ deps }: Asked, { source, url }: Subject, fields: URLSearchParams): Promise<Response> {
  const select = readSelectors(fields) ?? undefined
  if (source) await deps.sources.change(url, fields.get('was') ?? '', { kind: 'page', select })
  else await deps.sources.add(url, { kind: 'page', select })
  const kept = await findSource(deps.store.db, url)
  return goTo(deskPath(deps, kept ? `sources/${kept.source.id}?saved=yes` : 'sources'))
}

/** The page that tries selectors; what went wrong stands above the form, and the selectors stay in it. */
export async function showSourceTry(asked: Asked): Promise<Response> {
  const { deps, fields } = asked
  const subject = await readSubject(asked)
  if (!fields) return answerTry(asked, subject)
  try {
    if (fields.get('kind') === 'keep') return await keep(asked, subject, fields)
    if (!(await mayAskAddress(asked)))
      return await answerTry(asked, subject, { problem: deskWords(deps).sourcePages.tooOften })
    return await answerTry(asked, subject, { seen: await deps.sources.tryPage(subject.url, readSelectors(fields)) })
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return answerTry(asked, subject, { problem: explainError(deps, error) })
  }
}
