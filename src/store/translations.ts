// What translators have made of stories, and what it cost: the cache and the weekly budget.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ChineseScript } from '../core/chinese-script.ts'
import { type Terms, termsIn } from '../core/translation.ts'
import type { StoriesWanted, TranslatedText, TranslationLanguage, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { TranslationSpendingTable, TranslationTable } from './engine/translation-tables.ts'

/** How stories are translated, as plain values: whoever makes a draft finds by it what was translated. */
export interface TranslationSettings extends Terms {
  readonly stories: StoriesWanted
  /** The script of translations into Chinese: that of the list. */
  readonly chinese: ChineseScript
  /** Identifies the translator: address, model, prompt, parameters. */
  readonly made: string
}

/** What a translation depends on. */
export type TranslationKey = Pick<TranslationTable, 'text_sha256' | 'made_sha256'>

/** Accepted translations by `keyOf`. */
export type Translations = ReadonlyMap<string, TranslatedText>

/** More than the drafts of many weeks have. */
const MOST_READ = 5_000

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Simplified Chinese is `zh`, as it was before there was another: what was translated then stays. */
const nameOfTarget = (into: TranslationLanguage, chinese: ChineseScript): string =>
  into === 'zh' && chinese === 'Hant' ? 'zh-Hant' : into

/** The key of a text for a language: of glossary and words to keep only what the text has counts. */
export function translationKey(
  text: TranslatedText,
  into: TranslationLanguage,
  { made, chinese, ...terms }: Omit<TranslationSettings, 'stories'>,
): TranslationKey {
  return {
    text_sha256: sha256([text.title, text.summary, text.points]),
    made_sha256: sha256([made, nameOfTarget(into, chinese), termsIn(text, terms, into)]),
  }
}

/** A key as one string. */
export const keyOf = ({ text_sha256, made_sha256 }: TranslationKey): string => `${text_sha256} ${made_sha256}`

/** The accepted translations, the latest ones where there are very many. */
export async function readTranslations(db: Connection): Promise<Translations> {
  const rows = await db
    .selectFrom('translations')
    .select(['text_sha256', 'made_sha256', 'title', 'summary', 'points'])
    .where('state', '=', 'accepted')
    .orderBy('answered_at', 'desc')
    .orderBy('text_sha256')
    .limit(MOST_READ)
    .execute()
  const told = rows.map(row => {
    const { title, summary } = row
    return [keyOf(row), { title, summary, points: JSON.parse(row.points) as string[] }] as const
  })
  return new Map(told)
}

/** What is known of one translation, or null. */
export async function readTranslation(db: Connection, key: TranslationKey): Promise<TranslationTable | null> {
  const row = await db
    .selectFrom('translations')
    .selectAll()
    .where('text_sha256', '=', key.text_sha256)
    .where('made_sha256', '=', key.made_sha256)
    .executeTakeFirst()
  return row ?? null
}

/** Keeps a translation, or that it was refused; a later one of the same key replaces it. */
export async function saveTranslation(db: Connection, row: TranslationTable): Promise<void> {
  await db
    .insertInto('translations')
    .values(row)
    .onConflict(conflict => conflict.columns(['text_sha256', 'made_sha256']).doUpdateSet(row))
    .execute()
}

/**
 * Takes one request, with the characters that it sends, from a week's budget, before it is made: one statement, so that several workers
 * together stay within it. False when there is not enough left.
 */
export async function spendOnTranslation(
  db: Connection,
  week: WeekId,
  characters: number,
  budget: Omit<TranslationSpendingTable, 'week'>,
): Promise<boolean> {
  if (budget.requests < 1 || budget.characters < characters) return false
  const { rows } = await sql`
    insert into translation_spending (week, requests, characters) values (${week}, 1, ${characters})
    on conflict (week) do update set requests = translation_spending.requests + 1,
      characters = translation_spending.characters + ${characters}
      where translation_spending.requests < ${budget.requests}
        and translation_spending.characters <= ${budget.characters - characters}
    returning week`.execute(db)
  return rows.length > 0
}

/** Adds the characters that were answered. */
export async function addTranslated(db: Connection, week: WeekId, characters: number): Promise<void> {
  await db
    .updateTable('translation_spending')
    .set(row => ({ characters: row('characters', '+', characters) }))
    .where('week', '=', week)
    .execute()
}

/** What was spent in a week. */
export async function readTranslationSpending(
  db: Connection,
  week: WeekId,
): Promise<Omit<TranslationSpendingTable, 'week'>> {
  const row = await db.selectFrom('translation_spending').selectAll().where('week', '=', week).executeTakeFirst()
  return { requests: row?.requests ?? 0, characters: row?.characters ?? 0 }
}
