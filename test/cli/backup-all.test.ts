// A backup of everything that makes a list, in one folder.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
  await mkdir(join(program.folder, 'content'))
  await writeFile(join(program.folder, 'content', 'hello.md'), '---\ntitle: 你好\ndate: 2016-12-01\n---\nHello.\n')
  await mkdir(join(program.folder, 'templates'))
  await writeFile(join(program.folder, 'templates', 'style.css'), 'body {}')
})
afterEach(() => program.remove())

test('has store, configuration, posts and templates, for this account alone, and the store goes back', async () => {
  await program.run('subscriber', 'add', 'ann@example.org', '--confirmed', 'at the fair')
  const { code, stdout } = await program.run('backup', 'all', '--all')
  expect([code, stdout]).toEqual([0, expect.stringContaining('all: config, content, templates, weekly.db\n')])
  const at = (...path: string[]): string => join(program.folder, 'all', ...path)
  expect((await stat(at())).mode & 0o777).toBe(0o700)
  expect(await readdir(at('config'))).toEqual(['sources.yaml', 'weekly.yaml'])
  expect(await readFile(at('content', 'hello.md'), 'utf8')).toContain('你好')
  expect(await readFile(at('templates', 'style.css'), 'utf8')).toBe('body {}')
  await program.run('subscriber', 'erase', 'ann@example.org')
  expect((await program.run('restore', 'all/weekly.db')).code).toBe(0)
  expect((await program.run('subscriber', 'list')).stdout).toContain('ann@example.org')
})

test('writes over nothing, and leaves no half of a backup', async () => {
  await mkdir(join(program.folder, 'all'))
  expect((await program.run('backup', 'all', '--all')).stderr).toMatch(/^error BACKUP_REFUSED: all exists/)
  const into = await program.run('backup', 'config/weekly.yaml/all', '--all')
  expect([into.code, into.stderr]).toEqual([
    3,
    expect.stringMatching(/^error BACKUP_REFUSED: config\/weekly.yaml\/all could not be written/),
  ])
  expect((await readdir(program.folder)).filter(name => name.includes('partial'))).toEqual([])
})
