// JSON over the guarded client, against real servers: what is sent, what comes back, what is refused.
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { aClient, serve } from './serve.ts'

const codeOf = (code: string): object => expect.objectContaining({ code }) as object
const value = { model: 'm', text: '容器 & "x"' }

test('JSON arrives with its headers, and the answer comes back', async () => {
  const bodies: string[] = []
  const server = await serve((request, response) => {
    void text(request).then(body => {
      bodies.push(body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  })
  const headers = { authorization: 'Bearer key' }
  const answer = await aClient([server]).postJson({ url: `${server.origin}/v1/chat`, value, headers })
  expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([200, '{"ok":true}'])
  const [request] = server.requests
  expect([request?.method, request?.url]).toEqual(['POST', '/v1/chat'])
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer key' })
  expect(JSON.parse(bodies[0] ?? '')).toEqual(value)
})

test.each([307, 308, 401, 500])('an answer %i is given as it is, and followed nowhere', async status => {
  const other = await serve((_request, response) => response.end())
  const server = await serve((_request, response) => response.writeHead(status, { location: other.origin }).end('x'))
  expect(await aClient([server, other]).postJson({ url: server.origin, value })).toMatchObject({ status })
  expect(other.requests).toHaveLength(0)
})

test('too long an answer, too long a wait, a private address and a bad key fail by name', async () => {
  const long = await serve((_request, response) => response.end('x'.repeat(5_000)))
  const limits = { bodyBytes: 1_000, wireBytes: 1_000 }
  await expect(aClient([long], { limits }).postJson({ url: long.origin, value })).rejects.toThrow(
    codeOf('FETCH_TOO_LARGE'),
  )
  const silent = await serve(() => undefined)
  const hurried = aClient([silent], { limits: { totalMs: 30 } })
  await expect(hurried.postJson({ url: silent.origin, value })).rejects.toThrow(codeOf('FETCH_TIMEOUT'))
  await expect(aClient([]).postJson({ url: long.origin, value })).rejects.toThrow(codeOf('FETCH_PRIVATE_ADDRESS'))
  const headers = { authorization: 'Bearer ключ' }
  await expect(aClient([long]).postJson({ url: long.origin, value, headers })).rejects.toThrow(codeOf('CONFIG_INVALID'))
})
