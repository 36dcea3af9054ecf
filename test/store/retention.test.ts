// What hosts and models said is forgotten by age, on both databases.
import { expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { readRobots, saveRobots } from '../../src/store/hosts.ts'
import { forgetAnswers, forgetRobots } from '../../src/store/retention.ts'
import { describeStores } from '../stores.ts'

const old = '2016-01-01T00:00:00.000Z' as Instant
const young = '2016-09-01T00:00:00.000Z' as Instant
const before = '2016-06-01T00:00:00.000Z' as Instant

describeStores('what is old', open => {
  test('of hosts and models is forgotten, and no more', async () => {
    const store = await open()
    for (const [name, at] of [
      ['https://old.example', old],
      ['https://young.example', young],
    ] as const) {
      await saveRobots(store.db, name, { fetchedAt: at, status: 200, body: '' })
      const said = { state: 'accepted', points: '[]', reason: null, attempts: 1, answered_at: at } as const
      await store.db
        .insertInto('model_answers')
        .values({ ...said, text_sha256: name, model: 'm', prompt_sha256: 'p', lead: '容器' })
        .execute()
      await store.db
        .insertInto('translations')
        .values({ ...said, text_sha256: name, made_sha256: 'm', title: '容器', summary: '' })
        .execute()
    }
    expect([await forgetRobots(store, before), await forgetRobots(store, before)]).toEqual([1, 0])
    expect([await forgetAnswers(store, before), await forgetAnswers(store, before)]).toEqual([2, 0])
    expect(await readRobots(store.db, 'https://young.example')).not.toBeNull()
    for (const table of ['model_answers', 'translations'] as const)
      expect(await store.db.selectFrom(table).select('text_sha256').execute()).toEqual([
        { text_sha256: 'https://young.example' },
      ])
  })
})
