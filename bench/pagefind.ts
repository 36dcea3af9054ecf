// The same questions answered by Pagefind, the well-kept index for static sites: what its own script loads in a browser that keeps nothing.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { close, createIndex } from 'pagefind'
import { closeBrowser, withPage } from '../test/browser.ts'

/** What one search sends. */
export interface SearchCost {
  readonly bytes: number
  readonly requests: number
}

/** As many results are shown at first by ours. */
const FIRST_RESULTS = 10

/** Its index of these pages, by path; texts by gzip, as a server sends them, and the rest as it lies there, compressed. */
async function indexPages(pages: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Buffer>> {
  const { index } = await createIndex({ writePlayground: false })
  if (!index) throw new Error('Pagefind made no index')
  for (const [url, content] of pages) await index.addHTMLFile({ url, content })
  const { files } = await index.getFiles()
  await close()
  return new Map(files.map(({ path, content }) => [`/pagefind/${path}`, Buffer.from(content)]))
}

async function askOnce(origin: string, question: string): Promise<void> {
  const ask = `(async () => {
    const pagefind = await import('/pagefind/pagefind.js')
    const { results } = await pagefind.search(${JSON.stringify(question)})
    await Promise.all(results.slice(0, ${FIRST_RESULTS}).map(each => each.data()))
  })()`
  await withPage({}, async page => {
    await page.goto(`${origin}/`)
    await page.evaluate(ask)
  })
}

const types: Readonly<Record<string, string | undefined>> = { js: 'text/javascript', json: 'application/json' }

/** Serves files by path at a port of its own, and an empty page beside them; tells of each file how many bytes were sent. */
function serve(files: ReadonlyMap<string, Buffer>, tell: (bytes: number) => void): Server {
  return createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    const file = files.get(path)
    if (file === undefined) {
      response.writeHead(path === '/' ? 200 : 404, { 'content-type': 'text/html' }).end('<!doctype html>')
      return
    }
    const type = types[path.split('.').at(-1) ?? '']
    const sent = type === undefined ? file : gzipSync(file)
    tell(sent.length)
    const encoding = type === undefined ? {} : { 'content-encoding': 'gzip' }
    response.writeHead(200, { 'content-type': type ?? 'application/octet-stream', ...encoding }).end(sent)
  })
}

/** The dearest of the questions, script included. Pages by their path. */
export async function searchByPagefind(
  pages: ReadonlyMap<string, string>,
  questions: readonly string[],
): Promise<SearchCost> {
  let asked: number[] = []
  const server = serve(await indexPages(pages), bytes => asked.push(bytes))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    let dearest: SearchCost = { bytes: 0, requests: 0 }
    for (const question of questions) {
      asked = []
      await askOnce(origin, question)
      const bytes = asked.reduce((sum, each) => sum + each, 0)
      dearest = { bytes: Math.max(dearest.bytes, bytes), requests: Math.max(dearest.requests, asked.length) }
    }
    return dearest
  } finally {
    await closeBrowser()
    server.close()
  }
}
