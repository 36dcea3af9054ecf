// A place on loopback that answers by a script, as the documents of each service say, and writes down what it was asked.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What it does with a request. */
export type Script =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** Reads all of it, and closes the connection without a word. */
  | 'close'
  /** Reads all of it, and never answers. */
  | 'silence'

/** One request as it came. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A running double; `answers` are given in their order, the last one again and again. */
export interface Double {
  readonly url: string
  readonly host: string
  readonly asked: readonly Asked[]
  answer(...scripts: readonly Script[]): void
  /** By the path of the request, before the script. */
  readonly routes: Map<string, Script>
  close(): Promise<void>
}

/** Starts it on a free port of 127.0.0.1. */
export async function startDouble(): Promise<Double> {
  const asked: Asked[] = []
  const routes = new Map<string, Script>()
  let scripts: readonly Script[] = [{}]
  let given = 0
  const reply = (script: Script, response: ServerResponse): void => {
    if (script === 'silence') return
    if (script === 'close') {
      response.socket?.destroy()
      return
    }
    const { status = 200, headers = {}, body = '' } = script
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      asked.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
      const route = routes.get(`${method} ${path.split('?')[0] ?? ''}`)
      reply(route ?? scripts[Math.min(given++, scripts.length - 1)] ?? {}, response)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    host,
    asked,
    routes,
    answer: (...next) => {
      scripts = next
      given = 0
    },
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
