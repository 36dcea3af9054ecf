// All sealed issues for the plan of the site: their outlines at hand, themselves read from the store when something of them must be rendered.
import type { Issue, WeekId } from '../../core/types.ts'
import type { Connection } from '../../store/engine/database.ts'
import { type IssueMark, readCorrectedIssuesOf } from '../../store/errata.ts'
import { fingerprintOf } from '../files/site-file.ts'
import type { SiteDescription } from '../site-urls.ts'
import { type KeptOutline, readOutlines, saveOutlines } from './kept-outlines.ts'
import { outlineIssue } from './make-outline.ts'
import type { ShelvedIssue } from './outline.ts'

/** So many whole issues lie in memory while their outlines are made. */
const OUTLINED_AT_ONCE = 50

/** What outlines are made with. `program` changes with the program, which may make others of the same issues. */
interface ShelfMeans {
  readonly db: Connection
  readonly folder: string
  readonly site: SiteDescription
  readonly program: string
}

/**
 * Shelves the issues with these marks, in their order. Only those are read whose outline is not kept in the folder, made from the same. Of
 * what was taken back nothing is kept there. Throws OUTPUT_UNWRITABLE.
 */
export async function shelveIssues(means: ShelfMeans, marks: readonly IssueMark[]): Promise<readonly ShelvedIssue[]> {
  const { db, folder, site, program } = means
  const base = fingerprintOf([program, site])
  const marked = marks.map(each => ({ ...each, madeFrom: fingerprintOf([base, each.mark]) }))
  const before = await readOutlines(folder)
  const isKept = ({ week, madeFrom }: { readonly week: WeekId; readonly madeFrom: string }): boolean =>
    before.get(week)?.madeFrom === madeFrom
  const known = new Map(marked.flatMap(each => (isKept(each) ? [[each.week, before.get(each.week)] as const] : [])))
  const missing = marked.filter(each => !isKept(each))
  const made = await outlineAll(means, missing)
  const all = marked.flatMap(({ week, isTakenBack }) => {
    const kept = known.get(week) ?? made.get(week)
    return kept ? [{ week, isTakenBack, kept }] : []
  })
  const toKeep = new Map(all.filter(each => !each.isTakenBack).map(({ week, kept }) => [week, kept]))
  if (toKeep.size !== before.size || [...toKeep.keys()].some(week => made.has(week))) await saveOutlines(folder, toKeep)
  const read = readTogether(db)
  return all.map(({ week, kept: { outline } }) => ({ outline, read: () => read(week) }))
}

async function outlineAll(
  { db, site }: ShelfMeans,
  marked: readonly { readonly week: WeekId; readonly madeFrom: string }[],
): Promise<ReadonlyMap<WeekId, KeptOutline>> {
  const made = new Map<WeekId, KeptOutline>()
  const madeFrom = new Map(marked.map(each => [each.week, each.madeFrom]))
  for (let start = 0; start < marked.length; start += OUTLINED_AT_ONCE) {
    const weeks = marked.slice(start, start + OUTLINED_AT_ONCE).map(({ week }) => week)
    for (const issue of await readCorrectedIssuesOf(db, weeks))
      made.set(issue.week, { madeFrom: madeFrom.get(issue.week) ?? '', outline: outlineIssue(site, issue) })
  }
  return made
}

/** Reads single issues; those that are asked for at one moment come in one query. */
function readTogether(db: Connection): (week: WeekId) => Promise<Issue> {
  let asked: WeekId[] = []
  let reading: Promise<ReadonlyMap<WeekId, Issue>> | null = null
  const readAsked = async (): Promise<ReadonlyMap<WeekId, Issue>> => {
    await Promise.resolve()
    const weeks = asked
    asked = []
    reading = null
    return new Map((await readCorrectedIssuesOf(db, weeks)).map(issue => [issue.week, issue]))
  }
  return async week => {
    asked.push(week)
    const issue = (await (reading ??= readAsked())).get(week)
    if (!issue) throw new Error(`issue ${week} is gone from the store while the site is written`)
    return issue
  }
}
