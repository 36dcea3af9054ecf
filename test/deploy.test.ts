// What deploy/ holds fits the program: names of figures, ports, paths and commands. Containers and a Prometheus are not at hand here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { weeklySchema } from '../src/core/config.ts'
import { findSubscriber } from '../src/store/subscribers.ts'
import { createMetrics } from '../src/web/metrics.ts'
import { startCaddy } from './deploy-caddy.ts'
import { startNginx } from './deploy-nginx.ts'
import { startSite } from './web/web-fixture.ts'

const project = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(project, 'deploy', path), 'utf8')
const usual = weeklySchema.parse({})

interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly { alert: string; expr: string; annotations: Record<string, string> }[]
  }[]
}
interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

/** The figures that an expression names. */
const figuresIn = (expression: string): readonly string[] => expression.match(/\b(?:weekly|nodejs|process)_\w+/g) ?? []

test('alerts and dashboard ask for figures that there are, with labels that they have', async () => {
  const metrics = createMetrics('1')
  metrics.notePass(1, [{ stage: 'collect', done: 1, skipped: 0, failed: 0, unit: '', notes: [] }])
  const names = ['sources', 'fetches', 'articles', 'waiting', 'slots', 'deliveries', 'bounces', 'subscribers']
  const text = await metrics.render(names.map(name => ({ name, label: 'x', count: 1, at: null })))
  const known = new Map(
    [...text.matchAll(/^(\w+?)(?:\{(.*)\})? \S+$/gm)].map(([, name = '', labels = '']) => [name, labels]),
  )
  const { groups } = parse(read('prometheus/alerts.yml')) as Alerts
  const rules = groups.flatMap(group => group.rules)
  const { panels } = JSON.parse(read('grafana/weekly.json')) as Dashboard
  const asked = [...rules.map(rule => rule.expr), ...panels.flatMap(panel => panel.targets.map(target => target.expr))]
  for (const expression of asked) {
    const missing = figuresIn(expression).filter(
      name => !known.has(name) && !known.has(`${name}_bucket`) && !text.includes(`# TYPE ${name} `),
    )
    expect([expression, missing]).toEqual([expression, []])
    for (const [, name = '', label = ''] of expression.matchAll(/(weekly_\w+)\{(\w+)=/g))
      expect([name, known.get(name)]).toEqual([name, expect.stringContaining(`${label}=`)])
  }
  expect(rules.map(rule => rule.alert)).toEqual(
    expect.arrayContaining(['WeeklyNoIssueThisWeek', 'WeeklyMailsUncertain', 'WeeklySourcesFailing']),
  )
  for (const { annotations } of rules) expect(Object.keys(annotations)).toEqual(['summary', 'action'])
})

test('proxies, image and compose file lead to the port that the program listens on, and none shows the figures', () => {
  const { port } = usual.http
  expect(read('nginx/weekly.conf')).toContain(`proxy_pass http://127.0.0.1:${port};`)
  expect(read('nginx/weekly.conf')).toContain('location = /metrics { return 404; }')
  expect(read('caddy/Caddyfile')).toContain(`reverse_proxy 127.0.0.1:${port}`)
  expect(read('caddy/Caddyfile.compose')).toContain(`reverse_proxy list:${port}`)
  for (const file of ['caddy/Caddyfile', 'caddy/Caddyfile.compose'])
    expect(read(file)).toContain('respond /metrics 404')
  expect(read('Dockerfile')).toContain(`http://127.0.0.1:${port}/healthz`)
  const compose = parse(read('compose.yaml')) as {
    services: Record<string, { volumes: string[]; build?: { dockerfile: string } }>
  }
  expect(Object.keys(compose.services)).toEqual(['list', 'database', 'proxy'])
  expect(existsSync(join(project, compose.services['list']?.build?.dockerfile ?? 'none'))).toBe(true)
  // The desk writes to both: sources, and pictures.
  for (const folder of ['config', 'content'])
    expect(compose.services['list']?.volumes).toContain(`../${folder}:/list/${folder}`)
  const mounted = compose.services['proxy']?.volumes[0]?.split(':')[0] ?? ''
  expect(existsSync(join(project, 'deploy', mounted))).toBe(true)
})

test('what the head of the compose file asks for is a right configuration', () => {
  const lines = [...read('compose.yaml').matchAll(/^# {3}((?:store|http): .*)$/gm)].map(([, line]) => line)
  expect(lines).toHaveLength(2)
  expect(weeklySchema.safeParse(parse(lines.join('\n'))).error).toBeUndefined()
})

test('units, image and workflow start commands that there are, and files that the package has', () => {
  const commands = readFileSync(join(project, 'src', 'cli', 'command-line.ts'), 'utf8')
  const text = readdirSync(join(project, 'deploy'), { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(project, 'deploy', path)).isFile())
    .map(read)
    .join('\n')
  const named = [...text.matchAll(/(?:weekly\.js|npx weekly) (\w+)/g)].map(([, command = '']) => command)
  expect(new Set(named)).toEqual(new Set(['start', 'backup', 'run', 'deliver']))
  for (const command of named) expect(commands).toMatch(new RegExp(`\\.command\\('${command}\\b`))
  const { bin, name } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    bin: Record<string, string>
    name: string
  }
  for (const [, path] of text.matchAll(/node_modules\/(\S+weekly\.js)/g))
    expect(path).toBe(join(name, bin['weekly'] ?? ''))
})

test('the workflow waits for one that runs, and keeps the store after a run and before mailing', () => {
  const workflow = parse(read('actions/.github/workflows/weekly.yml')) as {
    concurrency: Record<string, unknown>
    on: { schedule: { cron: string }[] }
    jobs: { run: { steps: { name?: string; uses?: string }[] } }
  }
  expect(workflow.concurrency).toEqual({ group: 'weekly', 'cancel-in-progress': false })
  expect(workflow.on.schedule[0]?.cron).not.toMatch(/^0 /)
  const steps = workflow.jobs.run.steps.map(({ name, uses }) => name ?? uses)
  expect(steps.slice(3)).toEqual([
    'Fetch the store',
    'Run',
    'Keep the store',
    'Mail, where a server answers who wants to leave',
    'actions/upload-pages-artifact@v3',
    'actions/deploy-pages@v4',
  ])
})

// With WEEKLY_LONG=1, as npm run test:long sets it.
if (process.env['WEEKLY_LONG'])
  test('the example for nginx passes on pages, forms, who asks and pictures, below a path too, and keeps the figures back', async () => {
    const desk = {
      answer: async ({ request }: { readonly request: Request }) =>
        new Response(`${(await request.arrayBuffer()).byteLength} bytes`),
    }
    const site = await startSite(
      { 'index.html': '<h1>list</h1>', 'issues/2016-W49/index.html': '<h1>issue</h1>' },
      { desk },
    )
    const whole = await startNginx(site.port)
    // A proxy that takes a path off: the public address has it, the requests do not.
    const below = await startSite(
      { 'issues/2016-W49/index.html': '<h1>issue</h1>' },
      { url: 'https://weekly.example/list/' },
    )
    const stripping = await startNginx(below.port, text =>
      text.replace('location / {', 'location /list/ {').replace(/(proxy_pass http:\/\/127\.0\.0\.1:\d+);/, '$1/;'),
    )
    try {
      expect(await (await fetch(whole.url)).text()).toBe('<h1>list</h1>')
      expect((await fetch(`${whole.url}metrics`)).status).toBe(404)
      const form = { method: 'POST', body: new URLSearchParams({ email: 'ann@example.org' }) }
      const claimed = { 'X-Forwarded-For': '203.0.113.9' }
      expect((await fetch(`${whole.url}subscribe`, { ...form, headers: claimed })).status).toBe(200)
      const reader = await findSubscriber(site.store.db, { email: 'ann@example.org' })
      // What the visitor writes into the header is not passed on.
      expect(JSON.parse(reader?.consent ?? '{}')).toMatchObject({ address: '127.0.0.0' })
      const picture = await fetch(`${whole.url}desk/pictures`, { method: 'POST', body: Buffer.alloc(8_000_000) })
      expect(await picture.text()).toBe('8000000 bytes')

      const moved = await fetch(`${stripping.url}list/issues/2016-W49`, { redirect: 'manual' })
      expect([moved.status, moved.headers.get('location')]).toEqual([301, '/list/issues/2016-W49/'])
      expect(await (await fetch(`${stripping.url}list/issues/2016-W49/`)).text()).toBe('<h1>issue</h1>')
    } finally {
      for (const each of [whole, stripping]) await each.stop()
      for (const each of [site, below]) await each.close()
    }
  })

if (process.env['WEEKLY_LONG'])
  test('the example for Caddy passes on pages and forms, tells who asks, and keeps the figures back', async () => {
    const site = await startSite({ 'index.html': '<h1>list</h1>' })
    const caddy = await startCaddy(site.port)
    try {
      expect(await (await fetch(caddy.url)).text()).toBe('<h1>list</h1>')
      expect((await fetch(`${caddy.url}metrics`)).status).toBe(404)
      const form = { method: 'POST', body: new URLSearchParams({ email: 'ann@example.org' }) }
      const claimed = { 'X-Forwarded-For': '203.0.113.9' }
      expect((await fetch(`${caddy.url}subscribe`, { ...form, headers: claimed })).status).toBe(200)
      const reader = await findSubscriber(site.store.db, { email: 'ann@example.org' })
      expect(JSON.parse(reader?.consent ?? '{}')).toMatchObject({ address: '127.0.0.0' })
    } finally {
      await caddy.stop()
      await site.close()
    }
  })
