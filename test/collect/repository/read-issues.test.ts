import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRateLimit, issuesUrl } from '../../../src/collect/repository/ask-issues.ts'
import { findForeignLink, readIssues } from '../../../src/collect/repository/read-issues.ts'
import { isWeeklyError } from '../../../src/core/errors.ts'
import type { Instant } from '../../../src/core/types.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const anIssue = (changes: object = {}) => ({
  number: 7,
  title: '【自荐】一个小工具',
  body: '见 https://tool.example/start 。',
  html_url: 'https://github.com/o/r/issues/7',
  updated_at: '2026-11-19T10:00:00Z',
  user: { login: 'wang' },
  ...changes,
})

test('an issue suggests the first link that leads elsewhere, credited to its author', () => {
  const [entry] = readIssues(bytesOf([anIssue()]), 'o/r')
  expect(entry).toEqual({
    updatedAt: '2026-11-19T10:00:00.000Z',
    suggestion: {
      ...{ remote: '7', page: 'https://github.com/o/r/issues/7', url: 'https://tool.example/start', author: 'wang' },
      ...{ title: '【自荐】一个小工具', why: '见 https://tool.example/start 。', isOwn: true },
    },
  })
})

test.each([
  ['a pull request', { pull_request: { url: 'x' } }],
  ['an issue without a link', { body: 'none', title: 'none' }],
  ['an issue without words', { body: null, title: null }],
  ['an issue that leads to its own repository alone', { body: 'https://github.com/O/R/issues/3' }],
  ['links that only its form hides', { body: '<!-- https://form.example/ -->' }],
  ['a picture', { body: '![shot](https://pics.example/a.png)' }],
])('%s suggests nothing, and counts as read', (_name, changes) => {
  expect(readIssues(bytesOf([anIssue(changes)]), 'o/r')).toEqual([
    { updatedAt: '2026-11-19T10:00:00.000Z', suggestion: null },
  ])
})

describe('the link of an issue', () => {
  test.each([
    ['https://a.example/x，很好', 'https://a.example/x'],
    ['(see https://a.example/x).', 'https://a.example/x'],
    ['[x](https://en.example/wiki/A_(b))', 'https://en.example/wiki/A_(b)'],
    ['**https://a.example/x**', 'https://a.example/x'],
    ['https://github.com/user-attachments/assets/1 https://github.com/other/tool', 'https://github.com/other/tool'],
    ['https://user-images.githubusercontent.com/1.png http://b.example/', 'http://b.example/'],
    ['https://user:secret@a.example/', 'https://a.example/'],
    ['javascript:alert(1) https://', null],
  ])('of %s is %s', (text, url) => {
    expect(findForeignLink(text, 'o/r')).toBe(url)
  })
})

test('whatever comes is read or refused, and hostile lengths are cut', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), fc.array(fc.record({ updated_at: fc.constant(now), body: fc.string() }))),
      value => {
        try {
          readIssues(bytesOf(value), 'o/r')
        } catch (error) {
          expect(isWeeklyError(error)).toBe(true)
        }
      },
    ),
  )
  const long = anIssue({ title: 't'.repeat(9_999), body: `https://a.example/ ${'好'.repeat(99_999)}`, user: null })
  const [entry] = readIssues(bytesOf([long]), 'o/r')
  expect(entry?.suggestion?.title).toHaveLength(200)
  expect(entry?.suggestion?.why.length).toBeLessThanOrEqual(501)
  expect(entry?.suggestion?.author).toBeNull()
})

test('GitHub is asked from where reading ended, a week back at first, and elsewhere where the source says so', () => {
  const source = { url: 'github-issues:o/r' }
  expect(issuesUrl(source, null, now)).toBe(
    'https://api.github.com/repos/o/r/issues?state=open&sort=updated&direction=asc&per_page=100&since=2026-11-13T00%3A30%3A00Z',
  )
  const own = issuesUrl({ ...source, api: 'https://git.example/api/v3' }, now, now)
  expect(own).toContain('https://git.example/api/v3/repos/o/r/issues?')
  expect(own).toContain('since=2026-11-20T00%3A30%3A00Z')
})

test.each([
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795136400' }, '2026-11-20T01:00:00.000Z'],
  [429, { 'retry-after': '120' }, '2026-11-20T00:32:00.000Z'],
  [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999' }, '2026-11-21T00:30:00.000Z'],
  [403, { 'retry-after': '0' }, '2026-11-20T00:31:00.000Z'],
  [403, { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': '1795136400' }, null],
  [403, {}, null],
  [200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795136400' }, null],
] as const)('an answer %s with %j leaves it alone until %s', (status, headers, until) => {
  expect(readRateLimit({ status, headers: { ...headers } }, now)).toBe(until)
})
