import { expect, test } from 'vitest'
import type { Edit } from '../../src/core/edits.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { inJournal } from '../../src/desk/keep-journal.ts'
import { decideDraft, saveDraft } from '../../src/store/drafts.ts'
import { readEdits, removeEdits, saveEdit } from '../../src/store/edits.ts'
import { markUndone, readJournal, readJournalEntry, readOwnActs } from '../../src/store/journal.ts'
import { describeStores } from '../stores.ts'

const at = '2026-11-18T00:30:00.000Z' as Instant
const week = '2026-W47' as WeekId
const story = 'https://a.example/one'
const note = (value: string): Edit => ({ kind: 'note', link: story, value, madeAt: at, editor: '李' })
const deed = { week, editor: '李', at, subject: '租约' } as const

describeStores('the journal', open => {
  test('an act is written down with the rows before and after it, and who did it', async () => {
    const { db } = await open()
    const write = (value: string) =>
      inJournal(db, { ...deed, act: { kind: 'note', story, value } }, () => saveEdit(db, week, [story], note(value)))
    await write('One.')
    await write('Two.')
    await inJournal(db, { ...deed, act: { kind: 'restore', story } }, () => removeEdits(db, week, [story]))
    const rows = (await readJournal(db, week)).map(({ before, after }) => [before.edits, after.edits])
    expect(rows).toEqual([
      [[], [note('One.')]],
      [[note('One.')], [note('Two.')]],
      [[note('Two.')], []],
    ])
    expect(await readJournal(db, '2026-W48' as WeekId)).toEqual([])
  })

  test('what changes nothing is written down only where it has an id, for it must not act later', async () => {
    const { db } = await open()
    await saveEdit(db, week, [story], note('One.'))
    const nothing = (command?: string) => {
      const act = { kind: 'note', story, value: 'One.' } as const
      return inJournal(db, { ...deed, act, base: 'b0', ...(command === undefined ? {} : { command }) }, () =>
        Promise.resolve(),
      )
    }
    await nothing()
    await nothing('f3c1')
    expect(await readOwnActs(db, week, { editor: '李', base: 'b0' })).toMatchObject([{ command: 'f3c1' }])
    await expect(nothing('f3c1')).rejects.toThrow()
    expect(await readOwnActs(db, week, { editor: 'Ann', base: 'b0' })).toEqual([])
  })

  test('a decision about the draft is in the rows, and what was taken back is marked', async () => {
    const { db } = await open()
    const window = { week, opensAt: at, closesAt: at }
    await saveDraft(db, { ...window, foreword: null, sections: [], leftOut: [], held: [] }, at)
    await inJournal(db, { ...deed, command: 'a1', act: { kind: 'decide', state: 'held' } }, () =>
      decideDraft(db, week, 'held'),
    )
    expect(await readJournalEntry(db, 'a1')).toMatchObject({
      before: { edits: [], state: 'draft' },
      after: { edits: [], state: 'held' },
      undoneBy: null,
    })
    for (const by of ['u1', null]) {
      await markUndone(db, 'a1', by)
      expect((await readJournalEntry(db, 'a1'))?.undoneBy).toBe(by)
    }
    expect(await readJournalEntry(db, 'unknown')).toBeNull()
    expect(await readEdits(db, week)).toEqual([])
  })
})
