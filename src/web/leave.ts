// How readers leave through the web, and take it back within a day.
import { isWeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import { queueCatchUp } from '../deliver/issue-mails.ts'
import type { ReturnPurpose } from '../deliver/tokens.ts'
import { readLatestWeek } from '../store/issues.ts'
import { findSubscriber, mayReturn, takeBackLeaving, unsubscribe } from '../store/subscribers.ts'
import { actionOf, page, type ReaderDeps } from './reader-page.ts'

/**
 * RFC 8058: a POST of the one field acts at once, needs nothing but the link, and may come twice; any other shows the button.
 * `isOneClick` is null for what is no POST.
 */
export async function showUnsubscribe(deps: ReaderDeps, id: number, isOneClick: boolean | null): Promise<Response> {
  const { store, clock } = deps
  const subscriber = await findSubscriber(store.db, { id })
  const language = subscriber?.language
  if (!isOneClick) {
    const status = isOneClick === null ? 200 : 400
    return page(deps, 'unsubscribe', { language, action: actionOf(deps, 'unsubscribe', id) }, status)
  }
  await unsubscribe(store.db, id, clock.now())
  return showLeft(deps, id)
}

const purposeOf = (leftAt: string): ReturnPurpose => `return:${leftAt as Instant}`

/** The page on having left: with the button that takes it back, where that may be, and the latest issue. */
async function showLeft(deps: ReaderDeps, id: number): Promise<Response> {
  const { store, clock, tokens, url } = deps
  const subscriber = await findSubscriber(store.db, { id })
  const leftAt = subscriber && mayReturn(subscriber, clock.now()) ? subscriber.leftAt : null
  const base = new URL(url).pathname.replace(/\/$/, '')
  return page(deps, 'unsubscribed', {
    language: subscriber?.language,
    returnAction: leftAt === null ? undefined : `${base}/return/${leftAt}/${tokens.sign(purposeOf(leftAt), id)}`,
    latestWeek: await readLatestWeek(store.db),
  })
}

/** Takes back a leaving (POST), or shows the button for it (GET). The token is for that leaving only, and works for a day. */
export async function takeBack(deps: ReaderDeps, request: Request, leftAt: string, token: string): Promise<Response> {
  const { db } = deps.store
  const id = readToken(deps, leftAt, token)
  const subscriber = id === null ? null : await findSubscriber(db, { id })
  if (!subscriber) return page(deps, 'invalid-link', {}, 404)
  const { language } = subscriber
  if (request.method !== 'POST') return showLeft(deps, subscriber.id)
  const now = deps.clock.now()
  const isBack = await db.transaction().execute(async transaction => {
    const isConfirmed = await takeBackLeaving(transaction, subscriber.id, leftAt as Instant, now)
    // An issue that was frozen meanwhile; one that the reader is already among the readers of is not queued again.
    if (isConfirmed && subscriber.state !== 'confirmed' && deps.catchUp)
      await queueCatchUp(transaction, subscriber.id, deps.url, now)
    return isConfirmed
  })
  if (!isBack) return page(deps, 'invalid-link', { language }, 404)
  return page(deps, 'returned', { language, latestWeek: await readLatestWeek(db) })
}

function readToken({ tokens }: ReaderDeps, leftAt: string, token: string): number | null {
  try {
    return tokens.check(purposeOf(leftAt), token)
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}
