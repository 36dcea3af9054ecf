import { describe, expect, test } from 'vitest'
import { type ParserError, parse } from 'parse5'
import { countColumns } from '../../src/core/text.ts'
import { renderConfirmation, renderMail } from '../../src/publish/email.ts'
import type { Issue } from '../../src/core/types.ts'
import {
  aChineseStory,
  anIssue,
  aSite,
  aStory,
  goldenIssues,
  hostileTitles,
  manyStories,
  shippedTemplates,
} from './issues.ts'

const render = (issue: Issue, site = aSite()) => renderMail(site, issue, site.language, shippedTemplates)
const anIssueOf = (titles: readonly string[]): Issue =>
  anIssue([{ title: 'Clouds', stories: titles.map((title, index) => aStory({ id: `${index}`, title })) }])

/** Addresses of the stories in the order in which a part gives them. */
function storyLinks(part: string): string[] {
  return [...new Set(part.match(/https:\/\/site\d+\.example\/page/g) ?? [])]
}

describe('the subject', () => {
  test.each([
    ['Weekly reading list', 'Short', 'Weekly #47: Short'],
    ['Kubernetes', 'Short', 'Kubernetes #47: Short'],
    ['每周阅读清单', 'Docker收购Infinit', '每周阅读清单 #47: Docker收购Infinit'],
    [
      'Weekly reading list',
      'The tail at scale, ten years on and a good deal wiser',
      'Weekly #47: The tail at scale, ten years on and a good deal…',
    ],
    [
      'Weekly reading list',
      '容器运行时接口的设计与实现以及它在生产环境中的应用经验',
      'Weekly #47: 容器运行时接口的设计与实现以及它在生产环境中的…',
    ],
  ])('of the list "%s" and the story "%s" is "%s"', (title, story, subject) => {
    expect(render(anIssueOf([story]), aSite({ title })).subject).toBe(subject)
  })

  test.each(hostileTitles)('of %j is one line of at most 60 columns without a broken character', title => {
    const { subject, preheader } = render(anIssueOf([title, title, title]))
    expect(countColumns(subject)).toBeLessThanOrEqual(60)
    expect(countColumns(preheader)).toBeLessThanOrEqual(90)
    expect(subject + preheader).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    expect(subject.isWellFormed() && preheader.isWellFormed()).toBe(true)
  })
})

test('the preheader gives the next two titles, and more only where those are short', () => {
  const long = ['First', 'A title of a common length for a story', 'Another title of a common length', 'Not shown']
  expect(render(anIssueOf(long)).preheader).toBe(`${long[1]} · ${long[2]}`)
  expect(render(anIssueOf(['First', 'Two', 'Three', 'Four'])).preheader).toBe('Two · Three · Four')
})

describe('the size of the HTML', () => {
  test('is at most 25 KB for twenty stories in two languages', () => {
    const { html } = render(anIssue([{ title: 'Clouds', stories: manyStories(20) }]))
    expect(storyLinks(html)).toHaveLength(20)
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(25 * 1024)
  })

  test.each([20, 60, 200])(
    'is held under 80 KB for %i stories as long as they come, with the way out at its end',
    count => {
      const long = '很长的一段话，说了很多。'.repeat(200)
      const stories = manyStories(count).map(story => ({
        ...story,
        title: `${story.title} ${long}`,
        summary: long,
        points: [long, long, long, long, long],
        readingMinutes: 20,
      }))
      const { html, text } = render(anIssue([{ title: 'Clouds', stories }]))
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(80 * 1024)
      expect(html).toContain('@@UNSUBSCRIBE_URL@@')
      const left = count - storyLinks(html).length
      expect(/(\d+) more on the web/.exec(html)?.[1]).toBe(left > 0 ? `${left}` : undefined)
      expect(storyLinks(text)).toEqual(storyLinks(html))
    },
  )
})

describe('sixty stories', () => {
  const { html, text } = render(anIssue([{ title: 'Clouds', stories: manyStories(60) }]))

  test('are told in full down to the twentieth, and then in brief', () => {
    expect(html.match(/<h3/g)).toHaveLength(20)
    expect(storyLinks(html)).toHaveLength(60)
    expect(html).toContain('In brief')
  })

  test('stand in the text part in the same order with the same links', () => {
    expect(storyLinks(text)).toEqual(storyLinks(html))
  })
})

test('the curator’s order decides the top pick, the score who is told in brief', () => {
  const stories = manyStories(22).map((story, index) => ({
    ...story,
    score: index === 0 ? 0 : index === 1 ? 0.01 : index === 2 ? 0.02 : 1,
  }))
  const { subject, html } = render(anIssue([{ title: 'Clouds', stories }]))
  expect(subject).toContain('(1)')
  const inBrief = html.slice(html.indexOf('In brief'))
  expect(storyLinks(inBrief)).toEqual(['https://site2.example/page', 'https://site3.example/page'])
})

test('each reader’s places are marked in both parts, and no title can add one', () => {
  const { html, text } = render(anIssueOf(['@@UNSUBSCRIBE_URL@@ and @@CONFIRM_URL@@', '@@diff@@']))
  for (const part of [html, text]) {
    for (const mark of ['UNSUBSCRIBE_URL', 'PREFERENCES_URL', 'CONFIRMED_DATE'])
      expect(part.split(`@@${mark}@@`)).toHaveLength(2)
    expect(part).not.toContain('@@CONFIRM_URL@@')
    expect(part).toContain('@@diff@@')
    expect(part).toContain('1 Example Street, Exampletown')
  }
})

test('a story in another language than the reader’s says so', () => {
  const { html, text } = render(anIssue([{ title: 'Clouds', stories: [aChineseStory(), aStory()] }]))
  expect(html).toContain('4 min · <a href="https://blog.example/infinit.pdf" style="color:#0b4f8a">PDF</a> · 中文')
  expect(text).toContain('4 min · PDF: https://blog.example/infinit.pdf · 中文')
  expect(html).not.toContain('· English')
})

test('the text part is text: nothing in it is escaped', () => {
  const { text } = render(anIssueOf(['Q&A: "a < b"', 'Second']))
  expect(text).toContain('\nQ&A: "a < b"\n')
  expect(text).not.toMatch(/&(amp|lt|#34|quot);/)
})

test.each(Object.entries(goldenIssues))(
  'the mail of the issue "%s" is HTML without a parse error, and the same a second time',
  (_name, { site, issue }) => {
    const errors: string[] = []
    const mail = render(issue, site)
    parse(mail.html, { onParseError: (error: ParserError) => errors.push(error.code) })
    expect(errors).toEqual([])
    expect(mail.html).not.toMatch(/<script|<img|<link|javascript:|@import|url\(/)
    expect(render(issue, site)).toEqual(mail)
  },
)

test.each(['en', 'zh-CN'] as const)('the confirmation mail in %s marks its link in both parts', language => {
  const { subject, html, text } = renderConfirmation(aSite(), { language }, shippedTemplates)
  expect(countColumns(subject)).toBeLessThanOrEqual(60)
  expect(html).toContain(`<html lang="${language}" dir="ltr">`)
  expect(html).toContain('href="@@CONFIRM_URL@@"')
  expect(text).toContain('\n@@CONFIRM_URL@@\n')
})
