// One source at the desk: what it brought, its settings, what would come now, and how it is left.
import { isPublic, readSource, readSources, type ClaimedSource } from '../../store/sources.ts'
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
import { answerQuestion } from './question.ts'
import { mayAskAddress } from './source-limit.ts'
import type { SeenItem } from './source-desk.ts'
import { readSettings } from './source-form.ts'
import { readMore, viewMore, type WrongField } from './source-more.ts'
import { describeHealth, nameSource, readYields, viewSource } from './source-view.ts'
import { viewSeen } from './source-seen.ts'

const pathOf = (deps: DeskDeps, { source }: ClaimedSource): string => deskPath(deps, `sources/${source.id}`)

/** The sections that sources have, to choose from. */
export async function listSections(deps: DeskDeps): Promise<readonly string[]> {
  const said = (await readSources(deps.store.db)).flatMap(({ source }) => source.section ?? [])
  return [...new Set([...deps.curate.sections.map(({ title }) => title), ...said])]
}

async function answerSource(
  asked: Asked,
  claimed: ClaimedSource,
  said: { readonly problem?: string; readonly seen?: readonly SeenItem[] } = {},
): Promise<Response> {
  const { deps, signedIn, visit, fields } = asked
  const words = deskWords(deps).sourcePages
  const { source } = claimed
  const mayChange = signedIn.editor.role !== 'contributor'
  const entry = mayChange ? await deps.sources.readEntry(source.url).catch(() => null) : null
  const typed = (name: string, kept: string): string =>
    said.problem === undefined ? kept : (fields?.get(name) ?? kept)
  const scope = {
    source: { ...viewSource(deps, claimed, (await readYields(deps)).get(source.id)), id: source.id },
    health: describeHealth(deps, claimed).health,
    // An address that may be shown tells two sources of one name apart.
    address: isPublic(source) ? source.url : '',
    path: pathOf(deps, claimed),
    problem: said.problem ?? null,
    wasSaved: new URL(visit.request.url).searchParams.get('saved') === 'yes',
    mayChange,
    entry,
    hasHeaders: entry && entry.headerNames.length > 0 ? words.hasHeaders(entry.headerNames.join(', ')) : '',
    sections: mayChange ? await listSections(deps) : [],
    values: {
      title: typed('title', source.title ?? ''),
      section: typed('section', source.section ?? ''),
      weight: typed('weight', String(source.weight)),
      private: source.private,
    },
    more: entry ? viewMore(entry, said.problem === undefined ? null : (fields ?? null)) : null,
    isPaused: source.paused,
    isPage: source.kind === 'page',
    seen: said.seen ? said.seen.map(item => viewSeen(deps, item)) : null,
  }
  const page = { title: nameSource(claimed), at: 'sources' }
  const status = said.problem === undefined ? 200 : 422
  return answerPage(renderDeskPage(deps, 'source.html', page, scope, signedIn), status)
}

async function lookNow(asked: Asked, claimed: ClaimedSource): Promise<Response> {
  const { deps } = asked
  const { url, kind, select } = claimed.source
  if (!(await mayAskAddress(asked)))
    return answerSource(asked, claimed, { problem: deskWords(deps).sourcePages.tooOften })
  if (kind === 'page') return answerSource(asked, claimed, { seen: await deps.sources.tryPage(url, select) })
  const { feeds, page } = await deps.sources.look(url)
  return answerSource(asked, claimed, { seen: feeds[0]?.items ?? page?.items ?? [] })
}

function describeWrong(deps: DeskDeps, { wrong }: WrongField): string {
  const { fields, wrong: say } = deskWords(deps).sourceForm
  return say((fields as Readonly<Record<string, string>>)[wrong] ?? wrong)
}

async function takeForm(asked: Asked, claimed: ClaimedSource, fields: URLSearchParams): Promise<Response> {
  const { deps } = asked
  const { url } = claimed.source
  const was = fields.get('was') ?? ''
  const kind = fields.get('kind')
  if (kind === 'check') return lookNow(asked, claimed)
  if (kind === 'remove') {
    await deps.sources.remove(url, was)
    return goTo(deskPath(deps, 'sources'))
  }
  if (kind === 'pause' || kind === 'resume')
    await deps.sources.change(url, was, { paused: kind === 'pause' ? true : undefined })
  if (kind === 'save') {
    const settings = readSettings(fields)
    if (typeof settings === 'string')
      return answerSource(asked, claimed, { problem: deskWords(deps).sourcePages[settings] })
    const more = readMore(fields, claimed.source.kind)
    if ('wrong' in more) return answerSource(asked, claimed, { problem: describeWrong(deps, more) })
    await deps.sources.change(url, was, { ...settings, ...more })
  }
  return goTo(`${pathOf(deps, claimed)}?saved=yes`)
}

async function askToRemove(asked: Asked, claimed: ClaimedSource): Promise<Response> {
  const { deps } = asked
  const words = deskWords(deps).sourcePages
  const entry = await deps.sources.readEntry(claimed.source.url)
  const path = pathOf(deps, claimed)
  const name = nameSource(claimed)
  const fields = { kind: 'remove', was: entry?.was ?? '' }
  const { removeText, removeButton: button } = words
  const title = words.removeTitle(name)
  return answerQuestion(asked, { title, lines: [removeText], action: path, fields, button, back: path, at: 'sources' })
}

/** The page of the source with an id, its forms, and the question before it is removed. */
export async function showSource(asked: Asked, id: string, rest: string): Promise<Response> {
  const { deps, signedIn, fields } = asked
  const claimed = /^\d{1,9}$/.test(id) ? await readSource(deps.store.db, Number(id)) : null
  if (!claimed || (rest !== '' && rest !== 'remove') || (rest === 'remove' && signedIn.editor.role === 'contributor')) {
    const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 404 }, signedIn)
  }
  return answerOrExplain(asked, () =>
    fields
      ? takeForm(asked, claimed, fields)
      : rest === 'remove'
        ? askToRemove(asked, claimed)
        : answerSource(asked, claimed),
  )
}
