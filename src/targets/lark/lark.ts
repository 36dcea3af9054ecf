// A group of 飞书 or Lark as a target: one rich text message of a custom bot.
import { createHmac } from 'node:crypto'
import { msFromInstant } from '../../core/clock.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, type Line, visibleText } from '../compose.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { createIssueTarget, type IssueTarget } from '../issue-target.ts'
import { type Answer, jsonHeaders, parseObject, putOff, refuse, tell, type TargetNetwork, wordOf } from '../sending.ts'
import type { Outcome } from '../target.ts'

/** The address of the bot, and the secret where its security asks for signatures. */
export interface LarkSettings {
  readonly name: string
  readonly url: string
  readonly secrets: readonly string[]
}

/** The bot takes 20 KB; time and signature come on top. */
const MOST_BYTES = 18_000
/** Too many messages at a time, as bots and as the platform say it. */
const BUSY: ReadonlySet<unknown> = new Set([11232, 99991400])
/** The code of a bad body comes for too many messages as well. */
const saysBusy = /\btoo many\b|frequency limit/i

/** The `sign` of a custom bot: the HMAC of nothing, keyed with the time in seconds and the secret. */
export function signLark(secret: string, seconds: number): string {
  return createHmac('sha256', `${seconds}\n${secret}`).digest('base64')
}

/** Makes the target. There is no key for a repeat, and nothing can be changed. */
export function createLark(
  { name, url, secrets: [secret] }: LarkSettings,
  site: SiteDescription,
  network: TargetNetwork,
): IssueTarget {
  return createIssueTarget(
    {
      name,
      mayRepeat: false,
      render: renderPost,
      post: ({ body }) => {
        const seconds = Math.floor(msFromInstant(network.clock.now()) / 1_000)
        const signed = secret === undefined ? {} : { timestamp: String(seconds), sign: signLark(secret, seconds) }
        const text = JSON.stringify({ ...signed, ...parseObject(body) })
        return tell(network, { method: 'POST', url, headers: jsonHeaders, body: text }, { read: readAnswer, explain })
      },
    },
    site,
  )
}

function renderPost(facts: IssueFacts): string | null {
  const write = ([head = [], ...rest]: readonly Line[]): string => {
    const content = rest.map(line =>
      line.map(({ text, href }) => (href === null ? { tag: 'text', text } : { tag: 'a', text, href })),
    )
    const place = facts.language.startsWith('zh') ? 'zh_cn' : 'en_us'
    return JSON.stringify({ msg_type: 'post', content: { post: { [place]: { title: visibleText([head]), content } } } })
  }
  const lines = composeMessage(facts, each => Buffer.byteLength(write(each)) <= MOST_BYTES)
  return lines && write(lines)
}

/** An error comes with 200 too. `StatusCode` is what older bots answer. */
function readAnswer(answer: Answer): Outcome | null {
  const value = parseObject(answer.text)
  const code = value?.['code'] ?? value?.['StatusCode']
  if (typeof code !== 'number') return null
  if (code === 0) return { state: 'sent', remoteId: null }
  const { reason } = explain(answer)
  return BUSY.has(code) || saysBusy.test(reason) ? putOff(reason) : refuse(reason)
}

function explain({ text }: Answer): { reason: string } {
  const value = parseObject(text)
  return { reason: `${wordOf(value?.['code'])} ${wordOf(value?.['msg'])}`.trim() }
}
