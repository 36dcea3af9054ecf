import { expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { decideSavedLink, listSavedLinks, saveLink, writeSavedNote } from '../../src/store/saved-links.ts'
import { describeStores } from '../stores.ts'

const now = '2016-12-08T04:00:00.000Z' as Instant
const saved = { url: 'https://a.example/x', link: 'https://a.example/x', title: '租约', note: 'Read it.', by: 'Ann' }

describeStores('saved links', open => {
  test('a link is kept once, its notes together, whoever saves it and however often at once', async () => {
    const store = await open()
    const both = await Promise.all([
      saveLink(store, saved, now),
      saveLink(store, { ...saved, note: '读', by: 'Li' }, now),
    ])
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true])
    await saveLink(store, saved, now)
    const [row, ...others] = await listSavedLinks(store.db, { state: 'waiting', limit: 9 })
    expect(others).toEqual([])
    expect(row?.note.split('\n\n').sort()).toEqual(['Read it.', '读'])
  })

  test('what was dismissed waits again when it is saved again; what was taken stays taken', async () => {
    const store = await open()
    const { link } = await saveLink(store, saved, now)
    await decideSavedLink(store.db, link.id, { state: 'dismissed', by: 'Li' }, now)
    expect((await saveLink(store, saved, now)).link).toMatchObject({ state: 'waiting', decided_by: null })
    await writeSavedNote(store.db, link.id, '新')
    await decideSavedLink(store.db, link.id, { state: 'taken', by: 'Li' }, now)
    expect((await saveLink(store, saved, now)).link).toMatchObject({ state: 'taken', note: '新\n\nRead it.' })
  })
})
