// What readers propose, and from whom nothing is taken any more, as types.
import type { Generated } from 'kysely'
import type { DeliveryState, Instant, InterfaceLanguage, WeekId } from '../../core/types.ts'

/** A link that somebody proposed; one row for each page, however often it is proposed. */
export interface ProposalTable {
  id: Generated<number>
  /** As it may be followed. */
  url: string
  /** Its canonical spelling: the unique one. */
  link: string
  /** Of the canonical link, without `www.`. */
  host: string
  state: 'pending' | 'taken' | 'dismissed'
  /** How often it was proposed. */
  voices: number
  proposed_at: Instant
  decided_at: Instant | null
  /** Name of the editor. */
  decided_by: string | null
  /** The week whose draft took it. */
  week: WeekId | null
  /** The source that brought it first; null: a reader did. */
  source_id: Generated<number | null>
}

/** One time that a link was proposed: by whom and why, as far as they said. */
export interface VoiceTable {
  id: Generated<number>
  proposal_id: number
  /** Empty where nobody gave one. */
  title: string
  why: string
  name: string | null
  /** Forgotten a month after the decision. */
  email: string | null
  /** Normalised, so that erasing finds it. */
  email_key: string | null
  /** 1: they asked for a mail once it is published. */
  wants_thanks: 0 | 1
  language: InterfaceLanguage
  said_at: Instant
  /** The source that brought it, with the number that it has there, and its page; null: it came through the form. */
  source_id: Generated<number | null>
  remote: Generated<string | null>
  page: Generated<string | null>
  /** 1: they suggest what they made themselves. */
  is_own: Generated<0 | 1>
}

/** One mail to one person whose suggestion was published; its states are those of every mail. */
export interface ThanksTable {
  id: Generated<number>
  proposal_id: number
  /** 0: who suggests something need not be a reader of the mail. */
  subscriber_id: number
  email: string
  email_key: string
  /** As it was suggested. */
  link: string
  week: WeekId
  language: InterfaceLanguage
  state: DeliveryState
  message_id: string
  /** The Date header, fixed once. */
  dated_at: Instant
  attempts: number
  first_attempt_at: Instant | null
  next_attempt_at: Instant | null
  claimed_by: string | null
  claimed_until: Instant | null
  response: string | null
  updated_at: Instant
}

/** A host, with all below it, from which no link is taken. */
export interface BlockedHostTable {
  host: string
  blocked_at: Instant
  blocked_by: string
}
