import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from '../app/program.ts'
import { startDouble, type Double } from '../targets/chat-double.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

let program: Program
let double: Double
beforeEach(async () => {
  double = await startDouble()
  program = await createProgram({
    targets: [
      { kind: 'webhook', name: 'mine', url: `${double.url}/hook-0123456789abcdef`, secret: 'file:hook.secret' },
    ],
  })
  await program.setSources([])
  await writeFile(join(program.folder, 'config', 'hook.secret'), 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n')
})
afterEach(async () => {
  await program.remove()
  await double.close()
})

test('a target is listed, tried out and asked about by its name, without its secrets', async () => {
  const listed = await program.run('target', 'list')
  expect(listed).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('mine (webhook): nothing told yet') as string,
  })
  expect(await program.run('target', 'test', 'mine')).toMatchObject({ code: 0 })
  expect(double.asked[0]?.headers['webhook-signature']).toMatch(/^v1,/)
  expect(JSON.parse(double.asked[0]?.body ?? '')).toMatchObject({ type: 'target.test', data: { list: 'Test list' } })
  double.answer({ status: 403 })
  const failed = await program.run('target', 'test', 'mine')
  expect(failed.stderr).toContain('TARGET_REFUSED')
  expect(JSON.stringify([listed, failed])).not.toContain('0123456789abcdef')
  expect((await program.run('target', 'test', 'other')).stderr).toContain('TARGET_MISSING')
  expect((await program.run('target', 'retry', 'mine', '2026-W49', '--done')).stderr).toContain('TARGET_MISSING')
  expect((await program.run('target', 'retry', 'mine', '2026-W49')).stderr).toContain('USAGE_INVALID')
})
