// `weekly desk`: who may sign in, and ways in that need no mail.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

test('a link makes the author of the list the owner of an empty desk, and signs in who is named', async () => {
  const { code, stdout } = await program.run('desk', 'link', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ url: expect.stringMatching(/\/desk\/link\/[\w-]{43}$/) as string })
  await program.run('desk', 'add', 'ann@example.org', '--name', 'Ann', '--may-release')
  const named = await program.run('desk', 'link', 'ANN@example.org')
  expect(named.stdout).toContain('signs Ann in')
  const { stdout: list } = await program.run('desk', 'list')
  expect(list.split('\n').map(line => line.split(/ +/)[0])).toEqual(['owner', 'editor', ''])
  expect(list).toContain('may release')
})

test('strangers get no link, and the last owner stays', async () => {
  await program.run('desk', 'add', 'li@example.org', '--role', 'owner')
  const stranger = await program.run('desk', 'link', 'eve@example.org')
  expect([stranger.code, stranger.stderr]).toEqual([expect.any(Number), expect.stringContaining('EDITOR_MISSING')])
  const last = await program.run('desk', 'remove', 'li@example.org')
  expect(last.stderr).toContain('EDITOR_NEEDED')
  await program.run('desk', 'add', 'ann@example.org', '--role', 'owner')
  expect((await program.run('desk', 'remove', 'li@example.org')).code).toBe(0)
})
