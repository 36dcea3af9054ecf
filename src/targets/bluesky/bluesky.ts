// An account of Bluesky as a target: one post, put under a key of its own, so that putting it twice makes one.
import { msFromInstant, parseIsoInstant } from '../../core/clock.ts'
import type { Instant } from '../../core/types.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { createIssueTarget, type FrozenMessage, type IssueTarget } from '../issue-target.ts'
import {
  type Answer,
  jsonHeaders,
  parseObject,
  putOff,
  secondsFrom,
  tell,
  type TargetNetwork,
  wordOf,
} from '../sending.ts'
import type { Outcome } from '../target.ts'
import { makeRecordKey, renderRecord } from './record.ts'

/** The server of the account, its handle and an app password. */
export interface BlueskySettings {
  readonly name: string
  readonly url: string
  readonly handle: string
  readonly password: string
}

interface Session {
  readonly did: string
  readonly accessJwt: string
}

/** Makes the target. A session is kept while the program runs: there may be few of them in a day. */
export function createBluesky(settings: BlueskySettings, site: SiteDescription, network: TargetNetwork): IssueTarget {
  let session: Session | null = null
  const post = async (message: FrozenMessage): Promise<Outcome> => {
    const isKept = session !== null
    if (session === null) {
      const opened = await openSession(settings, network)
      if ('state' in opened) return opened
      session = opened
    }
    const outcome = await putRecord(settings, network, session, message)
    if (outcome.state === 'retry') session = null
    // A session of yesterday may have been ended there; one that was just opened is refused for another reason.
    const isEnded = isKept && outcome.state === 'refused' && /: 401\b/.test(outcome.error.message)
    if (!isEnded) return outcome
    session = null
    return putOff('the session had ended')
  }
  return createIssueTarget({ name: settings.name, mayRepeat: true, render: renderRecord, post }, site)
}

/** Logs in. Nothing is posted by that, so what fails is put off or refused. */
async function openSession(
  { url, handle, password }: BlueskySettings,
  network: TargetNetwork,
): Promise<Session | Outcome> {
  const opened: Session[] = []
  const body = JSON.stringify({ identifier: handle, password })
  const outcome = await tell(
    network,
    { method: 'POST', url: `${url}/xrpc/com.atproto.server.createSession`, headers: jsonHeaders, body },
    {
      read: ({ text }) => {
        const value = parseObject(text)
        const [did, accessJwt] = [wordOf(value?.['did']), wordOf(value?.['accessJwt'])]
        if (did === '' || accessJwt === '') return null
        opened.push({ did, accessJwt })
        return { state: 'sent', remoteId: null }
      },
      explain,
    },
  )
  if (opened[0]) return opened[0]
  return outcome.state === 'uncertain' ? putOff(outcome.error.message) : outcome
}

async function putRecord(
  { name, url }: BlueskySettings,
  network: TargetNetwork,
  { did, accessJwt }: Session,
  { subject, body }: FrozenMessage,
): Promise<Outcome> {
  const record = parseObject(body)
  const createdAt = parseIsoInstant(wordOf(record?.['createdAt'])) ?? network.clock.now()
  const rkey = makeRecordKey(msFromInstant(createdAt), `${name}\n${subject}`)
  const text = JSON.stringify({ repo: did, collection: 'app.bsky.feed.post', rkey, record })
  const headers = { ...jsonHeaders, authorization: `Bearer ${accessJwt}` }
  const outcome = await tell(
    network,
    { method: 'POST', url: `${url}/xrpc/com.atproto.repo.putRecord`, headers, body: text },
    { read: readUri, explain },
  )
  if (outcome.state === 'refused' && refusesKey.test(outcome.error.message))
    return createRecord(url, network, { did, headers, record })
  const isExpired = outcome.state === 'refused' && outcome.error.message.includes('ExpiredToken')
  return isExpired ? putOff('the session had expired') : outcome
}

/** A server that takes no keys but its own for posts. */
const refusesKey = /\brkey\b|record key|InvalidRecordKey/i
/** Of one's own posts so many are looked through. */
const LISTED = 50

/** Posts without a key of one's own, unless the post is there already: so that a repeat makes no second one. */
async function createRecord(
  url: string,
  network: TargetNetwork,
  {
    did,
    headers,
    record,
  }: {
    readonly did: string
    readonly headers: Readonly<Record<string, string>>
    readonly record: Readonly<Record<string, unknown>> | null
  },
): Promise<Outcome> {
  const query = new URLSearchParams({ repo: did, collection: 'app.bsky.feed.post', limit: String(LISTED) })
  const list = { method: 'GET', url: `${url}/xrpc/com.atproto.repo.listRecords?${query.toString()}`, headers } as const
  const own: unknown[] = []
  const listed = await tell(network, list, {
    read: ({ text }) => {
      const records = parseObject(text)?.['records']
      if (!Array.isArray(records)) return null
      own.push(...(records as unknown[]))
      return { state: 'sent', remoteId: null }
    },
    explain,
  })
  if (listed.state !== 'sent') return listed.state === 'uncertain' ? putOff(listed.error.message) : listed
  const known = own.map(each => parseObject(JSON.stringify(each))).find(each => isSame(each?.['value'], record))
  if (known) return { state: 'sent', remoteId: wordOf(known['uri']) || null }
  const body = JSON.stringify({ repo: did, collection: 'app.bsky.feed.post', record })
  const create = { method: 'POST', url: `${url}/xrpc/com.atproto.repo.createRecord`, headers, body } as const
  return tell(network, create, { read: readUri, explain })
}

/** Whether a post of ours is this one: it has its words and its time. */
function isSame(value: unknown, record: Readonly<Record<string, unknown>> | null): boolean {
  if (typeof value !== 'object' || value === null || record === null) return false
  const { text, createdAt } = value as { readonly text?: unknown; readonly createdAt?: unknown }
  return text === record['text'] && createdAt === record['createdAt']
}

function readUri({ text }: Answer): Outcome | null {
  const uri = wordOf(parseObject(text)?.['uri'])
  return uri === '' ? null : { state: 'sent', remoteId: uri }
}

function explain({ text, headers }: Answer, now: Instant): { reason: string; notBefore: Instant | null } {
  const value = parseObject(text)
  const reset = Number(headers['ratelimit-reset'] ?? NaN)
  return {
    reason: `${wordOf(value?.['error'])} ${wordOf(value?.['message'])}`.trim(),
    notBefore: secondsFrom(now, reset - msFromInstant(now) / 1_000),
  }
}
