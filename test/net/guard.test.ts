// The wall between links and the operator's own network: ranges, spellings, allow-list, rebinding.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createUrlGuard, createAddressGuard, isPublicAddress } from '../../src/net/guard.ts'
import { createHttpClient } from '../../src/net/http.ts'
import { aClient, serve } from './serve.ts'

const privateAddresses = [
  ['this network', '0.0.0.0'],
  ['this network, another', '0.1.2.3'],
  ['RFC 1918, ten', '10.0.0.1'],
  ['RFC 1918, ten, last', '10.255.255.255'],
  ['shared address space (CGNAT)', '100.64.0.1'],
  ['shared address space, last', '100.127.255.255'],
  ['loopback', '127.0.0.1'],
  ['loopback, another', '127.255.255.254'],
  ['link-local and cloud metadata', '169.254.169.254'],
  ['Azure host agent', '168.63.129.16'],
  ['RFC 1918, 172', '172.16.0.1'],
  ['RFC 1918, 172, last', '172.31.255.255'],
  ['protocol assignments', '192.0.0.8'],
  ['TEST-NET-1', '192.0.2.1'],
  ['6to4 relay', '192.88.99.1'],
  ['RFC 1918, 192', '192.168.1.1'],
  ['benchmarking', '198.18.0.1'],
  ['benchmarking, last', '198.19.255.255'],
  ['TEST-NET-2', '198.51.100.7'],
  ['TEST-NET-3', '203.0.113.7'],
  ['multicast', '224.0.0.1'],
  ['multicast, last', '239.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback of IPv6', '::1'],
  ['compatible', '::127.0.0.1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped loopback in hexadecimal', '::ffff:7f00:1'],
  ['mapped public address', '::ffff:8.8.8.8'],
  ['translated (SIIT)', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['NAT64 of a public address', '64:ff9b::8.8.8.8'],
  ['NAT64, local', '64:ff9b:1::1'],
  ['discard only', '100::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['ORCHID', '2001:20::1'],
  ['documentation', '2001:db8::1'],
  ['documentation, newer', '3fff::1'],
  ['6to4', '2002:7f00:1::1'],
  ['segment routing', '5f00::1'],
  ['unique local', 'fc00::1'],
  ['unique local and cloud metadata', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['link-local with a scope', 'fe80::1%eth0'],
  ['public with a scope', '2606:4700::1111%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast of IPv6', 'ff02::1'],
  ['no address', 'localhost'],
  ['nothing', ''],
] as const

test.each(privateAddresses)('%s (%s) is not public', (_name, address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001::200e',
])('%s is public', address => {
  expect(isPublicAddress(address)).toBe(true)
})

test('no address of RFC 1918, loopback or link-local is ever public, nor its mapped form', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  const first = fc.constantFrom([10], [127], [169, 254], [192, 168])
  fc.assert(
    fc.property(first, byte, byte, byte, (start, b, c, d) => {
      const address = [...start, b, c, d].slice(0, 4).join('.')
      expect(isPublicAddress(address)).toBe(false)
      expect(isPublicAddress(`::ffff:${address}`)).toBe(false)
    }),
  )
})

describe('the allow-list', () => {
  test.each([
    ['a range', ['10.0.0.0/8'], ['10.1.2.3']],
    ['a range of IPv6', ['fd00::/8'], ['fd12::1']],
    ['a range of IPv6 narrower than any of IPv4', ['fd00:1:2:3::/64'], ['fd00:1:2:3::9']],
    ['a single address', ['192.168.1.9/32'], ['192.168.1.9']],
    ['a single address of IPv6', ['fd00::9/128'], ['fd00::9']],
    ['a whole family', ['0.0.0.0/0'], ['127.0.0.1', '10.0.0.1']],
    [
      'one range of several, a trusted host among them',
      ['wiki.lan:80', '10.0.0.0/8', 'fd00::/8'],
      ['fd12::1', '10.1.1.1'],
    ],
    ['link-local with a scope', ['fe80::/10'], ['fe80::1%eth0']],
  ])('%s opens what lies inside', (_name, allowPrivate, addresses) => {
    expect(() => createAddressGuard(allowPrivate).check('wiki.lan', addresses)).not.toThrow()
  })

  test.each([
    ['beside the range', ['10.0.0.0/8'], ['11.0.0.1', '192.168.0.1']],
    ['one address of several', ['10.0.0.0/8'], ['10.0.0.1', '127.0.0.1']],
    ['a public and a private one', [], ['1.1.1.1', '10.0.0.1']],
    ['the range of the other family', ['0.0.0.0/0'], ['::1']],
    ['beside a narrow range of IPv6', ['fd00:1:2:3::/64'], ['fd00:1:2:4::9']],
    ['what is no address at all', ['0.0.0.0/0', '::/0'], ['wiki.lan']],
  ])('%s stays closed', (_name, allowPrivate, addresses) => {
    expect(() => createAddressGuard(allowPrivate).check('wiki.lan', addresses)).toThrow(
      expect.objectContaining({ code: 'FETCH_PRIVATE_ADDRESS' }),
    )
  })

  test.each([
    ['wiki.lan:8080', 'wiki.lan', '8080', true],
    ['WIKI.lan:8080', 'wiki.lan', '8080', true],
    ['wiki.lan:8080', 'wiki.lan', '8081', false],
    ['wiki.lan:8080', 'sub.wiki.lan', '8080', false],
    ['wiki.lan:80', 'wiki.lan', '80', true],
    ['wiki.lan:080', 'wiki.lan', '80', true],
    ['[::1]:8080', '::1', '8080', true],
    ['[::1]:8080', '[::1]', '8080', true],
    ['127.1:8080', '127.0.0.1', '8080', true],
    ['0x7f000001:8080', '127.0.0.1', '8080', true],
  ])('%s and the host %s, port %s: %s', (entry, hostname, port, trusted) => {
    expect(createAddressGuard([entry]).isTrusted(hostname, port)).toBe(trusted)
  })

  test.each([
    '10.0.0.1',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/8/8',
    '/10.0.0.0/8',
    '10.0.0.0/1e1',
    '10.0.0.0/',
    'localhost/8',
    'wiki.lan',
    'wiki.lan:',
    'wiki.lan:80x',
    'wiki.lan:70000',
    'wiki.lan:80/feed',
    'http://wiki.lan:80',
    'anyone@wiki.lan:80',
    'a b:80',
    ':80',
    '',
  ])('"%s" is a mistake in the configuration, and the message quotes it', entry => {
    expect(() => createAddressGuard([entry])).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: `fetch.allowPrivate: "${entry}" is neither a range nor host:port`,
        hint: expect.stringMatching(/10\.1\.0\.0\/16 .*wiki\.lan:8080/) as string,
        context: { value: entry },
      }),
    )
  })

  test.each([
    [
      'wiki.lan',
      ['1.1.1.1', '10.0.0.1'],
      'wiki.lan resolves to 10.0.0.1, which is not a public address; nothing was sent to it',
    ],
    ['10.0.0.1', ['10.0.0.1'], '10.0.0.1 is not a public address; nothing was sent to it'],
  ])('who asks for %s is told which address is refused, and where it can be opened', (hostname, addresses, message) => {
    expect(() => createAddressGuard([]).check(hostname, addresses)).toThrow(
      expect.objectContaining({
        message,
        hint: expect.stringContaining('fetch.allowPrivate') as string,
        context: { hostname, address: '10.0.0.1' },
      }),
    )
  })
})

