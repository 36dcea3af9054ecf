import { afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { announce } from '../../src/targets/announce.ts'
import { createWebSub } from '../../src/targets/websub/websub.ts'
import { aSite } from '../publish/issues.ts'

let outputFolder = ''
let store: Store
let told: string[] = []
let answer: () => { readonly status: number } = () => ({ status: 204 })
const clock = fixedClock('2026-11-20T00:00:00.000Z' as Instant)

beforeEach(async () => {
  outputFolder = await mkdtemp(join(tmpdir(), 'weekly-websub-'))
  store = await openStore('sqlite:weekly.db', outputFolder)
  told = []
  answer = () => ({ status: 204 })
  await writeFile(join(outputFolder, 'feed.xml'), 'one')
  await writeFile(join(outputFolder, 'stories.json'), 'one')
})
afterEach(async () => {
  await store.close()
  await rm(outputFolder, { recursive: true })
})

const tellHub = async (hub = 'https://hub.example/') => {
  const target = createWebSub({
    hub,
    site: aSite({ hub }),
    outputFolder,
    postForm: ({ url, fields }) => {
      told.push(`${url} ${fields['hub.mode'] ?? ''} ${fields['hub.url'] ?? ''}`)
      return Promise.resolve().then(answer)
    },
  })
  return (await announce({ store, clock, log: silentLog, targets: [target] }))?.notes ?? []
}

const feed = 'https://hub.example/ publish https://weekly.example.org/list/feed.xml'
const stories = 'https://hub.example/ publish https://weekly.example.org/list/stories.json'

test('each feed is announced once, and again when it has changed', async () => {
  expect(await tellHub()).toEqual([])
  expect(await tellHub()).toEqual([])
  expect(told).toEqual([feed, stories])
  await writeFile(join(outputFolder, 'feed.xml'), 'two')
  await tellHub()
  expect(told).toEqual([feed, stories, feed])
})

test('another hub is told of everything', async () => {
  await tellHub()
  await tellHub('https://other.example/')
  expect(told).toHaveLength(4)
})

test.each([
  ['answers an error', () => ({ status: 503 }), 'answered 503'],
  [
    'cannot be reached',
    () => {
      throw new WeeklyError('FETCH_TIMEOUT', 'too slow')
    },
    'too slow',
  ],
])('a hub that %s is a note, and is told later', async (_what, fail, message) => {
  answer = fail
  const notes = await tellHub()
  expect(notes.map(note => [note.level, note.message.includes(message)])).toEqual([
    ['note', true],
    ['note', true],
  ])
  answer = () => ({ status: 202 })
  clock.set(addMinutes(clock.now(), 5))
  expect(await tellHub()).toEqual([])
  expect(told).toEqual([feed, stories, feed, stories])
})

test('a hub that does not want a feed is not asked again until the feed changes', async () => {
  answer = () => ({ status: 403 })
  expect((await tellHub()).map(({ level }) => level)).toEqual(['failed', 'failed'])
  clock.set(addMinutes(clock.now(), 2_000))
  await tellHub()
  expect(told).toEqual([feed, stories])
  await writeFile(join(outputFolder, 'feed.xml'), 'two')
  await tellHub()
  expect(told).toEqual([feed, stories, feed])
})

test('what an address of a hub may hide stands in no report', async () => {
  answer = () => ({ status: 500 })
  const notes = await tellHub('https://hub.example/ping?key=hush')
  expect(JSON.stringify(notes)).not.toContain('hush')
  expect(told[0]).toContain('key=hush')
})
