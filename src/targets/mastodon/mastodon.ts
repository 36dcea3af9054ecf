// An account of Mastodon as a target: one status, changed when its issue is corrected.
import { createHash } from 'node:crypto'
import { addMinutes, parseIsoInstant } from '../../core/clock.ts'
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
  /** The longest status; without it the server is asked. */
  readonly characters: number | undefined
  readonly visibility: string | undefined
}

/** The server remembers a key for an hour; what is sent last must have arrived by then. */
const REPEAT_MINUTES = 50

/** What a status has room for, in characters: of all, and how many every address counts, however long it is. */
interface Room {
  readonly characters: number
  readonly url: number
}

/** As servers are that say nothing else. */
const USUAL_ROOM: Room = { characters: 500, url: 23 }
/** A day: what a server said is believed for so long, and so is its silence. */
const ROOM_MINUTES = 24 * 60

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
  let room = USUAL_ROOM
  let askAgainAt: Instant | null = null
  return createIssueTarget(
    {
      name,
      mayRepeat: true,
      repeatMinutes: REPEAT_MINUTES,
      prepare: async () => {
        const now = network.clock.now()
        if (characters !== undefined || (askAgainAt !== null && now < askAgainAt)) return
        room = (await askRoom(url, network)) ?? room
        askAgainAt = addMinutes(now, ROOM_MINUTES)
      },
      render: facts => renderStatus(facts, characters === undefined ? room : { ...room, characters }, visibility),
      post: ({ subject, sha256, body }) => {
        const key = createHash('sha256').update(`${name}\n${subject}\n${sha256}`).digest('hex')
        return ask('POST', '', body, { 'idempotency-key': key })
      },
      edit: ({ body }, remoteId) => ask('PUT', `/${encodeURIComponent(remoteId)}`, body, {}),
    },
    site,
  )
}

/** What the server says of itself; null where it does not answer, or in no numbers that can be. */
async function askRoom(url: string, { send }: TargetNetwork): Promise<Room | null> {
  const answer = await send({ method: 'GET', url: `${url}/api/v2/instance`, headers: { accept: 'application/json' } })
  if ('error' in answer || answer.status !== 200) return null
  const said = partOf(partOf(parseObject(answer.text), 'configuration'), 'statuses')
  return {
    characters: readCount(said?.['max_characters'], [100, 100_000]) ?? USUAL_ROOM.characters,
    url: readCount(said?.['characters_reserved_per_url'], [1, 1_000]) ?? USUAL_ROOM.url,
  }
}

const partOf = (value: Readonly<Record<string, unknown>> | null, key: string) =>
  parseObject(JSON.stringify(value?.[key] ?? null))

const readCount = (value: unknown, [least, most]: readonly [number, number]): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null

function renderStatus(facts: IssueFacts, room: Room, visibility: string | undefined): string | null {
  const lines = composeMessage(facts, each => countCharacters(each, room.url) <= room.characters)
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
function countCharacters(lines: readonly Line[], urlCharacters: number): number {
  const spans = lines.flat()
  const links = spans.filter(({ href }) => href !== null)
  const texts = spans.filter(({ text, href }) => text !== href).map(({ text }) => text)
  const inTitles = texts.reduce((sum, text) => sum + (text.split('://').length - 1), 0)
  const own = texts.reduce((sum, text) => sum + Array.from(text).length, 0)
  return own + (links.length + inTitles) * urlCharacters + links.length + lines.length
}

function readAnswer({ text }: Answer): Outcome | null {
  const id = wordOf(parseObject(text)?.['id'])
  return id === '' ? null : { state: 'sent', remoteId: id }
}

function explain({ text, headers }: Answer): { reason: string; notBefore: Instant | null } {
  const reason = wordOf(parseObject(text)?.['error'])
  return { reason, notBefore: parseIsoInstant(headers['x-ratelimit-reset'] ?? '') }
}
