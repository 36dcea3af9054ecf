// The measure of lists: sums on tiny cases, and that the written weeklies hold the items that are wanted of them.
import { expect, test } from 'vitest'
import { writeAllWeeklies } from '../../bench/quality/matters/lists.ts'
import { agreeOnLists, compareLists, scoreLists } from '../../bench/quality/scorers/lists.ts'
import { writeCiting } from '../../bench/quality/write-weekly.ts'

const wanted = [
  { title: 'The old lock', url: 'https://a.example.org/1' },
  { title: '老船闸', url: 'https://b.example.org/2' },
]

test.each([
  ['all items, with other spaces and marks', [{ ...wanted[0], title: ' the  old lock.' }, wanted[1]], 2, 2],
  ['an item under another address', [wanted[0], { title: '老船闸', url: 'https://c.example.org/' }], 2, 1],
  ['an item too many', [...wanted, { title: 'Home', url: 'https://a.example.org/' }], 3, 2],
  ['a number before a title', [{ ...wanted[0], title: '1. The old lock' }], 1, 0],
  ['nothing', [], 0, 0],
])('%s', (_, read, all, right) => {
  const items = read.map(item => ({ title: item?.title ?? '', url: item?.url ?? null }))
  expect(compareLists(wanted, items)).toEqual({ wanted: 2, read: all, right })
})

test('precision and recall are over the items of all lists, faultless ones are counted by list', () => {
  const counts = [
    { wanted: 2, read: 2, right: 2 },
    { wanted: 2, read: 4, right: 1 },
  ]
  expect(agreeOnLists(counts)).toEqual({ precision: 0.5, recall: 0.75, f1: 0.6 })
  expect(scoreLists('lists', counts).map(({ value }) => value)).toEqual([0.6, 0.5, 0.75, 0.5])
})

test('thirty weeklies in several styles and both languages hold their items', () => {
  const weeklies = writeAllWeeklies()
  expect(weeklies.length).toBeGreaterThanOrEqual(30)
  expect(new Set(weeklies.map(({ style }) => style)).size).toBeGreaterThanOrEqual(6)
  expect(new Set(weeklies.map(({ language }) => language))).toEqual(new Set(['en', 'zh']))
  for (const { items, html } of weeklies) {
    expect(items.length).toBeGreaterThanOrEqual(5)
    for (const { title, url } of items) expect([html.includes(title), html.includes(url)]).toEqual([true, true])
  }
})

test('an article with references cites other sites in its text and below', () => {
  for (const { html } of writeCiting(6)) expect(html.match(/<a href="https:/g)?.length).toBeGreaterThanOrEqual(7)
})
