// Real HTTP on loopback for tests: routes that may be changed while it runs, and a record of every request.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a route answers: a body, or status, headers and body. */
export type Answer =
  | string
  | Uint8Array
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string | Uint8Array }

/** A running site. */
export interface TestSite {
  readonly host: string
  readonly url: string
  readonly routes: Map<string, Answer | ((headers: IncomingHttpHeaders) => Answer)>
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  close(): Promise<void>
}

/** Starts a site on 127.0.0.1 on a free port; unknown paths answer 404. */
export async function startSite(routes: Readonly<Record<string, Answer>> = {}): Promise<TestSite> {
  const table: TestSite['routes'] = new Map(Object.entries(routes))
  const requests: TestSite['requests'] = []
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push({ path, headers: request.headers })
    const route = table.get(path)
    const answer = typeof route === 'function' ? route(request.headers) : route
    if (answer === undefined) {
      response.writeHead(404).end()
      return
    }
    const isBody = typeof answer === 'string' || answer instanceof Uint8Array
    const { status = 200, headers = {}, body = '' } = isBody ? { body: answer } : answer
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}/`,
    routes: table,
    requests,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** An RSS feed with the items given. */
export function rssOf(
  title: string,
  items: readonly { readonly link: string; readonly title: string; readonly date?: string; readonly text?: string }[],
): string {
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const entries = items.map(
    ({ link, title: name, date, text }) =>
      `<item><title>${escape(name)}</title><link>${escape(link)}</link><guid>${escape(link)}</guid>` +
      `${date === undefined ? '' : `<pubDate>${new Date(date).toUTCString()}</pubDate>`}<description>${escape(text ?? '')}</description></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${escape(title)}</title><link>https://example.org/</link><description></description>${entries.join('')}</channel></rss>`
}

/** An article page with a heading and paragraphs. */
export function pageOf(title: string, paragraphs: readonly string[]): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a></nav><article><h1>${title}</h1>${paragraphs.map(text => `<p>${text}</p>`).join('')}</article></body></html>`
}
