// The client of the articles' reader with a memory: each page that it brings is kept as it came.
import type { Clock } from '../core/clock.ts'
import type { HttpClient } from '../net/http.ts'
import { packAnswer } from '../net/packed-answer.ts'
import type { Store } from '../store/engine/database.ts'
import { createGroupCommit } from '../store/engine/group-commit.ts'
import { saveBodies } from '../store/kept-bodies.ts'

/** The same client, whose answers are kept before they are read. */
export function keepPages(http: HttpClient, store: Store, clock: Clock): HttpClient {
  const commit = createGroupCommit(store)
  const fetch: HttpClient['fetch'] = async request => {
    const result = await http.fetch(request)
    const packed = packAnswer(request.url, result)
    if (packed) await commit(db => saveBodies(db, null, [packed], clock.now()))
    return result
  }
  return { ...http, fetch }
}
