import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weeklySchema } from '../../src/core/config.ts'
import { listProxies, networkOf, readRemoteAddress, truncateAddress } from '../../src/web/remote-address.ts'

const proxies = listProxies(['10.0.0.0/8', '127.0.0.0/8', 'fd00::/8'])
const ask = (connected: string, headers: Readonly<Record<string, string>>) =>
  readRemoteAddress(connected, new Headers(headers), proxies)

test.each([
  ['192.0.2.1', '203.0.113.9', '192.0.2.1', 'who asks directly is not believed'],
  ['10.0.0.1', '203.0.113.9', '203.0.113.9', 'a trusted proxy is'],
  ['10.0.0.1', '198.51.100.7, 203.0.113.9', '203.0.113.9', 'what the client wrote before does not count'],
  ['10.0.0.1', '203.0.113.9, 10.0.0.2', '203.0.113.9', 'two trusted proxies'],
  ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3', 'all trusted: the farthest'],
  ['::ffff:10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9', 'mapped addresses'],
  ['fd00::1', '2001:db8::9', '2001:db8::9', 'IPv6'],
  ['10.0.0.1', '203.0.113.9:5123', '203.0.113.9', 'a port'],
  ['10.0.0.1', '[2001:db8::9]:5123', '2001:db8::9', 'IPv6 with a port'],
  ['10.0.0.1', '203.0.113.9, unknown', '10.0.0.1', 'a hop without address ends what can be known'],
  ['10.0.0.1', '', '10.0.0.1', 'an empty header'],
  ['10.0.0.1', '203.0.113.9, <script>', '10.0.0.1', 'what is no address'],
])('from %s with X-Forwarded-For %j: %s (%s)', (connected, forwarded, address) => {
  expect(ask(connected, { 'X-Forwarded-For': forwarded })).toBe(address)
})

test.each([
  ['for=203.0.113.9;proto=https;by=10.0.0.1', '203.0.113.9'],
  ['for=198.51.100.7, FOR="203.0.113.9:4711"', '203.0.113.9'],
  ['proto=https; For="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17'],
  ['for=203.0.113.9, for=10.0.0.9', '203.0.113.9'],
  ['for=_hidden', '10.0.0.1'],
  ['for=unknown, proto=http', '10.0.0.1'],
])('from a trusted proxy with Forwarded %j: %s', (forwarded, address) => {
  expect(ask('10.0.0.1', { Forwarded: forwarded })).toBe(address)
  expect(ask('192.0.2.1', { Forwarded: forwarded })).toBe('192.0.2.1')
})

test('X-Forwarded-For goes before Forwarded', () => {
  expect(ask('10.0.0.1', { 'X-Forwarded-For': '203.0.113.9', Forwarded: 'for=198.51.100.7' })).toBe('203.0.113.9')
})

test('whatever a stranger writes, their own address counts', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,80}$/), said => {
      const headers = { 'X-Forwarded-For': `${said}, 203.0.113.9` }
      expect(ask('10.0.0.1', headers)).toBe('203.0.113.9')
      expect(ask('203.0.113.9', { 'X-Forwarded-For': said, Forwarded: said })).toBe('203.0.113.9')
    }),
  )
})

test.each([
  ['192.0.2.77', '192.0.2.0', '192.0.2.77'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::', '2001:db8:1:2::'],
])('%s is recorded as %s and limited as %s', (address, recorded, network) => {
  expect([truncateAddress(address), networkOf(address)]).toEqual([recorded, network])
})

test('a proxy that is no range is refused with the setting', () => {
  const read = (range: string) => weeklySchema.shape.http.safeParse({ trustedProxies: [range] }).success
  expect(['10.0.0.0/8', 'fd00::/8', '127.0.0.1/32'].map(read)).toEqual([true, true, true])
  expect(['proxy', '10.0.0.0/33', '10.0.0.1', 'fd00::/129', ''].map(read)).toEqual(Array(5).fill(false))
})
