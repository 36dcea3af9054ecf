// The tables, step by step. A step that has been released is never edited: a change is a new step at the end, and steps only add.
import { type Kysely, sql } from 'kysely'
import { WeeklyError } from '../../core/errors.ts'
import type { Dialect } from './dialect.ts'
import {
  countDiscussionChanges,
  countDraftChanges,
  countMarkupChanges,
  countSealedDraftChanges,
  countSuggestionChanges,
  countViaChanges,
} from './draft-changes.ts'
import { readTableNames, refuseForeignFile, requireTables } from './integrity.ts'
import { levelStoredLinks } from './level-links.ts'
import { hostSlots, mailShards, relayPaces, wideNumbers } from './machine-steps.ts'
import { translations } from './translation-step.ts'

/** One step: SQL statements, the same on both dialects but for the identity column, bytes and triggers. */
type Migration = (types: {
  readonly id: string
  readonly bytes: string
  readonly dialect: Dialect
}) => readonly string[]

/** A step that changes rows by what the program knows, within the transaction of all steps. */
type Work = (db: Kysely<unknown>) => Promise<void>

/** Sources, their visits, their items and what was read behind them. */
const readingTables: Migration = ({ id }) => [
  `create table settings (name text primary key, value text not null)`,
  `create table sources (id ${id}, url text not null unique, kind text not null, title text, section text,
     weight double precision not null, language text, options text not null, paused integer not null,
     active integer not null, position integer not null)`,
  `create table source_states (source_id integer primary key references sources (id), fetch_url text not null,
     host text not null, feed_title text, site_url text, feed_language text, etag text, last_modified text, body_sha256 text,
     checked_at text, next_check_at text not null, next_check_reason text, succeeded_at text, backlog_read_at text,
     last_item_at text, rhythm text, failures_in_row integer not null, failing_since text, missing_since text,
     last_error text, moving_to text, moving_since text,
     moving_count integer not null, disabled_reason text, claimed_by text, claimed_until text)`,
  `create index source_states_due on source_states (next_check_at)`,
  `create index source_states_claimed on source_states (claimed_until)`,
  `create table source_addresses (source_id integer not null references sources (id), url text not null,
     left_at text not null, primary key (source_id, url))`,
  `create table fetches (id ${id}, source_id integer not null references sources (id), url text not null,
     fetched_at text not null, status integer, outcome text not null, hops text not null, wire_bytes integer not null,
     body_bytes integer not null, duration_ms integer not null, etag text, last_modified text,
     items_new integer not null, next_check_at text not null, next_check_reason text not null)`,
  `create index fetches_by_source on fetches (source_id, id)`,
  `create table hosts (host text primary key, next_request_ms double precision not null, blocked_until text)`,
  `create table robots (origin text primary key, fetched_at text not null, status integer not null, body text not null)`,
  `create table items (id ${id}, source_id integer not null references sources (id), guid text not null, raw_url text,
     url text, title text not null, authors text not null, published_at text, updated_at text,
     first_seen_at text not null, enters_at text, language text, categories text not null, summary_html text,
     content_html text, enclosures text not null, image text, unique (source_id, guid))`,
  `create index items_by_url on items (url)`,
  `create index items_by_entry on items (enters_at)`,
  `create index items_by_date on items (published_at)`,
  `create table articles (item_id integer primary key references items (id), state text not null,
     attempts integer not null, next_attempt_at text, error_code text, error text, url text, title text not null,
     byline text, site_name text, language text, html text not null, text text not null, words integer not null,
     reading_minutes integer not null, lead text not null, points text not null, summary_method text not null,
     source_spans text not null, pdf_url text, image text, published_at text, method text not null,
     extracted_at text not null, confidence double precision, confidence_reasons text)`,
  `create table readings (item_id integer primary key references items (id), worker text not null, until text not null)`,
  `create table hub_subscriptions (source_id integer primary key references sources (id), hub text not null,
     topic text not null, token text not null unique, secret text, state text not null, next_request_at text not null,
     lease_until text, visit_due_at text, problem text)`,
  `create index hub_subscriptions_due on hub_subscriptions (next_request_at)`,
  `create table model_answers (text_sha256 text not null, model text not null, prompt_sha256 text not null,
     state text not null, lead text not null, points text not null, reason text, attempts integer not null,
     answered_at text not null, primary key (text_sha256, model, prompt_sha256))`,
  `create table model_spending (week text primary key, requests integer not null, characters integer not null)`,
]

