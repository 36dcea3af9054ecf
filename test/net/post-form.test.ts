// Forms over the guarded client, against real servers: what is sent, what is not followed, what is refused.
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { createMemoryLedger } from '../../src/net/politeness.ts'
import { aClient, aClosedPort, serve, serveBytes } from './serve.ts'

const fields = { 'hub.mode': 'subscribe', 'hub.topic': 'https://a.example/feed?x=1&y=容器' }
const codeOf = (code: string): object => expect.objectContaining({ code }) as object

describe('a form', () => {
  test('arrives with its fields, and says who sends it', async () => {
    const bodies: string[] = []
    const server = await serve((request, response) => {
      void text(request).then(body => {
        bodies.push(body)
        response.writeHead(202).end('accepted')
      })
    })
    expect(await aClient([server]).postForm({ url: `${server.origin}/hub?key=1`, fields })).toMatchObject({
      status: 202,
    })
    const [request] = server.requests
    expect([request?.method, request?.url]).toEqual(['POST', '/hub?key=1'])
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'weekly/0.1.0 (+https://weekly.example/; 3 subscribers)',
    })
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toEqual(fields)
  })

  test.each([204, 307, 308, 400, 429, 500])('answered with %i gives the status and goes nowhere else', async status => {
    const other = await serve((_request, response) => response.end())
    const server = await serve((_request, response) => response.writeHead(status, { location: other.origin }).end())
    expect(await aClient([server, other]).postForm({ url: server.origin, fields })).toMatchObject({ status })
    expect([server.requests.length, other.requests.length]).toEqual([1, 0])
  })

  test('answered without end is cut off after its first bytes', async () => {
    const server = await serve((_request, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    expect(await aClient([server]).postForm({ url: server.origin, fields })).toMatchObject({ status: 200 })
  })

  test('is not sent to a private address, nor by another scheme', async () => {
    const server = await serve((_request, response) => response.end())
    const client = aClient([])
    await expect(client.postForm({ url: server.origin, fields })).rejects.toThrow(codeOf('FETCH_PRIVATE_ADDRESS'))
    const rebinding = aClient([], { lookup: () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]) })
    await expect(rebinding.postForm({ url: 'http://hub.example/', fields })).rejects.toThrow(
      codeOf('FETCH_PRIVATE_ADDRESS'),
    )
    await expect(client.postForm({ url: 'ftp://hub.example/', fields })).rejects.toThrow(
      codeOf('FETCH_SCHEME_FORBIDDEN'),
    )
    expect(server.requests).toHaveLength(0)
  })

  test('to a server that is gone or silent fails by name', async () => {
    const port = await aClosedPort()
    const closed = aClient([], { allowPrivate: [`127.0.0.1:${port}`] })
    await expect(closed.postForm({ url: `http://127.0.0.1:${port}/`, fields })).rejects.toThrow(
      codeOf('FETCH_CONNECTION_FAILED'),
    )
    const silent = await serve(() => undefined)
    await expect(
      aClient([silent], { limits: { totalMs: 30 } }).postForm({ url: silent.origin, fields }),
    ).rejects.toThrow(codeOf('FETCH_TIMEOUT'))
  })

  test('answered with Retry-After keeps the host alone until then', async () => {
    const server = await serve((_request, response) => response.writeHead(503, { 'retry-after': '3600' }).end())
    const clock = fixedClock('2026-11-20T08:00:00.000Z' as Instant)
    const client = aClient([server], { politeness: { ledger: createMemoryLedger(), clock } })
    expect(await client.postForm({ url: server.origin, fields })).toMatchObject({ status: 503 })
    await expect(client.postForm({ url: server.origin, fields })).rejects.toThrow(codeOf('FETCH_HOST_WAITING'))
    expect(server.requests).toHaveLength(1)
  })

  test('is sent once, even when its kept connection was closed meanwhile', async () => {
    const answered = new Set<unknown>()
    const server = await serveBytes(socket => {
      if (answered.has(socket)) socket.destroy()
      else socket.write('HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n')
      answered.add(socket)
    })
    const client = aClient([server])
    expect(await client.postForm({ url: server.origin, fields })).toMatchObject({ status: 202 })
    await expect(client.postForm({ url: server.origin, fields })).rejects.toThrow(codeOf('FETCH_CONNECTION_FAILED'))
    expect(server.countConnections()).toBe(1)
  })
})
