import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { finishOrLeave, stopWishOf } from '../../src/core/stop.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

describe('a wish to stop', () => {
  test('leaves work that does not end in time, and forgets it', async () => {
    const stopping = new AbortController()
    const wish = stopWishOf(stopping.signal, 1)
    expect(wish.isAsked()).toBe(false)
    const left = finishOrLeave(new Promise<string>(() => undefined), wish)
    stopping.abort()
    expect(wish.isAsked()).toBe(true)
    expect(await left).toBeNull()
    expect(await finishOrLeave(Promise.resolve('late, but done'), wish)).toBeNull()
  })

  test('waits for work that ends in time, and throws what it throws', async () => {
    const stopping = new AbortController()
    const wish = stopWishOf(stopping.signal, 60_000)
    stopping.abort()
    expect(await finishOrLeave(Promise.resolve('done'), wish)).toBe('done')
    await expect(finishOrLeave(Promise.reject(new Error('broken')), wish)).rejects.toThrow('broken')
  })
})

describe('SIGTERM', () => {
  let program: Program
  let server: Server
  let asked: Promise<void>
  let answerAll = false

  beforeEach(async () => {
    program = await createProgram()
    let noteAsked: () => void
    asked = new Promise(done => (noteAsked = done))
    answerAll = false
    server = createServer((request, response) => {
      if (request.url === '/feed.xml' && answerAll)
        return response.end(rssOf('A', [{ link: `${origin}/page`, title: 'One', date: '2016-12-08T10:00:00+08:00' }]))
      // Nobody answers: the program waits.
      noteAsked()
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await program.setSources([{ url: `${origin}/feed.xml` }])
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
    await program.remove()
  })

  const readClaims = (): unknown[] => {
    const database = new DatabaseSync(join(program.folder, 'weekly.db'), { readOnly: true })
    const rows = database
      .prepare(
        `select claimed_until as until from source_states where claimed_until > '2016' union all select until from readings where until > '2016'`,
      )
      .all()
    database.close()
    return rows
  }

  test.each([
    ['while a source is visited, in a run', ['run'], false],
    ['while an article is read, in a run', ['run'], true],
    ['while a source is visited, in a server', ['start', '--role', 'worker'], false],
    ['while a source is visited, in `collect`', ['collect'], false],
  ] as const)(
    '%s: ends by itself within ten seconds, and gives back what it held',
    async (_when, command, isReading) => {
      answerAll = isReading
      const child = program.start(...command, '--now', '2016-12-09T08:30:00+08:00')
      const errors: string[] = []
      child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text))
      const ended = new Promise<number | null>(done => child.once('close', done))
      await asked
      expect(readClaims()).toHaveLength(1)
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
      // The last resort, after ten seconds, would leave the claim where it is.
      expect(readClaims()).toEqual([])
      // The last resort, after ten seconds, says so.
      expect(errors.join('')).not.toMatch(/BUG|Unhandled|ten seconds/)
    },
  )
})
