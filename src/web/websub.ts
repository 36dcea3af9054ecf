// What hubs say to the callback address of a subscription (WebSub §5.3, §7). server.ts routes to it. A GET changes a row in one case
// alone, which the protocol defines: it carries an unguessable token together with the topic that was asked for under it.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Store } from '../store/engine/database.ts'
import { confirmLease, denySubscription, findCallback, hastenVisit } from '../store/websub.ts'

/** What answering a hub needs. */
export interface HubDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

const BODY_LIMIT_BYTES = 10_000_000
const REASON_LENGTH = 500
const signaturePattern = /^(sha1|sha256|sha384|sha512)=([0-9a-f]+)$/i

function answer(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

/**
 * Verification of intent and denial. A challenge is echoed only for a subscription that was asked for; we never ask to end one (the
 * lease runs out, and an announcement meets 410), so that nobody can end it in our name. HEAD changes nothing.
 */
export async function verifyIntent(deps: HubDeps, request: Request, token: string): Promise<Response> {
  const { store, clock } = deps
  const { searchParams: said } = new URL(request.url)
  const mode = said.get('hub.mode')
  const claim = { token, topic: said.get('hub.topic') ?? '' }
  const challenge = said.get('hub.challenge')
  if (request.method === 'GET' && mode === 'subscribe' && challenge) {
    const leaseSeconds = Number(said.get('hub.lease_seconds') ?? Number.NaN)
    if (await confirmLease(store.db, claim, leaseSeconds, clock.now())) return answer(200, challenge)
  }
  if (request.method === 'GET' && mode === 'denied') {
    const reason = (said.get('hub.reason') ?? 'no reason given').slice(0, REASON_LENGTH)
    if (await denySubscription(store.db, claim, reason, clock.now())) return answer(200, '')
  }
  return answer(404, 'Not found\n')
}

/** Reads a body to its end, through the HMAC if there is one; false when it is longer than an announcement may be. */
async function readThrough(request: Request, hmac: ReturnType<typeof createHmac> | null): Promise<boolean> {
  let sizeBytes = 0
  const body: AsyncIterable<Uint8Array> | null = request.body
  for await (const chunk of body ?? []) {
    sizeBytes += chunk.length
    if (sizeBytes > BODY_LIMIT_BYTES) return false
    hmac?.update(chunk)
  }
  return true
}

function isSame(digest: Buffer, hex: string): boolean {
  const given = Buffer.from(hex, 'hex')
  return given.length === digest.length && timingSafeEqual(given, digest)
}

/**
 * Content distribution: an announcement brings the source's next visit forward. What it carries is not read: the feed itself is asked,
 * under the rules of every visit. A wrong or missing signature is accepted and ignored (§7.1); 410 tells a hub to stop.
 */
export async function takeAnnouncement(deps: HubDeps, request: Request, token: string): Promise<Response> {
  const { store, clock, log } = deps
  const callback = await findCallback(store.db, token)
  if (!callback?.isFollowed) return answer(410, 'No such subscription\n')
  const { secret, sourceId } = callback
  const [, method = '', hex = ''] = signaturePattern.exec(request.headers.get('X-Hub-Signature') ?? '') ?? []
  const hmac = secret !== null && method !== '' ? createHmac(method.toLowerCase(), secret) : null
  if (!(await readThrough(request, hmac))) return answer(413, 'Too large\n')
  const isGenuine = secret === null || (hmac !== null && isSame(hmac.digest(), hex))
  if (isGenuine)
    log.info('websub.announced', { source: sourceId, visitAt: await hastenVisit(store.db, callback, clock.now()) })
  else log.info('websub.ignored', { source: sourceId, signature: method || 'none' })
  return answer(202, '')
}
