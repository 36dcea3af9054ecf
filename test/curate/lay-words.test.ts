import { expect, test } from 'vitest'
import { curate, rankWeek } from '../../src/curate/curate.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { saveEdit } from '../../src/store/edits.ts'
import { describeStores } from '../stores.ts'
import { depsOf, fill, window } from './week-store.ts'

describeStores('the words of stories', open => {
  test('a draft has them of what it takes and of what an editor brings in; a ranking for the desk of all', async () => {
    const store = await open()
    await fill(store)
    const deps = depsOf(store, { limits: { stories: 1, perSource: 1 } })
    const summaries = async (): Promise<readonly string[]> => {
      await curate(deps, window)
      const draft = await readDraft(store.db, window.week)
      return (draft?.sections ?? []).flatMap(({ stories }) => stories.map(({ summary }) => summary)).toSorted()
    }
    const [orchids, ferries] = ['A container of orchids.', 'Storage of ferries and of nothing else.']
    expect(await summaries()).toEqual([ferries])
    const link = 'https://x.example/first-0'
    await saveEdit(store.db, window.week, [link], { kind: 'pick', value: null, link, madeAt: window.opensAt })
    expect(await summaries()).toEqual([orchids, ferries])
    const { entries } = await rankWeek(deps, window, 'arrival')
    expect(entries.map(({ story, lacking }) => [story.summary, lacking])).toEqual(
      expect.arrayContaining([
        [orchids, null],
        [ferries, null],
      ]),
    )
  })
})