/** Weeks, drafts and what the curator does to them, sealed issues and what hangs on them. */
const issueTables: Migration = ({ id, bytes }) => [
  `create table slots (week text primary key, opens_at text not null, closes_at text not null, origin text not null,
     is_first integer not null, state text not null, settled_at text)`,
  `create table drafts (week text primary key, opens_at text not null, closes_at text not null, state text not null,
     foreword text, sections text not null, left_out text not null, updated_at text not null,
     held text not null default '[]')`,
  `create table edits (week text not null, url text not null, kind text not null, value text not null,
     made_at text not null, primary key (week, url, kind))`,
  `create table issues (number integer primary key, week text not null unique references slots (week),
     date text not null, title text not null, foreword text, sections text not null, sealed_at text not null,
     content_sha256 text not null, mail_until text)`,
  `create table placements (item_id integer primary key references items (id),
     week text not null references issues (week), role text not null, reason text)`,
  `create index placements_by_week on placements (week)`,
  `create table draft_texts (week text not null, base text not null, text text not null, given_at text not null,
     primary key (week, base))`,
  `create table errata (id ${id}, week text not null references issues (week), story text not null, field text not null,
     value text not null, made_at text not null, reason text)`,
  `create index errata_by_week on errata (week)`,
  `create table imported_pages (url text primary key, kind text not null, week text references issues (week),
     title text not null, read_at text not null)`,
  `create table link_checks (url text primary key, next_check_at text not null, failures integer not null,
     failing_since text, dead_since text)`,
  `create index link_checks_due on link_checks (next_check_at)`,
  // The bytes come last: who reads the rest of an SQLite row does not touch them.
  `create table article_copies (item_id integer primary key references items (id),
     week text not null references issues (week), attempts integer not null, next_attempt_at text not null, problem text,
     saved_at text, name text, sha256 text, size_bytes integer, pdf ${bytes}, unique (week, name))`,
  `create index article_copies_due on article_copies (next_attempt_at) where saved_at is null`,
  `create table post_texts (slug text primary key, text_sha256 text not null, corrected_at text)`,
]

/** Readers, the mail parts of issues, and the ledger of what went to whom. */
const readerTables: Migration = ({ id }) => [
  `create table issue_mails (week text not null references issues (week), language text not null,
     subject text not null, html text not null, text text not null, primary key (week, language))`,
  `create table subscribers (id ${id}, email text not null, email_key text not null unique, name text,
     language text not null, state text not null, consent text not null, created_at text not null, confirmed_at text,
     left_at text, confirmation_sent_at text, cadence text not null default 'weekly',
     sections_off text not null default '[]')`,
  `create index subscribers_by_state on subscribers (state)`,
  `create table deliveries (id ${id}, week text not null references issues (week),
     subscriber_id integer not null references subscribers (id), email text not null, email_key text not null,
     language text not null, state text not null, message_id text not null, dated_at text not null,
     attempts integer not null, next_attempt_at text, claimed_by text, claimed_until text, response text,
     updated_at text not null, cadence text not null default 'weekly', sections_off text not null default '[]',
     is_catch_up integer not null default 0, unique (week, subscriber_id), unique (week, email_key))`,
  `create index deliveries_by_state on deliveries (week, state)`,
  `create index deliveries_by_claim on deliveries (claimed_until) where claimed_until is not null`,
  `create index deliveries_catching_up on deliveries (dated_at) where is_catch_up = 1`,
  `create index deliveries_by_subscriber on deliveries (subscriber_id)`,
  `create table month_mails (week text not null references issues (week), language text not null,
     subject text not null, html text not null, text text not null, primary key (week, language))`,
  `create table bounce_reports (delivery_id integer not null references deliveries (id),
     subscriber_id integer not null references subscribers (id), week text not null, verdict text not null,
     status text, reported_at text not null, primary key (delivery_id, verdict))`,
  `create index bounce_reports_by_subscriber on bounce_reports (subscriber_id)`,
  `create table leases (name text primary key, holder text not null, fence integer not null, until text not null)`,
]

