// What stands against a draft: what blocks it, and what its editors should see.
import { describe, expect, test } from 'vitest'
import { findBlockers, findWarnings, largestMailBytes } from '../../src/publish/check-draft.ts'
import type { Story } from '../../src/core/types.ts'
import { aStory } from './issues.ts'

const lead = aStory().lead
const from = (itemId: number, title: string, changes: Partial<Story> = {}): Story =>
  aStory({ id: String(itemId), title, lead: { ...lead, itemId, title, sourceTitle: `源 ${itemId}` }, ...changes })
const draftOf = (...stories: readonly Story[]) => ({ sections: [{ title: '容器', stories }] })
const kinds = (found: readonly { readonly kind: string }[]): readonly string[] => found.map(({ kind }) => kind)

describe('what blocks a draft', () => {
  test.each([
    ['no story', draftOf(), 0, [], ['no-story']],
    ['a mail of 80 KB passes', draftOf(from(1, 'one')), 80_000, [], []],
    ['a mail of more is too large', draftOf(from(1, 'one')), 80_001, [], ['mail-too-large']],
    ['a story whose page is gone', draftOf(from(1, 'one'), from(2, 'two')), 1, [2], ['dead-link']],
    ['a page that is gone and no story leads to', draftOf(from(1, 'one')), 1, [7], []],
  ])('%s', (_name, draft, bytes, dead, expected) => {
    expect(kinds(findBlockers(draft, bytes, new Set(dead)))).toEqual(expected)
  })
})

describe('what its editors should see', () => {
  const noted = { note: '看这个' }
  test.each<[string, ReturnType<typeof draftOf>, readonly string[]]>([
    ['an empty draft', draftOf(), []],
    ['no story has a note', draftOf(from(1, 'one')), ['no-note']],
    ['one has', draftOf(from(1, 'one', noted), from(2, 'two')), []],
    ['a short summary', draftOf(from(1, 'one', noted), from(2, 'two', { summary: '容器很好。' })), ['thin']],
    ['a short summary with a note', draftOf(from(1, 'one', { ...noted, summary: '' })), []],
    [
      'a Chinese summary of one line is none too short',
      draftOf(from(1, '一', noted), from(2, '二', { summary: '容器编排系统在生产环境里的五个教训，值得一读。' })),
      [],
    ],
    [
      'two stories with nearly the same title',
      draftOf(
        from(1, 'Docker 1.13 adds stack deployments', noted),
        from(2, 'Docker 1.13 adds stack deployments today'),
      ),
      ['alike'],
    ],
    [
      'two Chinese stories with nearly the same title',
      draftOf(from(1, 'Kubernetes 1.5 正式发布支持有状态集', noted), from(2, 'Kubernetes 1.5 正式发布，支持有状态集')),
      ['alike'],
    ],
    [
      'one source over its share',
      draftOf(...[1, 2, 3].map(id => from(id, `story ${id}`, { ...noted, lead: { ...lead, itemId: id } }))),
      ['share'],
    ],
  ])('%s', (_name, draft, expected) => {
    expect(kinds(findWarnings(draft, 2, new Map()))).toEqual(expected)
  })

  test.each<[string, number | null, boolean, readonly number[]]>([
    ['over the cap of everybody', null, false, [2]],
    ['over its own', 1, false, [1]],
    ['under its own, which is higher', 3, false, []],
    ['the curator’s own bookmarks', 1, true, []],
  ])('three stories of one source: %s', (_name, most, isOwn, expected) => {
    const draft = draftOf(...[1, 2, 3].map(id => from(id, `story ${id}`, { ...noted, lead: { ...lead, itemId: id } })))
    const caps = new Map([1, 2, 3].map(id => [id, { most, isOwn }]))
    const found = findWarnings(draft, 2, caps)
    expect(found.flatMap(warning => (warning.kind === 'share' ? warning.most : []))).toEqual(expected)
  })
})

test('the largest mail of an issue counts, in bytes, the best of a month aside', () => {
  const mail = { language: 'zh-CN', stories: 'both', subject: '', text: '' } as const
  const mails = [
    { ...mail, cadence: 'weekly' as const, html: '容器' },
    { ...mail, cadence: 'weekly' as const, html: 'four' },
    { ...mail, cadence: 'monthly' as const, html: 'much longer' },
  ]
  expect(largestMailBytes(mails)).toBe(6)
  expect(largestMailBytes([])).toBe(0)
})
