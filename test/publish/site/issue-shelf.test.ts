// Outlines of issues are kept from one publishing to the next, and never believed of another issue than the one they were made of.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Instant, Issue } from '../../../src/core/types.ts'
import type { Connection } from '../../../src/store/engine/database.ts'
import { insertErrata, readCorrectedIssues, readIssueMarks } from '../../../src/store/errata.ts'
import { insertIssue } from '../../../src/store/issues.ts'
import { insertRetraction } from '../../../src/store/retractions.ts'
import { shelveIssues } from '../../../src/publish/site/issue-shelf.ts'
import { outlineIssue } from '../../../src/publish/site/make-outline.ts'
import type { ShelvedIssue } from '../../../src/publish/site/outline.ts'
import { describeStores } from '../../stores.ts'
import { aSite, weeklyIssues } from '../issues.ts'

const madeAt = '2017-01-02T03:00:00.000Z' as Instant
const site = aSite()

async function fill(db: Connection, issues: readonly Issue[]): Promise<void> {
  for (const issue of issues) {
    const { week, sealedAt: opens_at } = issue
    const times = { opens_at, closes_at: opens_at, settled_at: opens_at }
    const slot = { week, ...times, is_first: 0, origin: 'scheduled', state: 'sealed' } as const
    await db.insertInto('slots').values(slot).execute()
    await insertIssue(db, issue, [])
  }
}

describeStores('the outlines of issues', open => {
  test('are those of the issues as they read now, whether they were kept or not', async () => {
    const { db } = await open()
    const folder = await mkdtemp(join(tmpdir(), 'weekly-outlines-'))
    const listed = join(folder, '.weekly-outlines.json')
    const shelve = async (program = 'one'): Promise<readonly ShelvedIssue[]> =>
      shelveIssues({ db, folder, site, program }, await readIssueMarks(db))
    const expectRight = async (shelved: readonly ShelvedIssue[]): Promise<void> => {
      const issues = await readCorrectedIssues(db)
      expect(shelved.map(({ outline }) => outline)).toEqual(issues.map(issue => outlineIssue(site, issue)))
      expect(await Promise.all(shelved.map(({ read }) => read()))).toEqual(issues)
    }
    try {
      const [newest, ...older] = weeklyIssues(4)
      if (!newest) throw new Error('no issue')
      await fill(db, older)
      await expectRight(await shelve())
      const first = await readFile(listed, 'utf8')
      await expectRight(await shelve())
      expect(await readFile(listed, 'utf8')).toBe(first)

      await fill(db, [newest])
      await expectRight(await shelve())
      const story = { storyId: `en-${newest.date}`, field: 'title', value: '另一个标题', reason: null, madeAt } as const
      await insertErrata(db, newest.week, [story])
      await expectRight(await shelve())

      // A list that somebody has written in is no list.
      await writeFile(listed, (await readFile(listed, 'utf8')).replaceAll('另一个标题', '谎言'))
      await expectRight(await shelve())
      await expectRight(await shelve('two'))

      // Nothing is kept in the folder of what was taken back.
      await insertRetraction(db, { week: newest.week, storyId: '' }, 'wrong', madeAt)
      await expectRight(await shelve())
      expect(await readFile(listed, 'utf8')).not.toContain('另一个标题')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
