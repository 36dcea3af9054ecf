import { expect, test } from 'vitest'
import type { Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import { rankDraft } from '../../src/curate/draft.ts'
import { groupCandidates } from '../../src/curate/group-candidates.ts'
import { mergeSameLinks } from '../../src/curate/tellings.ts'
import { anArticle, aRow } from './candidates.ts'

const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}
const at = (day: number) => `2016-12-0${day}T10:00:00.000Z` as Instant
const titlesOf = (rows: readonly Partial<Parameters<typeof aRow>[0]>[]) => {
  const items = rows.map((row, i) => aRow({ ...row, id: i + 1 }))
  const words = ['Otters and ferries of the northern isles.', '砂岩、灯塔与旧日的海图。']
  const articles = new Map(items.map((row, i) => [row.id, anArticle(row, { text: (words[i] ?? '').repeat(9) })]))
  const options = { sections: [], limits: { stories: 20, perSource: 20 }, language: 'en' } as const
  const groups = groupCandidates(mergeSameLinks(items, articles))
  return rankDraft(groups, [], window, options)
    .entries.map(({ story }) => story.title)
    .toSorted()
}

test.each(['Weekly Reading', '本周阅读'])('two lists called "%s" carry their days', title => {
  const lists = [3, 5].map(day => ({ title, published_at: at(day) }))
  expect(titlesOf(lists)).toEqual([`${title} · 2016-12-03`, `${title} · 2016-12-05`])
})

test('one alone, and lists of two sources, are called as they are', () => {
  expect(titlesOf([{ title: 'Weekly Reading' }])).toEqual(['Weekly Reading'])
  const two = [
    { title: '本周阅读', published_at: at(3), source_id: 1, source_title: 'One' },
    { title: '本周阅读', published_at: at(5), source_id: 2, source_title: 'Two' },
  ]
  expect(new Set(titlesOf(two)).size).toBe(1)
})
