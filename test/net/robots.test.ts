// RFC 9309: groups, patterns, and what a missing or unreachable robots.txt means.
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { createMemoryLedger } from '../../src/net/politeness.ts'
import { findRobotsRule, parseRobots } from '../../src/net/robots.ts'
import { aClient, serve, type Loopback } from './serve.ts'

const mayRead = (robots: string, path: string): boolean => findRobotsRule(parseRobots(robots), path)?.allow ?? true
const forAll = (...lines: string[]): string => ['User-agent: *', ...lines].join('\n')

describe('groups', () => {
  test.each([
    ['an empty file allows', '', true],
    ['rules for everyone hold', 'User-agent: *\nDisallow: /', false],
    ['rules for others do not', 'User-agent: other\nDisallow: /', true],
    ['our own group replaces everyone’s', 'User-agent: *\nDisallow: /\n\nUser-agent: weekly\nDisallow: /x', true],
    ['our own group may be empty', 'User-agent: *\nDisallow: /\n\nUser-agent: weekly\nDisallow:', true],
    ['our own group may lack rules', 'User-agent: *\nDisallow: /\n\nUser-agent: weekly', true],
    ['names are compared without case', 'USER-AGENT: Weekly\nDISALLOW: /', false],
    ['a version behind the name is ignored', 'User-agent: weekly/2.0\nDisallow: /', false],
    ['a longer name is another one', 'User-agent: weekly-bot\nDisallow: /', true],
    ['several names share a group', 'User-agent: other\nUser-agent: weekly\nDisallow: /', false],
    ['groups of one name are merged', 'User-agent: weekly\nDisallow: /x\n\nUser-agent: weekly\nDisallow: /', false],
    ['other lines do not end the names', 'User-agent: weekly\nCrawl-delay: 5\nUser-agent: other\nDisallow: /', false],
    ['rules before any name are ignored', 'Disallow: /', true],
    ['a sitemap belongs to no group', 'User-agent: *\nSitemap: https://a.example/map\nDisallow: /', false],
    ['comments and spaces do not matter', '# hi\n  User-agent : * # all\n\tDisallow :/ # nothing', false],
    ['line ends of any kind', 'User-agent: *\rDisallow: /a\r\nDisallow: /', false],
    ['a byte order mark does not matter', '\uFEFFUser-agent: *\nDisallow: /', false],
    ['a page instead of a file allows', '<html><body>Disallow: / everything</body></html>', true],
  ])('%s', (_name, robots, expected) => {
    expect(mayRead(robots, '/page')).toBe(expected)
  })
})

