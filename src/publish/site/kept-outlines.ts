// The outlines of issues from one publishing to the next, in the site's folder. They only save work: a list that is gone, or that somebody changed, is made anew.
import { readFile } from 'node:fs/promises'
import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { WeekId } from '../../core/types.ts'
import { replaceFile } from '../files/write-file.ts'
import type { IssueOutline, OutlinedIssue } from './outline.ts'

const FILE = '.weekly-outlines.json'

/** An outline, and the fingerprint of what it was made from. */
export interface KeptOutline {
  readonly madeFrom: string
  readonly outline: IssueOutline
}

/** Without what is not said twice: most issues are as they were sealed. */
interface Written extends Omit<IssueOutline, 'issue'> {
  readonly issue: Omit<OutlinedIssue, 'sealedSections'> & Partial<Pick<OutlinedIssue, 'sealedSections'>>
}

type WrittenOutline = readonly [week: WeekId, madeFrom: string, outline: Written]

/** Reads the outlines by week; none where the list is not as it was written. */
export async function readOutlines(folder: string): Promise<ReadonlyMap<WeekId, KeptOutline>> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '')
  const end = text.indexOf('\n')
  const listed = text.slice(end + 1)
  if (end < 0 || hash('sha256', listed) !== text.slice(0, end)) return new Map()
  const written = JSON.parse(listed) as readonly WrittenOutline[]
  return new Map(
    written.map(([week, madeFrom, { issue, ...outline }]) => {
      const { sections, sealedSections: sealed } = issue
      return [week, { madeFrom, outline: { ...outline, issue: { ...issue, sealedSections: sealed ?? sections } } }]
    }),
  )
}

/** Writes the outlines. Throws OUTPUT_UNWRITABLE. */
export async function saveOutlines(folder: string, kept: ReadonlyMap<WeekId, KeptOutline>): Promise<void> {
  const listed = JSON.stringify(
    Array.from(kept, ([week, { madeFrom, outline }]) => {
      const { sections, sealedSections, ...issue } = outline.issue
      const corrected = sealedSections === sections ? {} : { sealedSections }
      return [week, madeFrom, { ...outline, issue: { ...issue, sections, ...corrected } }]
    }),
  )
  await replaceFile(join(folder, FILE), Buffer.from(`${hash('sha256', listed)}\n${listed}`))
}
