// Sources that the store keeps itself: beside those of sources.yaml, behind what that says, and for as long as nobody takes them out.
import { expect, test } from 'vitest'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant } from '../../src/core/types.ts'
import { claimDueSources, findSource, readSources, syncSources } from '../../src/store/sources.ts'
import {
  changeStoredSource,
  readStoredSource,
  readStoredSources,
  storeSources,
  type StoredSettings,
} from '../../src/store/stored-sources.ts'
import { describeStores } from '../stores.ts'

const a = 'https://a.example/feed'
const b = 'https://b.example/feed'
const now = '2026-11-20T08:00:00.000Z' as Instant
const inFile = (...urls: readonly string[]) => urls.map(url => sourceSchema.parse({ url, title: 'of the file' }))
const stored = (url: string, settings: StoredSettings = {}) => ({ url, settings })

describeStores('sources of the store', open => {
  test('stay beside those of the file; of one that both have the file says what holds, which is told once', async () => {
    const store = await open()
    const titles = async () => (await readSources(store.db)).map(({ source: { url, title } }) => [url, title])
    await syncSources(store, inFile('https://c.example/feed'))
    const list = [
      stored(a, { title: '容器周刊', section: '云' }),
      stored(b),
      stored(a),
      stored('https://c.example/feed'),
    ]
    expect(await storeSources(store, list)).toEqual({ added: 2, known: 1 })
    expect(await storeSources(store, list)).toEqual({ added: 0, known: 3 })
    expect(await syncSources(store, inFile('https://c.example/feed'))).toEqual({ both: [] })
    expect(await titles()).toEqual([
      ['https://c.example/feed', 'of the file'],
      [a, '容器周刊'],
      [b, null],
    ])
    expect(await syncSources(store, inFile(a))).toEqual({ both: [a] })
    expect(await syncSources(store, inFile(a))).toEqual({ both: [] })
    expect(await titles()).toEqual([
      [a, 'of the file'],
      [b, null],
    ])
    expect(await readStoredSource(store.db, a)).toMatchObject({ isInFile: true, settings: { title: '容器周刊' } })
    expect(await syncSources(store, [])).toEqual({ both: [] })
    expect(await titles()).toEqual([
      [a, '容器周刊'],
      [b, null],
    ])
  })

  test('are due at once, changed as they were seen, paused, taken out and taken in again', async () => {
    const store = await open()
    const claim = async () => (await claimDueSources(store, 'w', now, { limit: 9 })).map(({ source }) => source.url)
    await storeSources(store, [stored(a, { weight: 2 }), stored(b, { paused: true })])
    expect(await claim()).toEqual([a])
    const seen = (await readStoredSource(store.db, a)) ?? { url: a, text: '' }
    expect(await changeStoredSource(store, seen, { paused: true, include: ['云'] })).toBe(true)
    expect(await changeStoredSource(store, seen, null)).toBe(false)
    expect((await findSource(store.db, a))?.source).toMatchObject({ paused: true, include: ['云'], weight: 1 })
    for (const each of await readStoredSources(store.db)) expect(await changeStoredSource(store, each, null)).toBe(true)
    expect(await readSources(store.db)).toEqual([])
    expect(await storeSources(store, [stored(b)])).toEqual({ added: 1, known: 0 })
    expect(await claim()).toEqual([b])
  })

  test('that the file has too are taken out of the store alone', async () => {
    const store = await open()
    await storeSources(store, [stored(a)])
    await syncSources(store, inFile(a))
    const seen = (await readStoredSource(store.db, a)) ?? { url: a, text: '' }
    expect(await changeStoredSource(store, seen, { title: 'of the store' })).toBe(true)
    expect((await findSource(store.db, a))?.source.title).toBe('of the file')
    const changed = (await readStoredSource(store.db, a)) ?? seen
    expect(await changeStoredSource(store, changed, null)).toBe(true)
    expect(await findSource(store.db, a)).not.toBeNull()
    await syncSources(store, [])
    expect(await findSource(store.db, a)).toBeNull()
  })

  test('go on where they were under an address that they had', async () => {
    const store = await open()
    await syncSources(store, inFile(a))
    await store.db.updateTable('source_states').set({ fetch_url: b }).execute()
    expect(await storeSources(store, [stored(b)])).toEqual({ added: 0, known: 1 })
    await syncSources(store, [])
    expect(await storeSources(store, [stored(b)])).toEqual({ added: 1, known: 0 })
    expect((await store.db.selectFrom('sources').select(['id', 'url']).execute()).map(({ url }) => url)).toEqual([b])
  })
})
