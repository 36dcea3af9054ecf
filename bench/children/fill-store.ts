// Fills a store of its own with a week: `fill-store.ts ADDRESS COUNT`, the address absolute. Used by the step curate.
import { openStore } from '../../src/store/engine/database.ts'
import { fillWeek } from '../fill-week.ts'

const [address = '', count = ''] = process.argv.slice(2)
const store = await openStore(address, '.')
await fillWeek(store, Number(count), 'short')
await store.close()
