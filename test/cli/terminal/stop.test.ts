// One Ctrl-C reaches the program several times: from the terminal, from npm, from the starter.
import { expect, onTestFinished, test } from 'vitest'
import { listenForStop } from '../../../src/cli/terminal/stop.ts'

test('a signal that is told twice is one wish, and what is under way has its ten seconds', async () => {
  const before = process.listeners('SIGINT')
  onTestFinished(() => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      for (const listener of process.listeners(name)) if (!before.includes(listener)) process.off(name, listener)
  })
  const { signal, asked } = listenForStop()
  process.emit('SIGINT')
  expect(process.listenerCount('SIGINT')).toBeGreaterThan(before.length)
  process.emit('SIGINT')
  process.emit('SIGTERM')
  expect(signal.aborted).toBe(true)
  expect(await asked).toBe('SIGINT')
})
