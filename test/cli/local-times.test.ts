// People read times on the list's own clock; programs read instants.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

const friday = ['--now', '2016-12-09T08:30:00+08:00'] as const
let program: Program
let site: TestSite
beforeEach(async () => {
  program = await createProgram()
  site = await startSite()
})
afterEach(async () => {
  await site.close()
  await program.remove()
})

test('the list of sources tells newest item and next visit in the zone of the list', async () => {
  const item = { link: 'https://a.example/one', title: 'One', date: '2016-12-08T23:10:00Z', text: 'A text.' }
  site.routes.set('/feed.xml', rssOf('A blog', [item]))
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  await program.run('collect', ...friday)
  const { stdout } = await program.run('source', 'list', ...friday)
  expect(stdout).toMatch(/newest item 2016-12-09 \d\d:\d\d, next visit 2016-12-\d\d \d\d:\d\d$/m)
  expect((await program.run('source', 'list', '--json', ...friday)).stdout).toMatch(
    /"last_item_at": "2016-12-0\dT[\d:.]+Z"/,
  )
})

test('why, the list of readers and a check of a source tell them too', async () => {
  const item = { link: `${site.url}one`, title: 'One', date: '2016-12-08T23:10:00Z', text: 'A text.' }
  const feed = `${site.url}feed.xml`
  site.routes.set('/feed.xml', rssOf('A blog', [item]))
  await program.setSources([{ url: feed, fullText: false }])
  await program.run('collect', ...friday)
  expect((await program.run('why', item.link, ...friday)).stdout).toContain(
    'published 2016-12-09 07:10, first seen 2016-12-09 08:30',
  )
  expect((await program.run('why', feed, ...friday)).stdout).toMatch(/^ {2}2016-12-09 08:30 {2}200 /m)
  expect((await program.run('source', 'check', feed, ...friday)).stdout).toContain('  2016-12-09 07:10  One')
  expect((await program.run('subscriber', 'list', ...friday)).stdout).toMatch(/ 2016-12-09 08:30 {2}a@example\.org/)
})
