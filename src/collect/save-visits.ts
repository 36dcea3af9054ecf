// Commits visits, many in one transaction: each commit waits for the disk, and a crash before it only repeats visits.
import { siteOf } from '../core/url.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import type { FetchTable, SourceStateTable } from '../store/engine/schema.ts'
import { hasHiddenValue } from '../net/hidden-values.ts'
import { saveDropped } from '../store/dropped-items.ts'
import { saveFetches } from '../store/fetches.ts'
import { saveBodies } from '../store/kept-bodies.ts'
import { savePicks } from '../store/picked-links.ts'
import { saveSeen } from '../store/seen-links.ts'
import { saveFormerAddress, saveVisits } from '../store/sources.ts'
import { saveSuggestions } from '../store/suggestions.ts'
import { noteHubs } from '../store/websub.ts'
import { type SavedItems, saveItems } from './save-items.ts'
import type { Visit } from './visit.ts'
import { answerOf, decideState } from './visit-state.ts'
import { findHubs } from './websub.ts'

/** What was stored of a visit. */
export interface SavedVisit extends SavedItems {
  readonly state: SourceStateTable
}

/** Stores visits, several in one transaction. */
export interface VisitSaver {
  /** Resolves when the visit is stored for good. */
  save(visit: Visit): Promise<SavedVisit>
}

const VISITS_AT_ONCE = 32
/** Nor more than this of what came: while it waits, a body is held as text, as items and packed. */
const BODY_BYTES_AT_ONCE = 1_000_000
/** How long a visit waits for others to be stored with. */
const PATIENCE_MS = 5

/** One line of the fetch log. */
function fetchOf({ claimed, visited, next, now }: Visit, itemsNew: number): Omit<FetchTable, 'id'> {
  const answer = answerOf(visited)
  return {
    source_id: claimed.source.id,
    url: claimed.state.fetch_url,
    fetched_at: now,
    outcome: 'error' in visited ? visited.error.code : visited.kind,
    status: answer?.status ?? null,
    hops: JSON.stringify(answer?.hops ?? []),
    wire_bytes: answer?.wireBytes ?? 0,
    body_bytes: answer?.bodyBytes ?? 0,
    duration_ms: Math.round(answer?.ms ?? 0),
    etag: answer?.etag ?? null,
    last_modified: answer?.lastModified ?? null,
    items_new: itemsNew,
    next_check_at: next.nextCheckAt,
    next_check_reason: next.reason,
  }
}

async function saveVisit(db: Connection, dialect: Store['dialect'], visit: Visit): Promise<SavedVisit> {
  const { claimed, visited, items, next, now } = visit
  const { source, state: before } = claimed
  const found = visited.kind === 'changed' ? (visited.reading.suggestions ?? []) : []
  const kept = found.length === 0 ? null : await saveSuggestions(db, dialect, source.id, found, now)
  const brought = await saveItems(db, source.id, items, visit.opensAt)
  await saveDropped(db, source.id, visit.dropped, now)
  // A body that brought nothing, and could be read, adds nothing to what is kept already.
  const isTelling = brought.fresh + brought.edited > 0 || visited.kind === 'failed' || before.backlog_read_at === null
  if (isTelling) await saveBodies(db, source.id, visit.bodies, now)
  await saveSeen(db, source.id, visit.learned)
  await savePicks(db, visit.picks, { by: source.title ?? before.feed_title ?? siteOf(source.url), now })
  const cutOff = brought.cutOff + visit.leftOver
  const saved = { ...brought, cutOff, fresh: brought.fresh + (kept?.fresh ?? 0) }
  const decided = decideState(before, visited, next, { ...saved, now })
  const cursor = kept?.cursor ?? (visited.kind === 'changed' ? visited.reading.cursor : undefined)
  const state = cursor ? { ...decided, cursor } : decided
  if (state.fetch_url !== before.fetch_url) await saveFormerAddress(db, source.id, before.fetch_url, now)
  // The topic of a source with a secret in its address is nothing to tell a hub.
  if (visited.kind === 'changed' && !hasHiddenValue(source.url))
    await noteHubs(db, source.id, findHubs(visited.answer, visited.reading), now)
  return { ...saved, state }
}

/** Saves items, states and log lines of visits in one transaction: after a crash all of a visit is stored or nothing. */
async function saveTogether(store: Store, worker: string, visits: readonly Visit[]): Promise<SavedVisit[]> {
  return store.db.transaction().execute(async db => {
    const saved: SavedVisit[] = []
    for (const visit of visits) saved.push(await saveVisit(db, store.dialect, visit))
    await saveVisits(
      db,
      worker,
      saved.map(({ state }) => state),
    )
    await saveFetches(
      db,
      visits.map((visit, index) => fetchOf(visit, saved[index]?.fresh ?? 0)),
    )
    return saved
  })
}

interface Waiting {
  readonly visit: Visit
  readonly stored: PromiseWithResolvers<SavedVisit>
}

/** Makes a saver for one pass; one transaction is under way at a time. */
export function createVisitSaver(store: Store, worker: string): VisitSaver {
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  const saveWaiting = (): void => {
    clearTimeout(timer)
    const batch = waiting
    waiting = []
    waitingBytes = 0
    const settle = async (): Promise<void> => {
      try {
        const saved = await saveTogether(
          store,
          worker,
          batch.map(({ visit }) => visit),
        )
        saved.forEach((each, index) => batch[index]?.stored.resolve(each))
      } catch (error) {
        for (const { stored } of batch) stored.reject(error)
      }
    }
    last = last.then(settle)
  }
  return {
    save: visit => {
      const stored = Promise.withResolvers<SavedVisit>()
      if (waiting.push({ visit, stored }) === 1) timer = setTimeout(saveWaiting, PATIENCE_MS)
      waitingBytes += answerOf(visit.visited)?.bodyBytes ?? 0
      if (waiting.length === VISITS_AT_ONCE || waitingBytes >= BODY_BYTES_AT_ONCE) saveWaiting()
      return stored.promise
    },
  }
}
