import { expect, test } from 'vitest'
import type { WeekId } from '../../src/core/types.ts'
import { inTurn } from '../../src/curate/curate.ts'
import { rankWeekOnce } from '../../src/curate/rank-memory.ts'
import { openDraft } from '../../src/desk/edit-draft.ts'
import { readOwnDraft, requireBase } from '../../src/desk/given-draft.ts'
import { takeCommand } from '../../src/desk/take-command.ts'
import { undoAct } from '../../src/desk/undo.ts'
import { describeStores } from '../stores.ts'
import { arrive, commandOn, deskOn, edited, linkOf, window } from './filled-store.ts'

describeStores('a draft that an editor has before them', open => {
  test('has what they have done to it and not taken back, whichever process they did it by, and nothing of others', async () => {
    const store = await open()
    await arrive(store, ['orchids', 'ferries'])
    const desk = deskOn(store)
    const other = deskOn(await open(store.address))
    const { text } = await openDraft(desk, edited)
    const note = (story: string, value: string) => ({ kind: 'note', story: linkOf(story), value }) as const
    const first = commandOn(text, 'Li', note('orchids', 'One.'))
    const notes = async (editor: string) => {
      const ranked = await rankWeekOnce(desk, window, 'arrival')
      const own = await inTurn(desk, db => readOwnDraft(desk, db, { ...first, editor }, ranked))
      return Object.fromEntries(
        own.sections.flatMap(({ stories }) => stories.map(({ link, note: said }) => [link, said])),
      )
    }
    const [orchids, ferries] = [linkOf('orchids'), linkOf('ferries')]
    expect(await notes('Li')).toEqual({ [orchids]: '', [ferries]: '' })
    await takeCommand(desk, edited, first)
    expect(await notes('Li')).toEqual({ [orchids]: 'One.', [ferries]: '' })
    await takeCommand(other, edited, commandOn(text, 'Li', note('ferries', 'Two.')))
    expect(await notes('Li')).toEqual({ [orchids]: 'One.', [ferries]: 'Two.' })
    expect(await notes('Ann')).toEqual({ [orchids]: '', [ferries]: '' })
    await undoAct(other, { ...edited, editor: 'Li' })
    expect(await notes('Li')).toEqual({ [orchids]: 'One.', [ferries]: '' })
  })

  test('is refused once the store has it no longer, also where it is in memory', async () => {
    const store = await open()
    await arrive(store, ['orchids'])
    const desk = deskOn(store)
    const { text } = await openDraft(desk, edited)
    const read = () => inTurn(desk, db => requireBase(desk, db, text))
    expect(await read()).toBe(await read())
    await store.db.deleteFrom('draft_texts').execute()
    await expect(read()).rejects.toMatchObject({ code: 'DRAFT_TEXT_INVALID' })
    const never = { week: '2016-W50' as WeekId, base: text.base }
    await expect(inTurn(desk, db => requireBase(desk, db, never))).rejects.toMatchObject({ code: 'DRAFT_TEXT_INVALID' })
  })
})
