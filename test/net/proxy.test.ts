// Sources asked over a proxy: HTTP CONNECT and SOCKS 5 doubles on the loopback, logins, refusals, and the guard that holds for what is behind.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { withoutSecretHeaders } from '../../src/app/source-secrets.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { isWeeklyError } from '../../src/core/errors.ts'
import type { Source } from '../../src/core/types.ts'
import { createHttpClient, type HttpClient } from '../../src/net/http.ts'
import { type Loopback, serve } from './serve.ts'

const clientFor = (allowPrivate: readonly string[], names: Readonly<Record<string, string>> = {}): HttpClient =>
  createHttpClient({
    ...{ userAgent: 'weekly/0.1.0', concurrency: 4, perHost: 4, allowPrivate },
    lookup: name => {
      const address = names[name]
      return address === undefined
        ? Promise.reject(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }))
        : Promise.resolve([{ address, family: 4 }])
    },
  })

const joinTo = (socket: Socket, port: number, hello: Buffer | string): void => {
  const way = connect(port, '127.0.0.1', () => {
    socket.write(hello)
    socket.pipe(way).pipe(socket)
  })
  way.on('error', () => socket.destroy())
}

/** Speaks to each connection by `answer`, which gets all bytes so far and says what to do. */
async function proxyOf(answer: (bytes: Buffer, socket: Socket) => boolean): Promise<Loopback> {
  const seen = new WeakMap<Socket, Buffer>()
  const done = new WeakSet<Socket>()
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const onData = (chunk: Buffer): void => {
      if (done.has(socket)) return
      const bytes = Buffer.concat([seen.get(socket) ?? Buffer.alloc(0), chunk])
      seen.set(socket, bytes)
      if (!answer(bytes, socket)) return
      done.add(socket)
      socket.removeListener('data', onData)
    }
    socket.on('data', onData)
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(ended => server.close(ended))
  })
  const { port } = server.address() as AddressInfo
  return { port, origin: `http://127.0.0.1:${port}`, requests: [], countConnections: () => sockets.size }
}

const codeOf = (work: Promise<unknown>): Promise<readonly [code: string, message: string]> =>
  work.then(
    () => ['none', ''] as const,
    (error: unknown) =>
      isWeeklyError(error) ? ([error.code, error.message] as const) : Promise.reject(error as Error),
  )

