// The curator's edits of drafts, one row for each story and field.
import type { Edit } from '../core/edits.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { EditTable } from './engine/schema.ts'

const decisions: readonly Edit['kind'][] = ['drop', 'pick', 'hold']
/** What is said of the story itself, not of its place in one issue. */
const contentKinds: readonly Edit['kind'][] = ['title', 'summary', 'points', 'note', 'translation']

/** A stored row as the domain’s Edit. */
export function editOf({ kind, url, value, markup, made_at, editor }: EditTable): Edit {
  // The row was written from an Edit: its value has the shape that its kind says.
  const more = { ...(markup === null ? {} : { markup }), ...(editor === null ? {} : { editor }) }
  return { kind, link: url, value: JSON.parse(value) as unknown, ...more, madeAt: made_at } as Edit
}

function rowOf(week: WeekId, { kind, link, value, markup, madeAt, editor }: Edit): EditTable {
  const more = { markup: markup ?? null, editor: editor ?? null }
  return { week, url: link, kind, value: JSON.stringify(value), ...more, made_at: madeAt }
}

/** The edits of a week's draft, oldest first. */
export async function readEdits(db: Connection, week: WeekId): Promise<readonly Edit[]> {
  const rows = await db
    .selectFrom('edits')
    .selectAll()
    .where('week', '=', week)
    .orderBy('made_at')
    .orderBy('url')
    .orderBy('kind')
    .execute()
  return rows.map(editOf)
}

/** Makes the week's edits these and no others. Call within a transaction. */
export async function replaceEdits(db: Connection, week: WeekId, edits: readonly Edit[]): Promise<void> {
  await db.deleteFrom('edits').where('week', '=', week).execute()
  for (let start = 0; start < edits.length; start += 200)
    await db
      .insertInto('edits')
      .values(edits.slice(start, start + 200).map(edit => rowOf(week, edit)))
      .execute()
}

/**
 * Saves one edit of a story, in place of any of its kind under whichever of the story's links; of drop, pick and hold the last one holds.
 * Call within a transaction.
 */
export async function saveEdit(db: Connection, week: WeekId, links: readonly string[], edit: Edit): Promise<void> {
  await db
    .deleteFrom('edits')
    .where('week', '=', week)
    .where('url', 'in', [...links, edit.link])
    .where('kind', 'in', decisions.includes(edit.kind) ? decisions : [edit.kind])
    .execute()
  await db.insertInto('edits').values(rowOf(week, edit)).execute()
}

/** Removes a story's edits, all or those of one kind; answers how many there were. */
export async function removeEdits(
  db: Connection,
  week: WeekId,
  links: readonly string[],
  kind?: Edit['kind'],
): Promise<number> {
  const all = db.deleteFrom('edits').where('week', '=', week).where('url', 'in', links)
  const result = await (kind === undefined ? all : all.where('kind', '=', kind)).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/**
 * Brings what the curator wrote on a held story into the draft that the story enters now: title, summary, points and note of sealed weeks
 * move to this one. Of a week that made no issue its drops and picks come too. Each story is given with all its links. Call within a
 * transaction.
 */
export async function carryHeldEdits(
  db: Connection,
  week: WeekId,
  stories: readonly (readonly string[])[],
  now: Instant,
): Promise<void> {
  const left = await db
    .selectFrom('edits')
    .innerJoin('slots', 'slots.week', 'edits.week')
    .selectAll('edits')
    .select('slots.state')
    .where('edits.week', '!=', week)
    .where(row =>
      row.or([
        row.and([
          row('slots.state', '=', 'sealed'),
          row('edits.kind', 'in', ['hold', ...contentKinds]),
          row('edits.week', 'in', row.selectFrom('edits as held').select('held.week').where('held.kind', '=', 'hold')),
        ]),
        row.and([row('slots.state', '=', 'empty'), row('edits.kind', 'in', ['drop', 'pick', ...contentKinds])]),
      ]),
    )
    .execute()
  const storyOf = new Map(stories.flatMap(links => links.map(link => [link, links] as const)))
  const holds = left.filter(({ kind }) => kind === 'hold')
  const isHeld = (row: EditTable): boolean =>
    holds.some(hold => hold.week === row.week && storyOf.get(row.url)?.includes(hold.url))
  for (const { state, ...row } of left)
    if (state === 'empty' ? storyOf.has(row.url) : row.kind !== 'hold' && isHeld(row))
      await moveEdit(db, row, week, now)
}

async function moveEdit(db: Connection, row: EditTable, week: WeekId, now: Instant): Promise<void> {
  await db
    .insertInto('edits')
    .values({ ...row, week, made_at: now })
    .onConflict(conflict => conflict.columns(['week', 'url', 'kind']).doNothing())
    .execute()
  await db
    .deleteFrom('edits')
    .where('week', '=', row.week)
    .where('url', '=', row.url)
    .where('kind', '=', row.kind)
    .execute()
}
