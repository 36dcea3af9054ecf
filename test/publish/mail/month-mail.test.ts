import { describe, expect, test } from 'vitest'
import type { CivilDate, Instant, Issue } from '../../../src/core/types.ts'
import { findMonthBefore, renderMonthMail } from '../../../src/publish/mail/month-mail.ts'
import { anIssue, aSite, mailFor, manyStories, shippedTemplates } from '../issues.ts'

const mailUntil = '2016-12-10T00:00:00.000Z' as Instant
const anIssueOf = (number: number, date: string, more: Partial<Issue> = {}): Issue =>
  anIssue([], { number, date: date as CivilDate, mailUntil, ...more })
const november = [44, 45, 46].map((number, index) => anIssueOf(number, `2016-11-${11 + 7 * index}`))

describe('the month before', () => {
  test.each([
    ['is that of the first mailed issue of a month', anIssueOf(47, '2016-12-02'), november, [44, 45, 46]],
    ['is nothing for a later issue', anIssueOf(48, '2016-12-09'), [...november, anIssueOf(47, '2016-12-02')], []],
    ['is nothing for a past issue, built on purpose', anIssueOf(47, '2016-12-02', { mailUntil: null }), november, []],
    [
      'does not end with a past issue',
      anIssueOf(48, '2016-12-09'),
      [...november, anIssueOf(47, '2016-12-02', { mailUntil: null })],
      [44, 45, 46],
    ],
    ['crosses the year', anIssueOf(52, '2017-01-06'), [anIssueOf(51, '2016-12-30')], [51]],
    ['is nothing when no issue came out in it', anIssueOf(50, '2017-02-03'), november, []],
  ])('%s', (_name, issue, all, numbers) => {
    expect(findMonthBefore(issue, all.toReversed()).map(({ number }) => number)).toEqual(numbers)
  })
})

test('the best of a month are each issue’s first story and the highest scores, in their sections', () => {
  const stories = manyStories(30).map((story, index) => ({ ...story, score: index === 20 ? 0 : story.score }))
  const issues = [0, 1, 2].map(index => ({
    ...(november[index] ?? expect.fail()),
    foreword: 'This week only.',
    sections: [
      { title: 'A', stories: stories.slice(index * 10, index * 10 + 5) },
      { title: 'B', stories: stories.slice(index * 10 + 5, index * 10 + 10) },
    ],
  }))
  const mail = mailFor(renderMonthMail(aSite(), issues, 'en', shippedTemplates) ?? expect.fail('no mail'))
  const links = [...mail.text.matchAll(/^https:\/\/site(\d+)\.example/gm)].map(([, number]) => Number(number))
  expect(links.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21])
  expect(mail.subject).toMatch(/^Weekly November 2016: Docker/)
  expect(mail.text).toMatch(
    /November 2016 · No\. 44–46 · 12 links · .*\nRead on the web: https:\/\/weekly.example.org\/list\/\n/,
  )
  expect(mail.text).not.toContain('This week only')
  expect(renderMonthMail(aSite(), [], 'en', shippedTemplates)).toBeNull()
  expect(renderMonthMail(aSite(), issues.slice(0, 1), 'zh-CN', shippedTemplates)?.text).toContain(
    '2016年11月 · 第 44 期@@WHOLE A B@@ · ',
  )
})
