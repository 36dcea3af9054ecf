// A program of somebody's own as a target, told by Standard Webhooks 1.0: a thin JSON event, signed.
import { createHash } from 'node:crypto'
import { msFromInstant } from '../../core/clock.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { signWebhook } from './sign-webhook.ts'
import { createIssueTarget, type FrozenMessage, type IssueTarget } from '../issue-target.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { jsonHeaders, tell, type TargetNetwork } from '../sending.ts'
import type { Outcome } from '../target.ts'

/** Where it listens, and the secrets that both know. */
export interface WebhookSettings {
  readonly name: string
  readonly url: string
  /** The one in use, and a former one while it is being changed. */
  readonly secrets: readonly string[]
}

/** The standard asks for small events: what is missing stands on the page and in the feeds. */
const MOST_BYTES = 20_000

/** Makes the target. It knows an event by its id, so that telling it again does no harm. */
export function createWebhook(settings: WebhookSettings, site: SiteDescription, network: TargetNetwork): IssueTarget {
  const post = (message: FrozenMessage): Promise<Outcome> => postEvent(settings, network, message)
  return createIssueTarget(
    {
      name: settings.name,
      mayRepeat: true,
      render: renderEvent,
      post,
      edit: message => post({ ...message, body: message.body.replace(`"${PUBLISHED}"`, '"issue.corrected"') }),
      probe: () => post(describeTest(site, network)),
    },
    site,
  )
}

const PUBLISHED = 'issue.published'

function describeTest({ title, url }: SiteDescription, { clock }: TargetNetwork): FrozenMessage {
  const timestamp = clock.now()
  const body = JSON.stringify({ type: 'target.test', timestamp, data: { list: title, url } })
  return { subject: 'test', sha256: timestamp, body }
}

function renderEvent(facts: IssueFacts): string {
  const { week, listTitle, title, url, language, sealedAt, takenBack } = facts
  const type = takenBack === null ? PUBLISHED : 'issue.retracted'
  const data = { week, list: listTitle, title, url, language, stories: facts.stories.length }
  const write = (count: number): string =>
    JSON.stringify({ type, timestamp: sealedAt, data: { ...data, first: facts.stories.slice(0, count) } })
  let count = takenBack === null ? facts.stories.length : 0
  while (count > 0 && Buffer.byteLength(write(count)) > MOST_BYTES) count -= 1
  return write(count)
}

async function postEvent(
  { name, url, secrets }: WebhookSettings,
  network: TargetNetwork,
  { subject, sha256, body }: FrozenMessage,
): Promise<Outcome> {
  // The same at every attempt, another for a correction. It may hold no full stop, which parts the signed text.
  const id = `msg_${createHash('sha256').update(`${name}\n${subject}\n${sha256}`).digest('hex').slice(0, 32)}`
  const seconds = Math.floor(msFromInstant(network.clock.now()) / 1_000)
  const signature = secrets.length === 0 ? {} : { 'webhook-signature': signWebhook(secrets, { id, seconds, body }) }
  const headers = { ...jsonHeaders, 'webhook-id': id, 'webhook-timestamp': String(seconds), ...signature }
  // The id names the event; there is nothing else to call it by.
  return tell(network, { method: 'POST', url, headers, body }, { read: () => ({ state: 'sent', remoteId: id }) })
}