describe('patterns', () => {
  test.each([
    ['/fish', '/fish', false],
    ['/fish', '/fish/salmon.html', false],
    ['/fish', '/fishheads', false],
    ['/fish', '/Fish', true],
    ['/fish', '/catfish', true],
    ['/fish/', '/fish', true],
    ['/fish/', '/fish/?id=1', false],
    ['/fish*', '/fish.php', false],
    ['/*.php', '/folder/name.php?x=1', false],
    ['/*.php', '/name.PHP', true],
    ['/*.php$', '/name.php', false],
    ['/*.php$', '/name.php?x', true],
    ['/fish*.php', '/fishheads/catfish.php?x', false],
    ['/*?', '/page?x', false],
    ['/*?', '/page', true],
    ['/$', '/', false],
    ['/$', '/page', true],
    ['*', '/anything', false],
    ['/a*a$', '/a', true],
    ['/a*a$', '/aa', false],
    ['/a$b', '/a$b', false],
    ['/a/**/b', '/a/x/b', false],
    ['/caf%C3%A9', '/caf%c3%a9', false],
    ['/café', '/caf%C3%A9', false],
    ['/周刊', '/%E5%91%A8%E5%88%8A/1', false],
    ['/%7Ejoe', '/~joe/', false],
    ['/a%2Fb', '/a/b', true],
    ['/', '/robots.txt', true],
  ])('Disallow: %s and the path %s: may read is %s', (pattern, path, expected) => {
    expect(mayRead(forAll(`Disallow: ${pattern}`), path)).toBe(expected)
  })

  test.each([
    ['the longer rule wins', ['Allow: /p', 'Disallow: /'], '/page', true],
    ['whatever the order', ['Disallow: /', 'Allow: /p'], '/page', true],
    ['also when it forbids', ['Allow: /page', 'Disallow: /*.html'], '/page.html', false],
    ['at equal length allow wins', ['Disallow: /page', 'Allow: /page'], '/page', true],
    ['a wildcard counts for length', ['Allow: /page', 'Disallow: /*.php'], '/page.php', false],
    ['an empty rule is none', ['Disallow:', 'Allow:'], '/page', true],
  ])('%s', (_name, lines, path, expected) => {
    expect(mayRead(forAll(...lines), path)).toBe(expected)
  })

  test('agree with the plain reading of `*` and `$`', () => {
    const piece = fc.array(fc.constantFrom('a', 'b', '*', '/'), { maxLength: 8 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(piece, piece, fc.boolean(), (pattern, path, isAnchored) => {
        const target = `/${path.replaceAll('*', 'a')}`
        const plain = new RegExp(`^/${pattern.replaceAll('*', '.*')}${isAnchored ? '$' : ''}`)
        expect(mayRead(forAll(`Disallow: /${pattern}${isAnchored ? '$' : ''}`), target)).toBe(!plain.test(target))
      }),
    )
  })

  test('made to be slow are not', () => {
    expect(mayRead(forAll(`Disallow: /${'*a'.repeat(500)}$`), `/${'a'.repeat(2_000)}b`)).toBe(true)
  })

  test('of a file beyond 500 KiB are read that far', () => {
    const filler = '#'.repeat(500 * 1024)
    expect(mayRead(`${forAll('Disallow: /early')}\n${filler}\nDisallow: /late`, '/early')).toBe(false)
    expect(mayRead(`${forAll('Disallow: /early')}\n${filler}\nDisallow: /late`, '/late')).toBe(true)
  })

  test('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (robots, path) => {
        expect(mayRead(forAll(robots, `Disallow: ${robots}`), path)).toBeTypeOf('boolean')
      }),
    )
  })
})

