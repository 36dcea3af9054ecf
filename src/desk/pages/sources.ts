// All sources with how they are doing and what they brought: those that fail first, then those that are silent; and those never picked.
import { decideHealth, type Health } from '../../collect/source-health.ts'
import type { SourceYield } from '../../store/source-yields.ts'
import { readSources } from '../../store/sources.ts'
import { answerPage, type Asked, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { cutPage } from './paging.ts'
import { showSourceAdd } from './source-add.ts'
import { showSource } from './source-page.ts'
import { showSourceTry } from './source-try.ts'
import { readYields, viewSource } from './source-view.ts'

/** The order of the page. */
const ranks: readonly Health[] = ['dead', 'failing', 'silent', 'moved', 'new', 'ok', 'paused']

/** Items that a source must have brought before nobody's picking one says anything. */
const FEWEST_OFFERED = 10

const isNeverPicked = (brought: SourceYield | undefined): boolean =>
  brought !== undefined && brought.offered >= FEWEST_OFFERED && brought.picked === 0

async function answerSources({ deps, visit, signedIn }: Asked): Promise<Response> {
  const words = deskWords(deps)
  const yields = await readYields(deps)
  const all = (await readSources(deps.store.db)).map(claimed => ({
    claimed,
    health: decideHealth(claimed, deps.clock.now(), deps.silentDays).health,
    brought: yields.get(claimed.source.id),
  }))
  const counted = Map.groupBy(all, ({ health }) => health)
  const never = all.filter(({ brought }) => isNeverPicked(brought))
  const isOnlyNever = new URL(visit.request.url).searchParams.get('only') === 'never'
  const sorted = isOnlyNever ? never : ranks.flatMap(health => counted.get(health) ?? [])
  const path = deskPath(deps, 'sources')
  const { rows, pages } = cutPage(sorted, visit.request.url, isOnlyNever ? `${path}?only=never` : path)
  const scope = {
    pages,
    isOnlyNever,
    never: never.length,
    mayChange: signedIn.editor.role !== 'contributor',
    counts: ranks.flatMap(health =>
      counted.has(health) ? [`${words.health[health]} ${counted.get(health)?.length ?? 0}`] : [],
    ),
    rows: rows.map(({ claimed, brought }) => viewSource(deps, claimed, brought)),
  }
  return answerPage(renderDeskPage(deps, 'sources.html', { title: words.sources, at: 'sources' }, scope, signedIn))
}

/** The page of all sources, that of each, and those that add one and try selectors. */
export function showSources(asked: Asked): Promise<Response> {
  const [name = '', rest = ''] = asked.rest
  const isEditor = asked.signedIn.editor.role !== 'contributor'
  if (name === '') return answerSources(asked)
  if (name === 'add' && isEditor) return showSourceAdd(asked)
  if (name === 'try' && isEditor) return showSourceTry(asked)
  return showSource(asked, name, rest)
}
