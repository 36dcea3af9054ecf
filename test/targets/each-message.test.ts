// What is particular to a kind: signatures, room, signs that mean something there.
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signDingtalk } from '../../src/targets/dingtalk/dingtalk.ts'
import { signLark } from '../../src/targets/lark/lark.ts'
import type { WeekId } from '../../src/core/types.ts'
import { hostileTitles } from '../publish/issues.ts'
import { startDouble, type Asked, type Double } from './chat-double.ts'
import { issueOf, now, openTarget, planOf, publishTo, tellOutcome } from './target-fixture.ts'

let double: Double
beforeEach(async () => {
  double = await startDouble()
})
afterEach(() => double.close())

const SECRET = 'hush-0123456789abcdef'
const entries: Readonly<Record<string, (url: string) => Readonly<Record<string, unknown>>>> = {
  lark: url => ({ kind: 'lark', url: `${url}/hook/${SECRET}`, secret: 'shared' }),
  slack: url => ({ kind: 'slack', url: `${url}/services/${SECRET}` }),
  discord: url => ({ kind: 'discord', url: `${url}/api/webhooks/1/${SECRET}` }),
  dingtalk: url => ({ kind: 'dingtalk', url: `${url}/robot/send?access_token=${SECRET}`, secret: 'this is secret' }),
  wecom: url => ({ kind: 'wecom', url: `${url}/send?key=${SECRET}` }),
  mastodon: url => ({ kind: 'mastodon', url, token: SECRET, visibility: 'unlisted', characters: 500 }),
}

/** The request by which a target is told of an issue with these titles. */
async function askedBy(kind: string, titles: readonly string[]): Promise<Asked & { readonly json: unknown }> {
  const target = await openTarget(double, entries[kind]?.(double.url) ?? {})
  await target.publish(await planOf(target, issueOf(titles)))
  const asked = double.asked.at(-1)
  if (!asked) throw new Error('nothing was sent')
  return { ...asked, json: JSON.parse(asked.body) as unknown }
}

type Block = { readonly text: { readonly text: string } }

/** The size of a message in the unit of its target, with the most that it may have. */
const rooms: Readonly<Record<string, (body: string) => readonly [size: number, most: number]>> = {
  lark: body => [Buffer.byteLength(body), 20_000],
  slack: body => [
    Math.max(...(JSON.parse(body) as { blocks: Block[] }).blocks.map(({ text }) => text.text.length)),
    3_000,
  ],
  discord: body => [(JSON.parse(body) as { content: string }).content.length, 2_000],
  dingtalk: body => [Buffer.byteLength(body), 20_000],
  wecom: body => [Buffer.byteLength((JSON.parse(body) as { markdown: { content: string } }).markdown.content), 4_096],
  mastodon: body => [
    Array.from((JSON.parse(body) as { status: string }).status.replaceAll(/https?:\/\/\S+/g, 'x'.repeat(23))).length,
    500,
  ],
}

const titles = fc.array(
  fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), fc.constantFrom(...hostileTitles)),
  { minLength: 1, maxLength: 120 },
)

test.each(Object.entries(rooms))('a message for %s is never too long, and well-formed', async (kind, measure) => {
  const target = await openTarget(double, entries[kind]?.(double.url) ?? {})
  await fc.assert(
    fc.asyncProperty(titles, async all => {
      const { body } = await planOf(target, issueOf(all))
      const [size, most] = measure(body ?? '')
      expect(size).toBeLessThanOrEqual(most)
      expect((body ?? '').replaceAll(/\\u[dD][89a-fA-F]/g, '\ud800').isWellFormed()).toBe(true)
    }),
    { numRuns: 15 },
  )
})

test('飞书 is signed in the body, with the time in seconds', async () => {
  expect(signLark('demo', 1_600_000_000)).toBe('HQV03+so/amIWQSXS50Llvl9vzTATYaRg+mJZ+EZzjY=')
  const { json } = await askedBy('lark', ['第一篇'])
  expect(json).toMatchObject({ timestamp: '1796374800', sign: signLark('shared', 1_796_374_800), msg_type: 'post' })
})

test('钉钉 is signed in the address, escaped once', async () => {
  expect(encodeURIComponent(signDingtalk('this is secret', 1_600_000_000_000))).toBe(
    'MYEtKC4%2FNfMR1l4prX%2B%2Bai6oOf70X1xOf6UlnyUhJH4%3D',
  )
  const { path } = await askedBy('dingtalk', ['第一篇'])
  const query = new URLSearchParams(path.split('?')[1])
  expect(query.get('access_token')).toBe(SECRET)
  expect(query.get('sign')).toBe(signDingtalk('this is secret', Number(query.get('timestamp'))))
})

