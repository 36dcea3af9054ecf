// The mails of issues as they were sealed: for each interface language, cadence and choice of stories its own.
import type { Cadence, InterfaceLanguage, StoriesWanted, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { IssueMailTable, MonthMailTable } from './engine/reader-tables.ts'

/** A mail before it is addressed, and for whom it is. */
export interface StoredMail {
  readonly language: InterfaceLanguage
  readonly cadence: Cadence
  readonly stories: StoriesWanted
  /** Empty where nothing in the mail is for these readers. */
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** Saves a mail of an issue as it is sealed. Call within the transaction that seals it. */
export async function insertSealedMail(db: Connection, week: WeekId, mail: StoredMail): Promise<void> {
  const { language, cadence, stories, subject, html, text } = mail
  const parts = { week, language, subject, html, text }
  if (stories !== 'both')
    await db
      .insertInto('chosen_mails')
      .values({ ...parts, cadence, stories })
      .execute()
  else await (cadence === 'weekly' ? insertIssueMail(db, parts) : insertMonthMail(db, parts))
}

/** The mails of an issue as they were sealed; none where it has no mail. */
export async function readSealedMails(db: Connection, week: WeekId): Promise<readonly StoredMail[]> {
  const chosen = await db.selectFrom('chosen_mails').selectAll().where('week', '=', week).orderBy('language').execute()
  return [
    ...(await readIssueMails(db, week)).map(mail => ({
      ...mail,
      cadence: 'weekly' as const,
      stories: 'both' as const,
    })),
    ...(await readMonthMails(db, week)).map(mail => ({
      ...mail,
      cadence: 'monthly' as const,
      stories: 'both' as const,
    })),
    ...chosen,
  ]
}

/** The mails of an issue as they are sent: as they were sealed, or without what was taken back since. */
export async function readMails(db: Connection, week: WeekId): Promise<readonly StoredMail[]> {
  const retold = await db.selectFrom('retold_mails').selectAll().where('week', '=', week).orderBy('language').execute()
  const cadences = new Set(retold.map(({ cadence }) => cadence))
  return [...(await readSealedMails(db, week)).filter(({ cadence }) => !cadences.has(cadence)), ...retold]
}

/** Saves mails in place of the sealed ones of a cadence; with none the sealed ones hold again. */
export async function replaceRetoldMails(
  db: Connection,
  { week, cadence }: { readonly week: WeekId; readonly cadence: Cadence },
  mails: readonly StoredMail[],
): Promise<void> {
  await db.deleteFrom('retold_mails').where('week', '=', week).where('cadence', '=', cadence).execute()
  for (const { language, stories, subject, html, text } of mails)
    await db.insertInto('retold_mails').values({ week, cadence, language, stories, subject, html, text }).execute()
}

/** Saves the mail parts of an issue, once; what was frozen for mailing is never replaced. */
export async function insertIssueMail(db: Connection, mail: IssueMailTable): Promise<void> {
  await db
    .insertInto('issue_mails')
    .values(mail)
    .onConflict(conflict => conflict.columns(['week', 'language']).doNothing())
    .execute()
}

/** Saves the best of a month that goes with an issue, in one language. Call within the transaction that seals it. */
export async function insertMonthMail(db: Connection, mail: MonthMailTable): Promise<void> {
  await db.insertInto('month_mails').values(mail).execute()
}

/** The languages in which an issue's mail has been rendered. */
export async function readMailLanguages(db: Connection, week: WeekId): Promise<readonly InterfaceLanguage[]> {
  const rows = await db.selectFrom('issue_mails').select('language').where('week', '=', week).execute()
  return rows.map(row => row.language)
}

/** The mails of the best of a month that go with an issue, one row per language; mostly none. */
export async function readMonthMails(db: Connection, week: WeekId): Promise<readonly MonthMailTable[]> {
  return db.selectFrom('month_mails').selectAll().where('week', '=', week).orderBy('language').execute()
}

/** The mail parts of an issue, one row per language. */
export async function readIssueMails(db: Connection, week: WeekId): Promise<readonly IssueMailTable[]> {
  return db.selectFrom('issue_mails').selectAll().where('week', '=', week).orderBy('language').execute()
}
