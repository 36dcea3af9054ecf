// What watches the program: alive, ready, figures; on the web server for some, and on a port of its own.
import { afterEach, expect, test } from 'vitest'
import { createMetrics } from '../../src/web/metrics.ts'
import { openOperationsServer, type OperationsDeps } from '../../src/web/operations.ts'
import { startSite } from './web-fixture.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function open(metricsFrom: readonly string[], whyNotReady: string | null = null) {
  const metrics = createMetrics('1.2.3')
  let operations: OperationsDeps | null = null
  const site = await startSite(
    { 'index.html': 'page', '404.html': 'none' },
    {
      http: { host: '127.0.0.1', port: 0, trustedProxies: ['127.0.0.0/8'], metricsFrom },
      operations: {
        metrics,
        whyNotReady: () => Promise.resolve(whyNotReady),
        get store() {
          return operations?.store ?? site.store
        },
        get clock() {
          return site.clock
        },
      },
    },
  )
  operations = { store: site.store, clock: site.clock, metrics, whyNotReady: () => Promise.resolve(whyNotReady) }
  closing.push(() => site.close())
  return { site, metrics, operations }
}

test('figures are for the addresses that may ask; to others, through a proxy too, there is no such page', async () => {
  const { site } = await open(['127.0.0.0/8'])
  const own = await site.get('/metrics')
  expect(own.status).toBe(200)
  expect(own.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  expect(await own.text()).toMatch(/^weekly_sources\{state="failing"\} 0$/m)
  const outside = await site.get('/metrics', { 'X-Forwarded-For': '203.0.113.7' })
  expect([outside.status, await outside.text()]).toEqual([404, 'none'])
  const forged = await site.get('/metrics', { 'X-Forwarded-For': '127.0.0.1, 203.0.113.7' })
  expect(forged.status).toBe(404)
})

test('where nobody may ask there are no figures', async () => {
  const { site } = await open([])
  expect((await site.get('/metrics')).status).toBe(404)
})

test('ready is another question than alive', async () => {
  const { site } = await open([], 'there is no site yet')
  expect((await site.get('/healthz')).status).toBe(200)
  const ready = await site.get('/readyz')
  expect([ready.status, await ready.text()]).toEqual([503, 'there is no site yet\n'])
})

test('a port of its own answers the three questions and no other', async () => {
  const { operations, metrics } = await open([])
  metrics.notePass(0.2, [{ stage: 'collect', done: 3, skipped: 0, failed: 1, unit: 'new items', notes: [] }])
  metrics.notePass(2, null)
  const server = await openOperationsServer(operations, { host: '127.0.0.1', port: 0 })
  closing.push(() => server.close())
  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method })
  expect((await get('/healthz')).status).toBe(200)
  expect(await (await get('/readyz')).text()).toBe('ready\n')
  const text = await (await get('/metrics')).text()
  for (const line of [
    'weekly_build{version="1.2.3"} 1',
    'weekly_stage_total{stage="collect",result="done"} 3',
    'weekly_passes_failed_total 1',
    'weekly_pass_seconds_count 2',
    'weekly_deliveries{state="uncertain"} 0',
    'weekly_issue_sealed_timestamp_seconds 0',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect((await get('/')).status).toBe(404)
  expect((await get('/metrics', 'POST')).status).toBe(404)
  await expect(openOperationsServer(operations, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
    code: 'PORT_UNAVAILABLE',
  })
})

test('what is no longer so goes from the figures', async () => {
  const metrics = createMetrics('1')
  const fact = { name: 'fetches', label: 'failed', count: 2, at: null }
  expect(await metrics.render([fact])).toContain('weekly_fetches{outcome="failed"} 2')
  expect(await metrics.render([])).not.toContain('outcome="failed"')
})
