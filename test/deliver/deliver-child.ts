// A process that delivers, for deliver-crash.test.ts to kill. Arguments: store address, relay, instant, name, policy.
import { silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { weeklySchema } from '../../src/core/config.ts'

const [address = '', url = '', at = '', processId = '', uncertain] = process.argv.slice(2)
const store = await openStore(address, '/')
const transport = createSmtpTransport({ url, clientName: 'list.example', ratePerSecond: 10_000, connections: 2 })
await deliverIssues({
  store,
  clock: { now: () => at as Instant },
  log: silentLog,
  config: weeklySchema.parse({ mail: { from: 'w@list.example', postalAddress: 'x', ratePerSecond: 1000, uncertain } }),
  transport,
  signers: [],
  renderConfirmation: () => Promise.resolve({ subject: '', html: '', text: '' }),
  renderThanks: () => Promise.resolve({ subject: '', html: '', text: '' }),
  processId,
})
await transport.close()
await store.close()
