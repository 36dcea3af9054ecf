// Counts every change of what drafts are made from, by triggers within the database: whoever writes, by whichever program or by hand, is seen.
import type { Dialect } from './dialect.ts'

/** Tables that drafts are made from, and of each the columns whose change changes a draft; a row that comes or goes always counts. */
export const draftTables: Readonly<Record<string, readonly string[]>> = {
  articles: [
    'item_id',
    'state',
    'url',
    'title',
    'byline',
    'site_name',
    'language',
    'html',
    'text',
    'words',
    'reading_minutes',
    'lead',
    'points',
    'summary_method',
    'source_spans',
    'pdf_url',
    'image',
    'published_at',
    'method',
    'confidence',
    'confidence_reasons',
  ],
  edits: ['week', 'url', 'kind', 'value', 'made_at', 'markup'],
  issues: ['number', 'week', 'sections'],
  items: [
    'id',
    'source_id',
    'guid',
    'raw_url',
    'url',
    'title',
    'authors',
    'published_at',
    'updated_at',
    'first_seen_at',
    'enters_at',
    'language',
    'categories',
    'summary_html',
    'content_html',
    'enclosures',
    'image',
    'discussion',
    'via',
    'suggested_by',
  ],
  placements: ['item_id', 'week', 'role'],
  slots: ['week', 'opens_at', 'closes_at', 'origin', 'state'],
  source_states: ['source_id', 'feed_title'],
  sources: ['id', 'url', 'kind', 'title', 'section', 'weight', 'options'],
}

/** What a saved draft holds. */
const draftContent = ['week', 'opens_at', 'closes_at', 'foreword', 'sections', 'left_out', 'held']

/** How each database says that two values differ, null among them; what SQLite has learnt lately, an older shell of it could not read. */
const unequal: Readonly<Record<Dialect, string>> = { sqlite: 'is not', postgres: 'is distinct from' }

function triggersOf(dialect: Dialect, table: string, columns: readonly string[], act: string): readonly string[] {
  const differ = columns.map(column => `old.${column} ${unequal[dialect]} new.${column}`).join(' or ')
  return [
    `create trigger drafts_see_new_${table} after insert on ${table} for each row ${act}`,
    `create trigger drafts_see_gone_${table} after delete on ${table} for each row ${act}`,
    `create trigger drafts_see_changed_${table} after update on ${table} for each row when (${differ}) ${act}`,
  ]
}

/** What a trigger does: it counts. */
const counting: Readonly<Record<Dialect, string>> = {
  sqlite: 'begin update draft_changes set count = count + 1 where writer = 0; end',
  postgres: 'execute function note_draft_change()',
}

/** The columns that came after the counting began, each with a step of its own. */
const later: readonly string[] = ['discussion', 'via', 'markup', 'suggested_by']

const seeChanges = (dialect: Dialect): readonly string[] =>
  Object.entries(draftTables).flatMap(([table, columns]) => {
    const known = columns.filter(column => !later.includes(column))
    return triggersOf(dialect, table, known, counting[dialect])
  })

const sqlite = (): readonly string[] => [
  `insert into draft_changes (writer, count) values (0, 0)`,
  ...seeChanges('sqlite'),
  `create trigger drafts_lose_mark after update of ${draftContent.join(', ')} on drafts for each row
     begin update drafts set mark = null where week = new.week; end`,
]

// Each connection has a row of its own, so that none waits for another, and writes it once a transaction. The count is the sum of all: a
// transaction that has not ended is in no sum, and makes the next one larger when it does. A sequence would be seen before its change is.
const postgres = (): readonly string[] => [
  `create function note_draft_change() returns trigger language plpgsql as $$
   begin
     if current_setting('weekly.draft_change', true) is distinct from txid_current()::text then
       execute format('insert into %I.draft_changes as known (writer, count) values (pg_backend_pid(), 1)
         on conflict (writer) do update set count = known.count + 1', tg_table_schema);
       perform set_config('weekly.draft_change', txid_current()::text, true);
     end if;
     return null;
   end $$`,
  ...seeChanges('postgres'),
  `create function drop_draft_mark() returns trigger language plpgsql as $$ begin new.mark := null; return new; end $$`,
  `create trigger drafts_lose_mark before update of ${draftContent.join(', ')} on drafts for each row
     execute function drop_draft_mark()`,
]