test('HTTP CONNECT leads there with a login, and is told the address that was checked here', async () => {
  const site = await serve((request, response) => response.end(`hello ${request.headers.host ?? ''}`))
  const told: string[] = []
  const proxy = await proxyOf((bytes, socket) => {
    if (!bytes.includes('\r\n\r\n')) return false
    told.push(bytes.toString())
    joinTo(socket, site.port, 'HTTP/1.1 200 Connection established\r\n\r\n')
    return true
  })
  const http = clientFor([], { 'news.example': '93.184.216.34' })
  const asked = { url: `http://news.example:${site.port}/feed`, accept: 'feed' as const }
  const result = await http.fetch({ ...asked, proxy: `http://me:hush%21@127.0.0.1:${proxy.port}` })
  expect([result.status, Buffer.from(result.body).toString()]).toEqual([200, `hello news.example:${site.port}`])
  expect(told[0]).toContain(`CONNECT 93.184.216.34:${site.port} HTTP/1.1`)
  expect(told[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('me:hush!').toString('base64')}`)
  http.close()
})

test('what resolves to the own network is refused before the proxy hears of it', async () => {
  const proxy = await proxyOf(() => false)
  const http = clientFor([], { 'inside.example': '10.0.0.7' })
  const way = { accept: 'feed' as const, proxy: `http://127.0.0.1:${proxy.port}` }
  const socks = { ...way, proxy: `socks5h://127.0.0.1:${proxy.port}` }
  expect((await codeOf(http.fetch({ ...way, url: 'http://inside.example/' })))[0]).toBe('FETCH_PRIVATE_ADDRESS')
  expect((await codeOf(http.fetch({ ...way, url: 'http://192.168.1.1/' })))[0]).toBe('FETCH_PRIVATE_ADDRESS')
  expect((await codeOf(http.fetch({ ...socks, url: 'http://192.168.1.1/' })))[0]).toBe('FETCH_PRIVATE_ADDRESS')
  expect((await codeOf(http.fetch({ ...socks, url: 'http://router.lan/' })))[0]).toBe('FETCH_PRIVATE_ADDRESS')
  expect(proxy.countConnections()).toBe(0)
  http.close()
})

/** A SOCKS 5 proxy that leads to one port; `told` gets the kind and bytes of each address. */
const socksProxy = (port: number, told: string[], login: string | null) =>
  proxyOf((bytes, socket) => {
    const methods = 2 + (bytes[1] ?? 0)
    if (bytes.length < methods) return false
    const state = socket as Socket & { step?: number; at?: number }
    if (state.step === undefined) {
      state.step = login === null ? 2 : 1
      state.at = methods
      socket.write(Buffer.from([5, login === null ? 0 : 2]))
    }
    const rest = bytes.subarray(state.at ?? 0)
    if (state.step === 1) {
      const name = rest.subarray(2, 2 + (rest[1] ?? 0)).toString()
      const word = rest.subarray(3 + (rest[1] ?? 0))
      if (rest.length < 3 || word.length === 0) return false
      const isRight = `${name}:${word.toString()}` === login
      socket.write(Buffer.from([1, isRight ? 0 : 1]))
      state.step = 2
      state.at = bytes.length
      return false
    }
    if (rest.length < 7) return false
    told.push(rest[3] === 3 ? rest.subarray(5, -2).toString() : rest.subarray(4, -2).join('.'))
    joinTo(socket, port, Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
    return true
  })

test('SOCKS 5 leads there with a login; with socks5h the proxy is told the name', async () => {
  const site = await serve((_request, response) => response.end('hello'))
  const told: string[] = []
  const proxy = await socksProxy(site.port, told, 'me:hush')
  const http = clientFor([], { 'news.example': '93.184.216.34' })
  const ask = async (scheme: string, url: string) =>
    Buffer.from(
      (await http.fetch({ url, accept: 'feed', proxy: `${scheme}://me:hush@127.0.0.1:${proxy.port}` })).body,
    ).toString()
  expect(await ask('socks5', 'http://news.example/')).toBe('hello')
  expect(await ask('socks5h', 'http://elsewhere.example/')).toBe('hello')
  expect(told).toEqual(['93.184.216.34', 'elsewhere.example'])
  http.close()
})

test.each([
  ['refuses', (socket: Socket) => socket.write('HTTP/1.1 407 Login\r\n\r\n'), /answered 407 to CONNECT/],
  ['speaks something else', (socket: Socket) => socket.write('SSH-2.0\r\n\r\n'), /nothing that is HTTP/],
  ['hangs up', (socket: Socket) => socket.end(), /closed the connection|ended|hang up/],
])('a proxy that %s fails this source, and its password is told to nobody', async (_name, act, message) => {
  const proxy = await proxyOf((_bytes, socket) => {
    act(socket)
    return true
  })
  const http = clientFor([], { 'news.example': '93.184.216.34' })
  const [code, text] = await codeOf(
    http.fetch({ url: 'http://news.example/', accept: 'feed', proxy: `http://me:hushhush@127.0.0.1:${proxy.port}` }),
  )
  expect(code).toBe('FETCH_CONNECTION_FAILED')
  expect(text).toMatch(message)
  expect(text).not.toContain('hushhush')
  http.close()
})

test('a source is shown without the address of its proxy, and is refused with one that is none', () => {
  const proxy = 'socks5://me:hushhush@127.0.0.1:1080'
  const source = sourceSchema.parse({ url: 'https://a.example/feed', proxy })
  expect(JSON.stringify(withoutSecretHeaders(source as unknown as Source))).not.toContain('hushhush')
  const wrong = sourceSchema.safeParse({ url: 'https://a.example/feed', proxy: 'ftp://a.example' })
  expect(wrong.error?.issues[0]?.message).toMatch(/^must be http:\/\//)
})