/** The tables of the first release. */
const firstTables: Migration = types => [...readingTables(types), ...issueTables(types), ...readerTables(types)]

// What the hub was told of stood in the settings until now; it is told once more, which does no harm.
const targetMessages: Migration = () => [
  `create table target_messages (target text not null, subject text not null, sha256 text not null, state text not null,
     told_sha256 text, remote_id text, attempts integer not null, next_attempt_at text, problem text,
     updated_at text not null, primary key (target, subject))`,
  `delete from settings where name like 'announced to %'`,
]

const sharedLinks: Migration = () => [
  `create index items_without_guid on items (source_id, id) where url is null or guid = url`,
  `create index items_by_shared_link on items (raw_url) where url is null`,
]

const letters: Migration = ({ id }) => [
  `alter table deliveries add column first_attempt_at text`,
  `alter table deliveries add column resent_at text`,
  `create table letters (id ${id}, kind text not null,
     subscriber_id integer not null references subscribers (id) on delete cascade, language text not null,
     state text not null, message_id text not null, dated_at text not null, attempts integer not null,
     first_attempt_at text, next_attempt_at text, claimed_by text, claimed_until text, response text,
     updated_at text not null)`,
  `create unique index letters_open on letters (kind, subscriber_id)
     where state in ('pending', 'claimed', 'data', 'deferred', 'uncertain')`,
  `create index letters_by_subscriber on letters (subscriber_id)`,
]

const sourceLines: Migration = () => [
  `create table source_lines (source_id integer not null references sources (id) on delete cascade, hash text not null,
     item_id integer not null, articles integer not null, seen_at text not null, primary key (source_id, hash))`,
  `create index source_lines_by_age on source_lines (source_id, seen_at)`,
]

/** A list that has come out keeps the ids that were made of its address; publish/identity.ts takes the mark in. Exported for its test. */
export const firstAddress: Migration = () => [
  `insert into settings (name, value) select 'identity', 'address' where exists (select 1 from issues)`,
]

/** How often reading an item has begun without ending: what ends the process counts too. */
const begunReadings: Migration = () => [`alter table readings add column begun integer not null default 0`]

const limits: Migration = () => [
  `create table limits (name text primary key, since text not null, count integer not null)`,
]

const desk: Migration = ({ id }) => [
  `create table editors (id ${id}, email text not null, email_key text not null unique, name text not null, role text not null,
     may_release integer not null, password text, created_at text not null)`,
  `create table desk_sessions (key_hash text primary key, editor_id integer not null references editors (id) on delete cascade,
     device text not null, network text not null, signed_in_at text not null, used_at text not null)`,
  `create index desk_sessions_by_editor on desk_sessions (editor_id)`,
  `create table desk_keys (key_hash text primary key, kind text not null, editor_id integer references editors (id) on delete cascade,
     code_hash text, expires_at text not null, tries integer not null)`,
]

const draftChanges: Migration = ({ dialect }) => countDraftChanges(dialect)

/** Due mails by key: the pending ones in their order, and the few that wait for an instant. */
const dueMails: Migration = () => [
  `create index deliveries_in_order on deliveries (week, state, id)`,
  `drop index deliveries_by_state`,
  `create index deliveries_due on deliveries (week, next_attempt_at) where next_attempt_at is not null`,
]

const storiesWanted: Migration = () => [
  `alter table subscribers add column stories text not null default 'both'`,
  `alter table deliveries add column stories text not null default 'both'`,
  `create table chosen_mails (week text not null references issues (week), language text not null,
     cadence text not null, stories text not null, subject text not null, html text not null, text text not null,
     primary key (week, language, cadence, stories))`,
]

