// Many changes in one transaction, on both databases.
import { expect, test } from 'vitest'
import { createGroupCommit } from '../../../src/store/engine/group-commit.ts'
import { keepSetting } from '../../../src/store/settings.ts'
import { describeStores } from '../../stores.ts'

describeStores('a group commit', open => {
  test('answers each change with its own result, whenever it came', async () => {
    const store = await open()
    const commit = createGroupCommit(store)
    const names = Array.from({ length: 20 }, (_, index) => `name-${index}`)
    const early = names.slice(0, 10).map(name => commit(db => keepSetting(db, name, name)))
    await early[0]
    const late = names.slice(10).map(name => commit(db => keepSetting(db, name, name)))
    expect(await Promise.all([...early, ...late])).toEqual(names)
    const stored = await store.db.selectFrom('settings').select('name').where('name', 'like', 'name-%').execute()
    expect(stored).toHaveLength(20)
  })

  test('tells every change when the store fails, keeps none of them, and goes on with the next', async () => {
    const store = await open()
    const commit = createGroupCommit(store)
    const outcomes = await Promise.allSettled([
      commit(db => keepSetting(db, 'kept?', 'yes')),
      commit(() => Promise.reject(new Error('the disk is full'))),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await commit(db => keepSetting(db, 'kept?', 'no'))).toBe('no')
  })
})
