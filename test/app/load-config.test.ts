import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../../src/app/load-config.ts'
import { isWeeklyError, type WeeklyError } from '../../src/core/errors.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function load(weekly: string, sources = '[]', environment: Record<string, string> = {}) {
  await writeFile(join(folder, 'weekly.yaml'), weekly)
  await writeFile(join(folder, 'sources.yaml'), sources)
  return loadConfig(folder, environment)
}

async function failure(weekly: string, sources?: string): Promise<WeeklyError> {
  const error = await load(weekly, sources).catch((caught: unknown) => caught)
  if (isWeeklyError(error)) return error
  throw new Error('expected a WeeklyError', { cause: error })
}

test('the shipped configuration is valid', () => {
  const { weekly, sources } = loadConfig(join(import.meta.dirname, '..', '..', 'config'), {})
  expect(weekly.language).toBe('zh-CN')
  expect(sources.length).toBeGreaterThanOrEqual(7)
})

test('an empty file means the defaults', async () => {
  const { weekly, sources } = await load('', '')
  expect(weekly).toMatchObject({
    review: 'auto',
    schedule: { issue: '0 8 * * 5' },
    issue: { stories: 20, perSource: 3 },
  })
  expect(sources).toEqual([])
})

test.each([
  ['an unknown key', 'title: A\nshedule: {}\n', ':2:1', 'unknown key "shedule"', 'Did you mean "schedule"?'],
  ['an unknown key deeper down', 'mail:\n  form: x\n', ':2:3', 'unknown key "mail.form"', 'Did you mean "from"?'],
  ['a wrong kind of value', 'issue: { stories: many }\n', ':1:10', '"issue.stories"', 'Correct "issue.stories"'],
  ['an unknown zone', 'timezone: Mars/Base\n', ':1:1', '"timezone" must be an IANA time zone', 'Correct "timezone"'],
  ['broken YAML', 'title: "A\n', ':2:1', '', 'no valid YAML'],
])('%s is refused with its place and a remedy', async (_name, text, place, message, hint) => {
  const error = await failure(text)
  expect(error.code).toBe('CONFIG_INVALID')
  expect(error.message).toContain(`weekly.yaml${place}`)
  expect(error.message).toContain(message)
  expect(error.hint).toContain(hint)
})

test.each([
  ['- ulr: https://a.example/\n', 'unknown key "0.ulr"'],
  ['- url: ftp://a.example/\n', '"0.url" must start with http'],
  ['- url: https://a.example/\n- url: https://a.example/\n', 'sources.yaml:2:3: "https://a.example/" is there twice'],
])('the source %j is refused', async (text, message) => {
  expect((await failure('', text)).message).toContain(message)
})

test('${NAME} reads the environment, and an unset name is an error that names it', async () => {
  const text = 'mail: { transport: "smtp://me:${PASSWORD}@relay.example:587" }\n'
  expect((await load(text, '[]', { PASSWORD: 'secret' })).weekly.mail.transport).toBe(
    'smtp://me:secret@relay.example:587',
  )
  const error = await failure(text)
  expect(error).toMatchObject({ code: 'CONFIG_ENVIRONMENT_UNSET' })
  expect(error.message).toMatch(/weekly\.yaml:1:\d+: the environment has no PASSWORD/)
})

test('behind the host of a source an environment value keeps its name, and is known apart', async () => {
  const sources = [
    '- url: "https://${HOST}/${KEY}/feed?a=${KEY}"',
    '- { url: "https://u:${KEY}@b.example/", headers: { authorization: "Bearer ${KEY}" } }',
  ].join('\n')
  const environment = { HOST: 'a.example', KEY: 'abc' }
  const config = await load('', sources, environment)
  expect(config.sources.map(({ url }) => url)).toEqual([
    'https://a.example/${KEY}/feed?a=${KEY}',
    'https://u:abc@b.example/',
  ])
  expect(config.sources[1]?.headers).toEqual({ authorization: 'Bearer abc' })
  expect([...config.hidden]).toEqual([['KEY', 'abc']])
  await expect(load('', '- url: https://a.example/?k=${UNSET}')).rejects.toMatchObject({
    code: 'CONFIG_ENVIRONMENT_UNSET',
  })
})
