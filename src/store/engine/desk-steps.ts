// Steps of the tables of the desk: who edits, what they did, and what others suggest to them.
import {
  countDraftChanges,
  countMarkupChanges,
  countSealedDraftChanges,
  countSuggestionChanges,
} from './draft-changes.ts'
import type { Migration } from './migration.ts'

/** Editors, their sessions and the keys by which they sign in. */
export const desk: Migration = ({ id }) => [
  `create table editors (id ${id}, email text not null, email_key text not null unique, name text not null, role text not null,
     may_release integer not null, password text, created_at text not null)`,
  `create table desk_sessions (key_hash text primary key, editor_id integer not null references editors (id) on delete cascade,
     device text not null, network text not null, signed_in_at text not null, used_at text not null)`,
  `create index desk_sessions_by_editor on desk_sessions (editor_id)`,
  `create table desk_keys (key_hash text primary key, kind text not null, editor_id integer references editors (id) on delete cascade,
     code_hash text, expires_at text not null, tries integer not null)`,
]

/** Counts what changes a draft. */
export const draftChanges: Migration = ({ dialect }) => countDraftChanges(dialect)

/** What editors did to drafts, one row for each act, and who made an edit. */
export const journal: Migration = ({ id }) => [
  `alter table edits add column editor text`,
  `create table journal (id ${id}, week text not null, command text not null unique, editor text not null,
     at text not null, base text, act text not null, subject text not null, rows_before text not null,
     rows_after text not null, undone_by text)`,
  `create index journal_by_week on journal (week, id)`,
]

/** When editors were asked about a week, and when what they approved goes out. */
export const releaseTimes: Migration = () => [
  `alter table slots add column asked_at text`,
  `alter table drafts add column asked_at text`,
  `alter table drafts add column release_at text`,
]

/** How the curator's words are written; without a mark they are plain, as all were before. */
export const writtenWords: Migration = ({ dialect }) => [
  ...['edits', 'errata', 'drafts', 'issues'].map(table => `alter table ${table} add column markup text`),
  ...countMarkupChanges(dialect),
]

/** The order learns from what drafts of sealed weeks left out. */
export const sealedDraftChanges: Migration = ({ dialect }) => countSealedDraftChanges(dialect)

/** Links that readers propose, and hosts from which none is taken. */
export const proposals: Migration = ({ id }) => [
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
export const suggestedItems: Migration = ({ dialect }) => [
  `alter table items add column suggested_by text`,
  ...countSuggestionChanges(dialect),
]

/** Mails to editors, the browsers that they have signed in with, and acts that came by a link of such a mail. */
export const editorLetters: Migration = ({ id }) => [
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

/** Suggestions that a source brings: who said them where, and how far they were read. */
export const suggestions: Migration = () => [
  `alter table source_states add column cursor text`,
  `alter table proposals add column source_id integer`,
  `alter table voices add column source_id integer`,
  `alter table voices add column remote text`,
  `alter table voices add column page text`,
  `alter table voices add column is_own integer not null default 0`,
  `create unique index voices_by_source on voices (source_id, remote) where source_id is not null`,
]

/** Links that people of the desk saved. */
export const savedLinks: Migration = ({ id }) => [
  `create table saved_links (id ${id}, url text not null, link text not null unique, title text not null, note text not null,
     saved_by text not null, saved_at text not null, state text not null, decided_at text, decided_by text, week text)`,
  `create index saved_links_in_order on saved_links (state, id)`,
]

/** Tokens by which programs act for an editor. */
export const deskTokens: Migration = ({ id }) => [
  `create table desk_tokens (id ${id}, key_hash text not null unique,
     editor_id integer not null references editors (id) on delete cascade, name text not null, scopes text not null,
     made_at text not null, expires_at text not null, used_at text, unique (editor_id, name))`,
]

/** Passkeys of editors. */
export const passkeys: Migration = () => [
  `create table desk_passkeys (id text primary key, editor_id integer not null references editors (id) on delete cascade,
     public_key text not null, counter text not null, transports text not null, name text not null, created_at text not null,
     used_at text)`,
]

/** Whether a draft has got the note of a saved link. */
export const notedLinks: Migration = () => [`alter table saved_links add column noted_in text`]

/** Forewords that programs suggest. */
export const forewordSuggestions: Migration = () => [
  `create table foreword_suggestions (week text primary key, text text not null, suggested_by text not null, suggested_at text not null)`,
]

/** How often something was tried of late, by its name. */
export const limits: Migration = () => [
  `create table limits (name text primary key, since text not null, count integer not null)`,
]
