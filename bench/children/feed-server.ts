// A loopback server with any number of feeds, run as a child so that its work is not counted. Started by start-server.ts.
// It tells its port over IPC, answers conditional requests with 304, counts both, and ends with its parent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { writeRss } from '../feeds.ts'

const counts = { requests: 0, conditional: 0, notModified: 0 }
const text = writeRss({ items: 30, language: 'en', paragraphs: 2 })
/** Every tenth feed has a new item from the second edition on. */
let edition = 1

/** 1 GiB of zeros in 1 MB on the wire: 16 members of 64 MiB (RFC 1952, 2.2). */
function makeBomb(): Buffer {
  const member = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  return Buffer.concat(Array.from({ length: 16 }, () => member))
}

function answerFeed(number: number, request: IncomingMessage, response: ServerResponse): void {
  const revision = number % 10 === 0 ? edition : 1
  const etag = `"${number}-${revision}"`
  counts.requests++
  if (request.headers['if-none-match'] !== undefined) counts.conditional++
  if (request.headers['if-none-match'] === etag) {
    counts.notModified++
    response.writeHead(304, { etag }).end()
    return
  }
  const own = text.replaceAll('FEED', String(number)).replaceAll('/articles/', `/${number}/articles/`)
  const body = revision === 1 ? own : own.replace(`/${number}/articles/29`, `/${number}/articles/new`)
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body)
}

const bomb = process.argv.includes('--bomb') ? makeBomb() : null
const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (path.startsWith('/feed/')) answerFeed(Number(path.slice('/feed/'.length)), request, response)
  else if (path === '/bomb' && bomb)
    response.writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' }).end(bomb)
  else response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', message => {
  if (message === 'revise') edition++
  process.send?.({ ...counts })
})
process.on('disconnect', () => process.exit(0))
