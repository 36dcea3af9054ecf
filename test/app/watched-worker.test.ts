// A worker without a web server is watched too: on a port of its own, from its first moment to its last.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram, type Program } from './program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

test.each([
  ['worker', { port: 0 }],
  ['web', { port: 0, operations: { port: 0 } }],
] as const)('a %s answers health, readiness and figures on its own port', async (role, http) => {
  await program.configure({ http })
  const child = program.start('start', '--role', role)
  const ended = once(child, 'close')
  let port: number | null = null
  for await (const line of createInterface({ input: child.stderr ?? process.stdin })) {
    const said = JSON.parse(line) as { msg: string; operationsPort?: number }
    if (said.msg !== 'started') continue
    port = said.operationsPort ?? null
    break
  }
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  expect((await get('/healthz')).status).toBe(200)
  expect((await get('/readyz')).status).toBe(role === 'worker' ? 200 : 503)
  const text = await (await get('/metrics')).text()
  expect(text).toContain('weekly_sources{state="followed"} 0')
  if (role === 'worker') expect(text).toMatch(/^weekly_pass_seconds_count 1$/m)
  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
  await expect(get('/healthz')).rejects.toThrow()
})