describe('the client', () => {
  const start = '2026-11-20T08:00:00.000Z' as Instant
  const aSite = (answerRobots: (response: ServerResponse) => void): Promise<Loopback> =>
    serve((request, response) => {
      if (request.url === '/robots.txt') answerRobots(response)
      else response.end('page')
    })
  const pagesOf = (server: Loopback, more: readonly Loopback[] = [], clock = fixedClock(start)) => {
    const politeness = { ledger: createMemoryLedger(), clock }
    const client = aClient([server, ...more], { politeness, limits: { pageSpacingMs: 0, headersMs: 100 } })
    return (path: string) => client.fetch({ url: server.origin + path, accept: 'page', robots: true })
  }
  const timesAsked = (server: Loopback): number => server.requests.filter(({ url }) => url === '/robots.txt').length

  test.each([
    ['of rules that allow', 200, 'User-agent: *\nDisallow: /private', true],
    ['of rules that disallow', 200, 'User-agent: *\nDisallow: /page', false],
    ['not found', 404, 'User-agent: *\nDisallow: /', true],
    ['forbidden', 403, '', true],
    ['gone', 410, '', true],
    ['of a broken server', 500, '', false],
    ['of a busy server', 503, '', false],
  ])('a robots.txt %s (%i)', async (_name, status, body, isAllowed) => {
    const server = await aSite(response => response.writeHead(status).end(body))
    const outcome = await pagesOf(server)('/page').catch((error: unknown) => error)
    expect(outcome).toMatchObject(isAllowed ? { status: 200 } : { code: 'FETCH_ROBOTS_DISALLOWED' })
    expect(server.requests.some(({ url }) => url === '/page')).toBe(isAllowed)
  })

  test.each([
    ['resets the connection', (response: ServerResponse) => response.socket?.resetAndDestroy()],
    ['says nothing in time', () => undefined],
  ])('a server that %s for its robots.txt is left alone', async (_name, answer) => {
    const server = await aSite(answer)
    await expect(pagesOf(server)('/page')).rejects.toMatchObject({ code: 'FETCH_ROBOTS_DISALLOWED', retryable: true })
  })

  test('asks once for many pages, also at the same time, and again after a day', async () => {
    const clock = fixedClock(start)
    const server = await aSite(response => response.end('User-agent: *\nDisallow: /private'))
    const read = pagesOf(server, [], clock)
    await Promise.all([read('/a'), read('/b'), read('/c')])
    clock.set(addMinutes(start, 24 * 60 - 1))
    await read('/d')
    expect(timesAsked(server)).toBe(1)
    clock.set(addMinutes(start, 24 * 60))
    await read('/e')
    expect(timesAsked(server)).toBe(2)
  })

  test('asks a server that was broken again after an hour', async () => {
    const clock = fixedClock(start)
    let status = 500
    const server = await aSite(response => response.writeHead(status).end())
    const read = pagesOf(server, [], clock)
    await expect(read('/a')).rejects.toMatchObject({ code: 'FETCH_ROBOTS_DISALLOWED' })
    status = 200
    clock.set(addMinutes(start, 59))
    await expect(read('/a')).rejects.toMatchObject({ code: 'FETCH_ROBOTS_DISALLOWED' })
    clock.set(addMinutes(start, 60))
    await expect(read('/a')).resolves.toMatchObject({ status: 200 })
    expect(timesAsked(server)).toBe(2)
  })

  test('follows a robots.txt that moved', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(301, { location: '/rules' }).end()
      else response.end('User-agent: *\nDisallow: /page')
    })
    await expect(pagesOf(server)('/page')).rejects.toMatchObject({ code: 'FETCH_ROBOTS_DISALLOWED' })
  })

  test('takes one that moves for ever as missing', async () => {
    const server = await serve((request, response) => {
      if (request.url?.startsWith('/page') === true) response.end('page')
      else response.writeHead(302, { location: `${request.url ?? ''}x` }).end()
    })
    await expect(pagesOf(server)('/page')).resolves.toMatchObject({ status: 200 })
  })

  test('reads the start of one that is too long', async () => {
    const server = await aSite(response => {
      response.end(`User-agent: *\nDisallow: /page\n${'# and so on\n'.repeat(200_000)}`)
    })
    await expect(pagesOf(server)('/page')).rejects.toMatchObject({ code: 'FETCH_ROBOTS_DISALLOWED' })
  })

  test('asks the other host too when a page moves there', async () => {
    const there = await aSite(response => response.end('User-agent: *\nDisallow: /page'))
    const here = await serve((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end()
      else response.writeHead(301, { location: `${there.origin}/page` }).end()
    })
    await expect(pagesOf(here, [there])('/page')).rejects.toMatchObject({ code: 'FETCH_ROBOTS_DISALLOWED' })
    expect(there.requests.map(({ url }) => url)).toEqual(['/robots.txt'])
  })

  test('does not ask when it is not told to, as for feeds the operator typed in', async () => {
    const server = await aSite(response => response.end('User-agent: *\nDisallow: /'))
    await aClient([server]).fetch({ url: `${server.origin}/feed`, accept: 'feed' })
    expect(timesAsked(server)).toBe(0)
  })

  test('names the real trouble when the page could not be read either', async () => {
    const client = aClient([])
    await expect(client.fetch({ url: 'http://127.0.0.1:9/page', accept: 'page', robots: true })).rejects.toMatchObject({
      code: 'FETCH_PRIVATE_ADDRESS',
    })
  })
})
