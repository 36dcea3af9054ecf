// Stories by the numbers that `weekly issue show` puts before them, and by links in whichever open draft they are.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

let program: Program
let site: TestSite
const saturday = ['--now', '2016-12-10T12:00:00+08:00'] as const
const story = (name: string, date: string, title: string) => ({
  ...{ link: `https://a.example/${name}`, title, date },
  text: `${title}. Nothing else was said about ${name}.`,
})

beforeEach(async () => {
  program = await createProgram({ review: 'wait' })
  site = await startSite()
  const items = [
    story('leases', '2016-12-07T10:00:00+08:00', 'Leases tell who may write'),
    story('bread', '2016-12-08T10:00:00+08:00', 'Bread goes stale in the cold'),
    story('coming', '2016-12-10T10:00:00+08:00', 'Harbours close on Tuesdays'),
  ]
  site.routes.set('/feed.xml', rssOf('A blog', items))
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  await program.run('run', ...saturday)
})
afterEach(async () => {
  await site.close()
  await program.remove()
})

const show = async (...args: string[]) => (await program.run('issue', 'show', ...args, ...saturday)).stdout

test('a number means the story that the draft shows with it, whether it is in, held or left out', async () => {
  const links = [...(await show()).matchAll(/^(\d+)\. .*\n {2}(\S+)/gm)].map(([, number, link]) => [number, link])
  expect(links.map(([number]) => number)).toEqual(['1', '2'])
  const [, second = ''] = links[1] ?? []
  expect((await program.run('issue', 'drop', '2', ...saturday)).stdout).toBe(`2016-W49: drop ${second}\n`)
  expect(await show()).toMatch(/— Left out —\n\n2\. /)
  expect((await program.run('why', '2', ...saturday)).stdout).toContain(second)
  expect((await program.run('issue', 'pick', '2', ...saturday)).stdout).toBe(`2016-W49: pick ${second}\n`)
  expect(await show()).toMatch(new RegExp(`1\\. .*\\n {2}${second}`))
  expect((await program.run('issue', 'hold', '1', ...saturday)).stdout).toBe(`2016-W49: hold ${second}\n`)
  expect(await show()).toMatch(/— Held for the next issue —\n\n2\. /)
  expect((await program.run('issue', 'restore', '2', ...saturday)).code).toBe(0)
  expect((await program.run('issue', 'join', '2', '1', ...saturday)).stdout).toMatch(/^2016-W49: \S+ \S+ are one story/)
  const { stderr, code } = await program.run('issue', 'note', '7', 'Look', ...saturday)
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('STORY_MISSING: there is no number 7 in the draft of 2016-W49'),
  ])
})

test('a link is looked for in every open draft, and a week that is named is kept to', async () => {
  const coming = 'https://a.example/coming'
  expect((await program.run('issue', 'note', coming, 'Look', ...saturday)).stdout).toBe(`2016-W50: note ${coming}\n`)
  expect(await show('2016-W50')).toContain('  > Look')
  const elsewhere = await program.run('issue', 'drop', coming, '--week', '2016-W49', ...saturday)
  expect([elsewhere.code, elsewhere.stderr]).toEqual([
    3,
    expect.stringContaining('is not among the stories of 2016-W49'),
  ])
  expect((await program.run('issue', 'drop', '1', '--week', '2016-W50', ...saturday)).stdout).toBe(
    `2016-W50: drop ${coming}\n`,
  )
})
