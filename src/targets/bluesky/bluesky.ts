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
    if (session === null) {
      const opened = await openSession(settings, network)
      if ('state' in opened) return opened
      session = opened
    }
    const outcome = await putRecord(settings, network, session, message)
    if (outcome.state === 'retry') session = null
    return outcome
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
    {
      read: answer => {
        const uri = wordOf(parseObject(answer.text)?.['uri'])
        return uri === '' ? null : { state: 'sent', remoteId: uri }
      },
      explain,
    },
  )
  const isExpired = outcome.state === 'refused' && outcome.error.message.includes('ExpiredToken')
  return isExpired ? putOff('the session had expired') : outcome
}

function explain({ text, headers }: Answer, now: Instant): { reason: string; notBefore: Instant | null } {
  const value = parseObject(text)
  const reset = Number(headers['ratelimit-reset'] ?? NaN)
  return {
    reason: `${wordOf(value?.['error'])} ${wordOf(value?.['message'])}`.trim(),
    notBefore: secondsFrom(now, reset - msFromInstant(now) / 1_000),
  }
}
