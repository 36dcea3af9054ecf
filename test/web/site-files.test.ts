import { request } from 'node:http'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createServer } from '../../src/web/server.ts'
import { chooseEncoding } from '../../src/web/site-files.ts'
import { type Site, startSite, tokens } from './web-fixture.ts'

const long = `<h1>周刊</h1>${'<p>words and more words</p>'.repeat(100)}`
const files = {
  'index.html': long,
  '404.html': '<h1>Nothing here</h1>',
  'issues/2026-W47/index.html': '<h1>47</h1>',
  'feed.xml': '<rss/>',
  'atom.xml': '<feed/>',
  'stories.json': '{}',
  'sitemap.xml': '<urlset/>',
  'style.css': 'p{}',
  'issues/2026-W47/issue.epub': 'PK',
  'issues/2026-W46/index.html': '<h1>taken back</h1>',
  'issues/2026-W46/.gone': 'gone',
  '.weekly-files.json': '[]',
  '.git/config': 'x',
}
/** A request whose path is sent as it is; fetch would straighten it first. */
function getRaw(port: number, path: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ status: number; body: Buffer; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), headers: response.headers }),
      )
    })
      .on('error', reject)
      .end()
  })
}

describe('the served site', () => {
  let site: Site
  afterEach(() => site.close())

  test('says while nothing is published that the first issue is on its way', async () => {
    site = await startSite({})
    const early = await site.get('/')
    expect([early.status, early.headers.get('retry-after'), early.headers.get('cache-control')]).toEqual([
      503,
      '5',
      'no-store',
    ])
    expect(await early.text()).toContain('<p>The first issue is being made. This page loads itself again.</p>')
    expect((await site.get('/feed.xml')).status).toBe(404)
  })

  test('lets pages of other sites read feeds and JSON, and nothing else', async () => {
    site = await startSite({ ...files, 'search/index.json': '{}' })
    const paths = [
      '/feed.xml',
      '/atom.xml',
      '/stories.json',
      '/search/index.json',
      '/',
      '/sitemap.xml',
      '/style.css',
      '/no.json',
    ]
    const allowed = await Promise.all(
      paths.map(async path => (await site.get(path)).headers.get('access-control-allow-origin')),
    )
    expect(allowed).toEqual(['*', '*', '*', '*', null, null, null, null])
    const tag = (await site.get('/feed.xml')).headers.get('etag') ?? ''
    const unchanged = await site.get('/feed.xml', { 'If-None-Match': tag })
    expect([unchanged.status, unchanged.headers.get('access-control-allow-origin')]).toEqual([304, '*'])
  })

  test.each([
    '/issues/2026-W46/',
    '/issues/2026-W46/index.html',
    '/issues/2026-W46/issue.epub',
    '/issues/2026-W46/copies/a.pdf',
  ])('answers 410 with the page that says why for %s of an issue that was taken back', async path => {
    site = await startSite(files)
    const answer = await site.get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8'])
    expect(await answer.text()).toBe('<h1>taken back</h1>')
    // Not even one who has the page already is told that it is unchanged.
    expect((await site.get(path, { 'If-None-Match': answer.headers.get('etag') ?? '' })).status).toBe(410)
    expect((await site.get('/issues/2026-W46/.gone')).status).toBe(404)
    expect((await site.get('/issues/2026-W47/')).status).toBe(200)
  })

  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/issues/2026-W47/', 'text/html; charset=utf-8'],
    ['/feed.xml', 'application/rss+xml; charset=utf-8'],
    ['/atom.xml', 'application/atom+xml; charset=utf-8'],
    ['/stories.json', 'application/feed+json; charset=utf-8'],
    ['/sitemap.xml', 'application/xml; charset=utf-8'],
    ['/style.css', 'text/css; charset=utf-8'],
    ['/issues/2026-W47/issue.epub', 'application/epub+zip'],
  ])('%s has the type %s, validators, and the headers that protect readers', async (path, type) => {
    site = await startSite(files)
    const response = await site.get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('etag')).toMatch(/^"[\w-]+"$/)
    expect(response.headers.get('last-modified')).toBe('Fri, 20 Nov 2026 00:30:00 GMT')
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'; ")
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
  })

  test('a feed is plain XML to a browser, which then shows it with its style sheet, and a feed to everybody else', async () => {
    site = await startSite(files)
    const shown = await site.get('/feed.xml', {
      Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    })
    expect(shown.headers.get('content-type')).toBe('application/xml; charset=utf-8')
    const read = await site.get('/feed.xml', { Accept: 'application/rss+xml, application/xml' })
    expect(read.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8')
  })

  test('HEAD has the headers of GET and no body', async () => {
    site = await startSite(files)
    const head = await site.get('/style.css', {}, 'HEAD')
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe('3')
    expect(await head.text()).toBe('')
  })

  test('an unchanged page is answered 304 by ETag, by weak ETag and by date; a changed one is sent', async () => {
    site = await startSite(files)
    const etag = (await site.get('/')).headers.get('etag') ?? ''
    const statusWith = async (headers: Record<string, string>) => (await site.get('/', headers)).status
    expect(await statusWith({ 'If-None-Match': `"other", W/${etag}` })).toBe(304)
    expect(await statusWith({ 'If-Modified-Since': 'Fri, 20 Nov 2026 00:30:00 GMT' })).toBe(304)
    expect(await statusWith({ 'If-Modified-Since': 'Fri, 20 Nov 2026 00:29:59 GMT' })).toBe(200)
    expect(await statusWith({ 'If-None-Match': '"other"', 'If-Modified-Since': 'Fri, 20 Nov 2026 00:30:00 GMT' })).toBe(
      200,
    )
    await writeFile(join(site.outputFolder, 'index.html'), `${long}!`)
    expect(await statusWith({ 'If-None-Match': etag })).toBe(200)
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, zstd', 'zstd', zstdDecompressSync],
    ['gzip;q=1.0, br;q=0.2', 'gzip', gunzipSync],
  ])('a reader who accepts "%s" gets %s', async (accepted, encoding, decompress) => {
    site = await startSite(files)
    const { body, headers } = await getRaw(site.port, '/', { 'Accept-Encoding': accepted })
    expect(headers['content-encoding']).toBe(encoding)
    expect(headers.vary).toBe('Accept-Encoding')
    expect(decompress(body).toString()).toBe(long)
  })

  test('encodings have ETags of their own, and the plain page tells that it varies', async () => {
    site = await startSite(files)
    const tags = ['identity', 'br', 'gzip'].map(
      async accepted => (await getRaw(site.port, '/', { 'Accept-Encoding': accepted })).headers,
    )
    const headers = await Promise.all(tags)
    expect(new Set(headers.map(({ etag }) => etag)).size).toBe(3)
    expect(headers[0]?.vary).toBe('Accept-Encoding')
  })

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/issues/..%5c..%5csecret.txt',
    '/issues/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/link.txt',
    '/.weekly-files.json',
    '/%2eweekly-files.json',
    '/.git/config',
    '/%00',
    '/%zz',
    '//secret.txt',
    '/nothing',
  ])('%s finds the page for addresses that lead nowhere', async path => {
    site = await startSite(files)
    await symlink(join(site.outputFolder, '..', 'secret.txt'), join(site.outputFolder, 'link.txt'))
    const { status, body } = await getRaw(site.port, path)
    expect(status).toBe(404)
    expect(body.toString()).toBe('<h1>Nothing here</h1>')
  })

  test('what is well known is served, and nothing else that begins with a dot', async () => {
    site = await startSite({
      ...files,
      '.well-known/security.txt': 'Contact: x',
      '.well-known/.env': 'x',
      'a/.well-known/b': 'x',
    })
    expect(await (await site.get('/.well-known/security.txt')).text()).toBe('Contact: x')
    for (const path of ['/.well-known/.env', '/a/.well-known/b']) expect((await site.get(path)).status).toBe(404)
  })

  test('a folder is sent on to its slash, and never to another host', async () => {
    site = await startSite({ ...files, 'example.org/index.html': 'x' })
    expect((await site.get('/issues/2026-W47')).headers.get('location')).toBe('/issues/2026-W47/')
    expect((await getRaw(site.port, '//example.org')).headers.location).not.toMatch(/^\/\//)
  })

  test('below a path it is sent on below that path, whether or not a proxy took the path off', async () => {
    site = await startSite({ ...files, 'example.org/index.html': 'x' }, { url: 'https://weekly.example/list/' })
    for (const path of ['/issues/2026-W47', '/list/issues/2026-W47'])
      expect((await site.get(path)).headers.get('location')).toBe('/list/issues/2026-W47/')
    for (const path of ['//example.org', '/list//example.org'])
      expect((await getRaw(site.port, path)).headers.location).toBe('/list/example.org/')
  })

  test('other methods are refused, and health tells of the store', async () => {
    site = await startSite(files)
    expect((await site.get('/', {}, 'DELETE')).status).toBe(405)
    expect(await (await site.get('/healthz')).text()).toBe('ok\n')
  })

  test('a site whose address has a path is found with and without it', async () => {
    site = await startSite(files, { url: 'https://example.org/weekly/' })
    for (const path of ['/weekly/style.css', '/style.css']) expect(await (await site.get(path)).text()).toBe('p{}')
  })

  test('a taken port is named', async () => {
    site = await startSite(files)
    const { store, clock, outputFolder } = site
    const second = createServer({
      store,
      clock,
      outputFolder,
      tokens,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
      url: 'https://weekly.example/',
      language: 'en',
      sections: [],
      catchUp: false,
      renderReaderPage: () => '',
      sendLetters: () => Promise.resolve(),
      http: { host: '127.0.0.1', port: site.port, trustedProxies: [] },
    })
    await expect(second.listen()).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' })
  })
})

describe('chooseEncoding', () => {
  test.each([
    [null, null],
    ['', null],
    ['identity', null],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'zstd'],
    ['GZIP', 'gzip'],
    ['gzip;q=nonsense', null],
  ])('%j → %j', (accepted, encoding) => {
    expect(chooseEncoding(accepted)).toBe(encoding)
  })
})
