// The tables as types. Instants are ISO text (text order is time order), flags are 0/1, lists are JSON text: the same on both dialects.
import type { Generated } from 'kysely'
import type { Article, CivilDate, Instant, SafeHtml, Summary, WeekId } from '../../core/types.ts'
import type { ActVia } from '../../core/acts.ts'
import type { Edit, Erratum } from '../../core/edits.ts'
import type { Markup } from '../../core/written-words.ts'

import type { BlockedHostTable, ProposalTable, ThanksTable, VoiceTable } from './proposal-tables.ts'
import type { DeskTables } from './desk-tables.ts'
import type { TranslationTables } from './translation-tables.ts'
import type { RelayTables } from './relay-tables.ts'
import type { VisitTables } from './visit-tables.ts'
import type { Flag, SourceAddressTable, SourceStateTable, SourceTable } from './source-tables.ts'
import type { HostSlotTable, HostTable, RelayPaceTable, RobotsTable } from './host-tables.ts'
import type { MachineTables } from './machine-tables.ts'
import type {
  ChosenMailTable,
  IssueMailTable,
  MonthMailTable,
  RetoldMailTable,
  SubscriberTable,
  DeliveryTable,
  TargetMessageTable,
  BounceReportTable,
  LetterTable,
  LeaseTable,
  LimitTable,
  ReplyTable,
  VoteTable,
} from './reader-tables.ts'

export type { Flag, SourceStateTable, SourceTable } from './source-tables.ts'

/** One value by name: keys of signed links, marks of what was done once. */
export interface SettingTable {
  name: string
  value: string
}

/** A source's subscription at the hub that its feed names (WebSub). */
export interface HubSubscriptionTable {
  source_id: number
  hub: string
  topic: string
  /** The unguessable end of the callback address. */
  token: string
  /** Signs what the hub sends; null when the hub is not asked over https. */
  secret: string | null
  /** `wanted`: not asked yet. `asked`: the hub has yet to verify it. `active`: verified. */
  state: 'wanted' | 'asked' | 'active' | 'denied'
  next_request_at: Instant
  lease_until: Instant | null
  /** The visit that the last announcement asked for. */
  visit_due_at: Instant | null
  /** Why the last request came to nothing. */
  problem: string | null
}

/** One request to a source, for the fetch log. */
export interface FetchTable {
  id: Generated<number>
  source_id: number
  url: string
  fetched_at: Instant
  /** HTTP status, or null when none came. */
  status: number | null
  /** `changed`, `unchanged`, or an error code. */
  outcome: string
  hops: string
  wire_bytes: number
  body_bytes: number
  duration_ms: number
  etag: string | null
  last_modified: string | null
  items_new: number
  next_check_at: Instant
  next_check_reason: string
}

/** What a source announced. */
export interface ItemTable {
  id: Generated<number>
  source_id: number
  /** Identity within the source: guid, else canonical link, else a hash of title and date. */
  guid: string
  raw_url: string | null
  url: string | null
  title: string
  authors: string
  published_at: Instant | null
  updated_at: Instant | null
  first_seen_at: Instant
  enters_at: Instant | null
  language: string | null
  categories: string
  summary_html: string | null
  content_html: string | null
  enclosures: string
  image: string | null
  /** Where it is discussed, as JSON (core/types.ts, Discussion); null for most. */
  discussion?: string | null | undefined
  /** The reading list that it was taken from, as JSON (core/types.ts, Via). */
  via?: string | null | undefined
  /** Name of the reader who suggested it; null for most. */
  suggested_by?: string | null | undefined
}

/** The text read behind an item. */
export interface ArticleTable {
  item_id: number
  state: 'read' | 'failed'
  attempts: number
  next_attempt_at: Instant | null
  error_code: string | null
  error: string | null
  url: string | null
  title: string
  byline: string | null
  site_name: string | null
  language: string | null
  html: SafeHtml
  text: string
  words: number
  reading_minutes: number
  lead: string
  points: string
  summary_method: Summary['method']
  source_spans: string
  pdf_url: string | null
  image: string | null
  published_at: Instant | null
  method: Article['method']
  extracted_at: Instant
  /** 0–1; null in rows that were written before the column was there. */
  confidence: number | null
  /** Reasons in words, a JSON list; null in rows that were written before the column was there. */
  confidence_reasons: string | null
}

