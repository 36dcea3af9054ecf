// A channel of Discord as a target: one message through a webhook, changed when its issue is corrected.
import type { Instant } from '../../core/types.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, type Line } from '../compose.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { createIssueTarget, type IssueTarget } from '../issue-target.ts'
import {
  type Answer,
  jsonHeaders,
  parseObject,
  putOff,
  refuse,
  secondsFrom,
  tell,
  type TargetNetwork,
  wordOf,
} from '../sending.ts'
import type { Outcome } from '../target.ts'

/** Address of the webhook, with or without a version. */
export interface DiscordSettings {
  readonly name: string
  readonly url: string
}

/** UTF-16 units, which are never fewer than the characters that are counted. */
const MOST_UNITS = 2_000
/** Links show no preview of themselves. */
const SUPPRESS_EMBEDS = 4

/** Makes the target. No key makes a repeat harmless. */
export function createDiscord(
  { name, url }: DiscordSettings,
  site: SiteDescription,
  network: TargetNetwork,
): IssueTarget {
  const ask = (
    method: 'POST' | 'PATCH',
    path: string,
    query: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Outcome> => {
    const address = new URL(url)
    address.pathname += path
    // A thread may be named there.
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value)
    const explainHere = (answer: Answer, now: Instant) => explain(answer, now, countsMs(address.pathname))
    const read = (answer: Answer, now: Instant) => readAnswer(answer, explainHere(answer, now))
    return tell(network, { method, url: address.href, headers: jsonHeaders, body }, { read, explain: explainHere })
  }
  return createIssueTarget(
    {
      name,
      mayRepeat: false,
      render: renderMessage,
      // Without `wait` a message that was not kept gives no error.
      post: ({ body }) => ask('POST', '', { wait: 'true' }, body),
      edit: ({ body }, remoteId) => ask('PATCH', `/messages/${encodeURIComponent(remoteId)}`, {}, body),
    },
    site,
  )
}

function renderMessage(facts: IssueFacts): string | null {
  const lines = composeMessage(facts, each => renderContent(each).length <= MOST_UNITS)
  if (!lines) return null
  // A title may be "@everyone".
  return JSON.stringify({ content: renderContent(lines), allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS })
}

function renderContent([head = [], ...rest]: readonly Line[]): string {
  const write = (line: Line): string =>
    line.map(({ text, href }) => (href === null ? escape(text) : writeLink(text, href))).join('')
  return [`**${write(head)}**`, ...rest.map(write)].join('\n')
}

const writeLink = (text: string, href: string): string => {
  const address = href.replace(
    /[()<>\s]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  return text === href ? address : `[${escape(text)}](${address})`
}

const escape = (text: string): string => text.replace(/[\\*_~`|<>[\]()#:@-]/g, sign => `\\${sign}`)

/** An error is one with a status of success too: it has a code or a wait, and no message. */
function readAnswer({ text }: Answer, { reason, notBefore }: Said): Outcome | null {
  const value = parseObject(text)
  const id = wordOf(value?.['id'])
  if (id !== '') return { state: 'sent', remoteId: id }
  if (notBefore !== null) return putOff(reason, notBefore)
  return wordOf(value?.['code']) === '' ? null : refuse(reason)
}

interface Said {
  readonly reason: string
  readonly notBefore: Instant | null
}

/** Whether the version of the API that an address names is one before the eighth, where waits are milliseconds. */
const countsMs = (path: string): boolean => /\/api\/v[3-7]\//.test(path)

/** How long to wait stands in the header; where it does not, in the body, in a unit that differs between versions. */
function explain({ text, headers }: Answer, now: Instant, isMs: boolean): Said {
  const value = parseObject(text)
  const wait = value?.['retry_after']
  const seconds = isMs && typeof wait === 'number' ? wait / 1_000 : wait
  return {
    reason: `${wordOf(value?.['code'])} ${wordOf(value?.['message'])}`.trim(),
    notBefore: headers['retry-after'] === undefined ? secondsFrom(now, seconds) : null,
  }
}
