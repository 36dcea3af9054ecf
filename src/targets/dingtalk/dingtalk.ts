// A group of 钉钉 as a target: one Markdown message of a custom robot.
import { createHmac } from 'node:crypto'
import { msFromInstant } from '../../core/clock.ts'
import type { Instant } from '../../core/types.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, type Line, visibleText } from '../compose.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { createIssueTarget, type IssueTarget } from '../issue-target.ts'
import { renderMildMarkdown } from '../mild-markdown.ts'
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

/** The address of the robot with its access_token, and the secret where its security asks for signatures. */
export interface DingtalkSettings {
  readonly name: string
  readonly url: string
  readonly secrets: readonly string[]
}

const MOST_BYTES = 18_000
/** Too many messages, or busy: who goes on is shut out for ten minutes. */
const BUSY: ReadonlySet<unknown> = new Set([-1, 90030, 130101])
const BUSY_SECONDS = 600

/** The `sign` of a custom robot, not yet escaped for an address. */
export function signDingtalk(secret: string, ms: number): string {
  return createHmac('sha256', secret).update(`${ms}\n${secret}`).digest('base64')
}

/** Makes the target. There is no key for a repeat, and nothing can be changed. */
export function createDingtalk(
  { name, url, secrets: [secret] }: DingtalkSettings,
  site: SiteDescription,
  network: TargetNetwork,
): IssueTarget {
  const sign = (): string => {
    if (secret === undefined) return url
    const ms = msFromInstant(network.clock.now())
    // Escaped once: what is escaped twice does not match.
    return `${url}${url.includes('?') ? '&' : '?'}timestamp=${ms}&sign=${encodeURIComponent(signDingtalk(secret, ms))}`
  }
  return createIssueTarget(
    {
      name,
      mayRepeat: false,
      render: renderMarkdown,
      post: ({ body }) =>
        tell(network, { method: 'POST', url: sign(), headers: jsonHeaders, body }, { read: readAnswer }),
    },
    site,
  )
}

function renderMarkdown(facts: IssueFacts): string | null {
  const write = (lines: readonly Line[]): string => {
    const title = visibleText(lines.slice(0, 1))
    return JSON.stringify({ msgtype: 'markdown', markdown: { title, text: renderMildMarkdown(lines, '\n\n') } })
  }
  const lines = composeMessage(facts, each => Buffer.byteLength(write(each)) <= MOST_BYTES)
  return lines && write(lines)
}

/** The status is 200 always. */
function readAnswer({ text }: Answer, now: Instant): Outcome | null {
  const value = parseObject(text)
  const code = value?.['errcode']
  if (typeof code !== 'number') return null
  if (code === 0) return { state: 'sent', remoteId: null }
  const reason = `${code} ${wordOf(value?.['errmsg'])}`
  return BUSY.has(code) ? putOff(reason, secondsFrom(now, BUSY_SECONDS)) : refuse(reason)
}
