// The client against real servers: headers, statuses, redirects, limits, failures, turns.
import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { createMemoryLedger } from '../../src/net/politeness.ts'
import { aClient, aClosedPort, serve, serveBytes, type Loopback } from './serve.ts'

const now = '2026-11-20T08:00:00.000Z' as Instant
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const codeOf = (code: string): object => expect.objectContaining({ code }) as object

describe('a request', () => {
  const headersSeen = async (
    request: Partial<Parameters<ReturnType<typeof aClient>['fetch']>[0]>,
  ): Promise<IncomingHttpHeaders> => {
    const server = await serve((_request, response) => response.end('ok'))
    await aClient([server]).fetch({ url: server.origin, accept: 'feed', ...request })
    return server.requests[0]?.headers ?? {}
  }

  test('says who asks and what it can read, and nothing else', async () => {
    const headers = await headersSeen({})
    expect(Object.keys(headers).toSorted()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
    expect(headers['user-agent']).toBe('weekly/0.1.0 (+https://weekly.example/; 3 subscribers)')
    expect(headers['accept-encoding']).toBe('gzip, br, zstd, deflate')
    expect(headers.accept).toMatch(/^application\/atom\+xml, application\/rss\+xml, application\/feed\+json/)
  })

  test.each([
    ['page', /^text\/html/],
    ['any', /^\*\/\*$/],
  ] as const)('for a %s has its own Accept list', async (accept, expected) => {
    expect((await headersSeen({ accept })).accept).toMatch(expected)
  })

  test('sends validators back byte for byte, whatever bytes they are', async () => {
    const etag = 'W/"caf\xe9 \t \x80,"'
    const lastModified = 'sometime  last week'
    const seen: (string | undefined)[] = []
    const server = await serve((request, response) => {
      seen.push(request.headers['if-none-match'], request.headers['if-modified-since'])
      response.writeHead(seen[0] === undefined ? 200 : 304, { etag, 'last-modified': lastModified }).end()
    })
    const client = aClient([server])
    const first = await client.fetch({ url: server.origin, accept: 'feed' })
    expect(first).toMatchObject({ status: 200, etag, lastModified })
    seen.length = 0
    await client.fetch({ url: server.origin, accept: 'feed', etag: first.etag, lastModified: first.lastModified })
    expect(seen).toEqual([etag, lastModified])
  })

  test('carries the headers and the credentials of the source', async () => {
    const server = await serve((_request, response) => response.end())
    const url = `http://reader:p%40ss@127.0.0.1:${server.port}/feed`
    const result = await aClient([server]).fetch({
      url,
      accept: 'feed',
      headers: { 'X-Client': 'one', Accept: 'text/xml' },
    })
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Basic ${btoa('reader:p@ss')}`,
      'x-client': 'one',
      accept: 'text/xml',
    })
    expect(result.url).toBe(`${server.origin}/feed`)
  })

  test.each([
    [{ Host: 'other.example' }],
    [{ 'Content-Length': '3' }],
    [{ Referer: 'https://weekly.example/' }],
    [{ 'X-Break': 'one\r\nHost: other.example' }],
    [{ 'X-名': 'one' }],
    [{ 'X-Name': '名' }],
  ])('with the header %o is a mistake in the configuration', async headers => {
    await expect(aClient([]).fetch({ url: 'http://127.0.0.1/', accept: 'feed', headers })).rejects.toThrow(
      codeOf('CONFIG_INVALID'),
    )
  })

  test.each(['file:///etc/passwd', 'ftp://example.org/', 'javascript:alert(1)', 'example.org/feed', '', 'http://'])(
    'for "%s" is refused',
    async url => {
      await expect(aClient([]).fetch({ url, accept: 'feed' })).rejects.toThrow(codeOf('FETCH_SCHEME_FORBIDDEN'))
    },
  )
})

describe('an answer', () => {
  test.each([200, 204, 300, 304, 400, 403, 404, 410, 429, 451, 500, 503])('of status %i resolves', async status => {
    const server = await serve((_request, response) => response.writeHead(status, { 'X-Kind': 'test' }).end())
    const result = await aClient([server]).fetch({ url: server.origin, accept: 'feed', etag: '"1"' })
    expect(result).toMatchObject({ status, hops: [], truncated: false, headers: { 'x-kind': 'test' } })
  })

  test('of 304 to a question without validators is an error', async () => {
    const server = await serve((_request, response) => response.writeHead(304).end())
    await expect(aClient([server]).fetch({ url: server.origin, accept: 'feed' })).rejects.toThrow(
      codeOf('FETCH_UNEXPECTED_NOT_MODIFIED'),
    )
  })

  test('with an error page leaves the page unread', async () => {
    const server = await serve((_request, response) => response.writeHead(404).end('x'.repeat(100_000)))
    const result = await aClient([server]).fetch({ url: server.origin, accept: 'feed' })
    expect(result.body).toHaveLength(0)
    expect(result.wireBytes).toBeLessThan(100_000)
  })

  test('with cookies is not remembered', async () => {
    const server = await serve((_request, response) => response.setHeader('set-cookie', ['a=1', 'b=2']).end('ok'))
    const client = aClient([server])
    await client.fetch({ url: server.origin, accept: 'feed' })
    await client.fetch({ url: server.origin, accept: 'feed' })
    expect(server.requests[1]?.headers.cookie).toBeUndefined()
  })

  test('arrives over a connection that is used again, also after a 304, a redirect and an error', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/moved') response.writeHead(301, { location: '/' }).end('moved')
      else if (request.url === '/lost') response.writeHead(404).end('lost')
      else response.writeHead(request.headers['if-none-match'] === undefined ? 200 : 304).end()
    })
    const client = aClient([server])
    await client.fetch({ url: `${server.origin}/moved`, accept: 'feed' })
    await client.fetch({ url: `${server.origin}/lost`, accept: 'feed' })
    await client.fetch({ url: server.origin, accept: 'feed', etag: '"1"' })
    await client.fetch({ url: server.origin, accept: 'feed', etag: '"1"' })
    expect(server.requests).toHaveLength(5)
    expect(server.countConnections()).toBe(1)
  })
})

describe('a redirect', () => {
  const aRedirect = (status: number, location: string): Promise<Loopback> =>
    serve((request, response) => {
      if (request.url === '/start/here') response.writeHead(status, { location }).end()
      else response.end(request.url)
    })

  test.each([301, 302, 303, 307, 308])('of status %i is followed and written down', async status => {
    const server = await aRedirect(status, '/there')
    const result = await aClient([server]).fetch({ url: `${server.origin}/start/here`, accept: 'feed' })
    expect(result).toMatchObject({
      status: 200,
      url: `${server.origin}/there`,
      hops: [{ status, from: `${server.origin}/start/here`, to: `${server.origin}/there` }],
    })
  })

  test.each([
    ['there', '/start/there'],
    ['../there', '/there'],
    ['?page=2', '/start/here?page=2'],
    ['  /spaces  ', '/spaces'],
    ['/two words', '/two%20words'],
    [Buffer.from('/周刊').toString('latin1'), '/%E5%91%A8%E5%88%8A'],
    ['/caf\xe9', '/caf%C3%A9'],
  ])('to %j leads to %s', async (location, path) => {
    const server = await aRedirect(302, location)
    const result = await aClient([server]).fetch({ url: `${server.origin}/start/here`, accept: 'feed' })
    expect(textOf(result.body)).toBe(path)
  })

  test.each([
    ['http://[broken', 'FETCH_REDIRECT_INVALID'],
    ['http://:80:80/', 'FETCH_REDIRECT_INVALID'],
    ['', 'FETCH_REDIRECT_INVALID'],
    ['file:///etc/passwd', 'FETCH_SCHEME_FORBIDDEN'],
    ['gopher://127.0.0.1/', 'FETCH_SCHEME_FORBIDDEN'],
    ['data:text/xml,x', 'FETCH_SCHEME_FORBIDDEN'],
    ['/start/here', 'FETCH_REDIRECT_LIMIT'],
  ])('to %j is refused as %s', async (location, code) => {
    const server = await aRedirect(302, location)
    await expect(aClient([server]).fetch({ url: `${server.origin}/start/here`, accept: 'feed' })).rejects.toThrow(
      codeOf(code),
    )
  })

  test('without a Location is an error', async () => {
    const server = await serve((_request, response) => response.writeHead(301).end())
    await expect(aClient([server]).fetch({ url: server.origin, accept: 'feed' })).rejects.toThrow(
      codeOf('FETCH_REDIRECT_INVALID'),
    )
  })

  test('may follow another five times, not six', async () => {
    const server = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end()
      else response.end('end')
    })
    const client = aClient([server])
    expect((await client.fetch({ url: `${server.origin}/5`, accept: 'feed' })).hops).toHaveLength(5)
    await expect(client.fetch({ url: `${server.origin}/6`, accept: 'feed' })).rejects.toThrow(
      codeOf('FETCH_REDIRECT_LIMIT'),
    )
  })

  test('that goes round in a circle ends at once', async () => {
    const server = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end()
    })
    await expect(aClient([server]).fetch({ url: `${server.origin}/a`, accept: 'feed' })).rejects.toThrow(
      codeOf('FETCH_REDIRECT_LIMIT'),
    )
    expect(server.requests).toHaveLength(2)
  })

  test('takes secrets along within the origin, never to another and not back', async () => {
    const away = await serve((_request, response) => {
      response.writeHead(302, { location: `${home.origin}/back` }).end()
    })
    const home: Loopback = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/inside' }).end()
      else if (request.url === '/inside') response.writeHead(307, { location: `${away.origin}/` }).end()
      else response.end()
    })
    const headers = { Authorization: 'Bearer one', Cookie: 'a=1', 'X-Api-Key': 'two', 'X-Client': 'three' }
    await aClient([home, away]).fetch({ url: home.origin, accept: 'feed', headers, etag: '"1"' })
    const secretsOf = (server: Loopback, index: number): unknown[] =>
      ['authorization', 'cookie', 'x-api-key'].map(name => server.requests[index]?.headers[name])
    expect(secretsOf(home, 0)).toEqual(['Bearer one', 'a=1', 'two'])
    expect(secretsOf(home, 1)).toEqual(['Bearer one', 'a=1', 'two'])
    expect(secretsOf(away, 0)).toEqual([undefined, undefined, undefined])
    expect(secretsOf(home, 2)).toEqual([undefined, undefined, undefined])
    expect(away.requests[0]?.headers).toMatchObject({ 'x-client': 'three', 'if-none-match': '"1"' })
  })

  test('with credentials in its address does not send them', async () => {
    const away = await serve((_request, response) => response.end())
    const home = await aRedirect(302, `http://me:secret@127.0.0.1:${away.port}/`)
    const result = await aClient([home, away]).fetch({ url: `${home.origin}/start/here`, accept: 'feed' })
    expect(away.requests[0]?.headers.authorization).toBeUndefined()
    expect(JSON.stringify(result)).not.toContain('secret')
  })
})

describe('a failure', () => {
  test('to connect is named', async () => {
    const port = await aClosedPort()
    const client = aClient([], { allowPrivate: [`127.0.0.1:${port}`] })
    await expect(client.fetch({ url: `http://127.0.0.1:${port}/`, accept: 'feed' })).rejects.toMatchObject({
      code: 'FETCH_CONNECTION_FAILED',
      retryable: true,
      message: expect.stringContaining(`127.0.0.1:${port}`) as string,
    })
  })

  test.each([
    ['ENOTFOUND', false],
    ['EAI_AGAIN', true],
  ])('to look a name up (%s) is named', async (code, retryable) => {
    const lookup = () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }))
    await expect(aClient([], { lookup }).fetch({ url: 'http://gone.example/', accept: 'feed' })).rejects.toMatchObject({
      code: 'FETCH_ADDRESS_UNKNOWN',
      retryable,
    })
  })

  test('of a name without addresses is named', async () => {
    const client = aClient([], { lookup: () => Promise.resolve([]) })
    await expect(client.fetch({ url: 'http://gone.example/', accept: 'feed' })).rejects.toThrow(
      codeOf('FETCH_ADDRESS_UNKNOWN'),
    )
  })

  test('of a lookup that never ends is a timeout', async () => {
    const client = aClient([], {
      lookup: () => new Promise(() => undefined),
      limits: { connectMs: 10_000, totalMs: 20 },
    })
    await expect(client.fetch({ url: 'http://slow.example/', accept: 'feed' })).rejects.toThrow(codeOf('FETCH_TIMEOUT'))
  })

  test.each([
    ['a connection reset before the answer', (write: Writer) => write.reset(), 'FETCH_CONNECTION_FAILED'],
    ['a connection closed before the answer', (write: Writer) => write.end(''), 'FETCH_CONNECTION_FAILED'],
    ['an answer that is not HTTP', (write: Writer) => write.end('SSH-2.0-OpenSSH\r\n\r\n'), 'FETCH_CONNECTION_FAILED'],
    ['headers cut short', (write: Writer) => write.end('HTTP/1.1 200 OK\r\nContent-'), 'FETCH_CONNECTION_FAILED'],
    ['no answer at all', () => undefined, 'FETCH_TIMEOUT'],
    ['headers that never end', (write: Writer) => write.flood('HTTP/1.1 200 OK\r\n', 'X-A: b\r\n'), 'FETCH_TOO_LARGE'],
    [
      'one header that never ends',
      (write: Writer) => write.flood('HTTP/1.1 200 OK\r\nX-A: ', 'b'.repeat(1_000)),
      'FETCH_TOO_LARGE',
    ],
    [
      'interim answers that never end',
      (write: Writer) => write.flood('', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
      'FETCH_TIMEOUT',
    ],
    [
      'a body that never ends',
      (write: Writer) => write.flood('HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(10_000)),
      'FETCH_TOO_LARGE',
    ],
    [
      'a body that trickles',
      (write: Writer) => write.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx', { open: true }),
      'FETCH_TIMEOUT',
    ],
    [
      'a Content-Length beyond the limit',
      (write: Writer) => write.end('HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n', { open: true }),
      'FETCH_TOO_LARGE',
    ],
  ])('of %s ends as its own error', async (_name, answer, code) => {
    const server = await serveBytes(socket => answer(writerOf(socket)))
    const client = aClient([server], { limits: { totalMs: 300, wireBytes: 1_000_000 } })
    await expect(client.fetch({ url: server.origin, accept: 'feed' })).rejects.toThrow(codeOf(code))
  })

  test('to begin the answer in time is told from a slow body', async () => {
    const server = await serveBytes(() => undefined)
    const client = aClient([server], { limits: { headersMs: 20 } })
    await expect(client.fetch({ url: server.origin, accept: 'feed' })).rejects.toMatchObject({
      code: 'FETCH_TIMEOUT',
      message: expect.stringContaining('begin to answer within 0.02 s') as string,
    })
  })

  test('of a certificate nobody vouches for, or of no TLS at all, is named', async () => {
    const server = await serveBytes(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await expect(aClient([server]).fetch({ url: `https://127.0.0.1:${server.port}/`, accept: 'feed' })).rejects.toThrow(
      codeOf('FETCH_TLS_FAILED'),
    )
  })

  test('shows no password', async () => {
    const port = await aClosedPort()
    const client = aClient([], { allowPrivate: [`127.0.0.1:${port}`] })
    const failure: unknown = await client
      .fetch({ url: `http://me:secret@127.0.0.1:${port}/`, accept: 'feed' })
      .catch((error: unknown) => error)
    expect(JSON.stringify([failure, String(failure)])).not.toContain('secret')
  })

  test('of one request leaves the next alone', async () => {
    let answers = 0
    const server = await serveBytes(socket => {
      answers += 1
      if (answers === 1)
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil')
      else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood')
    })
    const client = aClient([server])
    expect(textOf((await client.fetch({ url: server.origin, accept: 'feed' })).body)).toBe('ok')
    expect(textOf((await client.fetch({ url: server.origin, accept: 'feed' })).body)).toBe('good')
  })

  test('of a kept connection that was closed meanwhile is asked once more', async () => {
    const answered = new Set<unknown>()
    const server = await serveBytes(socket => {
      if (answered.has(socket)) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      answered.add(socket)
    })
    const client = aClient([server])
    const read = async () => textOf((await client.fetch({ url: server.origin, accept: 'feed' })).body)
    expect([await read(), await read()]).toEqual(['ok', 'ok'])
    expect(server.countConnections()).toBe(2)
  })

  test('comes to requests under way when the client closes', async () => {
    const server = await serveBytes(() => undefined)
    const client = aClient([server])
    const fetching = client.fetch({ url: server.origin, accept: 'feed' })
    const failed = expect(fetching).rejects.toThrow(codeOf('FETCH_CONNECTION_FAILED'))
    while (server.countConnections() === 0) await new Promise(resolve => setImmediate(resolve))
    client.close()
    await failed
  })
})

describe('turns', () => {
  /** A server that answers when told to, and knows how many requests it had at a time. */
  const aCountingServer = async () => {
    const state = { open: 0, most: 0 }
    const server = await serve((_request, response) => {
      state.open += 1
      state.most = Math.max(state.most, state.open)
      setTimeout(() => {
        state.open -= 1
        response.end()
      }, 3)
    })
    return { server, state }
  }

  test.each([1, 2, 3])('keep a host at %i requests at a time', async perHost => {
    const { server, state } = await aCountingServer()
    const client = aClient([server], { perHost })
    await Promise.all(Array.from({ length: 12 }, () => client.fetch({ url: server.origin, accept: 'feed' })))
    expect(server.requests).toHaveLength(12)
    expect(state.most).toBe(perHost)
  })

  test('keep all hosts together at the limit', async () => {
    let open = 0
    let most = 0
    const servers = await Promise.all(
      Array.from({ length: 6 }, () =>
        serve((_request, response) => {
          most = Math.max(most, ++open)
          setTimeout(() => {
            open -= 1
            response.end()
          }, 3)
        }),
      ),
    )
    const client = aClient(servers, { concurrency: 4 })
    await Promise.all([...servers, ...servers].map(({ origin }) => client.fetch({ url: origin, accept: 'feed' })))
    expect(most).toBe(4)
  })

  test('come back after failures', async () => {
    const port = await aClosedPort()
    const { server } = await aCountingServer()
    const client = aClient([server], { concurrency: 1, allowPrivate: ['127.0.0.1/32'] })
    const results = await Promise.allSettled(
      [`http://127.0.0.1:${port}/`, 'http://10.0.0.1/', server.origin].map(url =>
        client.fetch({ url, accept: 'feed' }),
      ),
    )
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })
})

describe('Retry-After', () => {
  const aWaitingServer = (status: number, retryAfter: string): Promise<Loopback> =>
    serve((_request, response) => response.writeHead(status, { 'retry-after': retryAfter }).end())

  test.each([429, 503])('of a %i keeps the whole host alone until then', async status => {
    const server = await aWaitingServer(status, '3600')
    const clock = fixedClock(now)
    const client = aClient([server], { politeness: { ledger: createMemoryLedger(), clock } })
    expect(await client.fetch({ url: `${server.origin}/a`, accept: 'feed' })).toMatchObject({ status })
    await expect(client.fetch({ url: `${server.origin}/b`, accept: 'feed' })).rejects.toMatchObject({
      code: 'FETCH_HOST_WAITING',
      context: { until: '2026-11-20T09:00:00.000Z' },
    })
    expect(server.requests).toHaveLength(1)
    clock.set('2026-11-20T09:00:00.000Z' as Instant)
    await client.fetch({ url: `${server.origin}/b`, accept: 'feed' })
    expect(server.requests).toHaveLength(2)
  })

  test.each([
    [429, 'soon'],
    [404, '3600'],
  ])('of a %i saying "%s" is ignored', async (status, value) => {
    const server = await aWaitingServer(status, value)
    const client = aClient([server], { politeness: { ledger: createMemoryLedger(), clock: fixedClock(now) } })
    await client.fetch({ url: server.origin, accept: 'feed' })
    await client.fetch({ url: server.origin, accept: 'feed' })
    expect(server.requests).toHaveLength(2)
  })
})

interface Writer {
  reset(): unknown
  /** Writes the text, then closes unless told to leave it open. */
  end(text: string, options?: { open: boolean }): unknown
  /** Writes the start, then the rest again and again until the client hangs up. */
  flood(start: string, rest: string): void
}

function writerOf(socket: Socket): Writer {
  return {
    reset: () => socket.resetAndDestroy(),
    end: (text, options) => (options?.open ? socket.write(text) : socket.end(text)),
    flood: (start, rest) => {
      socket.write(start)
      const more = async (): Promise<void> => {
        while (!socket.destroyed) {
          if (!socket.write(rest.repeat(20))) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
          await new Promise(resolve => setImmediate(resolve))
        }
      }
      more().catch(() => undefined)
    },
  }
}

describe('an answer that breaks the rules', () => {
  const answering = async (head: string) => {
    const server = await serveBytes(socket =>
      socket.end(`HTTP/1.1 200 OK\r\n${head}Content-Length: 2\r\nConnection: close\r\n\r\nok`, 'latin1'),
    )
    return aClient([server]).fetch({ url: server.origin, accept: 'feed' })
  }

  test.each([
    ['a control character in a header', 'X-Trace: a\x01b\r\n'],
    ['a folded line', 'Set-Cookie: a=b;\r\n  path=/\r\n'],
    ['a folded line with a tab', 'X-Long: one\r\n\ttwo\r\n'],
    ['a deleted character', 'X-Trace: a\x7fb\r\n'],
  ])('%s: is read', async (_name, head) => {
    const result = await answering(head)
    expect([result.status, textOf(result.body)]).toEqual([200, 'ok'])
    expect(Object.values(result.headers).join('')).not.toMatch(/[\x00-\x08\x0a-\x1f\x7f]/)
  })

  test('a validator that could not be sent back counts as missing', async () => {
    expect(await answering('ETag: "a\x01b"\r\n')).toMatchObject({ etag: null })
  })

  test('what cannot be read is called the fault of the server', async () => {
    const failure = expect.objectContaining({
      code: 'FETCH_CONNECTION_FAILED',
      hint: expect.stringContaining('breaks the rules') as string,
    }) as object
    await expect(answering('Transfer-Encoding: chunked\r\nContent-Length: nonsense\r\n')).rejects.toEqual(failure)
  })
})
