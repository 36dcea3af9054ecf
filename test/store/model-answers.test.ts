import { expect, test } from 'vitest'
import type { Instant, WeekId } from '../../src/core/types.ts'
import {
  addAnswerToSpending,
  readModelAnswer,
  readModelSpending,
  saveModelAnswer,
  spendOnModel,
} from '../../src/store/model-answers.ts'
import { describeStores } from '../stores.ts'

const week = '2026-W47' as WeekId
const at = '2026-11-18T00:30:00.000Z' as Instant
const key = { text_sha256: 'a', model: 'm', prompt_sha256: 'p' }

describeStores('what models cost and wrote', open => {
  test('several workers together stay within the budget of a week', async () => {
    const store = await open()
    const second = await open(store.address)
    const budget = { requests: 5, characters: 1_000 }
    const spent = await Promise.all(
      Array.from({ length: 12 }, (_, turn) => spendOnModel((turn % 2 === 0 ? store : second).db, week, 100, budget)),
    )
    expect(spent.filter(Boolean)).toHaveLength(5)
    expect(await readModelSpending(store.db, week)).toEqual({ requests: 5, characters: 500 })
  })

  test('characters count too, answers included; another week begins with nothing', async () => {
    const store = await open()
    const budget = { requests: 100, characters: 250 }
    expect(await spendOnModel(store.db, week, 100, budget)).toBe(true)
    await addAnswerToSpending(store.db, week, 60)
    expect(await spendOnModel(store.db, week, 100, budget)).toBe(false)
    expect(await spendOnModel(store.db, week, 90, budget)).toBe(true)
    expect(await spendOnModel(store.db, '2026-W48' as WeekId, 251, budget)).toBe(false)
    expect(await spendOnModel(store.db, '2026-W48' as WeekId, 250, budget)).toBe(true)
    expect(await spendOnModel(store.db, '2026-W49' as WeekId, 0, { requests: 0, characters: 1 })).toBe(false)
  })

  test('an answer is found under its text, model and prompt alone; a later one replaces it', async () => {
    const store = await open()
    const row = { ...key, lead: '', points: '[]', reason: 'too long', attempts: 1, answered_at: at }
    await saveModelAnswer(store.db, { ...row, state: 'refused' })
    await saveModelAnswer(store.db, { ...row, state: 'accepted', lead: 'L', reason: null, attempts: 0 })
    expect(await readModelAnswer(store.db, key)).toMatchObject({ state: 'accepted', lead: 'L' })
    for (const other of [{ text_sha256: 'b' }, { model: 'n' }, { prompt_sha256: 'q' }])
      expect(await readModelAnswer(store.db, { ...key, ...other })).toBeNull()
  })
})
