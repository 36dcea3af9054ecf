import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDouble, type Double, type Script } from './chat-double.ts'
import { openTarget, publishTo, tellOutcome } from './target-fixture.ts'

const SECRET = 'hush-0123456789abcdef-hush'

/** How each kind is set up, and what its service answers, written from the documents of the services. */
interface Kind {
  readonly entry: (url: string) => Readonly<Record<string, unknown>>
  /** Before a message is posted. */
  readonly before?: (double: Double) => void
  /** The words in what is sent, where they are packed. */
  readonly shows?: (body: string) => string
  readonly ok: Script
  readonly sent: string
  /** Answers with a status of success that are none. */
  readonly inside: readonly (readonly [script: Script, outcome: string])[]
  /** A body that says how long to wait, in an answer of 429. */
  readonly wait?: readonly [body: unknown, outcome: string]
}

const kinds: Readonly<Record<string, Kind>> = {
  webhook: {
    entry: url => ({
      kind: 'webhook',
      url: `${url}/${SECRET}`,
      secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    }),
    ok: { status: 202 },
    sent: 'sent msg_',
    inside: [],
  },
  telegram: {
    entry: url => ({ kind: 'telegram', url, token: `123:${SECRET}`, to: '@channel' }),
    ok: { body: { ok: true, result: { message_id: 77 } } },
    sent: 'sent 77',
    inside: [
      [{ body: { ok: false, error_code: 400, description: 'Bad Request: chat not found' } }, 'refused TARGET_REFUSED'],
      [{ body: 'certainly no JSON' }, 'uncertain TARGET_UNCERTAIN'],
      [{ body: { ok: true } }, 'uncertain TARGET_UNCERTAIN'],
    ],
    wait: [
      { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 90 } },
      'retry TARGET_UNAVAILABLE 2026-12-04T09:01:30.000Z',
    ],
  },
  lark: {
    entry: url => ({ kind: 'lark', url: `${url}/open-apis/bot/v2/hook/${SECRET}`, secret: 'shared-with-lark' }),
    ok: { body: { code: 0, msg: 'success', data: {} } },
    sent: 'sent -',
    inside: [
      [{ body: { StatusCode: 0, StatusMessage: 'success' } }, 'sent -'],
      [{ body: { code: 19021, msg: `sign match fail ${SECRET}` } }, 'refused TARGET_REFUSED'],
      [{ body: { code: 19024, msg: 'Key Words Not Found' } }, 'refused TARGET_REFUSED'],
      [{ body: { code: 9499, msg: 'Bad Request' } }, 'refused TARGET_REFUSED'],
      [{ body: { code: 11232, msg: 'frequency limited' } }, 'retry TARGET_UNAVAILABLE'],
      [{ body: { code: 9499, msg: 'too many request', data: {} } }, 'retry TARGET_UNAVAILABLE'],
      [{ body: 'no JSON' }, 'uncertain TARGET_UNCERTAIN'],
    ],
  },
  slack: {
    entry: url => ({ kind: 'slack', url: `${url}/services/T/B/${SECRET}` }),
    ok: { body: 'ok' },
    sent: 'sent -',
    inside: [
      [{ body: 'something else' }, 'uncertain TARGET_UNCERTAIN'],
      [{ body: 'invalid_payload' }, 'refused TARGET_REFUSED'],
      [{ body: 'rate_limited' }, 'retry TARGET_UNAVAILABLE'],
    ],
  },
  discord: {
    entry: url => ({ kind: 'discord', url: `${url}/api/v10/webhooks/1/${SECRET}` }),
    ok: { body: { id: '99', content: '' } },
    sent: 'sent 99',
    inside: [
      [{ body: {} }, 'uncertain TARGET_UNCERTAIN'],
      [{ body: { code: 50035, message: `Invalid Form Body ${SECRET}` } }, 'refused TARGET_REFUSED'],
    ],
  },
  dingtalk: {
    entry: url => ({ kind: 'dingtalk', url: `${url}/robot/send?access_token=${SECRET}`, secret: 'SECshared' }),
    ok: { body: { errcode: 0, errmsg: 'ok' } },
    sent: 'sent -',
    inside: [
      [{ body: { errcode: 310000, errmsg: `keywords not in content ${SECRET}` } }, 'refused TARGET_REFUSED'],
      [{ body: { errcode: 90030, errmsg: 'too many' } }, 'retry TARGET_UNAVAILABLE 2026-12-04T09:10:00.000Z'],
      [{ body: '' }, 'uncertain TARGET_UNCERTAIN'],
    ],
  },
  wecom: {
    entry: url => ({ kind: 'wecom', url: `${url}/cgi-bin/webhook/send?key=${SECRET}` }),
    ok: { body: { errcode: 0, errmsg: 'ok' } },
    sent: 'sent -',
    inside: [
      [{ body: { errcode: 40058, errmsg: 'markdown.content exceed max length' } }, 'refused TARGET_REFUSED'],
      [
        { body: { errcode: 45009, errmsg: 'api freq out of limit' } },
        'retry TARGET_UNAVAILABLE 2026-12-04T09:01:00.000Z',
      ],
      [{ body: { errmsg: 'ok' } }, 'uncertain TARGET_UNCERTAIN'],
    ],
  },
  mastodon: {
    entry: url => ({ kind: 'mastodon', url, token: SECRET }),
    ok: { body: { id: '110', url: 'https://social.example/@list/110' } },
    sent: 'sent 110',
    inside: [[{ body: {} }, 'uncertain TARGET_UNCERTAIN']],
  },
  bluesky: {
    entry: url => ({ kind: 'bluesky', url, token: SECRET, to: 'list.example' }),
    before: double =>
      double.routes.set('POST /xrpc/com.atproto.server.createSession', {
        body: { did: 'did:plc:list', accessJwt: 'session', refreshJwt: 'other' },
      }),
    ok: { body: { uri: 'at://did:plc:list/app.bsky.feed.post/x', cid: 'y' } },
    sent: 'sent at://did:plc:list',
    inside: [
      [{ body: {} }, 'uncertain TARGET_UNCERTAIN'],
      [{ status: 400, body: { error: 'ExpiredToken', message: 'Token has expired' } }, 'retry TARGET_UNAVAILABLE'],
      [
        { status: 429, headers: { 'ratelimit-reset': '1796374860' }, body: { error: 'RateLimitExceeded' } },
        'retry TARGET_UNAVAILABLE 2026-12-04T09:01:00.000Z',
      ],
    ],
  },
  github: {
    entry: url => ({ kind: 'github', url, token: SECRET, to: 'o/r' }),
    shows: body => Buffer.from((JSON.parse(body || '{}') as { content?: string }).content ?? '', 'base64').toString(),
    before: double => double.routes.set('GET /repos/o/r/contents/issues/2016-W49.md', { status: 404 }),
    ok: { status: 201, body: { content: { sha: 'b1' }, commit: { sha: 'c1' } } },
    sent: 'sent c1',
    inside: [
      [{ body: {} }, 'uncertain TARGET_UNCERTAIN'],
      [{ status: 409, body: { message: 'is at x but expected y' } }, 'retry TARGET_UNAVAILABLE'],
      [{ status: 422, body: { message: 'Invalid request. "sha" wasn\'t supplied.' } }, 'retry TARGET_UNAVAILABLE'],
      [
        {
          status: 403,
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1796374860' },
          body: { message: 'API rate limit exceeded' },
        },
        'retry TARGET_UNAVAILABLE 2026-12-04T09:01:00.000Z',
      ],
    ],
  },
  gitlab: {
    entry: url => ({ kind: 'gitlab', url, token: SECRET, to: 'g/p' }),
    before: double =>
      double.routes.set('GET /api/v4/projects/g%2Fp/repository/files/issues%2F2016-W49.md', { status: 404 }),
    ok: { status: 201, body: { id: 'c1', short_id: 'c' } },
    sent: 'sent c1',
    inside: [
      [{ body: {} }, 'uncertain TARGET_UNCERTAIN'],
      [{ status: 400, body: { message: 'A file with this name already exists' } }, 'retry TARGET_UNAVAILABLE'],
    ],
  },
}

