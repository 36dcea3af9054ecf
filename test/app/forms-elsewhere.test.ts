// A site on a server without the program: its pages have no forms that nobody would answer.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from './program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

test('forms are on the site, on another server, or nowhere', async () => {
  const pageWith = async (http: object): Promise<string> => {
    await program.configure({ http: { port: 0, ...http }, proposals: true })
    await program.run('run', '--now', '2016-12-09T08:30:00+08:00')
    return program.page('index.html')
  }
  const here = await pageWith({})
  expect(here).toContain('<form method="post" action="/subscribe">')
  expect(here).toContain('href="/propose"')
  const elsewhere = await pageWith({ forms: 'https://forms.example.org/list' })
  expect(elsewhere).not.toContain('<form method="post"')
  expect(elsewhere).toContain('<a href="https://forms.example.org/list/subscribe">Subscribe</a>')
  expect(elsewhere).toContain('<a href="https://forms.example.org/list/propose">')
  const nowhere = await pageWith({ forms: 'none' })
  expect(nowhere).not.toMatch(/<form method="post"|subscribe"|#subscribe|propose/)
  expect(nowhere).toContain('RSS</a>')
})

test('the form for another site is written where one is named, and sends readers on to named pages alone', async () => {
  const refused = await program.run('subscriber', 'form')
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('subscribe: { origins: [')])
  await program.configure({ subscribe: { origins: ['https://Blog.Example:443/', 'https://例子.example'] } })
  const { code, stdout } = await program.run('subscriber', 'form', '--next', 'https://blog.example/thanks')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^<form method="post" action="http:\/\/127.0.0.1:\d+\/embed\/subscribe"[^]*thanks"[^]*<\/form>$/m,
  )
  const elsewhere = await program.run('subscriber', 'form', '--next', 'https://evil.example/')
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('https://evil.example/')])
  await program.configure({ subscribe: { origins: ['https://blog.example/path'] } })
  expect((await program.run('subscriber', 'form')).stderr).toContain('must be an origin')
})
