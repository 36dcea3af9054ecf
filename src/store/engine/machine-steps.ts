// Steps of the tables for many machines: what they share of hosts, of the relay, and of a long issue.

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

/** When a relay may be given its next mail, for all processes together. */
export const relayPaces = (): readonly string[] => [
  `create table relay_paces (relay text primary key, next_ms double precision not null)`,
]
