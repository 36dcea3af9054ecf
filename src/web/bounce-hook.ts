// POST /hooks/bounce: relays tell of mails that did not arrive or were called spam. server.ts routes to it.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { readNotifications } from '../deliver/bounces/read-notification.ts'
import { takeNotification } from '../deliver/bounces/take-notification.ts'
import type { Verp } from '../deliver/message/verp.ts'
import type { Store } from '../store/engine/database.ts'

/** What taking in notices of a mail service needs. */
export interface BounceHookDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** What the relay must show, and the return paths that it may name; without it the hook does not exist. */
  readonly bounceHook?: { readonly secret: string; readonly verp: Verp | null } | undefined
}

/** The bearer token or the basic password of a request; empty when there is neither. */
function readSecret(request: Request): string {
  const [scheme = '', value = ''] = (request.headers.get('Authorization') ?? '').split(' ')
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return ''
  const pair = Buffer.from(value, 'base64').toString()
  return pair.slice(pair.indexOf(':') + 1)
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Takes what a relay posts. 401 without the secret, 422 for a body of no known shape, 200 for everything else: relays repeat what fails. */
export async function takeBounce(deps: BounceHookDeps, request: Request): Promise<Response> {
  const { bounceHook, log } = deps
  if (!bounceHook) return new Response('Not found\n', { status: 404 })
  if (!timingSafeEqual(hash(readSecret(request)), hash(bounceHook.secret)))
    return new Response('The secret is missing or wrong\n', {
      status: 401,
      headers: { 'WWW-Authenticate': 'Basic realm="bounces"' },
    })
  const body = await request.text()
  const notifications = readNotifications(body)
  if (notifications === null) return new Response('No notification that is known here\n', { status: 422 })
  for (const notification of notifications)
    try {
      log.info('bounces.notified', {
        outcome: await takeNotification({ ...deps, verp: bounceHook.verp }, notification),
      })
    } catch (error) {
      // An address that cannot be one of ours.
      if (!isWeeklyError(error) || error.code !== 'SUBSCRIBER_INVALID') throw error
    }
  const confirm = /"SubscribeURL"\s*:\s*"([^"]{1,2000})"/.exec(body)?.[1]
  if (confirm !== undefined) log.warn('bounces.confirm', { hint: 'Open this address to confirm', url: confirm })
  return new Response('', { status: 200 })
}
