// Every link of every mail and page, opened many times as scanners do: nothing changes. And the one POST that must act at once, does.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSubscriber } from '../../src/cli/commands/subscriber.ts'
import { run } from '../../src/app/run.ts'
import { openSite, type OpenSite } from '../../src/app/site-server.ts'
import type { App } from '../../src/app/wire.ts'
import { listSubscribers } from '../../src/store/subscribers.ts'
import { readTables } from '../stores.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
let source: TestSite
let app: App
let served: OpenSite
const now = '2016-12-09T08:30:00+08:00'
const publicUrl = 'https://list.example/weekly/'

beforeAll(async () => {
  source = await startSite()
  const item = { link: 'https://a.example/one', title: 'One thing', text: 'Leases tell who may write.' }
  source.routes.set('/feed.xml', rssOf('A blog', [{ ...item, date: '2016-12-08T10:00:00+08:00' }]))
  program = await createProgram({ url: publicUrl, sections: [{ title: 'Clouds', keywords: ['leases'] }] })
  await program.setSources([{ url: `${source.url}feed.xml`, fullText: false }])
  app = await program.open({ now })
  await run(app)
  await addSubscriber({ config: join(program.folder, 'config'), now, quiet: true }, 'new@example.org', {})
  served = await openSite(app)
})
afterAll(async () => {
  await served.close()
  await app.close()
  await program.remove()
  await source.close()
})

/** Where a public address is served in this test; null for other sites. */
const servedAt = (url: string, base: string): string | null => {
  const { href } = new URL(url, base)
  return href.startsWith(publicUrl) ? served.address + href.slice(publicUrl.length).replace(/#.*/, '') : null
}

const linksOf = (html: string): string[] =>
  [...html.matchAll(/\s(?:href|action)="([^"]+)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'))

async function readMails() {
  const names = await program.mails()
  return Promise.all(
    names.map(name => readFile(join(program.folder, 'outbox', name)).then(bytes => simpleParser(bytes))),
  )
}

/** The one-click addresses, as mail providers read them. */
async function readOneClickLinks(): Promise<string[]> {
  const mails = await readMails()
  const headers = mails.flatMap(({ headerLines }) => headerLines.filter(({ key }) => key === 'list-unsubscribe'))
  return headers.flatMap(({ line }) => /<(https:[^>]+)>/.exec(line)?.[1] ?? [])
}

/** All addresses of ours that can be reached from the mails, and from the pages behind them. */
async function crawl(): Promise<readonly string[]> {
  const mails = await readMails()
  const starts = mails.flatMap(({ html, text = '' }) => [
    ...linksOf(html || ''),
    ...(text.match(/https:\/\/list\.example\S+/g) ?? []),
  ])
  const found = new Set<string>()
  const queue = [...starts, ...(await readOneClickLinks()), 'subscribe'].map(url => servedAt(url, publicUrl))
  for (const url of queue) {
    if (url === null || found.has(url)) continue
    found.add(url)
    const response = await fetch(url)
    expect([url, response.status]).toEqual([url, 200])
    const page = await response.text()
    if (response.headers.get('content-type')?.includes('html'))
      queue.push(...linksOf(page).map(link => servedAt(link, publicUrl + url.slice(served.address.length))))
  }
  return [...found]
}

test('no sequence of visits to the links of all mails and pages, however a scanner makes them, changes a row', async () => {
  const links = await crawl()
  expect(links.filter(link => /\/(confirm|unsubscribe|preferences)\//.test(link))).toHaveLength(5)
  const before = await readTables(app.store.db)
  const ways: readonly RequestInit[] = [
    { method: 'GET' },
    { method: 'HEAD' },
    { method: 'GET', headers: { 'If-None-Match': '*', 'If-Modified-Since': new Date(now).toUTCString() } },
    { method: 'GET', headers: { 'Sec-Purpose': 'prefetch;prerender', Purpose: 'prefetch' } },
    { method: 'OPTIONS' },
  ]
  const visit = fc.tuple(
    fc.constantFrom(...ways),
    fc.constantFrom(...links),
    fc.constantFrom('', '?List-Unsubscribe=One-Click', '?cadence=monthly&language=zh-CN'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 10, maxLength: 30 }), async visits => {
      for (const [way, link, query] of visits) {
        const { status } = await fetch(link + query, way)
        expect(way.method === 'OPTIONS' ? [405] : [200, 304]).toContain(status)
      }
      expect(await readTables(app.store.db)).toEqual(before)
    }),
    { numRuns: 15 },
  )
})

test('a one-click POST needs nothing but the link, is answered without cookie or redirect, and may come twice', async () => {
  const [link = ''] = await readOneClickLinks()
  const url = servedAt(link, publicUrl) ?? ''
  for (let time = 0; time < 2; time++) {
    const response = await fetch(url, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    })
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null])
  }
  const left = await listSubscribers(app.store.db, { state: 'unsubscribed', limit: 10 })
  expect(left).toHaveLength(1)
})