const retractions: Migration = ({ id }) => [
  `create table retractions (id ${id}, week text not null references issues (week), story text not null,
     reason text not null, made_at text not null, told_at text, undone_at text)`,
  `create unique index retractions_that_hold on retractions (week, story) where undone_at is null`,
  `create table retold_mails (week text not null references issues (week), language text not null,
     cadence text not null, stories text not null, subject text not null, html text not null, text text not null,
     primary key (week, language, cadence, stories))`,
]

/** Where others discuss an item, with points and comments as its feed counts them. */
const discussions: Migration = ({ dialect }) => [
  `alter table items add column discussion text`,
  ...countDiscussionChanges(dialect),
]

/** What editors did to drafts, one row for each act, and who made an edit. */
const journal: Migration = ({ id }) => [
  `alter table edits add column editor text`,
  `create table journal (id ${id}, week text not null, command text not null unique, editor text not null,
     at text not null, base text, act text not null, subject text not null, rows_before text not null,
     rows_after text not null, undone_by text)`,
  `create index journal_by_week on journal (week, id)`,
]

/** When editors were asked about a week, and when what they approved goes out. */
const releaseTimes: Migration = () => [
  `alter table slots add column asked_at text`,
  `alter table drafts add column asked_at text`,
  `alter table drafts add column release_at text`,
]

/** How the curator's words are written; without a mark they are plain, as all were before. */
const writtenWords: Migration = ({ dialect }) => [
  ...['edits', 'errata', 'drafts', 'issues'].map(table => `alter table ${table} add column markup text`),
  ...countMarkupChanges(dialect),
]

/** The reading list of somebody else that led to an item. */
const listedItems: Migration = ({ dialect }) => [`alter table items add column via text`, ...countViaChanges(dialect)]

/** The order learns from what drafts of sealed weeks left out. */
const sealedDraftChanges: Migration = ({ dialect }) => countSealedDraftChanges(dialect)

/** Links that readers propose, and hosts from which none is taken. */
const proposals: Migration = ({ id }) => [
  `create table proposals (id ${id}, url text not null, link text not null unique, host text not null, state text not null,
     voices integer not null, proposed_at text not null, decided_at text, decided_by text, week text)`,
  `create index proposals_in_order on proposals (state, voices, id)`,
  `create table voices (id ${id}, proposal_id integer not null references proposals (id) on delete cascade,
     title text not null, why text not null, name text, email text, email_key text, wants_thanks integer not null,
     language text not null, said_at text not null)`,
  `create index voices_by_proposal on voices (proposal_id)`,
  `create index voices_by_email on voices (email_key) where email_key is not null`,
  `create table blocked_hosts (host text primary key, blocked_at text not null, blocked_by text not null)`,
]

/** The reader who suggested an item. */
const suggestedItems: Migration = ({ dialect }) => [
  `alter table items add column suggested_by text`,
  ...countSuggestionChanges(dialect),
]

/** Mails to editors, the browsers that they have signed in with, and acts that came by a link of such a mail. */
const editorLetters: Migration = ({ id }) => [
  `alter table journal add column via text`,
  `create table desk_devices (key_hash text primary key, editor_id integer not null references editors (id) on delete cascade,
     expires_at text not null)`,
  `create table editor_letters (id ${id}, week text not null, editor_id integer not null references editors (id) on delete cascade,
     kind text not null, base text not null, asked_at text not null, language text not null, subject text not null,
     html text not null, text text not null, state text not null, message_id text not null, dated_at text not null,
     attempts integer not null, first_attempt_at text, next_attempt_at text, claimed_by text, claimed_until text,
     response text, updated_at text not null, unique (week, editor_id, kind, base))`,
  `create index editor_letters_open on editor_letters (state, id)`,
]

/** The one mail to somebody whose suggestion was published. */
const thanks: Migration = ({ id }) => [
  `create table thanks (id ${id}, proposal_id integer not null references proposals (id) on delete cascade,
     subscriber_id integer not null, email text not null, email_key text not null, link text not null, week text not null,
     language text not null, state text not null, message_id text not null, dated_at text not null, attempts integer not null,
     first_attempt_at text, next_attempt_at text, claimed_by text, claimed_until text, response text,
     updated_at text not null, unique (proposal_id, email_key))`,
  `create index thanks_open on thanks (state, id)`,
]

