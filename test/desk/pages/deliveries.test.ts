// Deliveries at the desk: the equation of each issue in words, and the mails to look at with their reasons, for owners and editors.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeliveryState, WeekId } from '../../../src/core/types.ts'
import { addMinutes } from '../../../src/core/clock.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { freezeIssue } from '../../../src/store/freeze.ts'
import { confirmReaders } from '../../deliver/builders.ts'
import { now } from '../../web/web-fixture.ts'
import { addIssue, allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, startDesk } from './desk-fixture.ts'

const week = '2016-W49' as WeekId
let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const seal = (number: number, name = week) =>
  addIssue(desk.store, { number, week: name, title: `<b>周刊</b> ${number}` })

const freeze = () => freezeIssue(desk.store.db, { week, at: now, messageIdEnd: 'a@b' })

/** Puts the first readers that still wait into a state. */
async function settle(state: DeliveryState, count: number, response: string | null): Promise<void> {
  const { db } = desk.store
  const waiting = await db
    .selectFrom('deliveries')
    .select('id')
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(count)
    .execute()
  const ids = waiting.map(({ id }) => id)
  await db.updateTable('deliveries').set({ state, response, updated_at: now }).where('id', 'in', ids).execute()
}

const show = async (browser: Browser, path = ''): Promise<string> =>
  (await browser.get(`/desk/deliveries${path}`)).text()
const addresses = (html: string): readonly string[] =>
  Array.from(html.matchAll(/<li><bdi>([^<]*)</g), ([, email = '']) => email)

test('each issue has its equation in words', async () => {
  const li = await signInAs(desk, 'owner')
  expect(textOf(await show(li))).toContain('No issue has been mailed yet.')
  await confirmReaders(desk.store, 10)
  await seal(1, '2016-W48' as WeekId)
  await seal(2)
  await freeze()
  await settle('sent', 6, '250 ok')
  await settle('bounced', 1, '550')
  await settle('uncertain', 2, null)
  const before = await allRows(desk.store)
  const html = await show(li)
  const text = textOf(html)
  expect(text).toContain('10 readers = 6 sent + 1 bounced + 2 uncertain + 1 waiting Every reader is accounted for.')
  expect(text).toContain('&lt;b&gt;周刊&lt;/b&gt; 1Not mailed.')
  expect(html).toContain('href="/issues/2016-W49/"')
  expect(html).toContain('href="/desk/deliveries/2016-W49"')
  expect(html).not.toContain('href="/desk/deliveries/2016-W48"')
  await show(li, '/2016-W49')
  expect(await allRows(desk.store)).toBe(before)
  await desk.store.db.deleteFrom('deliveries').where('state', '=', 'bounced').execute()
  expect(textOf(await show(li))).toContain('the ledger has 9 readers')
})

test('what is uncertain, bounced or skipped is listed with its reason, escaped and in pages', async () => {
  await confirmReaders(desk.store, 112)
  await seal(1)
  await freeze()
  await settle('skipped', 101, 'the subscriber is unsubscribed')
  await settle('bounced', 1, '550 <b>5.1.1</b> 没有这个用户')
  await settle('sent', 9, '250 <i>ok</i>')
  const ann = await signInAs(desk, 'editor')
  const bounced = await show(ann, '/2016-W49')
  expect(addresses(bounced)).toHaveLength(1)
  expect(bounced).toContain('550 &lt;b&gt;5.1.1&lt;/b&gt; 没有这个用户')
  expect(addresses(await show(ann, '/2016-W49?state=sent'))).toHaveLength(1)
  const first = await show(ann, '/2016-W49?state=skipped')
  const next = /rel="next" href="\/desk\/deliveries([^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const rest = addresses(await show(ann, next))
  expect([addresses(first).length, rest.length, new Set([...addresses(first), ...rest]).size]).toEqual([100, 1, 101])
  expect(textOf(await show(ann, '/2016-W49?state=uncertain'))).toContain('There is none.')
  expect(textOf(first)).toContain('the subscriber is unsubscribed · Fri, Nov 20, 2026, 08:30')
})

