import { expect, test } from 'vitest'
import type { Discussion, InterfaceLanguage } from '../../src/core/types.ts'
import { viewIssue } from '../../src/publish/issue-view.ts'
import { anIssue, aSite, aStory } from './issues.ts'

const url = 'https://news.ycombinator.com/item?id=1'
const viewOf = (discussion: Discussion | undefined, language: InterfaceLanguage, link = 'https://a.example/1') => {
  const story = { ...aStory({ url: link }), ...(discussion ? { discussion } : {}) }
  return viewIssue(aSite(), anIssue([{ title: 'A', stories: [story] }]), language).stories[0]?.discussion ?? null
}

test.each<[string, InterfaceLanguage, Discussion, string]>([
  ['both numbers', 'en', { url, points: 123, comments: 45 }, 'discussion: 123 points, 45 comments'],
  ['both numbers', 'zh-CN', { url, points: 123, comments: 45 }, '讨论：123 分、45 条评论'],
  ['one comment', 'en', { url, points: 0, comments: 1 }, 'discussion: 1 comment'],
  ['no number', 'zh-CN', { url }, '讨论'],
])('a discussion with %s (%s)', (_case, language, discussion, text) => {
  expect(viewOf(discussion, language)).toEqual({ text, url })
})

test('no discussion, no page, and the story’s own thread without a number are not shown', () => {
  expect(viewOf(undefined, 'en')).toBeNull()
  expect(viewOf({ url: 'javascript:alert(1)', points: 5 }, 'en')).toBeNull()
  expect(viewOf({ url }, 'en', url)).toBeNull()
  expect(viewOf({ url, comments: 30 }, 'zh-CN', url)?.text).toBe('讨论：30 条评论')
})

test.each([
  [
    'en',
    { name: 'Harbour weekly 47', url: 'https://list.example/47' },
    { name: 'Harbour weekly 47', url: 'https://list.example/47' },
  ],
  ['zh-CN', { name: '', url: 'https://list.example/47' }, { name: 'list.example', url: 'https://list.example/47' }],
  ['en', { name: 'Bad', url: 'javascript:alert(1)' }, null],
] as const)('the list that led to a story is named with its link (%s)', (language, via, shown) => {
  const issue = anIssue([{ title: 'A', stories: [{ ...aStory(), via }] }])
  expect(viewIssue(aSite(), issue, language).stories[0]?.via).toEqual(shown)
})
