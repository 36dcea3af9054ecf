// Saving links, the inbox, and subscribers for programs.
import { z } from 'zod'
import { WeeklyError } from '../../core/errors.ts'
import { listSavedLinks, type SavedLink } from '../../store/saved-links.ts'
import { searchSubscribers } from '../../store/subscriber-search.ts'
import { keepShared, readShared } from '../pages/save.ts'
import { type ApiCall, apiRoute, shapes } from './api-route.ts'

const ROWS_SHOWN = 50
const savedShape = z.strictObject({
  id: z.int(),
  url: z.string(),
  title: z.string(),
  note: z.string(),
  savedBy: z.string(),
  savedAt: z.string(),
  state: z.enum(['waiting', 'taken', 'dismissed']),
  week: z.string().nullable(),
})

const viewSaved = (row: SavedLink): z.input<typeof savedShape> => ({
  ...{ id: row.id, url: row.url, title: row.title, note: row.note, state: row.state, week: row.week },
  savedBy: row.saved_by,
  savedAt: row.saved_at,
})

/** A link as a program sends it. */
export const saveBody = z.strictObject({
  url: z.string().min(1).max(10_000).describe('An address, or a text with one in it.'),
  title: z.string().max(500).default(''),
  note: z.string().max(2_000).default('').describe('Sticks to the link and enters the issue with it; Markdown.'),
})

/** Saves a link for the editor of a token. Throws STORY_PLACED, API_REQUEST_INVALID, FETCH_PRIVATE_ADDRESS. */
export async function saveCalled({ deps, by }: ApiCall, body: z.output<typeof saveBody>) {
  const { url, title, note } = body
  const isAddress = !/\s/.test(url.trim())
  const shared = readShared(new URLSearchParams({ ...(isAddress ? { url } : { text: url }), title, note }))
  const kept = await keepShared(deps, shared, by.editor.name)
  if (kept.kind === 'told')
    throw new WeeklyError('STORY_PLACED', `readers had this in the issue of ${kept.week}`, {
      hint: 'Nothing appears in two issues.',
    })
  if (kept.kind === 'none')
    throw new WeeklyError('API_REQUEST_INVALID', 'there is no web address in `url`', {
      hint: 'It begins with http:// or https:// and has at most 2,000 characters.',
      context: { problems: [{ path: 'url', message: 'no web address' }] },
    })
  return { saved: viewSaved(kept.link), isNew: kept.isNew }
}

const subscriberShape = z.strictObject({
  id: z.int(),
  email: z.string(),
  name: z.string().nullable(),
  language: z.string(),
  state: z.enum(['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained']),
  cadence: z.string(),
  stories: z.string(),
  createdAt: z.string(),
  confirmedAt: z.string().nullable(),
  leftAt: z.string().nullable(),
})

const pageQuery = { before: shapes.rowId.optional(), limit: shapes.limit.default(ROWS_SHOWN) }

/** The rows of a page, and where the next begins. */
function cut<Row extends { readonly id: number }>(found: readonly Row[], limit: number) {
  const rows = found.slice(0, limit)
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

/** What programs may do with links that people save, and with subscribers. */
export const peopleRoutes = [
  apiRoute({
    method: 'POST',
    path: '/save',
    scope: 'save',
    status: 201,
    says: 'Saves a link with a note into the inbox; one that is there already keeps both notes.',
    query: z.strictObject({}),
    body: saveBody,
    answer: z.strictObject({ saved: savedShape, isNew: z.boolean() }),
    handle: (call, _query, body) => saveCalled(call, body),
  }),
  apiRoute({
    method: 'GET',
    path: '/inbox',
    scope: 'read',
    says: 'What people saved, newest first.',
    query: z.strictObject({ state: z.enum(['waiting', 'taken', 'dismissed']).default('waiting'), ...pageQuery }),
    answer: z.strictObject({ saved: z.array(savedShape), next: z.int().nullable() }),
    handle: async ({ deps }, { state, before, limit }) => {
      const found = await listSavedLinks(deps.store.db, { state, limit: limit + 1, beforeId: before })
      const { rows, next } = cut(found, limit)
      return { saved: rows.map(viewSaved), next }
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/subscribers',
    scope: 'subscribers',
    says: 'Subscribers, who signed up last first; `q` is a part of the address.',
    query: z.strictObject({
      q: z.string().max(320).default(''),
      state: z.enum(['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained']).optional(),
      ...pageQuery,
    }),
    answer: z.strictObject({ subscribers: z.array(subscriberShape), next: z.int().nullable() }),
    handle: async ({ deps }, { q, state, before, limit }) => {
      const found = await searchSubscribers(deps.store.db, { text: q, state, beforeId: before, limit: limit + 1 })
      const { rows, next } = cut(found, limit)
      return { subscribers: rows.map(row => ({ ...row })), next }
    },
  }),
]