test('nobody is called and no sign is markup, whatever a title says', async () => {
  const title = '@everyone <!channel> <b>x</b> & [a](http://evil.example) | *b* _c_ `d`'
  expect((await askedBy('discord', [title])).json).toMatchObject({ allowed_mentions: { parse: [] } })
  expect((await askedBy('discord', [title])).path).toMatch(/\?wait=true$/)
  const { blocks } = (await askedBy('slack', [title])).json as { blocks: Block[] }
  expect(blocks[0]?.text.text).toContain('&lt;!channel&gt; &lt;b&gt;x')
  for (const kind of ['dingtalk', 'wecom']) {
    const { body } = await askedBy(kind, [title])
    expect(body).not.toContain('@everyone')
    expect(body).not.toContain('[a](')
  }
  const { json, headers } = await askedBy('mastodon', [title])
  expect((json as { status: string }).status).toContain('＠everyone')
  expect(json).toMatchObject({ visibility: 'unlisted', language: 'en' })
  expect(headers['idempotency-key']).toMatch(/^[0-9a-f]{64}$/)
  expect(headers.authorization).toBe(`Bearer ${SECRET}`)
})

test.each([
  [{ configuration: { statuses: { max_characters: 5_000, characters_reserved_per_url: 23 } } }, 5_000, 23],
  [{ configuration: { statuses: { max_characters: 1_000, characters_reserved_per_url: 60 } } }, 1_000, 60],
  [{ configuration: { statuses: { max_characters: '9000', characters_reserved_per_url: -1 } } }, 500, 23],
  [{ error: 'not found' }, 500, 23],
  ['<html>', 500, 23],
] as const)('a server of Mastodon says itself how long a status may be: %j', async (body, most, url) => {
  double.routes.set('GET /api/v2/instance', { body })
  double.answer({ body: { id: '9' } })
  const target = await openTarget(double, { kind: 'mastodon', url: double.url, token: SECRET })
  for (const week of ['2026-W48', '2026-W49'])
    await target.publish(await planOf(target, issueOf(Array<string>(200).fill('第一篇文章'), { week: week as WeekId })))
  const posts = double.asked.filter(({ method }) => method === 'POST')
  for (const post of posts) {
    const { status } = JSON.parse(post.body) as { status: string }
    const size = Array.from(status.replaceAll(/https?:\/\/\S+/g, 'x'.repeat(url))).length
    expect(size).toBeLessThanOrEqual(most)
    expect(size).toBeGreaterThan(most - 2 * (url + 20))
  }
  expect(double.asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST'])
  expect(double.asked[0]?.headers.authorization).toBeUndefined()
})

test.each([
  ['/api/v10/webhooks/1', { message: 'You are being rate limited.', retry_after: 64.57, global: false }, 64_570],
  ['/api/webhooks/1', { message: 'You are being rate limited.', retry_after: 90 }, 90_000],
  ['/api/v6/webhooks/1', { message: 'You are being rate limited.', retry_after: 64_570 }, 64_570],
])('the wait of Discord is kept to in the unit of its version: %s', async (path, body, ms) => {
  const target = await openTarget(double, { kind: 'discord', url: `${double.url}${path}/${SECRET}?thread_id=7` })
  const at = new Date(Date.parse(now) + ms).toISOString()
  for (const status of [429, 200]) {
    double.answer({ status, body })
    expect(tellOutcome(await publishTo(target))).toBe(`retry TARGET_UNAVAILABLE ${at}`)
  }
  expect(double.asked[0]?.path).toBe(`${path}/${SECRET}?thread_id=7&wait=true`)
})

test('a session of Bluesky that was ended there is opened anew, and one that is refused at once is not', async () => {
  const session = { body: { did: 'did:plc:list', accessJwt: 'session' } }
  double.routes.set('POST /xrpc/com.atproto.server.createSession', session)
  const taken = { body: { uri: 'at://x', cid: 'y' } }
  double.answer(taken, { status: 401 }, taken, { status: 401 })
  const target = await openTarget(double, { kind: 'bluesky', url: double.url, token: SECRET, to: 'list.example' })
  const told = []
  for (let time = 0; time < 3; time += 1) told.push(tellOutcome(await publishTo(target)))
  expect(told).toEqual(['sent at://x', 'retry TARGET_UNAVAILABLE', 'sent at://x'])
  const other = await openTarget(double, { kind: 'bluesky', url: double.url, token: SECRET, to: 'list.example' })
  expect(tellOutcome(await publishTo(other))).toBe('refused TARGET_REFUSED')
})

test.each([
  ['discord', 'PATCH', `/api/webhooks/1/${SECRET}/messages/9`],
  ['mastodon', 'PUT', '/api/v1/statuses/9'],
])('a correction changes the message in %s', async (kind, method, path) => {
  const target = await openTarget(double, entries[kind]?.(double.url) ?? {})
  double.answer({ body: { id: '9' } })
  expect(await target.correct(await planOf(target, issueOf(['Two'])), '9')).toEqual({ state: 'sent', remoteId: '9' })
  expect(double.asked).toMatchObject([{ method, path }])
})