/** What a model made of a text under a prompt, so that nothing is asked twice. */
export interface ModelAnswerTable {
  /** Of title and text, hexadecimal. */
  text_sha256: string
  model: string
  /** Of both prompts as filled for the language, without the article, and the request's parameters. */
  prompt_sha256: string
  /** `refused`: answered, and not used; `lead` and `points` are empty then. */
  state: 'accepted' | 'refused'
  lead: string
  /** JSON list. */
  points: string
  /** Why the last answer was refused. */
  reason: string | null
  /** Answers that were refused so far. */
  attempts: number
  answered_at: Instant
}

/** What was asked of models in one ISO week of the list's zone. */
export interface ModelSpendingTable {
  week: WeekId
  requests: number
  /** Sent and received. */
  characters: number
}

/** Who is reading an item's article, until when at most. */
export interface ReadingTable {
  item_id: number
  worker: string
  until: Instant
  /** How often reading has begun and not ended. */
  begun: Generated<number>
}

/** One week that has closed, and what became of it. */
export interface SlotTable {
  week: WeekId
  opens_at: Instant
  closes_at: Instant
  /** `scheduled`: its window goes by arrival. `past`: built on purpose, by published dates. */
  origin: 'scheduled' | 'past'
  /** 1 when this is the first slot of the store, made up for at the first start. */
  is_first: Flag
  state: 'open' | 'sealed' | 'empty'
  settled_at: Instant | null
  /** When it was first seen to have closed. */
  asked_at: Instant | null
}

/** The draft of a week. */
export interface DraftTable {
  week: WeekId
  opens_at: Instant
  closes_at: Instant
  state: 'draft' | 'approved' | 'held'
  foreword: string | null
  sections: string
  left_out: string
  held: string
  /** Of the foreword. */
  markup: Markup | null
  updated_at: Instant
  /** What it was made from, and how (curate/draft-mark.ts); null when nobody can say. */
  mark: string | null
  /** How many stories are in it, and have come since it was approved. Hold with the mark. */
  stories: Generated<number>
  late: Generated<number>
  /** Of an approved one: when it goes out at the earliest. */
  release_at: Generated<Instant | null>
  /** When it became a draft again. */
  asked_at: Generated<Instant | null>
}

/** How often what drafts are made from has changed; triggers write it. */
export interface DraftChangeTable {
  /** Of PostgreSQL the connection's process, 0 of SQLite. */
  writer: number
  /** SQLite answers a number, PostgreSQL text. */
  count: number | string
}

/** One of the curator's edits of a draft. */
export interface EditTable {
  week: WeekId
  /** Canonical link of one of the story's tellings, or `item:ID`; empty for an edit of the whole issue. */
  url: string
  kind: Edit['kind']
  /** JSON: its shape goes with the kind, see core/edits.ts. */
  value: string
  markup: Markup | null
  made_at: Instant
  /** Null: made before editors had names. */
  editor: string | null
}

/** One act of an editor on a week's draft. */
export interface JournalTable {
  id: Generated<number>
  week: WeekId
  command: string
  editor: string
  at: Instant
  base: string | null
  /** JSON of an act, see core/acts.ts; so are the rows. */
  act: string
  subject: string
  rows_before: string
  rows_after: string
  undone_by: string | null
  via: ActVia | null
}

/** A draft as it was given out for editing: what a saved text is compared with. */
export interface DraftTextTable {
  week: WeekId
  /** Beginning of the text's SHA-256; the text carries it as `base`. */
  base: string
  text: string
  given_at: Instant
}

/** One correction of a sealed issue. */
export interface ErratumTable {
  id: Generated<number>
  week: WeekId
  /** The story's id, which no correction changes; empty for what is corrected of the issue itself. */
  story: string
  field: Erratum['field']
  /** JSON. */
  value: string
  markup: Markup | null
  /** What was wrong, in the curator's words. */
  reason: string | null
  made_at: Instant
}

