// What `weekly doctor` says of targets: reachable or not, tokens by their shape, and no secret in a word of it.
import { expect, onTestFinished, test } from 'vitest'
import { checkTargets } from '../../src/cli/doctor/targets.ts'
import { sourcesSchema, weeklySchema } from '../../src/core/config.ts'
import { startDouble } from '../targets/chat-double.ts'

test('servers are asked for nothing but whether they answer', async () => {
  const double = await startDouble()
  onTestFinished(() => double.close())
  double.answer({ status: 404 })
  const secret = 'hush-0123456789abcdef-hush'
  const targets = [
    { kind: 'slack', url: `${double.url}/services/${secret}` },
    { kind: 'telegram', url: double.url, token: secret, to: '@list' },
    { kind: 'github', url: double.url, token: secret, to: 'o/r' },
    { kind: 'discord', url: `http://127.0.0.1:1/api/webhooks/1/${secret}` },
    { kind: 'mastodon', url: double.url, token: 'file:no-such-file' },
  ]
  const weekly = weeklySchema.parse({ targets, fetch: { allowPrivate: ['127.0.0.0/8'] } })
  const hidden: ReadonlyMap<string, string> = new Map()
  const findings = await checkTargets({ weekly, folder: '.', sources: sourcesSchema.parse([]), hidden })
  expect(findings.map(({ level, subject }) => `${level} ${subject}`)).toEqual([
    'ok target slack',
    'warn target telegram',
    'ok target github',
    'fail target discord',
    'fail target mastodon',
  ])
  expect(JSON.stringify(findings)).not.toContain(secret)
  expect(double.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /', 'GET /'])
})
