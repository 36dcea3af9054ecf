// Sign-in by a proxy that knows who sits there: believed from named proxies alone, and never about somebody who is not at the desk.
import { afterEach, expect, test } from 'vitest'
import { weeklySchema } from '../../../src/core/config.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { type Browser, type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
const opened: DeskSite[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

const open = async (proxies: readonly string[], named: string): Promise<Browser> => {
  desk = await startDesk({ proxies })
  opened.push(desk)
  return desk.openBrowser({ 'X-Forwarded-Email': named, 'X-Forwarded-For': '203.0.113.7' })
}
const sessions = () => desk.store.db.selectFrom('desk_sessions').selectAll().execute()
const here = ['127.0.0.0/8', '::1/128']

test('who is named is signed in, where they were going, and once', async () => {
  const browser = await open(here, 'Li@Example.org')
  const answer = await browser.get('/desk/journal?page=1')
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/desk/journal?page=1'])
  expect((await browser.get('/desk/journal?page=1')).status).toBe(200)
  await browser.get('/desk')
  expect(await sessions()).toHaveLength(1)
})

test.each([
  ['from another proxy', ['10.0.0.0/8'], 'li@example.org'],
  ['somebody who is not at the desk', here, 'eve@example.org'],
  ['two at once', here, 'li@example.org, eve@example.org'],
  ['nobody', here, ''],
  ['what is no address', here, 'li'],
])('%s is believed in nothing', async (_name, proxies, named) => {
  const browser = await open(proxies, named)
  const answer = await browser.get('/desk')
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/desk/sign-in?to=%2Fdesk'])
  expect(await sessions()).toEqual([])
})

test('the session of somebody else in this browser ends, and what was written goes along', async () => {
  const browser = await open(here, 'ann@example.org')
  await browser.get('/desk')
  const key = browser.cookies.get('desk') ?? ''
  const li = desk.openBrowser({ 'X-Forwarded-Email': 'li@example.org' })
  li.cookies.set('desk', key)
  const answer = await li.post('/desk/journal', { kind: 'undo', token: formTokenOf(key) })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('What you wrote before is not saved yet.')
  const left = await sessions()
  expect(left.map(session => session.editor_id)).toEqual([desk.owner.id])
})

test('header and proxies are configured together', () => {
  const read = (value: unknown) => weeklySchema.safeParse({ desk: value }).success
  expect(read({ proxyHeader: 'Remote-Email', proxies: ['10.0.0.5/32'] })).toBe(true)
  expect(read({ proxyHeader: 'Remote-Email', proxies: [] })).toBe(false)
  expect(read({ proxyHeader: 'Remote-Email' })).toBe(false)
  expect(read({ proxyHeader: 'Remote Email', proxies: ['10.0.0.5/32'] })).toBe(false)
  expect(read({ proxies: ['10.0.0.5/32'] })).toBe(false)
})
