import { afterEach, beforeEach, expect, test } from 'vitest'
import { signWebhook } from '../../src/targets/webhook/sign-webhook.ts'
import { startDouble, type Double } from './chat-double.ts'
import { describeTest } from '../../src/targets/issue-facts.ts'
import { aSite } from '../publish/issues.ts'
import { issueOf, now, openTarget, planOf } from './target-fixture.ts'

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const former = 'whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA='

let double: Double
beforeEach(async () => {
  double = await startDouble()
})
afterEach(() => double.close())

test('the signature is the one of Standard Webhooks 1.0', () => {
  const signed = signWebhook([secret], {
    id: 'msg_2026-W49',
    seconds: 1_600_000_000,
    body: '{"type":"issue.published"}',
  })
  expect(signed).toBe('v1,AfgaFJC2M6NdxVDQoFtRxz536kFg1UgJrOILd9ZnQ5k=')
})

test('an event has the same id at every attempt, signatures of all secrets, and fewer than 20 KB', async () => {
  const target = await openTarget(double, { kind: 'webhook', url: `${double.url}/hook`, secret: [secret, former] })
  const plan = await planOf(target, issueOf(Array.from({ length: 200 }, (_, place) => `故事 ${place} `.repeat(12))))
  await target.publish(plan)
  await target.publish(plan)
  const [first, second] = double.asked
  const {
    'webhook-id': id = '',
    'webhook-timestamp': seconds = '',
    'webhook-signature': signature,
  } = first?.headers ?? {}
  expect(second?.headers['webhook-id']).toBe(id)
  expect(second?.body).toBe(first?.body)
  expect(id).toMatch(/^msg_[0-9a-f]+$/)
  const body = first?.body ?? ''
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000)
  expect(signature).toBe(signWebhook([secret, former], { id: String(id), seconds: Number(seconds), body }))
  expect(JSON.parse(body)).toMatchObject({ type: 'issue.published', data: { week: '2016-W49', stories: 200 } })
})

test('a correction is an event of its own, and trying out is no issue', async () => {
  const target = await openTarget(double, { kind: 'webhook', url: `${double.url}/hook` })
  const issue = issueOf(['One'])
  const plan = await planOf(target, issue)
  await target.publish(plan)
  await target.correct({ ...plan, sha256: 'other' }, 'msg_x')
  await target.test(describeTest(aSite(), now))
  expect(double.asked.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
    'issue.published',
    'issue.corrected',
    'target.test',
  ])
  expect(new Set(double.asked.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
})
