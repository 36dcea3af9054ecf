// All sources on their page: what needs somebody first, in the words of the desk, and no address that bears a secret.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { sourceSchema } from '../../../src/core/config.ts'
import { syncSources } from '../../../src/store/sources.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const configure = (sources: readonly object[], site = desk) =>
  syncSources(
    site.store,
    sources.map(source => sourceSchema.parse(source)),
  )

const addressOf = (name: string): string => `https://${name}.example/feed`

/** What visits left behind with a source. */
async function visited(name: string, left: object, site = desk): Promise<void> {
  const read = { checked_at: now, succeeded_at: now, backlog_read_at: now, last_item_at: now }
  const { id } = await site.store.db
    .selectFrom('sources')
    .select('id')
    .where('url', '=', addressOf(name))
    .executeTakeFirstOrThrow()
  await site.store.db
    .updateTable('source_states')
    .set({ ...read, next_check_at: addMinutes(now, 60), ...left })
    .where('source_id', '=', id)
    .execute()
}

const failure = {
  failures_in_row: 3,
  failing_since: addMinutes(now, -3 * 24 * 60),
  last_error: '<b>503</b> 服务不可用',
}

async function fill(site = desk): Promise<void> {
  const names = ['good', 'silent', 'failing', 'dead', 'fresh']
  await configure(
    [
      ...names.map(name => ({ url: addressOf(name), title: `${name} & <i>co</i>`, section: '数据库', weight: 1.5 })),
      { url: addressOf('rest'), paused: true },
    ],
    site,
  )
  await visited('good', {}, site)
  await visited('silent', { last_item_at: addMinutes(now, -100 * 24 * 60) }, site)
  await visited('failing', { ...failure, next_check_at: '1970-01-01T00:00:00.000Z' }, site)
  await visited('dead', { disabled_reason: '410 <u>Gone</u>' }, site)
}

test('what is given up, fails or is silent comes first, each with section, weight, last success and next visit', async () => {
  await fill()
  const ann = await signInAs(desk, 'editor')
  const before = await allRows(desk.store)
  const html = await (await ann.get('/desk/sources')).text()
  expect(await allRows(desk.store)).toBe(before)
  const order = ['dead', 'failing', 'silent', 'fresh', 'good', 'rest.example'].map(name => html.indexOf(`<bdi>${name}`))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order).not.toContain(-1)
  const text = textOf(html)
  expect(text).toContain('given up 1 · failing 1 · silent 1 · not read yet 1 · answers 1 · paused 1')
  expect(text).toContain('failing 3× since Nov 17, 2026')
  expect(text).toContain('silent since Aug 12, 2026')
  expect(text).toContain(
    '数据库 · weight 1.5 · last read Fri, Nov 20, 2026, 08:30 · next visit Fri, Nov 20, 2026, 09:30',
  )
  // Hurried on by somebody: its time lies long ago.
  expect(text).toContain('next visit at once')
  expect(text).toContain('no section of its own · weight 1 · last read never')
})

test('what strangers wrote is escaped, and shown nowhere where an address is secret', async () => {
  await fill()
  const ann = await signInAs(desk, 'contributor')
  const html = await (await ann.get('/desk/sources')).text()
  expect(html).toContain('failing &amp; &lt;i&gt;co&lt;/i&gt;')
  expect(html).toContain('&lt;b&gt;503&lt;/b&gt; 服务不可用')
  expect(html).toContain('410 &lt;u&gt;Gone&lt;/u&gt;')
  await configure([{ url: addressOf('failing'), private: true }, { url: 'https://a.example/feed?key=${FEED_KEY}' }])
  await desk.store.db.updateTable('source_states').set({ site_url: 'javascript:alert(1)' }).execute()
  const guarded = await (await ann.get('/desk/sources')).text()
  expect(guarded).toContain('<bdi>failing.example</bdi>')
  expect(guarded).not.toMatch(/503|FEED_KEY|javascript:|<main[\s\S]*href="https?:/)
})

test('the front page tells the same in the language of the desk', async () => {
  const chinese = await startDesk({ language: 'zh-CN' })
  await fill(chinese)
  const li = await signInAs(chinese, 'owner')
  expect(textOf(await (await li.get('/desk')).text())).toContain('自2026年11月17日起连续失败 3 次')
  const text = textOf(await (await li.get('/desk/sources')).text())
  expect(text).toContain('自2026年8月12日起没有更新')
  expect(text).toContain('上次读取 2026年11月20日周五 08:30')
  await chinese.close()
})

test('many sources come in pages of a hundred', async () => {
  await configure(Array.from({ length: 201 }, (_, number) => ({ url: addressOf(`s${number}`) })))
  const ann = await signInAs(desk, 'editor')
  const rows = async (page: string): Promise<number> =>
    (await (await ann.get(`/desk/sources?page=${page}`)).text()).match(/<li /g)?.length ?? 0
  expect([await rows('1'), await rows('2'), await rows('3'), await rows('4'), await rows('-1')]).toEqual([
    100, 100, 1, 1, 100,
  ])
})
