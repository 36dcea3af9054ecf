// What a running server takes up of a changed configuration, and what it names as needing a restart.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listChanges, mergeLive, reloadConfig } from '../../src/app/reload.ts'
import { createServerLog, type LogLevel } from '../../src/app/server-log.ts'
import { weeklySchema } from '../../src/core/config.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

test('limits, review, titles, sections, log and keep are taken up; what else has changed is named', async () => {
  const lines: string[] = []
  const log = createServerLog({}, line => lines.push(line))
  const levels: LogLevel[] = []
  const app = await program.open({ log })
  try {
    await program.configure({
      title: 'Named anew 新名',
      review: 'wait',
      issue: { stories: 7 },
      sections: [{ title: '云', keywords: ['云'] }],
      log: { level: 'error' },
      keep: { articles: 12, fetches: 2 },
      fetch: { allowPrivate: ['127.0.0.0/8'], silentDays: 5, concurrency: 3 },
      http: { port: 1 },
      language: 'zh-CN',
    })
    await reloadConfig(app, { config: join(program.folder, 'config') }, level => levels.push(level))
    expect(app.config.weekly).toMatchObject({
      title: 'Named anew 新名',
      review: 'wait',
      language: 'en',
      http: { port: 0 },
    })
    expect(app.curate).toMatchObject({ limits: { stories: 7 }, sections: [{ title: '云' }] })
    expect(app.publish).toMatchObject({ review: 'wait', site: { title: 'Named anew 新名' } })
    expect(app.collect).toMatchObject({ silentDays: 5, fetchLogMonths: 2, perHost: 2 })
    expect(levels).toEqual(['error'])
    const told = lines.map(line => JSON.parse(line) as { msg: string; keys?: string[] })
    expect(told.at(-1)).toMatchObject({ msg: 'needs a restart', keys: ['language', 'http.port', 'fetch.concurrency'] })
    await writeFile(join(program.folder, 'config', 'weekly.yaml'), 'titel: x')
    await reloadConfig(app, { config: join(program.folder, 'config') })
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      msg: 'configuration not read again',
      code: 'CONFIG_INVALID',
    })
    expect(app.config.weekly.title).toBe('Named anew 新名')
  } finally {
    await app.close()
  }
})

test('a configuration that has not changed changes nothing', () => {
  const config = weeklySchema.parse({})
  expect(listChanges(config, mergeLive(config, weeklySchema.parse({})))).toEqual([])
})

test.each([
  ['debug', ['d', 'i', 'w', 'bug']],
  ['info', ['i', 'w', 'bug']],
  ['warn', ['w', 'bug']],
  ['error', ['bug']],
] as const)('at level %s an event is one line from that weight on', (level, events) => {
  for (const [flags, expected] of [
    [{}, events],
    [{ quiet: true }, ['w', 'bug']],
  ] as const) {
    const lines: string[] = []
    const log = createServerLog(flags, line => lines.push(line))
    log.setLevel(level)
    log.debug('d')
    log.info('i', { text: 'two\nlines' })
    log.warn('w')
    log.warn('bug')
    expect(lines.map(line => (JSON.parse(line) as { msg: string }).msg)).toEqual(expected)
    expect(lines.every(line => line.indexOf('\n') === line.length - 1)).toBe(true)
  }
})
