// Subscribers at the desk: counted, found by a part of the address, in pages; for owners and editors, and by looking alone.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import type { Subscriber } from '../../../src/core/types.ts'
import { confirmSubscriber, eraseSubscriber, leaveList, saveSignUp } from '../../../src/store/subscribers.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

async function subscribe(email: string, state: Subscriber['state'] = 'confirmed', name: string | null = null) {
  const { db } = desk.store
  const { id } = await saveSignUp(db, { email, name, language: 'zh-CN', consent: '{}' }, addMinutes(now, -60))
  if (state !== 'pending') await confirmSubscriber(db, id, now)
  if (state !== 'pending' && state !== 'confirmed') await leaveList(db, id, state, now)
}

const show = async (browser: Browser, query = ''): Promise<string> =>
  (await browser.get(`/desk/subscribers${query}`)).text()
const found = (html: string): readonly string[] =>
  Array.from(html.matchAll(/<li><a [^>]*><bdi>([^<]*)</g), ([, email = '']) => email)

test('shows how many there are in each state, and the newest first', async () => {
  await subscribe('ann@example.org', 'confirmed', '<b>安</b>')
  await subscribe('bob@example.org', 'pending')
  await subscribe('carol@example.org', 'unsubscribed')
  await subscribe('dan@example.org', 'complained')
  await subscribe('gone@example.org')
  await eraseSubscriber(desk.store.db, 'gone@example.org', now)
  const li = await signInAs(desk, 'owner')
  const before = await allRows(desk.store)
  const html = await show(li)
  expect(found(html)).toEqual(['dan@example.org', 'carol@example.org', 'bob@example.org', 'ann@example.org'])
  expect(textOf(html)).toContain('all 4 confirmed 1 not confirmed yet 1 left 1 bounced 0 complained 1')
  expect(textOf(html)).toContain('ann@example.org &lt;b&gt;安&lt;/b&gt;confirmed · Fri, Nov 20, 2026, 08:30 · zh-CN')
  expect(found(await show(li, '?state=pending'))).toEqual(['bob@example.org'])
  expect(found(await show(li, '?state=nothing'))).toHaveLength(4)
  expect(html).toContain('spellcheck="false">&lt;form method=&#34;post&#34;&gt;</textarea>')
  expect(await allRows(desk.store)).toBe(before)
})

test('finds a part of an address in any case and script, and takes signs of patterns as they are', async () => {
  for (const email of ['Ann_B@Example.org', 'annxb@example.net', '张三@例子.测试', '100%@example.org'])
    await subscribe(email)
  const ann = await signInAs(desk, 'editor')
  const search = async (text: string) => found(await show(ann, `?${new URLSearchParams({ q: text }).toString()}`))
  expect(await search('EXAMPLE.ORG')).toEqual(['100%@example.org', 'Ann_B@Example.org'])
  expect(await search('ann_b')).toEqual(['Ann_B@Example.org'])
  expect(await search('0%@')).toEqual(['100%@example.org'])
  for (const text of ['张三', '例子', '张三@例子.测试', 'xn--fsqu00a'])
    expect(await search(text)).toEqual(['张三@例子.测试'])
  expect(await search(' ann_b@example.org\0')).toEqual(['Ann_B@Example.org'])
  expect(await search('!')).toEqual([])
  expect(await search(`' or 1=1 --`)).toEqual([])
  expect(await show(ann, '?q=%3Cb%3E%22')).toContain('value="&lt;b&gt;&#34;"')
})

test('many come in pages of a hundred, which keep what was searched for', async () => {
  for (let number = 0; number < 201; number++) await subscribe(`r${number}@example.org`)
  const ann = await signInAs(desk, 'editor')
  const seen: string[] = []
  let path: string | undefined = '?q=example&state=confirmed'
  for (let page = 0; page < 4 && path !== undefined; page++) {
    const html = await show(ann, path)
    seen.push(...found(html))
    path = /rel="next" href="\/desk\/subscribers([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  expect(path).toBeUndefined()
  expect(seen).toHaveLength(201)
  expect(new Set(seen).size).toBe(201)
  expect(found(await show(ann, '?before=99999999999999999999'))).toEqual([])
  expect(found(await show(ann, '?before=999999999'))).toHaveLength(100)
})

test('whoever contributes does not learn that there is such a page', async () => {
  const tom = await signInAs(desk, 'contributor')
  const [page, other] = [await tom.get('/desk/subscribers'), await tom.get('/desk/nothing')]
  expect([page.status, await page.text()]).toEqual([404, await other.text()])
  expect((await desk.openBrowser().get('/desk/subscribers')).status).toBe(303)
})
