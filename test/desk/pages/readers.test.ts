// Subscribers acted on at the desk, and mails that came back: asked again, exported and erased by owners alone, released and suspended.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import type { Subscriber } from '../../../src/core/types.ts'
import { recordBounce } from '../../../src/store/bounces.ts'
import { confirmSubscriber, findSubscriber, leaveList, saveSignUp } from '../../../src/store/subscribers.ts'
import { now } from '../../web/web-fixture.ts'
import { addIssue, allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'
import type { WeekId } from '../../../src/core/types.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

async function subscribe(email: string, state: Subscriber['state'] = 'confirmed', site = desk): Promise<number> {
  const { db } = site.store
  const consent = '<b>同意</b>'
  const { id } = await saveSignUp(
    db,
    { email, name: '安', language: 'en', consent, stories: 'zh' },
    addMinutes(now, -60),
  )
  if (state !== 'pending') await confirmSubscriber(db, id, now)
  if (state !== 'pending' && state !== 'confirmed') await leaveList(db, id, state, now)
  return id
}

/** A mail that came back with a report. */
async function bounce(id: number, verdict: 'bad-address' | 'refused'): Promise<void> {
  const { db } = desk.store
  const week = '2026-W46' as WeekId
  await addIssue(desk.store, { week })
  const reader = await db
    .selectFrom('subscribers')
    .select(['email', 'email_key', 'language'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const row = {
    week,
    subscriber_id: id,
    ...reader,
    state: 'sent' as const,
    message_id: `<${id}>`,
    dated_at: now,
    updated_at: now,
  }
  const rest = { attempts: 1, next_attempt_at: null, claimed_by: null, claimed_until: null, response: null }
  const { id: delivery } = await db
    .insertInto('deliveries')
    .values({ ...row, ...rest })
    .returning('id')
    .executeTakeFirstOrThrow()
  const report = { verdict, status: '5.1.1', response: '550 <no> such user 用户不存在' }
  await recordBounce(db, { id: delivery, subscriber_id: id, week }, report, now)
}

const page = async (browser: Browser, path: string): Promise<string> => (await browser.get(`/desk/${path}`)).text()
const stateOf = async (id: number) => (await findSubscriber(desk.store.db, { id }))?.state

async function press(browser: Browser, path: string, around: string, button: string): Promise<Response> {
  const { action, fields } = formIn(await page(browser, path), around, button)
  return browser.post(action, fields)
}

test('a subscriber has a page with all that is kept, and looking changes no row', async () => {
  const id = await subscribe('ann@example.org')
  const ann = await signInAs(desk, 'editor')
  const before = await allRows(desk.store)
  const html = await page(ann, `subscribers/${id}`)
  for (const path of ['subscribers', 'bounces', 'bounces?list=noted', 'bounces?list=complained']) await page(ann, path)
  expect(await allRows(desk.store)).toBe(before)
  expect(textOf(html)).toContain('In Chinese only')
  expect(html).toContain('&lt;b&gt;同意&lt;/b&gt;')
  expect(textOf(await page(ann, 'subscribers'))).toContain('en · In Chinese only')
  for (const path of ['subscribers/999', 'subscribers/x', `subscribers/${id}/erase`])
    expect((await ann.get(`/desk/${path}`)).status).toBe(404)
  const tom = await signInAs(desk, 'contributor')
  for (const path of ['subscribers', `subscribers/${id}`, 'bounces'])
    expect((await tom.get(`/desk/${path}`)).status).toBe(404)
})

test('who has not confirmed is asked again, one or all, once a day each', async () => {
  const id = await subscribe('ann@example.org', 'pending')
  await subscribe('bob@example.org', 'pending')
  await subscribe('carol@example.org')
  const ann = await signInAs(desk, 'editor')
  const one = await press(ann, `subscribers/${id}`, 'Ask to confirm again', 'ask')
  expect(one.headers.get('Location')).toBe(`/desk/subscribers/${id}?asked=1`)
  expect(textOf(await page(ann, `subscribers/${id}?asked=1`))).toContain('1 mail on the way')
  const question = await (await press(ann, 'subscribers?state=pending', 'ask-all', 'ask-all')).text()
  expect(textOf(question)).toContain('goes to 2 people')
  const { action, fields } = formIn(question, 'sure', 'ask-all')
  expect((await ann.post(action, fields)).headers.get('Location')).toBe('/desk/subscribers?state=pending&asked=1')
  const letters = await desk.store.db.selectFrom('letters').select('subscriber_id').execute()
  expect(letters).toHaveLength(2)
  expect(await page(ann, 'subscribers')).not.toContain('ask-all')
})

test('export and erasing are for owners who signed in within ten minutes', async () => {
  const id = await subscribe('ann@example.org')
  const ann = await signInAs(desk, 'editor')
  const token = /name="token" value="([^"]*)"/.exec(await page(ann, 'subscribers'))?.[1] ?? ''
  expect((await ann.post('/desk/subscribers', { kind: 'export', token })).status).toBe(403)
  expect((await ann.post(`/desk/subscribers/${id}`, { kind: 'erase', token })).status).toBe(403)
  expect(await page(ann, 'subscribers')).not.toContain('Export')
  const li = await signInAs(desk, 'owner')
  const file = await press(li, 'subscribers', 'export', 'export')
  expect([file.headers.get('Content-Type'), file.headers.get('Cache-Control')]).toEqual([
    'text/csv; charset=utf-8',
    'no-store',
  ])
  expect(await file.text()).toContain('ann@example.org,安,en,<b>同意</b>,confirmed')
  const { action, fields } = formIn(await page(li, `subscribers/${id}/erase`), 'erase', 'erase')
  desk.clock.set(addMinutes(now, 11))
  for (const form of [
    { action, fields },
    { action: '/desk/subscribers', fields: { ...fields, kind: 'export' } },
  ]) {
    const late = await li.post(form.action, form.fields)
    expect([late.status, late.headers.get('Content-Type')]).toEqual([401, 'text/html; charset=utf-8'])
  }
  expect(await stateOf(id)).toBe('confirmed')
  desk.clock.set(now)
  expect(textOf(await (await li.post(action, fields)).text())).toContain('Erased.')
  expect((await findSubscriber(desk.store.db, { id }))?.email).toBe('erased')
  expect((await li.get(`/desk/subscribers/${id}`)).status).toBe(404)
})

test('mails that came back stand with reason and date; chosen readers are released, and all of a page', async () => {
  const gone = await subscribe('gone@example.org')
  const full = await subscribe('full@example.org')
  const third = await subscribe('third@example.org', 'bounced')
  await bounce(gone, 'bad-address')
  await desk.store.db.deleteFrom('placements').execute()
  await subscribe('angry@example.org', 'complained')
  const ann = await signInAs(desk, 'editor')
  const html = await page(ann, 'bounces')
  expect(textOf(html)).toContain('gone@example.org no such address · 5.1.1')
  expect(html).toContain('550 &lt;no&gt; such user 用户不存在')
  expect(textOf(await page(ann, 'bounces?list=complained'))).toContain('angry@example.org')
  const { action, fields } = formIn(html, 'shown', 'release')
  expect((await ann.post(action, fields)).headers.get('Location')).toBe('/desk/bounces?list=suspended&done=0')
  await ann.post(action, { ...fields, reader: String(gone) })
  expect([await stateOf(gone), await stateOf(third)]).toEqual(['confirmed', 'bounced'])
  expect(textOf(await page(ann, 'bounces?list=noted'))).toContain('gone@example.org')
  await press(ann, 'bounces?list=noted', 'shown', 'suspend-all')
  expect([await stateOf(gone), await stateOf(full)]).toEqual(['bounced', 'confirmed'])
  const all = await press(ann, 'bounces', 'shown', 'release-all')
  expect(textOf(await page(ann, all.headers.get('Location')?.replace('/desk/', '') ?? ''))).toContain(
    '2 readers changed.',
  )
})

test('the pages are Chinese where the desk is, and ask nobody where mail is not set up', async () => {
  const chinese = await startDesk({ language: 'zh-CN', hasMail: false })
  const id = await subscribe('ann@example.org', 'pending', chinese)
  const li = await signInAs(chinese, 'owner')
  const html = await page(li, `subscribers/${id}`)
  expect(textOf(html)).toContain('文章语言只要中文')
  expect(html).not.toContain('再次请求确认')
  expect(textOf(await page(li, 'bounces'))).toContain('已暂停的读者收不到邮件')
  await chinese.close()
})
