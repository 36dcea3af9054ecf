import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { isWeeklyError } from '../../src/core/errors.ts'
import { type ModelServer, startModel, summaryOf } from '../extract/model/model-server.ts'
import { pageOf, rssOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

const friday = '2016-12-09T08:30:00+08:00'
const paragraphs = [
  'The scheduler team measured what happens when a cluster loses a node under load, and wrote the figures down for everybody.',
  'They found that it takes four seconds to notice, and another nine until the last waiting request is answered by a healthy node.',
  'A smaller lease brings this to five seconds in all, at the price of twice the heartbeats, which the control plane can afford.',
  'Nothing else had to be changed, and the report of the team tells how to measure the same on any other cluster.',
]
const lead = 'A smaller lease lets a cluster that loses a node answer waiting requests sooner.'

let program: Program
let site: TestSite
let model: ModelServer
beforeEach(async () => {
  program = await createProgram()
  site = await startSite()
  model = await startModel(() => summaryOf(lead, ['It costs twice the heartbeats.']))
  site.routes.set(
    '/feed.xml',
    rssOf('A blog', [{ link: `${site.url}one/`, title: 'Leases', date: '2016-12-08T10:00:00+08:00' }]),
  )
  site.routes.set('/one/', pageOf('one', paragraphs))
  await program.setSources([{ url: `${site.url}feed.xml` }])
})
afterEach(async () => {
  await site.close()
  await program.remove()
})

const configure = (llm: object): Promise<void> => program.configure({ summary: { method: 'llm', llm } })

async function runAt(now: string) {
  const app = await program.open({ now })
  try {
    return await run(app)
  } finally {
    await app.close()
  }
}

describe('summaries by a model', () => {
  test('stand on the page, in the feed and in the mail, and all three say whose they are', async () => {
    await configure({ url: model.url, model: 'test-model', key: 'k' })
    await runAt(friday)
    const page = await program.page('issues/2016-W49/index.html')
    expect(page).toContain(lead)
    expect(page).toContain('summary by a language model')
    expect(await program.page('feed.xml')).toContain('summary by a language model')
    const [mail = ''] = await program.mails()
    const text = await readFile(join(program.folder, 'outbox', mail), 'utf8')
    expect(text.replace(/=\r?\n/g, '')).toContain('summary by a language model')
    expect(model.requests).toHaveLength(1)
  })

  test('are not said to be where they are not', async () => {
    await runAt(friday)
    expect(await program.page('issues/2016-W49/index.html')).not.toContain('language model')
    expect(model.requests).toEqual([])
  })

  test('are asked for before drafts are made: curating again asks nobody and gives the same bytes', async () => {
    await configure({ url: model.url, model: 'test-model' })
    await runAt('2016-12-08T12:00:00+08:00')
    const readSections = async (): Promise<string[]> => {
      const app = await program.open({ now: '2016-12-08T12:00:00+08:00' })
      const rows = await app.store.db.selectFrom('drafts').select('sections').execute()
      await app.close()
      return rows.map(({ sections }) => sections)
    }
    const before = await readSections()
    expect(before.join('')).toContain('"llm"')
    model.answer = () => summaryOf('Something else about the cluster and its lease.')
    await runAt('2016-12-08T12:00:00+08:00')
    expect(await readSections()).toEqual(before)
    expect(model.requests).toHaveLength(1)
  })

  test('that cannot be had leave the issue as it would be without', async () => {
    model.answer = () => ({ status: 500, body: '' })
    await configure({ url: model.url, model: 'test-model' })
    const { stages } = await runAt(friday)
    expect(stages.flatMap(({ failed }) => failed).every(failed => failed === 0)).toBe(true)
    expect(await program.page('issues/2016-W49/index.html')).toContain('The scheduler team measured')
  })
})

test.each([
  ['no model', { method: 'llm' }, '"summary.llm" is missing'],
  ['no address', { method: 'llm', llm: { model: 'm' } }, '"summary.llm.url"'],
  [
    'an unknown key',
    { method: 'llm', llm: { url: 'http://a.example/v1', model: 'm', token: 'x' } },
    'summary.llm.token',
  ],
  ['a wrong address', { method: 'llm', llm: { url: 'a.example', model: 'm' } }, '"summary.llm.url" must be an http'],
  ['an unknown method', { method: 'gpt' }, '"summary.method"'],
  [
    'an endless wait',
    { method: 'llm', llm: { url: 'http://a.example/v1', model: 'm', timeoutSeconds: 0 } },
    'timeoutSeconds',
  ],
])('a configuration with %s is refused by name', async (_name, summary, message) => {
  await program.configure({ summary })
  const error = await program.open().then(
    async app => app.close(),
    (caught: unknown) => caught,
  )
  expect(isWeeklyError(error) && error.code).toBe('CONFIG_INVALID')
  expect(isWeeklyError(error) && error.message).toContain(message)
  expect(isWeeklyError(error) && error.hint).not.toBe('')
})