/** Suggestions that a source brings: who said them where, and how far they were read. */
const suggestions: Migration = () => [
  `alter table source_states add column cursor text`,
  `alter table proposals add column source_id integer`,
  `alter table voices add column source_id integer`,
  `alter table voices add column remote text`,
  `alter table voices add column page text`,
  `alter table voices add column is_own integer not null default 0`,
  `create unique index voices_by_source on voices (source_id, remote) where source_id is not null`,
]

/** Links that people of the desk saved. */
const savedLinks: Migration = ({ id }) => [
  `create table saved_links (id ${id}, url text not null, link text not null unique, title text not null, note text not null,
     saved_by text not null, saved_at text not null, state text not null, decided_at text, decided_by text, week text)`,
  `create index saved_links_in_order on saved_links (state, id)`,
]

/** Tokens by which programs act for an editor. */
const deskTokens: Migration = ({ id }) => [
  `create table desk_tokens (id ${id}, key_hash text not null unique,
     editor_id integer not null references editors (id) on delete cascade, name text not null, scopes text not null,
     made_at text not null, expires_at text not null, used_at text, unique (editor_id, name))`,
]

/** Passkeys of editors. */
const passkeys: Migration = () => [
  `create table desk_passkeys (id text primary key, editor_id integer not null references editors (id) on delete cascade,
     public_key text not null, counter text not null, transports text not null, name text not null, created_at text not null,
     used_at text)`,
]

/** A week's items newest first, those that came at once too: a first visit brings thousands of one instant. */
const itemsInOrder: Migration = () => [
  `create index items_in_order on items (enters_at, id)`,
  `drop index items_by_entry`,
  `create index items_by_language on items (language)`,
]

/** What a target is told stands in the ledger, and since when it may have got it. */
const frozenMessages: Migration = () => [
  `alter table target_messages add column body text`,
  `alter table target_messages add column begun_at text`,
]

/** Whether a draft has got the note of a saved link. */
const notedLinks: Migration = () => [`alter table saved_links add column noted_in text`]

/** Forewords that programs suggest. */
const forewordSuggestions: Migration = () => [
  `create table foreword_suggestions (week text primary key, text text not null, suggested_by text not null, suggested_at text not null)`,
]

/** What each relay was given. */
const relayTurns: Migration = ({ id }) => [
  `create table relay_turns (id ${id}, relay text not null, mails integer not null, at text not null, lease text, holder text)`,
  `create index relay_turns_by_time on relay_turns (relay, at)`,
]

/** What the rules of sources dropped. */
const droppedItems: Migration = () => [
  `create table dropped_items (source_id integer not null references sources (id) on delete cascade, name text not null,
     link text, url text, title text not null, rule text not null, detail text not null, dropped_at text not null, seen_at text not null,
     primary key (source_id, name))`,
  `create index dropped_items_by_link on dropped_items (link)`,
  `create index dropped_items_by_date on dropped_items (dropped_at)`,
]

/** What feeds and pages answered, as it came. */
const keptBodies: Migration = ({ id, bytes }) => [
  `create table kept_bodies (id ${id}, source_id integer references sources (id) on delete cascade, url text not null,
     answer_url text not null, fetched_at text not null, content_type text, size_bytes integer not null,
     packed_bytes integer not null, body ${bytes} not null)`,
  `create index kept_bodies_by_date on kept_bodies (fetched_at, id, packed_bytes)`,
  `create index kept_bodies_by_url on kept_bodies (url, fetched_at)`,
]

/** What readers say of issues, and how many write back. */
const votes: Migration = ({ id }) => [
  `create table votes (id ${id}, week text not null, voter_hash text unique, verdict text not null, words text not null, said_at text not null)`,
  `create index votes_by_week on votes (week)`,
  `create table replies (sha256 text primary key, week text not null, came_at text not null)`,
]

