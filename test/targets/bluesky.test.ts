import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeRecordKey, renderRecord } from '../../src/targets/bluesky/record.ts'
import { countGraphemes } from '../../src/targets/compose.ts'
import { startDouble, type Double } from './chat-double.ts'
import { factsOf, issueOf, openTarget, planOf, tellOutcome } from './target-fixture.ts'

let double: Double
beforeEach(async () => {
  double = await startDouble()
})
afterEach(() => double.close())

const login = 'POST /xrpc/com.atproto.server.createSession'
const open = () => openTarget(double, { kind: 'bluesky', url: double.url, token: 'app-password-1', to: 'list.example' })

interface Post {
  readonly text: string
  readonly facets: readonly { index: { byteStart: number; byteEnd: number }; features: readonly { uri: string }[] }[]
}

test('links lie at the bytes of their titles, and a post has 300 graphemes and 3,000 bytes at most', () => {
  const titles = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { maxLength: 20 })
  fc.assert(
    fc.property(titles, all => {
      const facts = factsOf(['第一篇', ...all])
      const { text, facets } = JSON.parse(renderRecord(facts) ?? '') as Post
      expect(countGraphemes(text)).toBeLessThanOrEqual(300)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000)
      const linked = facets.map(({ index, features }) => [
        Buffer.from(text).subarray(index.byteStart, index.byteEnd).toString(),
        features[0]?.uri,
      ])
      const told = facts.stories.slice(0, linked.length - 1).map(({ title, url }) => [title, url])
      expect(linked).toEqual([...told, [facts.url, facts.url]])
    }),
    { numRuns: 40 },
  )
})

test('a key is a TID: 13 signs, in the order of time, the same for the same issue', () => {
  const key = makeRecordKey(1_796_374_800_000, 'list\n2026-W49')
  expect(key).toMatch(/^[234567a-j][234567a-z]{12}$/)
  expect(makeRecordKey(1_796_374_800_000, 'list\n2026-W49')).toBe(key)
  expect(makeRecordKey(1_796_374_801_000, 'list\n2026-W49') > key).toBe(true)
})

test('one session serves several posts, each put under its own key, the same at a repeat', async () => {
  double.routes.set(login, { body: { did: 'did:plc:list', accessJwt: 'jwt' } })
  double.answer('close', { body: { uri: 'at://x', cid: 'y' } })
  const target = await open()
  const plan = await planOf(target, issueOf(['One']))
  expect(tellOutcome(await target.publish(plan))).toBe('uncertain TARGET_UNCERTAIN')
  expect(tellOutcome(await target.publish(plan))).toBe('sent at://x')
  const [session, first, second, ...more] = double.asked
  expect(session?.path).toBe('/xrpc/com.atproto.server.createSession')
  expect(more).toEqual([])
  expect(second?.body).toBe(first?.body)
  expect(first?.headers.authorization).toBe('Bearer jwt')
})

test.each([
  [{ status: 401, body: { error: 'AuthFactorTokenRequired' } }, 'refused TARGET_REFUSED'],
  ['close' as const, 'retry TARGET_UNAVAILABLE'],
  [{ body: {} }, 'retry TARGET_UNAVAILABLE'],
])('a login that fails posts nothing: %j', async (script, outcome) => {
  double.routes.set(login, script)
  const target = await open()
  expect(tellOutcome(await target.publish(await planOf(target, issueOf(['One']))))).toBe(outcome)
  expect(double.asked).toHaveLength(1)
})

test('the issue stands below the post as a card, without a picture', () => {
  const facts = factsOf(['One', '第二篇'])
  const { embed } = JSON.parse(renderRecord(facts) ?? '') as { embed: { $type: string; external: object } }
  expect(embed).toEqual({
    $type: 'app.bsky.embed.external',
    external: { uri: facts.url, title: facts.title, description: 'One · 第二篇' },
  })
})

test('a server that refuses keys gets the post without one, once: the own posts are looked through first', async () => {
  double.routes.set(login, { body: { did: 'did:plc:list', accessJwt: 'jwt' } })
  const refusal = { status: 400, body: { error: 'InvalidRequest', message: 'Custom rkey is not allowed' } }
  double.routes.set('POST /xrpc/com.atproto.repo.putRecord', refusal)
  const list = 'GET /xrpc/com.atproto.repo.listRecords'
  double.routes.set(list, { body: { records: [] } })
  double.answer('close')
  const target = await open()
  const plan = await planOf(target, issueOf(['One']))
  expect(tellOutcome(await target.publish(plan))).toBe('uncertain TARGET_UNCERTAIN')
  const { text, createdAt } = JSON.parse(plan.body ?? '') as Record<string, string>
  double.routes.set(list, { body: { records: [{ uri: 'at://mine', value: { text, createdAt } }] } })
  expect(tellOutcome(await target.publish(plan))).toBe('sent at://mine')
  const created = double.asked.filter(({ path }) => path.endsWith('createRecord'))
  expect(created.map(({ body }) => body.includes('rkey'))).toEqual([false])
})
