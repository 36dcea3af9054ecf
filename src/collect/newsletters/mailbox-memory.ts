// What is remembered of a mailbox between visits: how far it was read, which letters lately, and links whose mailer gave no answer. Pure.
import { createHash } from 'node:crypto'
import { addMinutes, msFromInstant, parseIsoInstant } from '../../core/clock.ts'
import type { Letter, MailboxEntry } from '../../core/letter.ts'
import type { Instant } from '../../core/types.ts'

/** A link that is asked for once more at the next visit. */
export interface WaitingLink {
  readonly href: string
  readonly title: string | null
  readonly words: string
  readonly publishedAt: Instant | null
  readonly tries: number
  /** Of its letter: what `OwnAddresses` has. */
  readonly readers: readonly string[]
  readonly commands: readonly string[]
}

/** What a visit leaves for the next. */
export interface MailboxMemory {
  /** When the oldest window began at the first visit: of letters before that no mailer is asked for anything. */
  readonly since: Instant
  readonly place: string | null
  /** Short names of letters, the oldest first. */
  readonly seen: readonly string[]
  readonly waiting: readonly WaitingLink[]
}

const SEEN_LETTERS = 500
const WAITING_LINKS = 50
const TRIES = 5
const NAME_CHARACTERS = 10
const DAY_MINUTES = 24 * 60
/** Between the day that a letter names and the day that its server took it in. */
const MOST_DAYS_UNDER_WAY = 30

/** Reads what the last visit left; what cannot be read counts as nothing. */
export function readMemory(cursor: string | null, opensAt: Instant): MailboxMemory {
  const empty: MailboxMemory = { since: opensAt, place: null, seen: [], waiting: [] }
  if (cursor === null) return empty
  try {
    const { since, place, seen, waiting } = JSON.parse(cursor) as Partial<Record<keyof MailboxMemory, unknown>>
    return {
      since: (typeof since === 'string' ? parseIsoInstant(since) : null) ?? opensAt,
      place: typeof place === 'string' ? place : null,
      seen: Array.isArray(seen) ? seen.filter(each => typeof each === 'string') : [],
      waiting: Array.isArray(waiting) ? (waiting as WaitingLink[]) : [],
    }
  } catch {
    return empty
  }
}

/** As the store keeps it, with what is too old or too often tried left out. */
export function writeMemory({ since, place, seen, waiting }: MailboxMemory): string {
  const left = waiting.filter(({ tries }) => tries < TRIES).slice(-WAITING_LINKS)
  return JSON.stringify({ since, place, seen: seen.slice(-SEEN_LETTERS), waiting: left })
}

/** What names a letter: its Message-ID, else a hash of what it says of itself. */
export function identityOf({ messageId, date, from, subject }: Letter): string {
  const said = messageId ?? JSON.stringify([date, from.address, subject])
  return createHash('sha256').update(said).digest('base64url')
}

/** The short name by which a letter is known again. */
export function shortNameOf(letter: Letter): string {
  return identityOf(letter).slice(0, NAME_CHARACTERS)
}

/** When a letter was sent: as it says, unless its server says otherwise, or it would come from the future. */
export function decideLetterDate(
  said: Instant | null,
  { arrivedAt, keptAt }: Pick<MailboxEntry, 'arrivedAt' | 'keptAt'>,
  now: Instant,
): Instant {
  if (said === null) return arrivedAt ?? keptAt
  if (arrivedAt === null) return msFromInstant(said) > msFromInstant(addMinutes(now, DAY_MINUTES)) ? keptAt : said
  const isEarly = said < addMinutes(arrivedAt, -MOST_DAYS_UNDER_WAY * DAY_MINUTES)
  return isEarly || said > addMinutes(arrivedAt, DAY_MINUTES) ? arrivedAt : said
}