/** A story, or an issue, that was taken back; one row holds at a time, the others are its history. */
export interface RetractionTable {
  id: Generated<number>
  week: WeekId
  /** The story's id; empty for the whole issue. */
  story: string
  reason: string
  made_at: Instant
  /** Since when the site has shown it, or has shown that it was undone; null where a process ended before that. */
  told_at: Instant | null
  undone_at: Instant | null
}

/** A sealed issue. */
export interface IssueTable {
  number: number
  week: WeekId
  date: CivilDate
  title: string
  foreword: string | null
  sections: string
  sealed_at: Instant
  content_sha256: string
  mail_until: Instant | null
  /** Of the foreword. */
  markup: Markup | null
}

/** A page of a blog that `weekly import-blog` has read, so that it is not asked for again. */
export interface ImportedPageTable {
  /** Canonical address. */
  url: string
  /** `post`: its article is a file of the curator's content folder. */
  kind: 'list' | 'post' | 'other'
  /** The issue that a list became; null for other pages. */
  week: WeekId | null
  title: string
  read_at: Instant
}

/** A link of a sealed issue and how it was found at its last checks. */
export interface LinkCheckTable {
  url: string
  next_check_at: Instant
  /** Checks in a row that found it gone. */
  failures: number
  failing_since: Instant | null
  /** Set once it has been gone for long enough. */
  dead_since: Instant | null
}

/** A line of a source's articles, by the hash of its letters. */
export interface SourceLineTable {
  source_id: number
  hash: string
  /** The item that printed it last. */
  item_id: number
  /** In how many articles it was seen. */
  articles: number
  seen_at: Instant
}

/** The copy of one story's leading article: wanted since its issue was sealed, there once `saved_at` is set, and then never changed. */
export interface ArticleCopyTable {
  item_id: number
  week: WeekId
  attempts: number
  /** When it may be tried; whoever is at it has put it off. */
  next_attempt_at: Instant
  /** Why the last attempt made none. */
  problem: string | null
  saved_at: Instant | null
  /** Name of its file among the copies of its issue, without `.pdf`. */
  name: string | null
  sha256: string | null
  size_bytes: number | null
  pdf: Uint8Array | null
}

/** A post and its text as it was seen last. */
export interface PostTextTable {
  slug: string
  text_sha256: string
  /** When it was first seen to differ from what it had been; null as long as it is what it was at first. */
  corrected_at: Instant | null
}

/** In which issue an item was considered, and what became of it: nothing appears in two issues. */
export interface PlacementTable {
  item_id: number
  week: WeekId
  role: 'lead' | 'other' | 'left-out'
  reason: string | null
}

/** All tables by name. */
export interface Schema extends DeskTables, MachineTables, VisitTables, RelayTables, TranslationTables {
  settings: SettingTable
  sources: SourceTable
  source_states: SourceStateTable
  source_addresses: SourceAddressTable
  fetches: FetchTable
  hosts: HostTable
  host_slots: HostSlotTable
  relay_paces: RelayPaceTable
  robots: RobotsTable
  items: ItemTable
  articles: ArticleTable
  readings: ReadingTable
  slots: SlotTable
  drafts: DraftTable
  draft_changes: DraftChangeTable
  edits: EditTable
  journal: JournalTable
  issues: IssueTable
  placements: PlacementTable
  issue_mails: IssueMailTable
  subscribers: SubscriberTable
  deliveries: DeliveryTable
  leases: LeaseTable
  limits: LimitTable
  target_messages: TargetMessageTable
  letters: LetterTable
  hub_subscriptions: HubSubscriptionTable
  model_answers: ModelAnswerTable
  model_spending: ModelSpendingTable
  imported_pages: ImportedPageTable
  link_checks: LinkCheckTable
  draft_texts: DraftTextTable
  errata: ErratumTable
  retractions: RetractionTable
  retold_mails: RetoldMailTable
  month_mails: MonthMailTable
  chosen_mails: ChosenMailTable
  bounce_reports: BounceReportTable
  source_lines: SourceLineTable
  article_copies: ArticleCopyTable
  post_texts: PostTextTable
  proposals: ProposalTable
  voices: VoiceTable
  blocked_hosts: BlockedHostTable
  thanks: ThanksTable
  votes: VoteTable
  replies: ReplyTable
}
