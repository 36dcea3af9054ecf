import { afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WeeklyError } from '../../src/core/errors.ts'
import { announceFeeds } from '../../src/publish/announce.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { aSite } from './issues.ts'

const hub = 'https://hub.example/'
let outputFolder = ''
let store: Store
let told: string[] = []
let answer: () => { readonly status: number } = () => ({ status: 204 })

beforeEach(async () => {
  outputFolder = await mkdtemp(join(tmpdir(), 'weekly-announce-'))
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

const announce = (site = aSite({ hub })) =>
  announceFeeds({
    store,
    site,
    outputFolder,
    postForm: ({ url, fields }) => {
      told.push(`${url} ${fields['hub.mode'] ?? ''} ${fields['hub.url'] ?? ''}`)
      return Promise.resolve().then(answer)
    },
  })

const feed = 'https://hub.example/ publish https://weekly.example.org/list/feed.xml'
const stories = 'https://hub.example/ publish https://weekly.example.org/list/stories.json'

test('each feed is announced once, and again when it has changed', async () => {
  expect(await announce()).toEqual([])
  expect(await announce()).toEqual([])
  expect(told).toEqual([feed, stories])
  await writeFile(join(outputFolder, 'feed.xml'), 'two')
  await announce()
  expect(told).toEqual([feed, stories, feed])
})

test('another hub is told of everything; without a hub nobody is', async () => {
  await announce()
  await announce(aSite({ hub: 'https://other.example/' }))
  expect(told).toHaveLength(4)
  await announce(aSite())
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
])('a hub that %s is a note, and is told at the next publishing', async (_what, fail, message) => {
  answer = fail
  const notes = await announce()
  expect(notes.map(note => [note.level, note.message.includes(message)])).toEqual([
    ['note', true],
    ['note', true],
  ])
  answer = () => ({ status: 202 })
  expect(await announce()).toEqual([])
  expect(told).toEqual([feed, stories, feed, stories])
})
