// A worker that asks for feeds and pages of one host, for two-workers.test.ts. Arguments: store address, name, address of the site.
import { createHostLedger, openHostSlots } from '../../src/app/host-ledger.ts'
import { fixedClock } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { createHttpClient } from '../../src/net/http.ts'
import { openStore } from '../../src/store/engine/database.ts'

const [address = '', name = '', site = ''] = process.argv.slice(2)
const store = await openStore(address, '/')
const clock = fixedClock('2026-11-20T08:00:00.000Z' as Instant)
const slots = openHostSlots(store, name, 2)
const http = createHttpClient({
  userAgent: name,
  allowPrivate: ['127.0.0.0/8'],
  concurrency: 32,
  perHost: 2,
  politeness: { ledger: createHostLedger(store, clock, slots), clock },
  limits: { pageSpacingMs: 1 },
})
await Promise.all(
  Array.from({ length: 24 }, (_, index) =>
    http.fetch({ url: `${site}${name}/${index}`, accept: index % 2 === 0 ? 'feed' : 'page' }),
  ),
)
http.close()
await slots.close()
await store.close()
