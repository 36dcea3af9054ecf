// What a week that has closed does without: articles that were not read in time. The words of their feeds stand for them.
import type { IssueWindow, StageNote } from '../core/types.ts'
import { readItems } from '../store/items.ts'
import { readUnreadOf } from '../store/pending-items.ts'
import { type ReadingDeps, standIn } from './extract-item.ts'

const AT_ONCE = 24

/** Lets the feeds' words stand for every unread item of a week; answers a note when there were some. */
export async function standForUnread(deps: ReadingDeps, window: IssueWindow): Promise<readonly StageNote[]> {
  const { store, clock } = deps
  let count = 0
  for (let after = 0; ;) {
    const ids = await readUnreadOf(store.db, window, clock.now(), { after, limit: AT_ONCE })
    if (ids.length === 0) break
    after = ids.at(-1) ?? after
    const stood = await Promise.all((await readItems(store.db, ids)).map(item => standIn(deps, item)))
    count += stood.filter(Boolean).length
  }
  if (count === 0) return []
  const message = `${count} ${count === 1 ? 'article was' : 'articles were'} not read in time; the words of their feeds stand`
  const hint = '`weekly source list` shows the sources that are slow to answer.'
  return [{ level: 'note', subject: window.week, code: 'ARTICLE_LATE', message, hint }]
}
