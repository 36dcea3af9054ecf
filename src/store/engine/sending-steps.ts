// Steps of the tables of sending: mails and letters to readers, what they answer, and what other places are told.
import type { Migration } from './migration.ts'

/** What targets were told. What the hub was told of stood in the settings until now; it is told once more, which does no harm. */
export const targetMessages: Migration = () => [
  `create table target_messages (target text not null, subject text not null, sha256 text not null, state text not null,
     told_sha256 text, remote_id text, attempts integer not null, next_attempt_at text, problem text,
     updated_at text not null, primary key (target, subject))`,
  `delete from settings where name like 'announced to %'`,
]

/** Letters to single readers, and when mails were tried first. */
export const letters: Migration = ({ id }) => [
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

/** A list that has come out keeps the ids that were made of its address; publish/identity.ts takes the mark in. */
export const firstAddress: Migration = () => [
  `insert into settings (name, value) select 'identity', 'address' where exists (select 1 from issues)`,
]

/** Due mails by key: the pending ones in their order, and the few that wait for an instant. */
export const dueMails: Migration = () => [
  `create index deliveries_in_order on deliveries (week, state, id)`,
  `drop index deliveries_by_state`,
  `create index deliveries_due on deliveries (week, next_attempt_at) where next_attempt_at is not null`,
]

/** Which stories readers want, and the mails of those who want some. */
export const storiesWanted: Migration = () => [
  `alter table subscribers add column stories text not null default 'both'`,
  `alter table deliveries add column stories text not null default 'both'`,
  `create table chosen_mails (week text not null references issues (week), language text not null,
     cadence text not null, stories text not null, subject text not null, html text not null, text text not null,
     primary key (week, language, cadence, stories))`,
]

/** What was taken back of sealed issues, and the mails that say so. */
export const retractions: Migration = ({ id }) => [
  `create table retractions (id ${id}, week text not null references issues (week), story text not null,
     reason text not null, made_at text not null, told_at text, undone_at text)`,
  `create unique index retractions_that_hold on retractions (week, story) where undone_at is null`,
  `create table retold_mails (week text not null references issues (week), language text not null,
     cadence text not null, stories text not null, subject text not null, html text not null, text text not null,
     primary key (week, language, cadence, stories))`,
]

/** The one mail to somebody whose suggestion was published. */
export const thanks: Migration = ({ id }) => [
  `create table thanks (id ${id}, proposal_id integer not null references proposals (id) on delete cascade,
     subscriber_id integer not null, email text not null, email_key text not null, link text not null, week text not null,
     language text not null, state text not null, message_id text not null, dated_at text not null, attempts integer not null,
     first_attempt_at text, next_attempt_at text, claimed_by text, claimed_until text, response text,
     updated_at text not null, unique (proposal_id, email_key))`,
  `create index thanks_open on thanks (state, id)`,
]

/** What a target is told stands in the ledger, and since when it may have got it. */
export const frozenMessages: Migration = () => [
  `alter table target_messages add column body text`,
  `alter table target_messages add column begun_at text`,
]

/** What each relay was given. */
export const relayTurns: Migration = ({ id }) => [
  `create table relay_turns (id ${id}, relay text not null, mails integer not null, at text not null, lease text, holder text)`,
  `create index relay_turns_by_time on relay_turns (relay, at)`,
]

/** What readers say of issues, and how many write back. */
export const votes: Migration = ({ id }) => [
  `create table votes (id ${id}, week text not null, voter_hash text unique, verdict text not null, words text not null, said_at text not null)`,
  `create index votes_by_week on votes (week)`,
  `create table replies (sha256 text primary key, week text not null, came_at text not null)`,
]
