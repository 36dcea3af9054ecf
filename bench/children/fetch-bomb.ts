// Fetches `ORIGIN/bomb` with weekly's client and prints by how many megabytes memory grew at most.
import { isWeeklyError } from '../../src/core/errors.ts'
import { createHttpClient } from '../../src/net/http.ts'

const [origin = ''] = process.argv.slice(2)
const http = createHttpClient({
  userAgent: 'weekly-bench',
  allowPrivate: ['127.0.0.0/8'],
  concurrency: 4,
  perHost: 4,
})
// An ordinary answer first: what the client itself takes is not the bomb's.
await http.fetch({ url: `${origin}/feed/1`, accept: 'feed' })
const beforeBytes = process.memoryUsage.rss()
const outcomes = await Promise.allSettled(
  Array.from({ length: 4 }, () => http.fetch({ url: `${origin}/bomb`, accept: 'feed' })),
)
for (const outcome of outcomes)
  if (outcome.status === 'fulfilled' || !isWeeklyError(outcome.reason) || outcome.reason.code !== 'FETCH_TOO_LARGE')
    throw new Error(`the bomb was not refused as too large: ${JSON.stringify(outcome)}`)
http.close()
const growthBytes = process.resourceUsage().maxRSS * 1024 - beforeBytes
process.stdout.write(String(growthBytes / 1024 / 1024))
