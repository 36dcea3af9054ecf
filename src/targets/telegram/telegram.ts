// A channel or group of Telegram as a target: one message of a bot, changed when its issue is corrected.
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, countLinks, type Line, visibleText } from '../compose.ts'
import { createIssueTarget, type FrozenMessage, type IssueTarget } from '../issue-target.ts'
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
import type { Instant } from '../../core/types.ts'

/** Whose bot, and where it writes. */
export interface TelegramSettings {
  readonly name: string
  /** Of the Bot API, without a slash at its end. */
  readonly api: string
  readonly token: string
  /** `@channel` or a number such as -1001234567890. */
  readonly chat: string
}

/** UTF-16 units of the text without its tags. */
const MOST_UNITS = 4_096
/** Of more the rest is silently no link. */
const MOST_LINKS = 100

/** Makes the target. A bot cannot read its messages back, and no key makes a repeat harmless. */
export function createTelegram(settings: TelegramSettings, site: SiteDescription, network: TargetNetwork): IssueTarget {
  const ask = (method: string, fields: object, body: string): Promise<Outcome> => {
    const text = JSON.stringify({ chat_id: settings.chat, parse_mode: 'HTML', text: body, ...preview, ...fields })
    const url = `${settings.api}/bot${settings.token}/${method}`
    return tell(network, { method: 'POST', url, headers: jsonHeaders, body: text }, { read: readAnswer, explain })
  }
  return createIssueTarget(
    {
      name: settings.name,
      mayRepeat: false,
      render: facts => {
        const lines = composeMessage(
          facts,
          each => visibleText(each).length <= MOST_UNITS && countLinks(each) <= MOST_LINKS,
        )
        return lines && renderHtml(lines)
      },
      post: ({ body }: FrozenMessage) => ask('sendMessage', {}, body),
      edit: async ({ body }, remoteId) => {
        const outcome = await ask('editMessageText', { message_id: Number(remoteId) }, body)
        const isSame = outcome.state === 'refused' && outcome.error.message.includes('message is not modified')
        return isSame || outcome.state === 'sent' ? { state: 'sent', remoteId } : outcome
      },
    },
    site,
  )
}

const preview = { link_preview_options: { is_disabled: true } }

/** The few tags and the four references that Telegram knows; line breaks are themselves. */
function renderHtml(lines: readonly Line[]): string {
  const [head = [], ...rest] = lines
  const write = (line: Line): string =>
    line
      .map(({ text, href }) => (href === null ? escape(text) : `<a href="${escape(href)}">${escape(text)}</a>`))
      .join('')
  return [`<b>${write(head)}</b>`, ...rest.map(write)].join('\n')
}

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, sign => references[sign] ?? sign)

function readAnswer(answer: Answer, now: Instant): Outcome | null {
  const value = parseObject(answer.text)
  if (value?.['ok'] === true) {
    const id = (value['result'] as { message_id?: unknown } | undefined)?.message_id
    return typeof id === 'number' ? { state: 'sent', remoteId: String(id) } : null
  }
  if (value?.['ok'] !== false) return null
  const { reason, notBefore } = explain(answer, now)
  return value['error_code'] === 429 || Number(value['error_code']) >= 500 ? putOff(reason, notBefore) : refuse(reason)
}

function explain({ text }: Answer, now: Instant): { reason: string; notBefore: Instant | null } {
  const value = parseObject(text)
  const parameters = (value?.['parameters'] ?? {}) as { retry_after?: unknown; migrate_to_chat_id?: unknown }
  const moved = wordOf(parameters.migrate_to_chat_id)
  const reason = wordOf(value?.['description'])
  return {
    reason: moved === '' ? reason : `${reason}; the chat is now ${moved}`,
    notBefore: secondsFrom(now, parameters.retry_after),
  }
}
