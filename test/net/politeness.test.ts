// The ledger in memory, the spacing of pages, and hosts that asked to be left alone.
import { describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { createHostGate, createMemoryLedger, type HostLedger } from '../../src/net/politeness.ts'

const now = '2026-11-20T08:00:00.000Z' as Instant
const later = '2026-11-20T09:00:00.000Z' as Instant

describe('the ledger in memory', () => {
  test('spaces a host’s instants, each host for itself', async () => {
    const ledger = createMemoryLedger()
    const waits = []
    for (const [host, nowMs] of [
      ['a', 0],
      ['a', 0],
      ['a', 100],
      ['b', 100],
      ['a', 9_000],
    ] as const)
      waits.push(await ledger.reserve(host, 1_000, nowMs))
    expect(waits).toEqual([0, 1_000, 1_900, 0, 0])
  })

  test('keeps blocks and robots.txt by host and origin', async () => {
    const ledger = createMemoryLedger()
    const robots = { fetchedAt: now, status: 200, body: 'User-agent: *' }
    await ledger.block('a.example', later)
    await ledger.saveRobots('https://a.example', robots)
    expect(await ledger.blockedUntil('a.example')).toBe(later)
    expect(await ledger.blockedUntil('b.example')).toBeNull()
    expect(await ledger.readRobots('https://a.example')).toEqual(robots)
    expect(await ledger.readRobots('http://a.example')).toBeNull()
  })
})

describe('the gate', () => {
  const aGate = (ledger: HostLedger, concurrency = 32) =>
    createHostGate({ concurrency, perHost: 2, pageSpacingMs: 20, politeness: { ledger, clock: fixedClock(now) } })

  test('refuses a blocked host at once and lets it in when its time has come', async () => {
    const ledger = createMemoryLedger()
    await ledger.block('a.example', later)
    await expect(aGate(ledger).enter('a.example', false)).rejects.toMatchObject({
      code: 'FETCH_HOST_WAITING',
      retryable: true,
      context: { host: 'a.example', until: later },
    })
    await ledger.block('a.example', now)
    await expect(aGate(ledger).enter('a.example', false)).resolves.toBeTypeOf('function')
  })

  test('asks the ledger for pages only', async () => {
    const asked: string[] = []
    const memory = createMemoryLedger()
    const gate = aGate({
      ...memory,
      reserve: (host, spacingMs, nowMs) => {
        asked.push(`${host} ${spacingMs}`)
        return memory.reserve(host, spacingMs, nowMs)
      },
    })
    for (const [host, isPage] of [
      ['a', true],
      ['a', false],
      ['b', true],
    ] as const)
      (await gate.enter(host, isPage))()
    expect(asked).toEqual(['a 20', 'b 20'])
  })

  test('lets feeds of other hosts pass while many pages of one host wait', async () => {
    const gate = aGate(createMemoryLedger(), 2)
    const order: string[] = []
    const pass = async (host: string, isPage: boolean): Promise<void> => {
      const leave = await gate.enter(host, isPage)
      order.push(host)
      leave()
    }
    await Promise.all([...Array.from({ length: 4 }, () => pass('pages', true)), pass('feed', false)])
    expect(order.indexOf('feed')).toBeLessThanOrEqual(1)
  })

  test('gives the turn back when the ledger fails', async () => {
    const broken = { ...createMemoryLedger(), reserve: () => Promise.reject(new Error('no store')) }
    const gate = aGate(broken, 1)
    await expect(gate.enter('a', true)).rejects.toThrow('no store')
    await expect(gate.enter('a', true)).rejects.toThrow('no store')
    await expect(gate.enter('a', false)).resolves.toBeTypeOf('function')
  })

  test('waits as long as the ledger says', async () => {
    const gate = aGate({ ...createMemoryLedger(), reserve: () => Promise.resolve(30) })
    const startedMs = performance.now()
    await gate.enter('a', true)
    // Timers count whole milliseconds and may be one early.
    expect(performance.now() - startedMs).toBeGreaterThan(28)
  })
})
