// Sources for programs: how they are, following one, following it no longer. Addresses that may bear a secret are not told.
import { z } from 'zod'
import { decideHealth } from '../../collect/source-health.ts'
import { WeeklyError } from '../../core/errors.ts'
import { type ClaimedSource, findSource, isPublic, readSource, readSources } from '../../store/sources.ts'
import type { DeskDeps } from '../pages/frame.ts'
import { nameSource } from '../pages/source-view.ts'
import { apiRoute, shapes } from './api-route.ts'

const health = z.enum(['ok', 'new', 'paused', 'dead', 'failing', 'silent', 'moved'])
const sourceShape = z.strictObject({
  id: z.int(),
  title: z.string(),
  url: z.string().nullable().describe('Null where the address is private.'),
  section: z.string().nullable(),
  weight: z.number(),
  health,
  succeededAt: z.string().nullable(),
  nextVisitAt: z.string(),
})

const healthOf = (deps: DeskDeps, claimed: ClaimedSource): z.output<typeof health> =>
  decideHealth(claimed, deps.clock.now(), deps.silentDays).health

function viewSource(deps: DeskDeps, claimed: ClaimedSource): z.input<typeof sourceShape> {
  const { source, state } = claimed
  return {
    id: source.id,
    title: nameSource(claimed),
    url: isPublic(source) ? source.url : null,
    section: source.section,
    weight: source.weight,
    health: healthOf(deps, claimed),
    succeededAt: state.succeeded_at,
    nextVisitAt: state.next_check_at,
  }
}

/** The sources that fail or are given up. */
export async function viewFailing(deps: DeskDeps) {
  const all = await readSources(deps.store.db)
  return all
    .map(claimed => ({ id: claimed.source.id, title: nameSource(claimed), health: healthOf(deps, claimed) }))
    .filter(each => each.health === 'failing' || each.health === 'dead')
}

const missing = (): WeeklyError =>
  new WeeklyError('SOURCE_MISSING', 'there is no such source', {
    hint: '`GET /api/v1/sources` lists them with their ids.',
  })

async function follow(deps: DeskDeps, { url, ...settings }: z.output<typeof newSource>) {
  await deps.sources.add(url, settings)
  const added = await findSource(deps.store.db, url)
  if (!added) throw missing()
  return viewSource(deps, added)
}

async function remove(deps: DeskDeps, id: number) {
  const found = await readSource(deps.store.db, id)
  const entry = found && (await deps.sources.readEntry(found.source.url))
  if (!found || !entry) throw missing()
  await deps.sources.remove(found.source.url, entry.was)
  return { id, title: nameSource(found) }
}

const newSource = z.strictObject({
  url: z.string().min(1).max(2_000).describe('Of a feed, or with `kind: page` of a page with a list of links.'),
  kind: z.literal('page').optional(),
  title: z.string().min(1).max(200).optional(),
  section: z.string().min(1).max(200).optional(),
  weight: z.number().min(0.1).max(10).optional(),
})

/** What programs may do with sources. */
export const sourceRoutes = [
  apiRoute({
    method: 'GET',
    path: '/sources',
    scope: 'read',
    says: 'All sources and how they are.',
    query: z.strictObject({}),
    answer: z.strictObject({ sources: z.array(sourceShape) }),
    handle: async ({ deps }) => ({
      sources: (await readSources(deps.store.db)).map(claimed => viewSource(deps, claimed)),
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/sources',
    scope: 'edit',
    status: 201,
    says: 'Follows a source, by writing it to sources.yaml.',
    query: z.strictObject({}),
    body: newSource,
    answer: sourceShape,
    handle: ({ deps }, _query, body) => follow(deps, body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/sources/{id}',
    scope: 'edit',
    says: 'Follows a source no longer; what it brought stays.',
    query: z.strictObject({ id: shapes.rowId }),
    answer: z.strictObject({ id: z.int(), title: z.string() }),
    handle: ({ deps }, query) => remove(deps, query.id),
  }),
]
