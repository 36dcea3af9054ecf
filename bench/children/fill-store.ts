// Fills a store of its own with a week: `fill-store.ts ADDRESS COUNT LENGTH`, the address absolute, of short or whole articles. Used by the
// step curate.
import { openStore } from '../../src/store/engine/database.ts'
import { type ArticleLength, fillWeek } from '../fill-week.ts'

const [address = '', count = '', length = 'short'] = process.argv.slice(2)
const store = await openStore(address, '.')
await fillWeek(store, Number(count), length as ArticleLength)
await store.close()
