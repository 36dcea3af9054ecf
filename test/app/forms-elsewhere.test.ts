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
