// Steps of the tables of reading: what sources announce, what was read of it, and what was dropped.
import { countDiscussionChanges, countViaChanges } from './draft-changes.ts'
import type { Migration } from './migration.ts'

/** Items without a guid, by the link that they share with others. */
export const sharedLinks: Migration = () => [
  `create index items_without_guid on items (source_id, id) where url is null or guid = url`,
  `create index items_by_shared_link on items (raw_url) where url is null`,
]

/** Lines that stand in many articles of a source. */
export const sourceLines: Migration = () => [
  `create table source_lines (source_id integer not null references sources (id) on delete cascade, hash text not null,
     item_id integer not null, articles integer not null, seen_at text not null, primary key (source_id, hash))`,
  `create index source_lines_by_age on source_lines (source_id, seen_at)`,
]

/** How often reading an item has begun without ending: what ends the process counts too. */
export const begunReadings: Migration = () => [`alter table readings add column begun integer not null default 0`]

/** Where others discuss an item, with points and comments as its feed counts them. */
export const discussions: Migration = ({ dialect }) => [
  `alter table items add column discussion text`,
  ...countDiscussionChanges(dialect),
]

/** The reading list of somebody else that led to an item. */
export const listedItems: Migration = ({ dialect }) => [
  `alter table items add column via text`,
  ...countViaChanges(dialect),
]

/** A week's items newest first, those that came at once too: a first visit brings thousands of one instant. */
export const itemsInOrder: Migration = () => [
  `create index items_in_order on items (enters_at, id)`,
  `drop index items_by_entry`,
  `create index items_by_language on items (language)`,
]

/** What the rules of sources dropped. */
export const droppedItems: Migration = () => [
  `create table dropped_items (source_id integer not null references sources (id) on delete cascade, name text not null,
     link text, url text, title text not null, rule text not null, detail text not null, dropped_at text not null, seen_at text not null,
     primary key (source_id, name))`,
  `create index dropped_items_by_link on dropped_items (link)`,
  `create index dropped_items_by_date on dropped_items (dropped_at)`,
]

/** What feeds and pages answered, as it came. */
export const keptBodies: Migration = ({ id, bytes }) => [
  `create table kept_bodies (id ${id}, source_id integer references sources (id) on delete cascade, url text not null,
     answer_url text not null, fetched_at text not null, content_type text, size_bytes integer not null,
     packed_bytes integer not null, body ${bytes} not null)`,
  `create index kept_bodies_by_date on kept_bodies (fetched_at, id, packed_bytes)`,
  `create index kept_bodies_by_url on kept_bodies (url, fetched_at)`,
]

/** Sources that the store keeps itself, for lists that are too long for a file. Those that were there are of sources.yaml. */
export const storedSources: Migration = () => [
  `alter table sources add column from_file integer not null default 1`,
  `alter table sources add column stored text`,
]

/** By when rows were seen, read or answered last: what is forgotten by age is found by key. */
export const rowsByAge: Migration = () => [
  `create index dropped_items_by_sight on dropped_items (seen_at)`,
  `create index robots_by_date on robots (fetched_at)`,
  `create index model_answers_by_date on model_answers (answered_at)`,
  `create index translations_by_date on translations (answered_at)`,
]

/** Pages of sitemaps that were seen. */
export const seenLinks: Migration = () => [
  `create table seen_links (source_id integer not null references sources (id) on delete cascade, hash text not null,
     primary key (source_id, hash))`,
]
