// Loopback servers and clients for the tests of net/: each test makes its own, and they end with it.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src/net/http.ts'

export interface Loopback {
  readonly port: number
  /** Without a slash at the end. */
  readonly origin: string
  readonly requests: readonly IncomingMessage[]
  /** Connections accepted so far. */
  countConnections(): number
}

/** An HTTP server on 127.0.0.1. */
export async function serve(listener: RequestListener): Promise<Loopback> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    listener(request, response)
  })
  return { ...(await listen(server)), requests }
}

/** A server that speaks bytes: `answer` gets each socket when its first request bytes arrived. */
export async function serveBytes(answer: (socket: Socket) => void): Promise<Loopback> {
  const server = createTcpServer(socket => {
    socket.on('error', () => undefined).on('data', () => answer(socket))
  })
  return { ...(await listen(server)), requests: [] }
}

async function listen(server: Server): Promise<Omit<Loopback, 'requests'>> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', socket => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, origin: `http://127.0.0.1:${port}`, countConnections: () => connections }
}

/** A client that may read the given servers, and nothing else that is private. */
export function aClient(servers: readonly Loopback[], options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    userAgent: 'weekly/0.1.0 (+https://weekly.example/; 3 subscribers)',
    allowPrivate: servers.map(({ port }) => `127.0.0.1:${port}`),
    concurrency: 32,
    perHost: 2,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

/** A port that nothing listens on. */
export async function aClosedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
