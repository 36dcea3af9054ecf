// A week that has closed waits for its own items, at most a quarter of an hour, whatever hosts do.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { translatesUntil } from '../../src/app/closing.ts'
import { run } from '../../src/app/run.ts'
import { planWindows } from '../../src/app/windows.ts'
import type { App } from '../../src/app/wire.ts'
import { collect } from '../../src/collect/collect.ts'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { finishOrLeave, nobodyAsks, stopAt } from '../../src/core/stop.ts'
import { decidePatience } from '../../src/core/slots.ts'
import type { Instant } from '../../src/core/types.ts'
import { claimUnread } from '../../src/store/articles.ts'
import { readSlots } from '../../src/store/drafts.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

const closing = '2016-12-09T00:00:00.000Z' as Instant
const at = (minutes: number): Instant => addMinutes(closing, minutes)
const words = 'What the feed itself tells of it is told here in some words, 以及中文。'.repeat(3)

let program: Program
let server: Server
let asked: Promise<string>
let origin: string

/** A host whose feed answers, and whose pages never do. */
beforeEach(async () => {
  program = await createProgram()
  let noteAsked: (path: string) => void
  asked = new Promise(done => (noteAsked = done))
  server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path === '/robots.txt') return response.writeHead(404).end()
    noteAsked(path)
    return undefined
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(done => server.close(done))
  await program.remove()
})

async function announce(): Promise<void> {
  const items = ['one', 'two', '三'].map(title => ({
    link: `${origin}/${title}`,
    title: `Title ${title}`,
    date: '2016-12-08T10:00:00+08:00',
    text: words,
  }))
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
  await program.setSources([{ url: 'file:feed.xml' }])
}

const stateOf = async ({ store }: App): Promise<string | undefined> => (await readSlots(store.db)).at(-1)?.state

describe('a week that has closed', () => {
  test('is sealed within sixteen minutes with the words of the feed when a host never answers', async () => {
    await announce()
    const clock = fixedClock(at(-30))
    const app = await program.open({ clock })
    const running = run(app)
    await asked
    // While the host keeps the pass waiting, the week closes and its patience ends.
    clock.set(at(15))
    const { stages } = await running
    const again = await run(app)
    expect(await stateOf(app)).toBe('sealed')
    await app.close()
    const notes = [...stages, ...again.stages].flatMap(report => report.notes)
    expect(notes).toContainEqual(expect.objectContaining({ code: 'ARTICLE_LATE', subject: '2016-W49' }))
    const page = await program.page('issues/2016-W49/index.html')
    expect(page).toContain('Title one')
    expect(page).toContain('What the feed itself tells of it')
  })

  test('waits for what another worker reads for it, not for what falls into the next, and says until when', async () => {
    await announce()
    const clock = fixedClock(at(-20))
    const app = await program.open({ clock })
    const { open } = await planWindows(app)
    await collect(app.collect, open)
    expect(await claimUnread(app.store, open, { worker: 'other', now: at(-1), limit: 24 })).toHaveLength(3)
    clock.set(at(1))
    const waiting = await planWindows(app)
    expect(waiting.due.map(({ week }) => week)).toContain('2016-W49')
    expect(waiting.ready.map(({ week }) => week)).not.toContain('2016-W49')
    expect(waiting.againAt).toBe(at(15))
    // What was seen after the closing holds up nothing.
    await app.store.db
      .updateTable('items')
      .set({ enters_at: at(0.5) })
      .execute()
    expect((await planWindows(app)).ready.map(({ week }) => week)).toContain('2016-W49')
    await app.store.db
      .updateTable('items')
      .set({ enters_at: at(-5) })
      .execute()
    clock.set(at(15.1))
    const over = await planWindows(app)
    expect(over.ready.map(({ week }) => week)).toContain('2016-W49')
    expect(over.againAt).toBeNull()
    await app.close()
  })
})

test('translating for a week that has closed ends a minute after its patience, though nobody has answered', async () => {
  const clock = fixedClock(at(14.9))
  const wish = translatesUntil({ stop: nobodyAsks, clock }, decidePatience(closing, null))
  const answer = finishOrLeave(new Promise<string>(() => undefined), wish)
  expect(wish.isAsked()).toBe(false)
  clock.set(at(15))
  expect(wish.isAsked()).toBe(true)
  expect(await answer).toBeNull()
})

test('a wish by the clock is asked at its instant, and leaves what is under way some seconds', async () => {
  let now = 0
  const wish = stopAt(nobodyAsks, () => now, 1_000, 500)
  expect(wish.isAsked()).toBe(false)
  let left = 0
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const forget = wish.onPatienceEnd(() => {
    left++
    resolve(undefined)
  })
  now = 1_400
  expect([wish.isAsked(), left]).toEqual([true, 0])
  now = 1_500
  await promise
  forget()
  expect(left).toBe(1)
})
