// What language models have written, and what it cost: the cache and the weekly budget.
import { type ExpressionBuilder, sql } from 'kysely'
import type { IssueWindow, Summary, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { ModelAnswerTable, ModelSpendingTable, Schema } from './engine/schema.ts'

/** What an answer depends on. */
export type ModelAnswerKey = Pick<ModelAnswerTable, 'text_sha256' | 'model' | 'prompt_sha256'>

/**
 * Items with an extractive summary that may enter an issue, or were published within the window, and that no issue has considered;
 * those of the best-weighted sources first, so that a small budget goes where the curator looks.
 */
export async function readExtractiveItems(
  db: Connection,
  window: IssueWindow,
  fewestCharacters: number,
): Promise<readonly number[]> {
  const mayEnter = (items: ExpressionBuilder<Schema, 'items'>) =>
    items.or([
      items('items.enters_at', 'is not', null),
      items.and([items('items.published_at', '>=', window.opensAt), items('items.published_at', '<', window.closesAt)]),
    ])
  const rows = await db
    .selectFrom('articles')
    .innerJoin('items', 'items.id', 'articles.item_id')
    .innerJoin('sources', 'sources.id', 'items.source_id')
    .leftJoin('placements', 'placements.item_id', 'items.id')
    .select('articles.item_id')
    .where('placements.item_id', 'is', null)
    .where('articles.summary_method', '=', 'extractive')
    .where(sql<number>`length(articles.text)`, '>=', fewestCharacters)
    .where(mayEnter)
    .orderBy('sources.weight', 'desc')
    .orderBy('articles.item_id')
    .execute()
  return rows.map(row => row.item_id)
}

/** What a model has answered, or null. */
export async function readModelAnswer(db: Connection, key: ModelAnswerKey): Promise<ModelAnswerTable | null> {
  const row = await db
    .selectFrom('model_answers')
    .selectAll()
    .where('text_sha256', '=', key.text_sha256)
    .where('model', '=', key.model)
    .where('prompt_sha256', '=', key.prompt_sha256)
    .executeTakeFirst()
  return row ?? null
}

/** Keeps an answer; a later one of the same key replaces it. */
export async function saveModelAnswer(db: Connection, row: ModelAnswerTable): Promise<void> {
  await db
    .insertInto('model_answers')
    .values(row)
    .onConflict(conflict => conflict.columns(['text_sha256', 'model', 'prompt_sha256']).doUpdateSet(row))
    .execute()
}

/** Puts a model's summary in the place of an extractive one, and of no other; it has no spans, for its words are its own. */
export async function saveModelSummary(
  db: Connection,
  itemIds: readonly number[],
  summary: Pick<Summary, 'lead' | 'points'>,
): Promise<void> {
  await db
    .updateTable('articles')
    .set({
      lead: summary.lead,
      points: JSON.stringify(summary.points),
      summary_method: 'llm',
      source_spans: '[]',
    })
    .where('item_id', 'in', itemIds)
    .where('summary_method', '=', 'extractive')
    .execute()
}

/**
 * Takes one request, with the characters it costs, from a week's budget, before it is made: one statement, so that several workers
 * together stay within it. False when there is not enough left.
 */
export async function spendOnModel(
  db: Connection,
  week: WeekId,
  characters: number,
  budget: Omit<ModelSpendingTable, 'week'>,
): Promise<boolean> {
  if (budget.requests < 1 || budget.characters < characters) return false
  const { rows } = await sql`
    insert into model_spending (week, requests, characters) values (${week}, 1, ${characters})
    on conflict (week) do update set requests = model_spending.requests + 1,
      characters = model_spending.characters + ${characters}
      where model_spending.requests < ${budget.requests}
        and model_spending.characters <= ${budget.characters - characters}
    returning week`.execute(db)
  return rows.length > 0
}

/** Adds the characters that a model answered. */
export async function addAnswerToSpending(db: Connection, week: WeekId, characters: number): Promise<void> {
  await db
    .updateTable('model_spending')
    .set(row => ({ characters: row('characters', '+', characters) }))
    .where('week', '=', week)
    .execute()
}

/** What was spent in a week. */
export async function readModelSpending(db: Connection, week: WeekId): Promise<Omit<ModelSpendingTable, 'week'>> {
  const row = await db.selectFrom('model_spending').selectAll().where('week', '=', week).executeTakeFirst()
  return { requests: row?.requests ?? 0, characters: row?.characters ?? 0 }
}
