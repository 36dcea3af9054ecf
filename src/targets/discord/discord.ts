// A channel of Discord as a target: one message through a webhook, changed when its issue is corrected.
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, type Line } from '../compose.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { createIssueTarget, type IssueTarget } from '../issue-target.ts'
import { type Answer, jsonHeaders, parseObject, tell, type TargetNetwork, wordOf } from '../sending.ts'
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
  const ask = (method: 'POST' | 'PATCH', path: string, query: string, body: string): Promise<Outcome> => {
    const address = new URL(url)
    address.pathname += path
    address.search = query
    return tell(network, { method, url: address.href, headers: jsonHeaders, body }, { read: readAnswer, explain })
  }
  return createIssueTarget(
    {
      name,
      mayRepeat: false,
      render: renderMessage,
      // Without `wait` a message that was not kept gives no error.
      post: ({ body }) => ask('POST', '', 'wait=true', body),
      edit: ({ body }, remoteId) => ask('PATCH', `/messages/${encodeURIComponent(remoteId)}`, '', body),
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

function readAnswer({ text }: Answer): Outcome | null {
  const id = wordOf(parseObject(text)?.['id'])
  return id === '' ? null : { state: 'sent', remoteId: id }
}

/** How long to wait stands in the header: the unit of `retry_after` has changed between versions. */
function explain({ text }: Answer): { reason: string } {
  const value = parseObject(text)
  return { reason: `${wordOf(value?.['code'])} ${wordOf(value?.['message'])}`.trim() }
}
