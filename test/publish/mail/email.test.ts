import { describe, expect, test } from 'vitest'
import { type ParserError, parse } from 'parse5'
import { countColumns } from '../../../src/core/text.ts'
import { wordsOf } from '../../../src/core/words/words.ts'
import { renderConfirmation, renderMail } from '../../../src/publish/mail/email.ts'
import { renderMonthMail } from '../../../src/publish/mail/month-mail.ts'
import type { Issue } from '../../../src/core/types.ts'
import {
  aChineseStory,
  anIssue,
  aSite,
  aStory,
  goldenIssues,
  hostileTitles,
  mailFor,
  manyStories,
  shippedTemplates,
} from '../issues.ts'

/** The mail of an issue as it is sealed, with its marks, and as somebody reads it who wants all sections. */
const seal = (issue: Issue, site = aSite()) => renderMail(site, issue, site.language, shippedTemplates)
const render = (issue: Issue, site = aSite()) => mailFor(seal(issue, site))
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

test('the preheader of one story without a summary is filled with what is known of the issue', () => {
  const story = aStory({ title: 'Go 2', summary: '', points: [] })
  const { preheader } = render(anIssue([{ title: 'Clouds', stories: [story] }]), aSite({ description: '' }))
  expect(preheader).toMatch(/^Weekly reading list #47 · Dec 8, 2016 · 1 link · One email a week, .*…$/)
  expect(countColumns(preheader)).toBeLessThanOrEqual(90)
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

  test('that a reader has switched off are gone from the whole mail, and the rest is as it was', () => {
    const sealed = seal(anIssue([sectionOf('A', 3, 0), sectionOf('Q&A’s 问答', 2, 3), sectionOf('B', 2, 5)]))
    const { html, text } = mailFor(sealed, ['Q&A’s 问答', 'unknown'])
    for (const part of [html, text])
      expect(storyLinks(part)).toEqual([1, 2, 3, 6, 7].map(n => `https://site${n}.example/page`))
    const whole = mailFor(sealed)
    expect(storyLinks(whole.html)).toHaveLength(7)
    expect(Object.values(whole).join('')).not.toContain('SECTION')
  })
})

describe('who does without a section', () => {
  const stories = manyStories(30)
  const sealed = seal(
    anIssue([
      { title: 'Top', stories: stories.slice(0, 9) },
      { title: 'Lone A', stories: stories.slice(9, 10) },
      { title: 'Lone B', stories: stories.slice(10, 11) },
      { title: 'Clouds', stories: stories.slice(11, 20) },
    ]),
  )
  const titles = ['Top', 'Lone A', 'Lone B', 'Clouds']
  const wanted = (numbers: readonly number[]) => numbers.map(n => `https://site${n}.example/page`)
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

  test.each([
    ['that of the top pick', ['Top'], [...range(10, 20)], 'Lone A / Lone B'],
    ['one of two that share a heading', ['Lone A'], [...range(1, 9), ...range(11, 20)], 'Lone B'],
    ['the other of the two', ['Lone B'], [...range(1, 10), ...range(12, 20)], 'Lone A'],
    ['all but one', ['Top', 'Lone A', 'Lone B'], range(12, 20), null],
  ])('%s, reads nothing of it: not on top, not in brief, not in the subject', (_name, off, numbers, shared) => {
    const { subject, preheader, html, text } = mailFor(sealed, off)
    for (const part of [html, text]) {
      expect(storyLinks(part).toSorted()).toEqual(wanted(numbers).toSorted())
      for (const number of range(1, 20).filter(each => !numbers.includes(each)))
        expect(subject + preheader + part).not.toContain(`(${number})`)
      expect(part).not.toMatch(/\d+ links|about \d+ min/)
      for (const title of off) expect(part).not.toContain(title)
      if (shared !== null) expect(part).toContain(shared)
    }
    expect(storyLinks(text)).toEqual(storyLinks(html))
    // The subject names the first story that is there, the preheader others of its section.
    expect(subject).toContain('Weekly #47: ')
    expect(countColumns(subject)).toBeLessThanOrEqual(60)
    expect(countColumns(preheader)).toBeGreaterThanOrEqual(60)
    expect(countColumns(preheader)).toBeLessThanOrEqual(90)
    const errors: string[] = []
    parse(html, { onParseError: (error: ParserError) => errors.push(error.code) })
    expect(errors).toEqual([])
  })

  test('has no heading without a story beneath it, whatever the choice', () => {
    for (let choice = 0; choice < 15; choice++) {
      const { html, text } = mailFor(
        sealed,
        titles.filter((_title, index) => (choice >> index) & 1),
      )
      expect(html).not.toMatch(/<\/h2>\s*(?:<h2|<p class="q r")/)
      expect(text).not.toMatch(/ ==\s+(?:==|-- \n)/)
      expect(text).not.toMatch(/\n{4}/)
    }
  })

  test('of all that an issue has, has no subject, and so no mail', () => {
    expect(mailFor(sealed, titles).subject).toBe('')
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

test('a foreword and notes beyond all measure do not break the bound; what fits is there', () => {
  const long = 'A sentence that is not short by itself. '.repeat(3_000)
  const stories = manyStories(9).map(story => ({ ...story, note: long, others: Array(99).fill(story.lead) as [] }))
  const { html } = render(anIssue([{ title: 'Clouds', stories }], { foreword: `First paragraph.\n\n${long}` }))
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(80 * 1024)
  expect(html).toContain('>First paragraph.</p>')
  expect(storyLinks(html)).toHaveLength(9)
})

describe('stories of which no minutes are known', () => {
  const stories = manyStories(3).map(story => ({ ...story, readingMinutes: 0 }))

  test('are given none, nor is the issue', () => {
    const { html, text } = render(anIssue([{ title: 'Clouds', stories }]))
    expect(html + text).not.toMatch(/\d min/)
    expect(text).toContain('No. 47 · Dec 8, 2016 · 3 links\n')
  })
})

test('each story says its language, and one of unknown language that it is not the page’s', () => {
  const stories = [aChineseStory(), aStory(), aStory({ id: 'c', language: null })]
  const { html } = render(anIssue([{ title: 'Clouds', stories }]))
  expect([...html.matchAll(/<div lang="(\w*)"/g)].map(([, language]) => language)).toEqual(['zh', 'en', ''])
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
    const inText = [...text.matchAll(/(?<=^|: |：)(?:https?:\/\/\S+|@@[A-Z_]+_URL@@)(?=$| · )/gm)].map(([url]) => url)
    expect(inText).toEqual(inHtml)
  },
)

test('each reader’s places are marked in both parts, and no title can add one', () => {
  const { html, text } = render(
    anIssueOf(['@@UNSUBSCRIBE_URL@@ and @@CONFIRM_URL@@', '@@/SECTION@@ @@SECTION x@@ @@WITHOUT x@@ @@diff@@']),
  )
  for (const part of [html, text]) {
    for (const mark of ['UNSUBSCRIBE_URL', 'PREFERENCES_URL', 'CONFIRMED_DATE'])
      expect(part.split(`@@${mark}@@`)).toHaveLength(2)
    expect(part).not.toContain('@@CONFIRM_URL@@')
    expect(part).toContain('@ @/SECTION@@ @ @SECTION x@@ @ @WITHOUT x@@ @@diff@@')
    expect(part).toContain('1 Example Street, Exampletown')
  }
})

test('a story in another language than the reader’s says so', () => {
  const { html, text } = render(anIssue([{ title: 'Clouds', stories: [aChineseStory(), aStory()] }]))
  expect(html).toContain(
    '4 min read · <a href="https://blog.example/infinit.pdf" style="padding:6px 0;color:#0b4f8a">PDF</a> · 中文',
  )
  expect(text).toContain('4 min read · PDF: https://blog.example/infinit.pdf · 中文')
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
    expect(mail.html).not.toMatch(/<script|<img|<link|<form|<input|<iframe|\ssrc=|\son\w+="|javascript:|@import|url\(/)
    expect(mail.html.match(/<h1/g)).toHaveLength(1)
    expect(mail.html.match(/<a (?![^>]*href="(?:https?:|@@))/g)).toBeNull()
    expect(render(issue, site)).toEqual(mail)
  },
)

test.each(['en', 'zh-CN'] as const)('the confirmation mail in %s marks its link in both parts', language => {
  const { subject, preheader, html, text } = renderConfirmation(aSite(), { language }, shippedTemplates)
  expect(countColumns(subject)).toBeLessThanOrEqual(60)
  expect(countColumns(preheader)).toBeGreaterThanOrEqual(60)
  expect(countColumns(preheader)).toBeLessThanOrEqual(90)
  expect(html).toContain(`<html lang="${language}" dir="ltr">`)
  expect(html).toContain('href="@@CONFIRM_URL@@"')
  expect(text).toContain('\n@@CONFIRM_URL@@\n')
})

test('the mail of an issue asks what its reader thinks where that is wanted, in both parts and languages; the best of a month does not', () => {
  const issue = anIssue([{ title: 'Clouds', stories: manyStories(2) }])
  for (const language of ['en', 'zh-CN'] as const) {
    const { html, text } = renderMail(aSite({ asksFeedback: true }), issue, language, shippedTemplates)
    const { ask } = wordsOf(language).feedback
    expect(html).toContain(`<a href="@@FEEDBACK_URL@@"`)
    expect([html, text].every(part => part.includes(ask))).toBe(true)
    expect(text).toContain(`${ask}${wordsOf(language).colon}@@FEEDBACK_URL@@\n\n-- \n`)
  }
  const month = renderMonthMail(aSite({ asksFeedback: true }), [issue], 'en', shippedTemplates)
  const silent = renderMail(aSite(), issue, 'en', shippedTemplates)
  expect([month?.html, month?.text, silent.html, silent.text].filter(part => part?.includes('FEEDBACK'))).toEqual([])
})
