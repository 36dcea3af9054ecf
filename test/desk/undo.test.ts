import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { reviewOf } from '../../src/core/release.ts'
import { decideWeek } from '../../src/desk/decide-week.ts'
import { describeAct } from '../../src/desk/describe-act.ts'
import { editStory, openDraft } from '../../src/desk/edit-draft.ts'
import { takeInDraft } from '../../src/desk/regroup-draft.ts'
import { takeCommand } from '../../src/desk/take-command.ts'
import { redoAct, undoAct } from '../../src/desk/undo.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { readEdits } from '../../src/store/edits.ts'
import { readJournal } from '../../src/store/journal.ts'
import { describeStores } from '../stores.ts'
import { arrive, commandOn, deskOn, edited, linkOf, window } from './filled-store.ts'

const { week } = window
const li = { ...edited, editor: 'Li' }
const ann = { ...edited, editor: 'Ann' }

describeStores('taking back and doing again', open => {
  test('acts are taken back in turn and done again, also by another process, and the draft follows', async () => {
    const store = await open()
    await arrive(store, ['orchids', 'ferries'])
    const desk = deskOn(store)
    const { text } = await openDraft(desk, li)
    await takeCommand(
      desk,
      edited,
      commandOn(text, 'Li', { kind: 'note', story: linkOf('orchids'), value: 'Read it.' }),
    )
    await takeCommand(desk, edited, commandOn(text, 'Li', { kind: 'drop', story: linkOf('ferries') }))
    const written = await readEdits(store.db, week)
    const titles = async () =>
      (await readDraft(store.db, week))?.sections.flatMap(({ stories }) => stories.map(({ title }) => title)).sort()
    const again = deskOn(await open(store.address))
    const command = randomUUID()
    expect((await undoAct(again, li, command)).kind).toBe('done')
    expect(await undoAct(again, li, command)).toEqual({ kind: 'repeated' })
    expect(await titles()).toEqual(['About ferries', 'About orchids'])
    expect((await undoAct(again, li)).kind).toBe('done')
    expect(await readEdits(store.db, week)).toEqual([])
    expect(await undoAct(again, li)).toEqual({ kind: 'nothing', last: null })
    for (const kind of ['done', 'done', 'nothing']) expect((await redoAct(desk, li)).kind).toBe(kind)
    expect(await readEdits(store.db, week)).toEqual(written)
    expect(await titles()).toEqual(['About orchids'])
  })

  test('what somebody else has changed since is not taken back, and it is told who did', async () => {
    const store = await open()
    await arrive(store, ['orchids', 'ferries'])
    const desk = deskOn(store)
    const note = (value: string) => ({ kind: 'note', value }) as const
    await editStory(desk, li, linkOf('orchids'), note('Li.'))
    await editStory(desk, ann, linkOf('orchids'), note('Ann.'))
    expect(await undoAct(desk, li)).toMatchObject({ kind: 'changed', since: { editor: 'Ann' } })
    expect((await readEdits(store.db, week)).map(({ value }) => value)).toEqual(['Ann.'])
    await undoAct(desk, ann)
    expect((await undoAct(desk, li)).kind).toBe('done')
    expect(await readEdits(store.db, week)).toEqual([])
    // Something new of their own ends what could be done again.
    await editStory(desk, li, linkOf('ferries'), { kind: 'hold', value: null })
    expect((await redoAct(desk, li)).kind).toBe('nothing')
    expect(await undoAct(desk, { ...edited, editor: 'Bo' })).toMatchObject({ kind: 'nothing', last: { editor: 'Li' } })
  })

  test('a whole text is one act, and what others did to other stories stays when it is taken back', async () => {
    const store = await open()
    await arrive(store, ['orchids', 'ferries'])
    const desk = deskOn(store)
    const { markdown } = await openDraft(desk, li)
    await editStory(desk, ann, linkOf('ferries'), { kind: 'note', value: 'By Ann.' })
    await takeInDraft(
      desk,
      li,
      markdown.replace('[About orchids]', '[On orchids]').replace('# Foreword\n', '# Foreword\n\n本周\n'),
    )
    expect((await readEdits(store.db, week)).map(({ kind }) => kind).sort()).toEqual(['foreword', 'note', 'title'])
    expect((await undoAct(desk, li)).kind).toBe('done')
    expect((await readEdits(store.db, week)).map(({ value }) => value)).toEqual(['By Ann.'])
  })

  test('an approval that is taken back does not come back by doing it again: only who approves has looked', async () => {
    const store = await open()
    await arrive(store, ['orchids'])
    const desk = { ...deskOn(store), review: reviewOf({ policy: 'wait', for: '4h' }) }
    await openDraft(desk, li)
    const state = async () => (await readDraft(store.db, week))?.state
    await decideWeek(desk, li, 'approve')
    expect(await state()).toBe('approved')
    await expect(redoAct(desk, li)).resolves.toMatchObject({ kind: 'nothing' })
    await undoAct(desk, li)
    expect(await state()).toBe('draft')
    await redoAct(desk, li)
    expect(await state()).toBe('draft')
    await decideWeek(desk, li, 'approve')
    await expect(
      takeCommand(desk, edited, commandOn((await openDraft(desk, li)).text, 'Ann', { kind: 'foreword', value: 'x' })),
    ).rejects.toMatchObject({ code: 'ISSUE_APPROVED' })
    await decideWeek(desk, li, 'stop')
    expect((await readJournal(store.db, week)).map(entry => describeAct(entry, 'en')).at(-1)).toBe(
      'made the issue a draft again',
    )
  })
})

test.each([
  [{ kind: 'note', story: 'https://a.example/', value: '值得\n一读' }, '租约', 'zh-CN', '写编者按：“租约”：值得 一读'],
  [{ kind: 'move', story: 'https://a.example/', section: 'B', after: null }, 'Leases', 'en', 'moved “Leases” to “B”'],
  [{ kind: 'drop', story: 'https://a.example/' }, '', 'en', 'dropped “https://a.example/”'],
  [{ kind: 'foreword', value: 'Dear all' }, '', 'en', 'wrote the foreword: Dear all'],
  [{ kind: 'decide', state: 'held' }, '', 'zh-CN', '暂缓本期'],
] as const)('the act %j is a line for people', (act, subject, language, line) => {
  expect(describeAct({ act, subject }, language)).toBe(line)
})