describe('the client', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://0:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://①②⑦.⓪.⓪.①:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[::1]:PORT/',
    'http://anyone@127.0.0.1:PORT/',
  ])('%s gets no connection', async address => {
    const canary = await serve((_request, response) => response.end('secret'))
    const client = aClient([])
    await expect(
      client.fetch({ url: address.replace('PORT', String(canary.port)), accept: 'any' }),
    ).rejects.toMatchObject({
      code: 'FETCH_PRIVATE_ADDRESS',
    })
    expect(canary.countConnections()).toBe(0)
  })

  test('a redirect to a private address gets no connection', async () => {
    const canary = await serve((_request, response) => response.end('secret'))
    const front = await serve((_request, response) => {
      response.writeHead(302, { location: `http://localhost:${canary.port}/admin` }).end()
    })
    await expect(aClient([front]).fetch({ url: front.origin, accept: 'feed' })).rejects.toMatchObject({
      code: 'FETCH_PRIVATE_ADDRESS',
    })
    expect(canary.countConnections()).toBe(0)
  })

  test('a trusted host:port opens no other port of that host and no other name', async () => {
    const trusted = await serve((_request, response) => response.end('ours'))
    const canary = await serve((_request, response) => response.end('secret'))
    const client = aClient([trusted])
    await expect(client.fetch({ url: trusted.origin, accept: 'any' })).resolves.toMatchObject({ status: 200 })
    for (const url of [canary.origin, `http://localhost:${trusted.port}/`])
      await expect(client.fetch({ url, accept: 'any' })).rejects.toMatchObject({ code: 'FETCH_PRIVATE_ADDRESS' })
    expect(canary.countConnections()).toBe(0)
  })

  test('a name that resolves to a public and a private address is refused', async () => {
    const canary = await serve((_request, response) => response.end('secret'))
    const lookup = () =>
      Promise.resolve([
        { address: '127.0.0.1', family: 4 },
        { address: '1.1.1.1', family: 4 },
      ])
    const client = aClient([], { lookup })
    await expect(client.fetch({ url: `http://both.example:${canary.port}/`, accept: 'any' })).rejects.toMatchObject({
      code: 'FETCH_PRIVATE_ADDRESS',
      context: { hostname: 'both.example', address: '127.0.0.1' },
    })
    expect(canary.countConnections()).toBe(0)
  })

  test('a name that turns private after its first answer is refused, and each connection looks it up once', async () => {
    const canary = await serve((_request, response) => response.end('secret'))
    const answers = ['198.51.100.1', '127.0.0.1']
    let lookups = 0
    const client = createHttpClient({
      userAgent: 'weekly/0.1.0',
      // Stands for a public network; nothing answers there.
      allowPrivate: ['198.51.100.0/24'],
      concurrency: 1,
      perHost: 1,
      limits: { connectMs: 20, totalMs: 40 },
      lookup: () => Promise.resolve([{ address: answers[lookups++] ?? '', family: 4 }]),
    })
    const url = `http://rebind.example:${canary.port}/`
    await expect(client.fetch({ url, accept: 'any' })).rejects.toMatchObject({
      code: expect.stringMatching(/^FETCH_(TIMEOUT|CONNECTION_FAILED)$/) as string,
    })
    expect(lookups).toBe(1)
    await expect(client.fetch({ url, accept: 'any' })).rejects.toMatchObject({ code: 'FETCH_PRIVATE_ADDRESS' })
    expect(lookups).toBe(2)
    expect(canary.countConnections()).toBe(0)
    client.close()
  })

  test('a connection kept alive stays with the address that was checked', async () => {
    const server = await serve((_request, response) => response.end('same'))
    let lookups = 0
    const client = aClient([], {
      allowPrivate: ['127.0.0.1/32'],
      lookup: () => Promise.resolve([{ address: lookups++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]),
    })
    const url = `http://stays.example:${server.port}/`
    await client.fetch({ url, accept: 'any' })
    await client.fetch({ url, accept: 'any' })
    expect(server.countConnections()).toBe(1)
    expect(lookups).toBe(1)
  })

  test('hosts of another origin never share a connection', async () => {
    const server = await serve((_request, response) => response.end('same'))
    const client = aClient([server])
    await client.fetch({ url: server.origin, accept: 'any' })
    const url = `http://other.example:${server.port}/`
    const other = aClient([server], { lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) })
    await expect(other.fetch({ url, accept: 'any' })).rejects.toMatchObject({ code: 'FETCH_PRIVATE_ADDRESS' })
    expect(server.countConnections()).toBe(1)
  })
})

test.each([
  ['https://example.org/', [], true],
  ['https://租约.example/', [], true],
  ['http://8.8.8.8/', [], true],
  ['http://10.1.2.3/', [], false],
  ['http://0x7f.1/', [], false],
  ['http://[fd00::1]/', [], false],
  ['http://localhost./', [], false],
  ['http://wiki/', [], false],
  ['http://nas.home.arpa/', [], false],
  ['http://10.1.2.3/', ['10.1.0.0/16'], true],
  ['http://wiki.lan/', ['10.1.0.0/16'], true],
  ['http://wiki.lan/', ['wiki.lan:80'], true],
  ['http://wiki.lan:81/', ['wiki.lan:80'], false],
])('%s may be kept where %j is allowed: %s', (url, allowed, isKept) => {
  const guard = createUrlGuard(allowed)
  if (isKept) expect(() => guard(url)).not.toThrow()
  else expect(() => guard(url)).toThrow(expect.objectContaining({ code: 'FETCH_PRIVATE_ADDRESS' }))
})
