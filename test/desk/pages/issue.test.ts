// A sealed issue at the desk: corrected field by field after a look at what will change, put in another order, taken back and brought back.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WeekId } from '../../../src/core/types.ts'
import { readCorrectedIssue } from '../../../src/store/errata.ts'
import { insertIssue } from '../../../src/store/issues.ts'
import { openSlot } from '../../../src/store/drafts.ts'
import { anIssue, aStory } from '../../publish/issues.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

const week = '2026-W46' as WeekId
let desk: DeskSite
async function seal(site: DeskSite): Promise<void> {
  const { lead } = aStory()
  const told = ['alpha', 'bravo', 'carol'].map((name, at) =>
    aStory({
      id: `s-${name}`,
      title: `${name} <i>标题</i>`,
      lead: { ...lead, itemId: at + 1, url: `https://${name}.example/post`, title: name, site: `${name}.example` },
      others: [],
    }),
  )
  const { db } = site.store
  await openSlot(db, { week, opensAt: now, closesAt: now }, { origin: 'scheduled', is_first: 0 })
  await insertIssue(db, anIssue([{ title: '数据库', stories: told }], { week, title: 'Issue 46' }), [])
}
beforeEach(async () => {
  desk = await startDesk()
  await seal(desk)
})
afterEach(() => desk.close())

const page = async (browser: Browser, path = ''): Promise<string> =>
  (await browser.get(`/desk/issues/${week}${path}`)).text()
const titles = async (): Promise<readonly string[]> =>
  (await readCorrectedIssue(desk.store.db, week))?.sections.flatMap(({ stories }) =>
    stories.map(({ title }) => title),
  ) ?? []

/** The address of a story's own page, by its title. */
async function pathOf(browser: Browser, name: string, what: 'correct' | 'retract'): Promise<string> {
  const row = (await page(browser)).split('<li id=').find(each => each.includes(`${name} &lt;i&gt;`)) ?? ''
  return new RegExp(`/${what}\\?story=[^"]*`).exec(row)?.[0] ?? ''
}

async function correct(browser: Browser, name: string, typed: Readonly<Record<string, string>>): Promise<string> {
  const form = formIn(await page(browser, await pathOf(browser, name, 'correct')), 'was-title', 'look', typed)
  return (await browser.post(form.action, form.fields)).text()
}

test('looking changes no row, and shows the stories with the ways to correct them to editors alone', async () => {
  const ann = await signInAs(desk, 'editor')
  const tom = await signInAs(desk, 'contributor')
  const before = await allRows(desk.store)
  const html = await page(ann)
  for (const what of ['correct', 'retract'] as const) await page(ann, await pathOf(ann, 'alpha', what))
  expect(textOf(await page(ann, '/retract'))).toContain('Take the whole issue back?')
  expect(await allRows(desk.store)).toBe(before)
  expect(html).toContain('alpha &lt;i&gt;标题')
  expect(textOf(html)).toContain('Nothing was corrected.')
  expect(await page(tom)).not.toMatch(/correct\?|retract/)
  for (const closed of ['/correct?story=foreword', '/retract', '/other'])
    expect((await tom.get(`/desk/issues/${week}${closed}`)).status).toBe(404)
  expect((await ann.get('/desk/issues/2026-W01')).status).toBe(404)
  const token = /name="token" value="([^"]*)"/.exec(await page(tom))?.[1] ?? ''
  for (const path of ['correct', 'retract'])
    expect((await tom.post(`/desk/issues/${week}/${path}`, { token, kind: 'retract', reason: 'x' })).status).toBe(403)
})

test('a correction shows what was sent out beside what it will read, then is done and listed with its reason', async () => {
  const ann = await signInAs(desk, 'editor')
  const changes = await correct(ann, 'alpha', {
    title: '新标题',
    note: 'First line\r\n\r\nSecond',
    reason: ' Wrong  name ',
  })
  expect(changes).toContain('<del>alpha &lt;i&gt;标题&lt;/i&gt;</del>')
  expect(textOf(changes)).toContain('will read新标题')
  expect(textOf(changes)).toContain('No mail goes out again.')
  expect(await titles()).toContain('alpha <i>标题</i>')
  const { action, fields } = formIn(changes, 'was-title', 'correct')
  expect((await ann.post(action, fields)).headers.get('Location')).toBe(`/desk/issues/${week}?done=yes`)
  expect(desk.published).toHaveLength(1)
  expect(await titles()).toEqual(['新标题', 'bravo <i>标题</i>', 'carol <i>标题</i>'])
  const html = textOf(await page(ann, '?done=yes'))
  expect(html).toContain('Done; the site says so.')
  expect(html).toContain('Wrong name')
  // Sent twice, it finds nothing to do.
  const again = await ann.post(action, fields)
  expect([again.status, textOf(await again.text())]).toEqual([422, expect.stringContaining('Nothing is different')])
})

