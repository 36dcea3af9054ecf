// Sources whose addresses have a secret in them: who may see them, and how they go on from a store that knew the value.
import { expect, test } from 'vitest'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant } from '../../src/core/types.ts'
import { isPublic, readSources, saveFormerAddress, syncSources } from '../../src/store/sources.ts'
import { describeStores, readTables } from '../stores.ts'

test.each([
  ['https://a.example/feed', false, true],
  ['https://a.example/feed', true, false],
  ['https://a.example/feed?key=${TOKEN}', false, false],
  ['https://a.example/$%7BTOKEN%7D/feed', false, false],
  ['https://a.example/feed?price=$5', false, true],
])('%s, private: %s, may be shown: %s', (url, isPrivate, expected) => {
  expect(isPublic({ url, private: isPrivate })).toBe(expected)
})

describeStores('a source that was stored with its secret', open => {
  test('goes on under the name of the secret, and the value is gone', async () => {
    const store = await open()
    const known = 'https://a.example/feed?key=s3cr3t'
    const shown = 'https://a.example/feed?key=${TOKEN}'
    await syncSources(store, [sourceSchema.parse({ url: known })])
    const [before] = await readSources(store.db)
    await saveFormerAddress(
      store.db,
      before?.source.id ?? 0,
      'http://a.example/feed?key=s3cr3t',
      '2026-11-20T00:00:00.000Z' as Instant,
    )
    for (let times = 0; times < 2; times++)
      await syncSources(store, [sourceSchema.parse({ url: shown })], url => url.replace('${TOKEN}', 's3cr3t'))
    const after = await readSources(store.db)
    expect(after.map(({ source, state }) => [source.id, source.url, state.fetch_url])).toEqual([
      [before?.source.id, shown, shown],
    ])
    expect(JSON.stringify(await readTables(store.db))).not.toContain('s3cr3t')
  })
})
