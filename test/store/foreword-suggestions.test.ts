import { expect, test } from 'vitest'
import type { Instant, WeekId } from '../../src/core/types.ts'
import {
  dropForewordSuggestion,
  readForewordSuggestion,
  saveForewordSuggestion,
} from '../../src/store/foreword-suggestions.ts'
import { describeStores } from '../stores.ts'

const [earlier, later] = ['2016-12-08T04:00:00.000Z', '2016-12-08T05:00:00.000Z'] as Instant[]
const [week, next] = ['2016-W49', '2016-W50'] as WeekId[]

describeStores('suggested forewords', open => {
  test('a week has the latest, which goes only as it was seen; earlier weeks are forgotten', async () => {
    const store = await open()
    if (!week || !next || !earlier || !later) throw new Error('no weeks')
    await saveForewordSuggestion(store, { week, text: '一', by: 'Ann' }, earlier)
    await saveForewordSuggestion(store, { week, text: '二', by: 'Li' }, later)
    await dropForewordSuggestion(store.db, week, earlier)
    expect(await readForewordSuggestion(store.db, week)).toMatchObject({ text: '二', suggested_by: 'Li' })
    await dropForewordSuggestion(store.db, week, later)
    expect(await readForewordSuggestion(store.db, week)).toBeNull()
    await saveForewordSuggestion(store, { week, text: '三', by: 'Ann' }, earlier)
    await saveForewordSuggestion(store, { week: next, text: '四', by: 'Ann' }, later)
    expect(await readForewordSuggestion(store.db, week)).toBeNull()
  })
})
