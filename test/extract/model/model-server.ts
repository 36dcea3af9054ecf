// A real chat-completions server on loopback for the tests of extract/model/: each request is recorded, each answer is the test's.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What the server does with a request: a completion with this content, a raw answer, or nothing at all. */
export type ModelAnswer =
  | { readonly content: string }
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string | Buffer
    }
  | 'never'

/** A request as it came. */
export interface ModelRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: {
    readonly model: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
  }
}

/** A running server. */
export interface ModelServer {
  readonly url: string
  readonly host: string
  readonly requests: ModelRequest[]
  answer: (request: ModelRequest) => ModelAnswer
}

/** Starts a server; it ends with the test. */
export async function startModel(answer: ModelServer['answer']): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  const model: ModelServer = { url: '', host: '', requests, answer }
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const asked = {
        path: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(body) as ModelRequest['body'],
      }
      requests.push(asked)
      const given = model.answer(asked)
      if (given === 'never') return
      if ('content' in given) {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: given.content } }] }))
        return
      }
      response.writeHead(given.status ?? 200, given.headers).end(given.body)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(
    () =>
      new Promise<void>(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  )
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(model, { host, url: `http://${host}/v1` })
}

/** The answer that was asked for, as JSON. */
export function summaryOf(lead: string, points: readonly string[] = []): ModelAnswer {
  return { content: JSON.stringify({ lead, points }) }
}
