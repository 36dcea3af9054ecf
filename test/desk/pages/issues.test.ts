// All issues at the desk: drafts first, then what has gone out, with number, date, stories and the way to the page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CivilDate, WeekId } from '../../../src/core/types.ts'
import { insertRetraction } from '../../../src/store/retractions.ts'
import { aStory } from '../../publish/issues.ts'
import { now } from '../../web/web-fixture.ts'
import { addIssue, allRows, signInAs, textOf } from './at-the-desk.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const weekOf = (number: number): WeekId => `2014-W${String(number).padStart(2, '0')}` as WeekId

test('drafts stand before what has gone out, and the latest first', async () => {
  const ann = await signInAs(desk, 'contributor')
  expect(textOf(await (await ann.get('/desk/issues')).text())).toContain('No issue has gone out yet.')
  const sections = [{ title: '后端', stories: [aStory({ id: 'a' }), aStory({ id: 'b' })] }]
  const [first, second] = [weekOf(1), weekOf(2)]
  await addIssue(desk.store, {
    week: first,
    number: 1,
    title: '<b>周刊</b> #1',
    date: '2014-01-03' as CivilDate,
    sections,
  })
  await addIssue(desk.store, { week: second, number: 2, title: '#2', date: '2014-01-10' as CivilDate })
  await insertRetraction(desk.store.db, { week: second, storyId: '' }, 'wrong', now)
  const before = await allRows(desk.store)
  const html = await (await ann.get('/desk/issues')).text()
  expect(await allRows(desk.store)).toBe(before)
  expect(html).toContain('<a href="/desk/draft">2016-W49</a>')
  expect(html).toContain('<a href="/desk/issues/2014-W01">&lt;b&gt;周刊&lt;/b&gt; #1</a>')
  expect(textOf(html)).toMatch(
    /Drafts.*2016-W49 draft 0 stories.*Out ?#2 taken backNo\. 2 · Jan 10, 2014 · 0 stories · On the site ?&lt;b&gt;周刊&lt;\/b&gt; #1No\. 1 · Jan 3, 2014 · 2 stories/,
  )
})

test('older ones stand on further pages', async () => {
  for (let number = 1; number <= 101; number++)
    await addIssue(desk.store, {
      week: number <= 52 ? weekOf(number) : (`2015-W${String(number - 42)}` as WeekId),
      number,
    })
  const ann = await signInAs(desk, 'editor')
  const first = await (await ann.get('/desk/issues')).text()
  expect(first.match(/href="\/issues\//g)).toHaveLength(100)
  const next = /rel="next" href="([^"]*)"/.exec(first)?.[1] ?? ''
  expect(next).toBe('/desk/issues?before=2014-W02')
  const second = await (await ann.get(next)).text()
  expect(second).toContain('href="/issues/2014-W01/"')
  expect(second.match(/href="\/issues\//g)).toHaveLength(1)
  expect(second).toContain('rel="prev" href="/desk/issues"')
})