/** Processes at work, by their heartbeats. */
const workers: Migration = () => [
  `create table workers (id text primary key, role text not null, host text not null, program text not null, config text not null,
     begun_at text not null, beat_at text not null)`,
]

/** Pages of sitemaps that were seen. */
const seenLinks: Migration = () => [
  `create table seen_links (source_id integer not null references sources (id) on delete cascade, hash text not null,
     primary key (source_id, hash))`,
]

/** The version that the first step makes: stores that were made before it was one step carry that number. */
const FIRST_VERSION = 12

/** All steps in order. */
const migrations: readonly (Migration | { readonly work: Work })[] = [
  firstTables,
  targetMessages,
  sharedLinks,
  letters,
  { work: levelStoredLinks },
  sourceLines,
  firstAddress,
  begunReadings,
  limits,
  desk,
  draftChanges,
  dueMails,
  storiesWanted,
  retractions,
  discussions,
  journal,
  releaseTimes,
  writtenWords,
  listedItems,
  sealedDraftChanges,
  proposals,
  suggestedItems,
  editorLetters,
  thanks,
  suggestions,
  savedLinks,
  deskTokens,
  passkeys,
  itemsInOrder,
  frozenMessages,
  notedLinks,
  forewordSuggestions,
  droppedItems,
  hostSlots,
  keptBodies,
  votes,
  workers,
  relayTurns,
  mailShards,
  seenLinks,
  relayPaces,
  translations,
  wideNumbers,
]

/** The version of a store that this program writes. */
export const storeVersion = FIRST_VERSION - 1 + migrations.length

const types: Record<Dialect, Parameters<Migration>[0]> = {
  sqlite: { id: 'integer primary key autoincrement', bytes: 'blob', dialect: 'sqlite' },
  postgres: { id: 'integer generated by default as identity primary key', bytes: 'bytea', dialect: 'postgres' },
}

/** Of all tables that this program knows, each behind those that it refers to. */
export const tableNames: readonly string[] = migrations
  .flatMap(migration => ('work' in migration ? [] : migration(types.sqlite)))
  .flatMap(statement => /^create table (\w+)/.exec(statement)?.[1] ?? [])

/**
 * Takes every step that the store has not taken yet; each step and its number are one transaction.
 * Several processes may call it at once: the row of the version is their lock. Returns the version found. Throws STORE_UNAVAILABLE for one
 * that was never released.
 */
export async function migrate(db: Kysely<unknown>, dialect: Dialect): Promise<number> {
  return db.transaction().execute(async transaction => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(7233591)`.execute(transaction)
    await refuseForeignFile(transaction, dialect)
    await sql`create table if not exists store_version (version integer not null)`.execute(transaction)
    const { rows } = await sql<{ version: number }>`select version from store_version`.execute(transaction)
    const found = rows[0]?.version ?? 0
    if (rows.length === 0) await sql`insert into store_version (version) values (0)`.execute(transaction)
    if (found > 0 && found < FIRST_VERSION) throw tooOld(found)
    for (const migration of migrations.slice(found === 0 ? 0 : found - FIRST_VERSION + 1)) {
      if ('work' in migration) await migration.work(transaction)
      else for (const statement of migration(types[dialect])) await sql.raw(statement).execute(transaction)
    }
    if (found < storeVersion) await sql`update store_version set version = ${storeVersion}`.execute(transaction)
    if (found === storeVersion) await requireTables(transaction, dialect, tableNames)
    return found
  })
}

/** The version of a store as it is; 0 for an empty database. */
export async function readVersion(db: Kysely<unknown>, dialect: Dialect): Promise<number> {
  if (!(await readTableNames(db, dialect)).has('store_version')) return 0
  const { rows } = await sql<{ version: number }>`select version from store_version`.execute(db)
  return rows[0]?.version ?? 0
}

function tooOld(found: number): WeeklyError {
  return new WeeklyError('STORE_UNAVAILABLE', `the store has version ${found}, which no release has written`, {
    hint: `Open it once with a trial version that takes it to ${FIRST_VERSION} (commit e347e82 does); nothing was changed.`,
  })
}
