import { describe, expect, test } from 'vitest'
import { type ParserError, parse } from 'parse5'
import { chooseSections } from '../../src/core/mail-marks.ts'
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

describe('the preheader', () => {
  const common = ['A title of a common length for a story', 'Another title of a common length']
  const summary = 'The 2013 argument — that rare slow replies come to dominate a fan-out service — still…'

  test.each([
    ['the next two titles', ['First', ...common, 'Not shown'], common.join(' · ')],
    [
      'more where those are short',
      ['First', 'Two', 'Three', 'Four'],
      'Two · Three · Four · The 2013 argument — that rare slow replies come to dominate a fan-ou…',
    ],
    ['the summary of the only story', ['First'], summary],
    ['two long titles, half of each', ['First', 'long '.repeat(30), 'words '.repeat(30)], /^(long ?)+… · (words ?)+…$/],
    ['a long title and a short one', ['First', 'long '.repeat(30), 'Short'], /^(long ?)+… · Short$/],
  ])('is %s, in 60 to 90 columns', (_name, titles, wanted) => {
    const { preheader } = render(anIssueOf(titles))
    expect(preheader).toEqual(wanted instanceof RegExp ? expect.stringMatching(wanted) : wanted)
    expect(countColumns(preheader)).toBeGreaterThanOrEqual(60)
    expect(countColumns(preheader)).toBeLessThanOrEqual(90)
  })
})

describe('sections', () => {
  const headingsOf = (html: string): string[] => [...html.matchAll(/<h2[^>]*>([^<]*)/g)].map(match => match[1] ?? '')
  const sectionOf = (title: string, count: number, from: number) => ({
    title,
    stories: manyStories(30).slice(from, from + count),
  })

  test('of more than six stories tell the six best in full, in the curator’s order', () => {
    const { html, text } = render(anIssue([sectionOf('A', 3, 0), sectionOf('B', 9, 3)]))
    expect(headingsOf(html)).toEqual(['Top pick', 'A', 'B', 'In brief'])
    const [, inBrief = ''] = html.split('In brief')
    expect(storyLinks(inBrief)).toEqual([10, 11, 12].map(n => `https://site${n}.example/page`))
    expect(storyLinks(text)).toEqual(storyLinks(html))
  })

  test('of one story share the heading of their neighbour, and never stand empty', () => {
    const issue = anIssue([
      sectionOf('A', 1, 0),
      sectionOf('B', 1, 1),
      sectionOf('C', 0, 0),
      sectionOf('D', 1, 2),
      sectionOf('E', 2, 3),
      sectionOf('F', 1, 5),
    ])
    expect(headingsOf(render(issue).html)).toEqual(['Top pick', 'B / D', 'E', 'F'])
  })

  test('that a reader has switched off are gone from both parts, and the rest is as it was', () => {
    const { html, text } = render(anIssue([sectionOf('A', 3, 0), sectionOf('Q&A’s 问答', 2, 3), sectionOf('B', 2, 5)]))
    for (const part of [html, text]) {
      expect(storyLinks(chooseSections(part, ['Q&A’s 问答', 'unknown']))).toEqual(
        [1, 2, 3, 6, 7].map(n => `https://site${n}.example/page`),
      )
      expect(storyLinks(chooseSections(part, []))).toEqual(storyLinks(part))
      expect(chooseSections(part, [])).not.toContain('SECTION')
    }
  })
})

test('summaries end after two sentences, the top pick’s after four; points are for longer pieces', () => {
  const summary =
    'One thing happened here. Then a second thing came. A third was the end. Number four is shown. Five is not.'
  const brief = { summary, readingMinutes: 4 }
  const { text } = render(anIssue([{ title: 'A', stories: [aStory(brief), aStory({ ...brief, title: 'Second' })] }]))
  const [top = '', second = ''] = text.split('Second')
  expect(top).toContain('Number four is shown.\n')
  expect(top).toContain('* Hedged')
  expect(second).toContain('Then a second thing came.\n')
  expect(second).not.toMatch(/third|\* Hedged/)
})

test('links tell their targets nothing about the reader', () => {
  const { html } = render(
    anIssue([
      {
        title: 'A',
        stories: [aStory({ url: 'https://a.example/x?utm_source=f&id=1', pdfUrl: 'https://a.example/x.pdf?fbclid=1' })],
      },
    ]),
  )
  expect(html).toContain('href="https://a.example/x?id=1"')
  expect(html).toContain('href="https://a.example/x.pdf"')
})

describe('the size of the HTML', () => {
  test('is at most 25 KB for twenty stories in two languages', () => {
    const stories = manyStories(20)
    const { html } = render(
      anIssue(
        [0, 7, 13].map((from, index) => ({
          title: `Clouds ${index}`,
          stories: stories.slice(from, [7, 13, 20][index]),
        })),
      ),
    )
    expect(html.match(/<h3/g)).toHaveLength(19)
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
  const { site, issue } = goldenIssues['sixty-items'] ?? expect.fail('no such issue')
  const { html, text } = render(issue, site)

  test('are told in full as far as sections go, and then in brief', () => {
    // The top pick, and six of each of the three sections.
    expect(html.match(/<h3/g)).toHaveLength(19)
    expect(storyLinks(html)).toHaveLength(60)
    expect(html).toContain('In brief')
  })

  test('stand in the text part in the same order with the same links', () => {
    expect(storyLinks(text)).toEqual(storyLinks(html))
  })
})

test('the curator’s order decides the top pick, the score who is told in brief', () => {
  const stories = manyStories(9).map((story, index) => ({
    ...story,
    score: index === 0 ? 0 : index === 1 ? 0.01 : index === 2 ? 0.02 : 1,
  }))
  const { subject, html } = render(anIssue([{ title: 'Clouds', stories }]))
  expect(subject).toContain('(1)')
  const inBrief = html.slice(html.indexOf('In brief'))
  expect(storyLinks(inBrief)).toEqual(['https://site2.example/page', 'https://site3.example/page'])
})

test.each(Object.entries(goldenIssues))(
  'both parts of the mail "%s" have the same links in the same order',
  (_name, { site, issue }) => {
    const { html, text } = render(issue, site)
    const inHtml = [...html.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'))
    const inText = [...text.matchAll(/(?<=^|: )(?:https?:\/\/\S+|@@[A-Z_]+_URL@@)(?=$| · )/gm)].map(([url]) => url)
    expect(inText).toEqual(inHtml)
  },
)

test('each reader’s places are marked in both parts, and no title can add one', () => {
  const { html, text } = render(
    anIssueOf(['@@UNSUBSCRIBE_URL@@ and @@CONFIRM_URL@@', '@@/SECTION@@ @@SECTION x@@ @@diff@@']),
  )
  for (const part of [html, text]) {
    for (const mark of ['UNSUBSCRIBE_URL', 'PREFERENCES_URL', 'CONFIRMED_DATE'])
      expect(part.split(`@@${mark}@@`)).toHaveLength(2)
    expect(part).not.toContain('@@CONFIRM_URL@@')
    expect(part.split('@@/SECTION@@')).toHaveLength(2)
    expect(part).toContain('@@diff@@')
    expect(part).toContain('1 Example Street, Exampletown')
  }
})

test('a story in another language than the reader’s says so', () => {
  const { html, text } = render(anIssue([{ title: 'Clouds', stories: [aChineseStory(), aStory()] }]))
  expect(html).toContain(
    '4 min · <a href="https://blog.example/infinit.pdf" style="padding:6px 0;color:#0b4f8a">PDF</a> · 中文',
  )
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