test('older issues stand on further pages', async () => {
  for (let number = 1; number <= 12; number++) await seal(number, `2016-W${String(number + 10)}` as WeekId)
  const ann = await signInAs(desk, 'editor')
  const first = await show(ann)
  expect(first.match(/<li>/g)).toHaveLength(10)
  expect(first).toContain('href="/desk/deliveries?before=2016-W13"')
  expect((await show(ann, '?before=2016-W13')).match(/<li>/g)).toHaveLength(2)
  expect((await show(ann, '?before=%00nonsense')).match(/<li>/g)).toHaveLength(10)
})

test('whoever contributes does not learn that there is such a page, and there is none for a week without an issue', async () => {
  await seal(1)
  const [ann, tom] = [await signInAs(desk, 'editor'), await signInAs(desk, 'contributor')]
  for (const path of ['/desk/deliveries', '/desk/deliveries/2016-W49']) {
    const [page, other] = [await tom.get(path), await tom.get('/desk/nothing')]
    expect([page.status, await page.text()]).toEqual([404, await other.text()])
  }
  for (const name of ['2016-W01', '2016-W99', '%00', "' or 1=1"])
    expect((await ann.get(`/desk/deliveries/${name}`)).status).toBe(404)
})

const stateOf = async (email: string): Promise<string | undefined> =>
  (await desk.store.db.selectFrom('deliveries').select('state').where('email', '=', email).executeTakeFirst())?.state
const decide = (browser: Browser, fields: Readonly<Record<string, string>>): Promise<Response> =>
  browser.post(`/desk/deliveries/${week}`, { ...fields, token: formTokenOf(browser.cookies.get('desk') ?? '') })

test('an uncertain mail is sent again or taken for sent; what is not uncertain, and a second tap, change nothing', async () => {
  await confirmReaders(desk.store, 4)
  await addIssue(desk.store, { number: 2, week, mailUntil: addMinutes(desk.clock.now(), 60) })
  await freeze()
  await settle('uncertain', 2, null)
  await settle('bounced', 1, '550')
  const ann = await signInAs(desk, 'editor')
  const [first = '', second = ''] = addresses(await show(ann, `/${week}?state=uncertain`))
  const [bounced = ''] = addresses(await show(ann, `/${week}?state=bounced`))
  expect(await show(ann, `/${week}?state=bounced`)).not.toContain('value="resend"')
  await decide(ann, { email: first, decision: 'resend' })
  await decide(ann, { email: second, decision: 'settle' })
  await decide(ann, { email: second, decision: 'resend' })
  await decide(ann, { email: bounced, decision: 'resend' })
  expect([await stateOf(first), await stateOf(second), await stateOf(bounced)]).toEqual(['pending', 'sent', 'bounced'])
})

test('about all it asks first; of an issue that is not mailed by itself any more it says how to go on', async () => {
  await confirmReaders(desk.store, 3)
  await seal(2)
  await freeze()
  await settle('uncertain', 3, null)
  const li = await signInAs(desk, 'owner')
  const question = await decide(li, { email: 'all', decision: 'resend' })
  expect(await question.text()).toContain('3 mails are sent again. Who has it already gets it twice.')
  const answer = await decide(li, { email: 'all', decision: 'resend', sure: 'yes' })
  expect(await answer.text()).toContain('weekly deliver --week 2016-W49')
  const rows = await desk.store.db.selectFrom('deliveries').select('state').execute()
  expect(rows.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending'])
  expect((await decide(li, { email: 'no address', decision: 'resend' })).status).toBe(422)
})

test('a contributor decides nothing about mails', async () => {
  await confirmReaders(desk.store, 1)
  await seal(2)
  await freeze()
  await settle('uncertain', 1, null)
  const tom = await signInAs(desk, 'contributor')
  expect((await decide(tom, { email: 'all', decision: 'settle', sure: 'yes' })).status).toBe(404)
  const rows = await desk.store.db.selectFrom('deliveries').select('state').execute()
  expect(rows.map(({ state }) => state)).toEqual(['uncertain'])
})