let double: Double
beforeEach(async () => {
  double = await startDouble()
})
afterEach(() => double.close())

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  const shown = (body: string): string => kind.shows?.(body) ?? body
  const tellWith = async (...scripts: readonly Script[]): Promise<string> => {
    kind.before?.(double)
    double.answer(...scripts)
    const outcome = await publishTo(await openTarget(double, kind.entry(double.url)))
    expect(JSON.stringify(outcome)).not.toContain(SECRET)
    if (outcome.state !== 'sent') expect(`${outcome.error.message} ${outcome.error.hint ?? ''}`).not.toContain(SECRET)
    return tellOutcome(outcome)
  }

  test('is told once, by one request, with the title of the list and each story', async () => {
    expect(await tellWith(kind.ok)).toContain(kind.sent)
    const posts = double.asked.map(({ body }) => shown(body)).filter(body => body.includes('One'))
    expect(posts).toHaveLength(1)
    expect(posts[0]).toContain('第二篇')
    expect(posts[0]).toContain('Weekly reading list')
  })

  test.each([
    ['400', { status: 400, body: `no: ${SECRET}` }, 'refused TARGET_REFUSED'],
    ['401', { status: 401 }, 'refused TARGET_REFUSED'],
    ['403', { status: 403 }, 'refused TARGET_REFUSED'],
    ['404', { status: 404 }, 'refused TARGET_REFUSED'],
    ['410', { status: 410 }, 'refused TARGET_GONE'],
    ['422', { status: 422 }, 'refused TARGET_REFUSED'],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'refused TARGET_REFUSED'],
    ['500', { status: 500, body: `no: ${SECRET}` }, 'retry TARGET_UNAVAILABLE'],
    ['503', { status: 503, headers: { 'retry-after': '60' } }, 'retry TARGET_UNAVAILABLE 2026-12-04T09:01:00.000Z'],
    ['504', { status: 504 }, 'uncertain TARGET_UNCERTAIN'],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, 'retry TARGET_UNAVAILABLE 2026-12-04T09:00:07.000Z'],
    ['a closed connection', 'close', 'uncertain TARGET_UNCERTAIN'],
  ] as const)('%s is understood, and nobody is asked twice', async (_what, script, outcome) => {
    expect(await tellWith(script)).toBe(outcome)
    expect(double.asked.filter(({ body }) => shown(body).includes('One'))).toHaveLength(1)
    expect(double.asked.map(({ path }) => path)).not.toContain('/elsewhere')
  })

  test.each(kind.inside)('an answer of success is read: %j', async (script, outcome) => {
    expect(await tellWith(script)).toBe(outcome)
  })

  test.each(kind.wait ? [kind.wait] : [])('a wait that the body names is kept to: %j', async (body, outcome) => {
    expect(await tellWith({ status: 429, body })).toBe(outcome)
  })

  test('a target that cannot be reached is told later', async () => {
    const entry = kind.entry(double.url)
    const target = await openTarget(double, entry)
    await double.close()
    expect(tellOutcome(await publishTo(target))).toBe('retry TARGET_UNAVAILABLE')
    double = await startDouble()
  })
})
