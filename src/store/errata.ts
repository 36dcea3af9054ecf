// Corrections of sealed issues, and what was taken back, apart from what was sealed. Written by `weekly issue correct`; pages and feeds render issues with them.
import { correctIssue, type CorrectedIssue, type Erratum } from '../core/edits.ts'
import type { WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { readIssue, readIssues, readIssuesOf } from './issues.ts'
import { readRetractions } from './retractions.ts'

/** Adds corrections; earlier ones of the same field stay as its history. */
export async function insertErrata(db: Connection, week: WeekId, errata: readonly Erratum[]): Promise<void> {
  if (errata.length === 0) return
  const rows = errata.map(({ storyId, field, value, markup = null, reason, madeAt }) => ({
    week,
    story: storyId,
    field,
    value: JSON.stringify(value),
    markup,
    reason,
    made_at: madeAt,
  }))
  await db.insertInto('errata').values(rows).execute()
}

async function readErrata(db: Connection): Promise<ReadonlyMap<WeekId, readonly Erratum[]>> {
  const rows = await db.selectFrom('errata').selectAll().orderBy('id').execute()
  const byWeek = Map.groupBy(rows, ({ week }) => week)
  const erratumOf = ({ story, field, value, markup, reason, made_at }: (typeof rows)[number]): Erratum => ({
    storyId: story,
    field,
    value: JSON.parse(value) as Erratum['value'],
    ...(markup === null ? {} : { markup }),
    reason,
    madeAt: made_at,
  })
  return new Map([...byWeek].map(([week, own]) => [week, own.map(erratumOf)]))
}

/** All issues as they read now, newest week first. */
export async function readCorrectedIssues(db: Connection): Promise<readonly CorrectedIssue[]> {
  const errata = await readErrata(db)
  const retractions = await readRetractions(db)
  return (await readIssues(db)).map(issue =>
    correctIssue(issue, errata.get(issue.week) ?? [], retractions.get(issue.week) ?? []),
  )
}

/** By what a change of an issue is told without reading it. */
export interface IssueMark {
  readonly week: WeekId
  /** What is sealed never changes, so its hash stands for it; with all corrections and all that was taken back. */
  readonly mark: readonly unknown[]
  /** Something of it, or all, was taken back. */
  readonly isTakenBack: boolean
}

/** The marks of all issues, newest week first. */
export async function readIssueMarks(db: Connection): Promise<readonly IssueMark[]> {
  const columns = ['week', 'number', 'title', 'date', 'sealed_at', 'content_sha256'] as const
  const sealed = await db.selectFrom('issues').select(columns).orderBy('week', 'desc').execute()
  const errata = await readErrata(db)
  const retractions = await readRetractions(db)
  return sealed.map(({ week, ...row }) => ({
    week,
    mark: [Object.values(row), errata.get(week) ?? [], retractions.get(week) ?? []],
    isTakenBack: retractions.has(week),
  }))
}

/** The issues of these weeks as they read now, in no order. */
export async function readCorrectedIssuesOf(
  db: Connection,
  weeks: readonly WeekId[],
): Promise<readonly CorrectedIssue[]> {
  const errata = await readErrata(db)
  const retractions = await readRetractions(db)
  return (await readIssuesOf(db, weeks)).map(issue =>
    correctIssue(issue, errata.get(issue.week) ?? [], retractions.get(issue.week) ?? []),
  )
}

/** The issue of a week as it reads now, or null. */
export async function readCorrectedIssue(db: Connection, week: WeekId): Promise<CorrectedIssue | null> {
  const issue = await readIssue(db, week)
  return (
    issue && correctIssue(issue, (await readErrata(db)).get(week) ?? [], (await readRetractions(db)).get(week) ?? [])
  )
}
