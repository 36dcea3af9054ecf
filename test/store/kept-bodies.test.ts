// Answers as they came: packed, kept of what told something, within time and room.
import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { unpackBody } from '../../src/net/packed-answer.ts'
import { listVisitBodies, pruneBodies, readBody, readPageBody, saveBodies } from '../../src/store/kept-bodies.ts'
import { syncSources } from '../../src/store/sources.ts'
import { collectAt, now, window } from '../collect/collecting.ts'
import { aClient, serve } from '../net/serve.ts'
import { rssOf } from '../servers.ts'
import { describeStores } from '../stores.ts'

describeStores('what came, as it came', open => {
  test('is kept of visits that brought something, byte for byte, and not where it brought nothing', async () => {
    const one = rssOf('容器', [{ link: 'https://a.example/one', title: '一', date: '2016-12-07T00:00:00Z' }])
    let body = one
    const site = await serve((_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(body))
    const http = aClient([site])
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: `${site.origin}/feed` })])
    await collectAt(store, http, now, { keepsBodies: true })
    body = `${one}<!-- built again -->`
    await collectAt(store, http, addMinutes(now, 2_000), { keepsBodies: true })
    body = 'no feed any more'
    await collectAt(store, http, addMinutes(now, 4_000), { keepsBodies: true })
    const kept = await listVisitBodies(store.db, window.opensAt, addMinutes(now, 10_000))
    expect(kept.map(({ fetched_at: at, size_bytes: bytes }) => [at, bytes])).toEqual([
      [now, Buffer.byteLength(one)],
      [addMinutes(now, 4_000), 16],
    ])
    const first = await readBody(store.db, kept[0]?.id ?? 0)
    expect(Buffer.from(unpackBody(first?.body ?? new Uint8Array())).toString()).toBe(one)
    expect(first?.content_type).toBe('text/xml')
  })

  test('goes by age and by room, the oldest first; of a page the newest before an instant is found', async () => {
    const store = await open()
    const at = (hours: number) => addMinutes(now, hours * 60)
    const url = 'https://a.example/page'
    for (const hours of [0, 1, 2, 3])
      await saveBodies(
        store.db,
        null,
        [{ url, answerUrl: url, contentType: null, sizeBytes: 50, packed: Buffer.alloc(10, hours) }],
        at(hours),
      )
    expect((await readPageBody(store.db, url, at(2)))?.fetched_at).toBe(at(1))
    expect(await readPageBody(store.db, url, at(0))).toBeNull()
    expect(await pruneBodies(store.db, at(1), 20)).toBe(2)
    expect(await pruneBodies(store.db, at(1), 20)).toBe(0)
    expect(Buffer.from((await readPageBody(store.db, url, at(9)))?.body ?? []).toString('hex')).toBe('03'.repeat(10))
    expect(await readPageBody(store.db, url, at(2))).toBeNull()
  })
})
