// Bookmarks of the curator: what an API of theirs brings is picked once, with their note, and nobody is overruled.
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { curate } from '../../src/curate/curate.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { readEdits, removeEdits, saveEdit } from '../../src/store/edits.ts'
import { syncSources } from '../../src/store/sources.ts'
import { collectAt, now, window } from '../collect/collecting.ts'
import { deskOn } from '../desk/filled-store.ts'
import { aClient, serve } from '../net/serve.ts'
import { describeStores } from '../stores.ts'

describeStores('a source of bookmarks', open => {
  test('is picked with its notes; a pick that was taken back, or a drop, stays so', async () => {
    const bookmarks = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...{
          url: `https://a.example/${i}`,
          title: `Kept ${'abcdefgh'[i] ?? ''}${i}`,
          date_added: '2016-12-07T08:00:00Z',
        },
        notes: i === 0 ? '先读 *这篇*' : '',
      }))
    let results = bookmarks(2)
    const site = await serve((request, response) => {
      const isOwner = request.headers.authorization === 'Token hush'
      response.writeHead(isOwner ? 200 : 401).end(JSON.stringify({ count: results.length, results }))
    })
    const http = aClient([site])
    const store = await open()
    const select = { item: 'results', title: 'title | url', link: 'url', date: 'date_added', note: 'notes' }
    const headers = { authorization: 'Token hush' }
    const url = `${site.origin}/api/bookmarks/`
    await syncSources(store, [sourceSchema.parse({ url, kind: 'json', title: 'Mine', headers, select, picks: true })])
    const deps = { ...deskOn(store, now), limits: { stories: 1, perSource: 1 } }
    const look = async () => {
      await curate(deps, window)
      const draft = await readDraft(store.db, window.week)
      const stories = draft?.sections.flatMap(section => section.stories) ?? []
      return stories.map(({ title, note }) => [title, note]).toSorted()
    }
    await collectAt(store, http, now)
    expect(await look()).toEqual([
      ['Kept a0', '先读 *这篇*'],
      ['Kept b1', null],
    ])
    const edits = await readEdits(store.db, window.week)
    expect(edits.map(({ kind, editor }) => [kind, editor]).toSorted()).toEqual([
      ['note', 'Mine'],
      ['pick', 'Mine'],
      ['pick', 'Mine'],
    ])
    await saveEdit(store.db, window.week, ['https://a.example/0'], {
      ...{ kind: 'drop', value: null, link: 'https://a.example/0', madeAt: now },
    })
    await removeEdits(store.db, window.week, ['https://a.example/1'], 'pick')
    results = bookmarks(3)
    await collectAt(store, http, addMinutes(now, 600))
    const titles = (await look()).map(([title]) => title)
    expect([titles.includes('Kept a0'), titles.includes('Kept c2')]).toEqual([false, true])
    const again = await readEdits(store.db, window.week)
    expect(again.filter(({ kind }) => kind === 'pick').map(({ link }) => link)).toEqual(['https://a.example/2'])
  })
})
