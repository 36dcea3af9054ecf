// Adding a source at the desk: an address is asked for its feeds, what would come is shown, and one of them is followed; or a whole list.
import { findSource } from '../../store/sources.ts'
import { isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import { explainError } from './explain-error.ts'
import { answerPage, type Asked, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { mayAskAddress } from './source-limit.ts'
import type { ImportedList, SeenAddress } from './source-desk.ts'
import { readAddress, readSettings } from './source-form.ts'
import { listSections } from './source-page.ts'
import { viewSeen } from './source-seen.ts'

/** So many entries that could not be used are shown. */
const SHOWN_SKIPPED = 50

interface Said {
  readonly problem?: string
  readonly seen?: SeenAddress
  readonly imported?: ImportedList
}

async function answerAdd(asked: Asked, said: Said = {}): Promise<Response> {
  const { deps, signedIn, fields } = asked
  const words = deskWords(deps).sourcePages
  const { seen, imported, problem } = said
  const feeds = [...(seen?.feeds ?? []), ...(seen?.page ? [seen.page] : [])].map(({ url, title, items }) => ({
    url,
    title: title ?? url,
    items: items.map(item => viewSeen(deps, item)),
  }))
  const scope = {
    problem: problem ?? null,
    url: fields ? readAddress(fields) : '',
    feeds,
    found: seen ? (seen.page ? words.foundPage : words.foundFeeds(feeds.length)) : '',
    isPage: Boolean(seen?.page),
    sections: await listSections(deps),
    values: {
      title: fields?.get('title') ?? '',
      section: fields?.get('section') ?? '',
      weight: fields?.get('weight') ?? '1',
      private: fields?.get('private') === 'yes',
    },
    imported: !imported
      ? null
      : {
          said: words.imported(imported.added, imported.known),
          skipped: imported.skipped.slice(0, SHOWN_SKIPPED),
          skippedSaid: words.skipped(imported.skipped.length),
        },
  }
  const page = { title: words.add, at: 'sources' }
  return answerPage(renderDeskPage(deps, 'source-add.html', page, scope, signedIn), problem === undefined ? 200 : 422)
}

async function follow(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps } = asked
  const url = readAddress(fields)
  const settings = readSettings(fields)
  if (typeof settings === 'string') return answerAdd(asked, { problem: deskWords(deps).sourcePages[settings] })
  await deps.sources.add(url, { ...settings, kind: fields.get('page') === 'yes' ? 'page' : undefined })
  const added = await findSource(deps.store.db, url)
  return goTo(deskPath(deps, added ? `sources/${added.source.id}` : 'sources'))
}

async function takeForm(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, files } = asked
  const kind = fields.get('kind')
  if (kind === 'follow') return follow(asked, fields)
  if (kind === 'import') {
    const file = files.get('list')
    return answerAdd(asked, { imported: await deps.sources.importList(file ?? new Uint8Array()) })
  }
  const url = readAddress(fields)
  const known = await findSource(deps.store.db, url)
  if (known) return goTo(deskPath(deps, `sources/${known.source.id}`))
  if (!(await mayAskAddress(asked))) return answerAdd(asked, { problem: deskWords(deps).sourcePages.tooOften })
  return answerAdd(asked, { seen: await deps.sources.look(url) })
}

/** The page that adds sources; what went wrong stands above the form, and what was typed in it. */
export async function showSourceAdd(asked: Asked): Promise<Response> {
  const { deps, fields } = asked
  if (!fields) return answerAdd(asked)
  try {
    return await takeForm(asked, fields)
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return answerAdd(asked, { problem: explainError(deps, error satisfies WeeklyError) })
  }
}