/** The step that begins to count. A draft that anybody but curating writes loses the mark of what it was made from. */
export const countDraftChanges = (dialect: Dialect): readonly string[] => [
  `create table draft_changes (writer integer primary key, count bigint not null)`,
  `alter table drafts add column mark text`,
  `alter table drafts add column stories integer not null default 0`,
  `alter table drafts add column late integer not null default 0`,
  ...(dialect === 'sqlite' ? sqlite() : postgres()),
]

/** The step that counts changes of items' discussions too: a trigger beside the one that was there. */
export const countDiscussionChanges = (dialect: Dialect): readonly string[] => [
  `create trigger drafts_see_discussed_items after update on items for each row
     when (old.discussion ${unequal[dialect]} new.discussion) ${counting[dialect]}`,
]

/** The step that counts changes of how the curator's words are written. */
export const countMarkupChanges = (dialect: Dialect): readonly string[] => [
  `create trigger drafts_see_marked_edits after update on edits for each row
     when (old.markup ${unequal[dialect]} new.markup) ${counting[dialect]}`,
]

/** The step that counts changes of the lists that items were taken from. */
export const countViaChanges = (dialect: Dialect): readonly string[] => [
  `create trigger drafts_see_via_items after update on items for each row
     when (old.via ${unequal[dialect]} new.via) ${counting[dialect]}`,
]

/** The step that counts changes of who suggested an item. */
export const countSuggestionChanges = (dialect: Dialect): readonly string[] => [
  `create trigger drafts_see_suggested_items after update on items for each row
     when (old.suggested_by ${unequal[dialect]} new.suggested_by) ${counting[dialect]}`,
]

/** The step that counts translations that were accepted: drafts show them. */
export const countTranslationChanges = (dialect: Dialect): readonly string[] => [
  `create trigger drafts_see_new_translations after insert on translations for each row
     when (new.state = 'accepted') ${counting[dialect]}`,
  `create trigger drafts_see_gone_translations after delete on translations for each row
     when (old.state = 'accepted') ${counting[dialect]}`,
  `create trigger drafts_see_changed_translations after update on translations for each row
     when (old.state = 'accepted' or new.state = 'accepted') ${counting[dialect]}`,
]

/** What is learnt of the draft of a sealed week; other drafts are what comes of the learning. */
const sealedDrafts: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    `create trigger drafts_see_sealed_drafts after update on drafts for each row
       when (old.state is not new.state or old.left_out is not new.left_out)
         and exists (select 1 from issues where issues.week = new.week) ${counting.sqlite}`,
    `create trigger drafts_see_gone_drafts after delete on drafts for each row
       when exists (select 1 from issues where issues.week = old.week) ${counting.sqlite}`,
  ],
  postgres: [
    `create function note_sealed_draft_change() returns trigger language plpgsql as $$
     begin
       execute format('insert into %1$I.draft_changes as known (writer, count) select pg_backend_pid(), 1
         where exists (select 1 from %1$I.issues where issues.week = $1)
         on conflict (writer) do update set count = known.count + 1', tg_table_schema) using old.week;
       return null;
     end $$`,
    `create trigger drafts_see_sealed_drafts after update on drafts for each row
       when (old.state is distinct from new.state or old.left_out is distinct from new.left_out)
       execute function note_sealed_draft_change()`,
    `create trigger drafts_see_gone_drafts after delete on drafts for each row execute function note_sealed_draft_change()`,
  ],
}

/** The step that counts changes of the drafts of sealed weeks too: the order learns from what they left out. */
export const countSealedDraftChanges = (dialect: Dialect): readonly string[] => sealedDrafts[dialect]
