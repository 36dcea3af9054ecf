// An account of Mastodon as a target: one status, changed when its issue is corrected.
import { createHash } from 'node:crypto'
import { parseIsoInstant } from '../../core/clock.ts'
import type { Instant } from '../../core/types.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { composeMessage, type Line } from '../compose.ts'
import type { IssueFacts } from '../issue-facts.ts'
import { createIssueTarget, type IssueTarget } from '../issue-target.ts'
import { type Answer, jsonHeaders, parseObject, tell, type TargetNetwork, wordOf } from '../sending.ts'
import type { Outcome } from '../target.ts'

/** The server, a token with the scope write:statuses, and who sees it: without `visibility` as the account is set. */
export interface MastodonSettings {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly characters: number
  readonly visibility: string | undefined
}

/** The server remembers a key for an hour; what is sent last must have arrived by then. */
const REPEAT_MINUTES = 50
/** Every address counts as many characters. */
const URL_CHARACTERS = 23

/** Makes the target. */
export function createMastodon(
  { name, url, token, characters, visibility }: MastodonSettings,
  site: SiteDescription,
  network: TargetNetwork,
): IssueTarget {
  const ask = (method: 'POST' | 'PUT', path: string, body: string, key: Readonly<Record<string, string>>) =>
    tell(
      network,
      {
        method,
        url: `${url}/api/v1/statuses${path}`,
        headers: { ...jsonHeaders, authorization: `Bearer ${token}`, ...key },
        body,
      },
      { read: readAnswer, explain },
    )
  return createIssueTarget(
    {
      name,
      mayRepeat: true,
      repeatMinutes: REPEAT_MINUTES,
      render: facts => renderStatus(facts, characters, visibility),
      post: ({ subject, sha256, body }) => {
        const key = createHash('sha256').update(`${name}\n${subject}\n${sha256}`).digest('hex')
        return ask('POST', '', body, { 'idempotency-key': key })
      },
      edit: ({ body }, remoteId) => ask('PUT', `/${encodeURIComponent(remoteId)}`, body, {}),
    },
    site,
  )
}

function renderStatus(facts: IssueFacts, characters: number, visibility: string | undefined): string | null {
  const lines = composeMessage(facts, each => countCharacters(each) <= characters)
  if (!lines) return null
  const language = facts.language.split('-')[0]
  return JSON.stringify({ status: writeLines(lines), language, ...(visibility === undefined ? {} : { visibility }) })
}

/** A name behind an @ would call somebody. */
const calm = (text: string): string => text.replaceAll('@', '＠')

const writeLines = (lines: readonly Line[]): string =>
  lines
    .map(line =>
      line
        .map(({ text, href }) => (href === null ? calm(text) : text === href ? href : `${calm(text)} ${href}`))
        .join(''),
    )
    .join('\n')

/** Code points, of which there are never fewer than of what the server counts; an address in a title counts as it does there at least. */
function countCharacters(lines: readonly Line[]): number {
  const spans = lines.flat()
  const links = spans.filter(({ href }) => href !== null)
  const texts = spans.filter(({ text, href }) => text !== href).map(({ text }) => text)
  const inTitles = texts.reduce((sum, text) => sum + (text.split('://').length - 1), 0)
  const own = texts.reduce((sum, text) => sum + Array.from(text).length, 0)
  return own + (links.length + inTitles) * URL_CHARACTERS + links.length + lines.length
}

function readAnswer({ text }: Answer): Outcome | null {
  const id = wordOf(parseObject(text)?.['id'])
  return id === '' ? null : { state: 'sent', remoteId: id }
}

function explain({ text, headers }: Answer): { reason: string; notBefore: Instant | null } {
  const reason = wordOf(parseObject(text)?.['error'])
  return { reason, notBefore: parseIsoInstant(headers['x-ratelimit-reset'] ?? '') }
}
