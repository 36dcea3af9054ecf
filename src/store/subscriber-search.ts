// Subscribers as the desk looks through them: the newest first, by a part of their address.
import { sql } from 'kysely'
import { isWeeklyError } from '../core/errors.ts'
import type { Cadence, Instant, InterfaceLanguage, StoriesWanted, Subscriber } from '../core/types.ts'
import { addressKey } from './address.ts'
import type { Connection } from './engine/database.ts'

/** A subscriber as a list shows them. */
export interface FoundSubscriber {
  readonly id: number
  readonly email: string
  readonly name: string | null
  readonly language: InterfaceLanguage
  readonly state: Subscriber['state']
  readonly createdAt: Instant
  readonly confirmedAt: Instant | null
  readonly leftAt: Instant | null
  readonly cadence: Cadence
  readonly stories: StoriesWanted
}

/** Whom to look for. */
export interface SubscriberSearch {
  /** Part of an address, in any case; empty for all. */
  readonly text: string
  readonly state?: Subscriber['state'] | undefined
  /** Only those who signed up before this one. */
  readonly beforeId?: number | undefined
  readonly limit: number
}

/** The longest address that a server takes (RFC 5321 §4.5.3.1). */
const LONGEST_TEXT = 320

/** The key of a whole address, whose domain may be typed in any script; of anything else the text itself. */
function keyOf(text: string): string {
  try {
    return addressKey(text)
  } catch (error) {
    if (isWeeklyError(error)) return text
    throw error
  }
}

/** Finds subscribers, who signed up last first. Erased ones are not found. */
export async function searchSubscribers(
  db: Connection,
  { text, state, beforeId, limit }: SubscriberSearch,
): Promise<readonly FoundSubscriber[]> {
  const wanted = text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST_TEXT)
    .normalize('NFC')
    .toLowerCase()
  const pattern = `%${wanted.replace(/[!%_]/g, '!$&')}%`
  let query = db
    .selectFrom('subscribers')
    .select(['id', 'email', 'name', 'language', 'state', 'cadence', 'stories'])
    .select(['created_at as createdAt', 'confirmed_at as confirmedAt', 'left_at as leftAt'])
    .where('email_key', 'not like', 'erased:%')
  if (state !== undefined) query = query.where('state', '=', state)
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  if (wanted !== '')
    query = query.where(eb =>
      eb.or([
        eb('email_key', '=', keyOf(wanted)),
        sql<boolean>`email_key like ${pattern} escape '!'`,
        // The key has a foreign domain as A-labels; the address as it was typed.
        sql<boolean>`lower(email) like ${pattern} escape '!'`,
      ]),
    )
  return query.orderBy('id', 'desc').limit(limit).execute()
}
