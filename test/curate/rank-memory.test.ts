import { expect, test } from 'vitest'
import { rankWeekOnce } from '../../src/curate/rank-memory.ts'
import { editStory, lookAtDraft, openDraft } from '../../src/desk/edit-draft.ts'
import { takeCommand } from '../../src/desk/take-command.ts'
import { redoAct, undoAct } from '../../src/desk/undo.ts'
import { arrive, commandOn, deskOn, edited, linkOf, window } from '../desk/filled-store.ts'
import { describeStores } from '../stores.ts'

describeStores('the ranking in memory', open => {
  test('it is kept over commands, and made anew when a story arrives, another process edits or stories are put together', async () => {
    const store = await open()
    await arrive(store, ['orchids', 'ferries', 'volcanoes'])
    const [desk, other] = [deskOn(store), deskOn(await open(store.address))]
    const { text } = await openDraft(desk, edited)
    const rank = () => rankWeekOnce(desk, window, 'arrival')
    const first = await rank()
    for (const value of ['One.', 'Two.']) {
      const act = { kind: 'summary', story: linkOf('orchids'), value } as const
      await takeCommand(desk, edited, commandOn(text, 'Li', act))
    }
    await takeCommand(desk, edited, commandOn(text, 'Li', { kind: 'drop', story: linkOf('ferries') }))
    expect(await rank()).toBe(first)
    await editStory(other, edited, linkOf('orchids'), { kind: 'note', value: 'By another.' })
    const second = await rank()
    expect(second).not.toBe(first)
    await arrive(store, ['glaciers'])
    const third = await rank()
    expect(third.entries).toHaveLength(second.entries.length + 1)
    const join = { kind: 'join', story: linkOf('orchids'), others: [linkOf('volcanoes')] } as const
    await takeCommand(desk, edited, commandOn(text, 'Li', join))
    expect((await rank()).entries).toHaveLength(third.entries.length - 1)
  })

  test('looking, opening and taking back use it; an undone split, or a story that arrives while it is made, does not', async () => {
    const store = await open()
    await arrive(store, ['orchids', 'ferries', 'volcanoes'])
    const desk = deskOn(store)
    const li = { ...edited, editor: 'Li' }
    const rank = () => rankWeekOnce(desk, window, 'arrival')
    const [first, same] = await Promise.all([rank(), rank()])
    expect(same).toBe(first)
    const { text } = await openDraft(desk, li)
    const note = { kind: 'note', story: linkOf('orchids'), value: 'Read it.' } as const
    await takeCommand(desk, edited, commandOn(text, 'Li', note))
    for (const act of [undoAct, redoAct, lookAtDraft, openDraft]) {
      await act(desk, li)
      expect(await rank()).toBe(first)
    }
    expect((await lookAtDraft(desk, li)).sections.flatMap(({ stories }) => stories.map(each => each.note))).toContain(
      'Read it.',
    )
    const join = { kind: 'join', story: linkOf('orchids'), others: [linkOf('volcanoes')] } as const
    await takeCommand(desk, edited, commandOn(text, 'Li', join))
    expect((await rank()).entries).toHaveLength(2)
    await undoAct(desk, li)
    expect((await rank()).entries).toHaveLength(3)
    const ranking = rank()
    await Promise.all([ranking, arrive(store, ['glaciers'])])
    expect((await rank()).entries).toHaveLength(4)
  })
})
