// A channel of Slack as a target: one message through an incoming webhook.
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, type Line, visibleText } from '../compose.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { createIssueTarget, type IssueTarget } from '../issue-target.ts'
import { type Answer, jsonHeaders, putOff, refuse, tell, type TargetNetwork } from '../sending.ts'
import type { Outcome } from '../target.ts'

/** Address of the incoming webhook. */
export interface SlackSettings {
  readonly name: string
  readonly url: string
}

/** UTF-16 units of one section, sections of a message, and units of all, for which there is a limit that no document names. */
const MOST = { section: 3_000, sections: 50, units: 10_000 }

/** Makes the target. A message has neither key nor name, so it is neither repeated nor changed. */
export function createSlack({ name, url }: SlackSettings, site: SiteDescription, network: TargetNetwork): IssueTarget {
  return createIssueTarget(
    {
      name,
      mayRepeat: false,
      render: renderBlocks,
      post: ({ body }) =>
        tell(
          network,
          { method: 'POST', url, headers: jsonHeaders, body },
          {
            read: readAnswer,
            explain: ({ text }) => ({ reason: text }),
          },
        ),
    },
    site,
  )
}

/** Errors are single words such as `invalid_payload`; behind a gateway they may come with a status of success. */
function readAnswer({ text }: Answer): Outcome | null {
  const word = text.trim()
  if (word === 'ok') return { state: 'sent', remoteId: null }
  if (!/^[a-z]+(?:_[a-z]+){1,5}$/.test(word)) return null
  return word === 'rate_limited' ? putOff(word) : refuse(word)
}

function renderBlocks(facts: IssueFacts): string | null {
  const fits = (lines: readonly Line[]): boolean => {
    const sections = packSections(lines)
    const units = sections.reduce((sum, text) => sum + text.length, 0)
    return (
      units <= MOST.units && sections.length <= MOST.sections && sections.every(text => text.length <= MOST.section)
    )
  }
  const lines = composeMessage(facts, fits)
  if (!lines) return null
  const blocks = packSections(lines).map(text => ({ type: 'section', text: { type: 'mrkdwn', text } }))
  // What a notification shows.
  const text = escapeText(visibleText(lines.slice(0, 1)))
  return JSON.stringify({ text, blocks, unfurl_links: false, unfurl_media: false })
}

/** Whole lines together, as many as a section takes. */
function packSections(lines: readonly Line[]): readonly string[] {
  const sections: string[] = []
  for (const line of lines) {
    const text = renderLine(line)
    if (text === '') continue
    const last = sections.at(-1)
    if (last !== undefined && last.length + 1 + text.length <= MOST.section)
      sections[sections.length - 1] = `${last}\n${text}`
    else sections.push(text)
  }
  return sections
}

const renderLine = (line: Line): string =>
  line
    .map(({ text, href }) => (href === null ? escapeText(text) : `<${escapeAddress(href)}|${escapeText(text)}>`))
    .join('')

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escapeText = (text: string): string => text.replace(/[&<>]/g, sign => references[sign] ?? sign)
const escapeAddress = (url: string): string =>
  url.replaceAll('|', '%7C').replaceAll('>', '%3E').replaceAll('<', '%3C').replaceAll('&', '&amp;')
