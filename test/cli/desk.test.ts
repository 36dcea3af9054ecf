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

test('a token for a program is printed once, listed without its secret, and revoked', async () => {
  await program.run('desk', 'add', 'ann@example.org', '--name', 'Ann')
  const made = await program.run(
    'desk',
    'token',
    'add',
    'ann@example.org',
    '剪藏',
    '--scope',
    'read,save',
    '--days',
    '30',
  )
  const secret = /^wkly_[\w-]{43}$/m.exec(made.stdout)?.[0] ?? ''
  expect(secret).not.toBe('')
  const { stdout } = await program.run('desk', 'token', 'list')
  expect(stdout).toContain('ann@example.org  剪藏  read,save  until ')
  expect(stdout).not.toContain(secret)
  const beyond = await program.run('desk', 'token', 'add', 'ann@example.org', 'robot', '--scope', 'release')
  expect(beyond.stderr).toContain('USAGE_INVALID')
  expect((await program.run('desk', 'token', 'add', 'ann@example.org', 'x', '--scope', 'all')).stderr).toContain(
    '"all"',
  )
  expect((await program.run('desk', 'token', 'remove', 'ann@example.org', '剪藏')).code).toBe(0)
  expect((await program.run('desk', 'token', 'remove', 'ann@example.org', '剪藏')).stderr).toContain('TOKEN_INVALID')
})
