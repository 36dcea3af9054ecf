// Steps of the tables for many machines: what they share of hosts, of the relay, and of a long issue.
import type { Dialect } from './dialect.ts'
import type { Migration } from './migration.ts'

/** Which worker is asking a host; a row as long as it does. */
export const hostSlots = (): readonly string[] => [
  `create table host_slots (host text not null, n integer not null, holder text not null, until_ms bigint not null,
     primary key (host, n))`,
]

/** Mails by their shard: pending ones in their order, and those that wait for an instant in the order of that. */
export const mailShards = (): readonly string[] => [
  `create index deliveries_fresh on deliveries (week, (id % 16), id) where state = 'pending' and next_attempt_at is null`,
  `create index deliveries_waiting on deliveries (week, (id % 16), state, next_attempt_at, id) where next_attempt_at is not null`,
]

/**
 * Mails to late readers by a key of their own. The one by the instant of all shards together is gone: while statistics lagged behind a relay
 * that deferred a whole issue, PostgreSQL walked it for each shard over the mails of all others.
 */
export const lateMails = (): readonly string[] => [
  `drop index deliveries_due`,
  `create index deliveries_late on deliveries (week, state, id) where is_catch_up = 1`,
]

/** What is widened in well under the two minutes that a statement may take; what is larger keeps its numbers, and doctor watches them. */
const WIDENED_BYTES = 2_000_000_000

/** Visits and mails are the rows that are numbered fastest: with a million sources two thousand million are reached in three months. */
export const wideNumbers = ({ dialect }: { readonly dialect: Dialect }): readonly string[] =>
  dialect === 'sqlite'
    ? []
    : ['fetches', 'deliveries'].map(
        table => `do $$ begin
          if pg_total_relation_size('${table}') < ${WIDENED_BYTES} then alter table ${table} alter column id type bigint; end if;
        end $$`,
      )

/** When a relay may be given its next mail, for all processes together. */
export const relayPaces = (): readonly string[] => [
  `create table relay_paces (relay text primary key, next_ms double precision not null)`,
]

/** Processes at work, by their heartbeats. */
export const workers: Migration = () => [
  `create table workers (id text primary key, role text not null, host text not null, program text not null, config text not null,
     begun_at text not null, beat_at text not null)`,
]
