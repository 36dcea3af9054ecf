// A group of 企业微信 as a target: one Markdown message of a group robot.
import type { Instant } from '../../core/types.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage } from '../compose.ts'
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

/** The address of the robot with its key. */
export interface WecomSettings {
  readonly name: string
  readonly url: string
}

/** Of the Markdown text in UTF-8: about 1,300 Han. */
const MOST_BYTES = 4_096
/** Busy, or too many messages. */
const BUSY: ReadonlySet<unknown> = new Set([-1, 45009])
const BUSY_SECONDS = 60

/** Makes the target. There is no key for a repeat, and nothing can be changed. */
export function createWecom({ name, url }: WecomSettings, site: SiteDescription, network: TargetNetwork): IssueTarget {
  return createIssueTarget(
    {
      name,
      mayRepeat: false,
      render: renderMarkdown,
      post: ({ body }) => tell(network, { method: 'POST', url, headers: jsonHeaders, body }, { read: readAnswer }),
    },
    site,
  )
}

function renderMarkdown(facts: IssueFacts): string | null {
  const lines = composeMessage(facts, each => Buffer.byteLength(renderMildMarkdown(each, '\n')) <= MOST_BYTES)
  return lines && JSON.stringify({ msgtype: 'markdown', markdown: { content: renderMildMarkdown(lines, '\n') } })
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
