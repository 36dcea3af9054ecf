// Keeps what a source prints in every article out of its summaries: the line under a masthead, a call for sponsors, a sign-off.
import { addMinutes } from '../core/clock.ts'
import type { Article, Instant } from '../core/types.ts'
import { readArticles, saveSummary } from '../store/articles.ts'
import type { Store } from '../store/engine/database.ts'
import { forgetSourceLines, readStandingLines, saveSourceLines } from '../store/source-lines.ts'
import { hashLine, hashLines } from './summary/lines.ts'
import { summarize } from './summary/summarize.ts'

/** A line that was not printed for half a year is no standing line any more. */
const KEPT_MINUTES = 180 * 24 * 60
/** An article most of whose lines one other article has is the same article once more: its lines are no standing ones. */
const SAME_ARTICLE = 0.5

/** An item whose article has been read. */
interface ReadItem {
  readonly id: number
  readonly source_id: number
}

/** The lines of an article that its source prints in others as well, by their hashes. */
async function findStanding(
  store: Store,
  sourceId: number,
  lines: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const standing = await readStandingLines(store.db, sourceId, [...lines.keys()])
  const isSameArticle =
    standing.size > SAME_ARTICLE * lines.size && [...standing.values()].every(articles => articles === 2)
  return new Set(isSameArticle ? [] : standing.keys())
}

/** All that an article prints: the lines of its text, and a summary that its feed gave. */
function linesOf({ text, language, summary }: Article): ReadonlyMap<string, string> {
  const lines = new Map(hashLines(text, language))
  const lead = summary.method === 'feed' ? hashLine(summary.lead) : null
  return lead === null ? lines : lines.set(lead, summary.lead)
}

/** Whether a summary says a standing line. */
function saysOne({ summary }: Article, lines: ReadonlyMap<string, string>, standing: ReadonlySet<string>): boolean {
  const said = [...lines].filter(([hash]) => standing.has(hash)).map(([, line]) => line)
  return said.some(line => summary.lead.includes(line) || summary.points.includes(line))
}

/** The article's summary without its standing lines; an editor's own words stay unless they are such a line themselves. */
function sumUpAnew(article: Article, standing: ReadonlySet<string>, want: { sentences: number; points: number }) {
  const { title, text, language, summary } = article
  const input = { title, text, standing, ...(language === null ? {} : { language }) }
  const anew = summarize(input, want)
  const isOwn = summary.method === 'feed' && !standing.has(hashLine(summary.lead) ?? '')
  return isOwn || anew.lead === '' ? summarize({ ...input, lead: summary.lead }, want) : anew
}

/**
 * Notes the lines of articles that were just read and sums those up anew whose summary says a line that their source prints in other
 * articles too. Articles of one run count for each other, whatever their order. A summary is never left empty by it.
 */
export async function dropStandingLines(
  { store, now, want }: { store: Store; now: Instant; want: { sentences: number; points: number } },
  items: readonly ReadItem[],
): Promise<void> {
  const articles = await readArticles(
    store.db,
    items.map(({ id }) => id),
  )
  for (const [sourceId, members] of Map.groupBy(items, item => item.source_id)) {
    const read = members.flatMap(({ id }) => {
      const article = articles.get(id)
      return article && article.text !== '' ? [{ id, article, lines: linesOf(article) }] : []
    })
    if (read.length === 0) continue
    for (const { id, lines } of read)
      await saveSourceLines(store.db, { sourceId, itemId: id, hashes: [...lines.keys()], now })
    for (const { id, article, lines } of read) {
      const standing = await findStanding(store, sourceId, lines)
      if (saysOne(article, lines, standing)) await saveSummary(store.db, id, sumUpAnew(article, standing, want))
    }
    await forgetSourceLines(store.db, sourceId, addMinutes(now, -KEPT_MINUTES))
  }
}

/** The lines of an article that its source prints in others as well, as `weekly why` shows them. */
export async function readStandingLinesOf(
  store: Store,
  sourceId: number,
  article: Article,
): Promise<readonly string[]> {
  const lines = linesOf(article)
  const standing = await findStanding(store, sourceId, lines)
  return [...lines].filter(([hash]) => standing.has(hash)).map(([, line]) => line)
}
