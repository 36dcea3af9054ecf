// The lines of a source's articles: which stand in several, and how long they are kept.
import { expect, test } from 'vitest'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant } from '../../src/core/types.ts'
import { forgetSourceLines, readStandingLines, saveSourceLines } from '../../src/store/source-lines.ts'
import { syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'

const first = '2016-01-01T00:00:00.000Z' as Instant
const later = '2016-12-01T00:00:00.000Z' as Instant

describeStores('lines of a source', open => {
  test('stand when two items printed them, not when one was read twice or another source has them', async () => {
    const store = await open()
    await syncSources(
      store,
      ['https://a.example/feed', 'https://b.example/feed'].map(url => sourceSchema.parse({ url })),
    )
    const save = (sourceId: number, itemId: number, hashes: readonly string[]) =>
      saveSourceLines(store.db, { sourceId, itemId, hashes, now: later })
    await save(1, 1, ['a', 'b'])
    await save(1, 1, ['a', 'b'])
    await save(2, 2, ['b'])
    expect(await readStandingLines(store.db, 1, ['a', 'b', 'c'])).toEqual(new Map())
    await save(1, 3, ['a', 'c'])
    expect(await readStandingLines(store.db, 1, ['a', 'b', 'c'])).toEqual(new Map([['a', 2]]))
  })

  test('are forgotten when they have not been seen for long, and the oldest single ones beyond four thousand', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://a.example/feed' })])
    const save = (itemId: number, hashes: readonly string[], now: Instant) =>
      saveSourceLines(store.db, { sourceId: 1, itemId, hashes, now })
    await save(1, ['old'], first)
    await save(2, ['standing'], first)
    await save(3, ['standing'], later)
    await forgetSourceLines(store.db, 1, later)
    const count = () => store.db.selectFrom('source_lines').select('hash').execute()
    expect(await count()).toEqual([{ hash: 'standing' }])
    const many = Array.from({ length: 4_100 }, (_, i) => `line ${i}`)
    await save(4, many.slice(0, 100), first)
    await save(5, many.slice(100), later)
    await forgetSourceLines(store.db, 1, first)
    const kept = (await count()).map(({ hash }) => hash)
    expect(kept).toContain('standing')
    expect(kept).not.toContain('line 0')
  })
})