test('link, summary, points and foreword are corrected too; a link of another story is refused', async () => {
  const ann = await signInAs(desk, 'editor')
  const typed = { link: 'https://alpha.example/new', summary: '新摘要。', points: 'one\n\ntwo' }
  const form = formIn(await correct(ann, 'alpha', typed), 'was-title', 'correct')
  await ann.post(form.action, form.fields)
  const [story] = (await readCorrectedIssue(desk.store.db, week))?.sections.flatMap(({ stories }) => stories) ?? []
  expect(story).toMatchObject({
    lead: { url: 'https://alpha.example/new' },
    summary: '新摘要。',
    points: ['one', 'two'],
  })
  const taken = formIn(await correct(ann, 'alpha', { link: 'https://bravo.example/post' }), 'was-title', 'correct')
  expect((await ann.post(taken.action, taken.fields)).status).toBe(422)
  const foreword = formIn(await page(ann, '/correct?story=foreword'), 'was-foreword', 'look', {
    foreword: '**重点：**后文',
  })
  const sure = formIn(await (await ann.post(foreword.action, foreword.fields)).text(), 'was-foreword', 'correct')
  await ann.post(sure.action, sure.fields)
  expect((await readCorrectedIssue(desk.store.db, week))?.foreword).toBe('**重点：**后文')
})

test('what somebody else corrected meanwhile is shown, and nothing typed is lost', async () => {
  const [ann, li] = [await signInAs(desk, 'editor'), await signInAs(desk, 'owner')]
  const late = formIn(await page(ann, await pathOf(ann, 'alpha', 'correct')), 'was-title', 'look', { title: 'Mine' })
  const first = formIn(await correct(li, 'alpha', { title: 'Theirs' }), 'was-title', 'correct')
  await li.post(first.action, first.fields)
  const answer = await ann.post(late.action, late.fields)
  const html = await answer.text()
  expect([answer.status, textOf(html)]).toEqual([409, expect.stringContaining('TitleTheirs')])
  expect(html).toContain('value="Mine"')
})

test('a story goes behind the next, after a question', async () => {
  const ann = await signInAs(desk, 'editor')
  const row = (await page(ann)).split('<li id=').find(each => each.includes('alpha')) ?? ''
  const down = formIn(row, 'story', 'down')
  const question = await (await ann.post(down.action, down.fields)).text()
  expect(textOf(question)).toContain(
    '“alpha &lt;i&gt;标题&lt;/i&gt;” changes places with “bravo &lt;i&gt;标题&lt;/i&gt;”.',
  )
  const { action, fields } = formIn(question, 'story', 'moved', { reason: 'Better so' })
  await ann.post(action, fields)
  expect((await titles()).map(title => title.slice(0, 5))).toEqual(['bravo', 'alpha', 'carol'])
})

test('a story, and the whole issue, are taken back with a reason, and brought back as they were', async () => {
  const ann = await signInAs(desk, 'editor')
  const before = await titles()
  const ask = formIn(await page(ann, await pathOf(ann, 'bravo', 'retract')), 'reason', 'retract')
  const none = await ann.post(ask.action, { ...ask.fields, reason: ' ' })
  expect([none.status, textOf(await none.text())]).toEqual([422, expect.stringContaining('Readers are told.')])
  await ann.post(ask.action, { ...ask.fields, reason: '数据有误' })
  expect(await titles()).toHaveLength(2)
  expect(textOf(await page(ann))).toContain('Taken back bravo &lt;i&gt;标题&lt;/i&gt; 数据有误')
  const undo = formIn(await page(ann, '/retract?kind=undo&story=s-bravo'), 'story', 'undo')
  await ann.post(undo.action, undo.fields)
  expect(await titles()).toEqual(before)
  const whole = formIn(await page(ann, '/retract'), 'reason', 'retract', { reason: 'Sent by mistake' })
  await ann.post(whole.action, whole.fields)
  expect(textOf(await page(ann))).toContain('Taken back Issue 46 Sent by mistake')
  const twice = await ann.post(whole.action, whole.fields)
  // What the site was told already is not taken back twice.
  expect([twice.status, textOf(await twice.text())]).toEqual([422, expect.stringContaining('taken back already')])
  const back = formIn(await page(ann, '/retract?kind=undo&story='), 'story', 'undo')
  await ann.post(back.action, back.fields)
  expect(await titles()).toEqual(before)
  expect(desk.published).toHaveLength(4)
})

test('where the site cannot be written, the page says that the correction stands, in its language', async () => {
  const chinese = await startDesk({ language: 'zh-CN', siteProblems: ['index.html: EACCES'] })
  await seal(chinese)
  const li = await signInAs(chinese, 'owner')
  const answer = await (async () => {
    const form = formIn(await page(li, '/correct?story=foreword'), 'was-foreword', 'look', { foreword: '更正' })
    const sure = formIn(await (await li.post(form.action, form.fields)).text(), 'was-foreword', 'correct')
    return li.post(sure.action, sure.fields)
  })()
  expect(textOf(await answer.text())).toContain('已保存，但网站没能更新：index.html: EACCES。')
  expect(textOf(await page(li))).toContain('更正记录')
  await chinese.close()
})
