// Readers, the mail parts of issues, and the ledgers of what went to whom, as types.
import type { Generated } from 'kysely'
import type {
  Cadence,
  DeliveryState,
  Instant,
  InterfaceLanguage,
  StoriesWanted,
  Subscriber,
  Verdict,
  WeekId,
} from '../../core/types.ts'

/** The parts of an issue's mail in one language, as they were sealed. */
export interface IssueMailTable {
  week: WeekId
  language: InterfaceLanguage
  subject: string
  html: string
  text: string
}

/** The best of the month before, mailed in place of the issue to those who read monthly; on the first issue of a month. */
export interface MonthMailTable {
  week: WeekId
  language: InterfaceLanguage
  subject: string
  html: string
  text: string
}

/** The mail of an issue, or of the best of a month, with the stories of one language alone; the subject is empty where it has none. */
export interface ChosenMailTable {
  week: WeekId
  language: InterfaceLanguage
  cadence: Cadence
  stories: Exclude<StoriesWanted, 'both'>
  subject: string
  html: string
  text: string
}

/** A mail without what was taken back, in place of the sealed one of these readers as long as that holds. */
export interface RetoldMailTable extends Omit<ChosenMailTable, 'stories'> {
  stories: StoriesWanted
}

/** What a reader chose, kept with the reader and with each delivery. */
export interface ReaderChoiceColumns {
  cadence: Generated<Cadence>
  /** Titles of sections that the reader has switched off, as JSON. */
  sections_off: Generated<string>
  /** In which languages they want stories. */
  stories: Generated<StoriesWanted>
}

/** A reader, in whatever state. */
export interface SubscriberTable extends ReaderChoiceColumns {
  id: Generated<number>
  email: string
  /** Normalised address: the unique one. */
  email_key: string
  name: string | null
  language: InterfaceLanguage
  state: Subscriber['state']
  consent: string
  created_at: Instant
  confirmed_at: Instant | null
  left_at: Instant | null
  confirmation_sent_at: Instant | null
}

/** A delivery keeps what was chosen when it was frozen: a mail that is repeated must be the same to the byte. */
export interface DeliveryChoiceColumns extends ReaderChoiceColumns {
  /** 1: not frozen with the issue, but queued for somebody who confirmed later. */
  is_catch_up: Generated<0 | 1>
}

/** One issue to one subscriber: the ledger. */
export interface DeliveryTable extends DeliveryChoiceColumns {
  id: Generated<number>
  week: WeekId
  subscriber_id: number
  email: string
  email_key: string
  language: InterfaceLanguage
  state: DeliveryState
  message_id: string
  /** The Date header, fixed once. */
  dated_at: Instant
  attempts: number
  first_attempt_at: Generated<Instant | null>
  next_attempt_at: Instant | null
  claimed_by: string | null
  claimed_until: Instant | null
  response: string | null
  updated_at: Instant
  /** When the operator had it sent once more, after a relay's own trouble. */
  resent_at: Generated<Instant | null>
}

/** What a target was told of one issue or feed, or is to be told. */
export interface TargetMessageTable {
  target: string
  subject: string
  /** Of what is to be told, and of what was last told for certain. */
  sha256: string
  told_sha256: string | null
  /** `sending` is committed before anything leaves the machine. */
  state: 'planned' | 'sending' | 'sent' | 'refused' | 'retry' | 'uncertain'
  /** What the target calls the message. */
  remote_id: string | null
  /** What is sent, byte for byte, at every attempt; null where the target makes it of the subject. */
  body: string | null
  /** Since when the target may have got it: of the first attempt whose end is unknown. */
  begun_at: Instant | null
  attempts: number
  /** Of `sending`: when the claim has run out. */
  next_attempt_at: Instant | null
  problem: string | null
  updated_at: Instant
}

/**
 * What a report says about a reader: `bad-address`: there is no such mailbox. `refused`: the mailbox did not take it. `temporary`: not
 * for days. `ours`: the sender or the content is the trouble. `complaint`: the reader called it spam.
 */
export type BounceVerdict = 'bad-address' | 'refused' | 'temporary' | 'ours' | 'complaint'

/** One row for each delivery and verdict. What the server said stands in the ledger, where erasing finds it. */
export interface BounceReportTable {
  delivery_id: number
  subscriber_id: number
  week: WeekId
  verdict: BounceVerdict
  /** Enhanced status code, RFC 3463. */
  status: string | null
  reported_at: Instant
}

/** What a letter says; each kind has a text of its own. */
export type LetterKind = 'confirmation'

/** One row for each letter; the address is the subscriber's own, so that erasing finds it in one place. */
export interface LetterTable {
  id: Generated<number>
  kind: LetterKind
  subscriber_id: number
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

/** What one reader says of one issue. */
export interface VoteTable {
  id: Generated<number>
  week: WeekId
  /** HMAC of reader and issue; null once it is forgotten whose vote it is. */
  voter_hash: string | null
  verdict: Verdict
  /** One line for the editors; empty when there is none. */
  words: string
  said_at: Instant
}

/** One answer that came to the mail of an issue; nothing of what it says. */
export interface ReplyTable {
  /** SHA-256 of its Message-ID, or of the whole. */
  sha256: string
  week: WeekId
  came_at: Instant
}

/** How often something happened since an instant. */
export interface LimitTable {
  /** SHA-256 of what is counted, in hex. */
  name: string
  since: Instant
  count: number
}

/** Who may do a piece of work, until when. */
export interface LeaseTable {
  name: string
  holder: string
  fence: number
  until: Instant
}
