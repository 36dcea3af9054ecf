// A third interface language is one table of words: with one that marks all it says, no edition says a word of its own.
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InterfaceLanguage, Issue } from '../../../src/core/types.ts'
import { interfaceLanguages, type Words, wordsByLanguage, wordsOf } from '../../../src/core/words/words.ts'
import { nameOfPicture, renderArticleCopy } from '../../../src/publish/article-copy.ts'
import { renderConfirmation, renderMail } from '../../../src/publish/mail/email.ts'
import { renderMonthMail } from '../../../src/publish/mail/month-mail.ts'
import { readerPages, renderReaderPage } from '../../../src/publish/site/reader-page.ts'
import { planInMemory } from '../../../src/publish/site/site-in-memory.ts'
import type { Instant, SafeHtml, WeekId } from '../../../src/core/types.ts'
import { anIssue, aSite, aStory, mailFor, shippedTemplates } from '../issues.ts'
import { aPost } from '../posts/posts.ts'

const tag = 'el' as InterfaceLanguage

/** A language made of the keys of another: `⟦storyCount 3⟧`. Dates are in Greek. */
function pretend(pattern: object): unknown {
  return Object.fromEntries(
    Object.entries(pattern).map(([key, word]: [string, unknown]) => {
      if (key === 'locale') return [key, 'el-GR']
      if (key === 'lang') return [key, 'el']
      if (typeof word === 'string') return [key, `⟦${key}${word.match(/@@\w+@@/)?.[0] ?? ''}⟧`]
      if (typeof word === 'function') return [key, (...values: unknown[]) => `⟦${[key, ...values.flat()].join('_')}⟧`]
      if (Array.isArray(word)) return [key, word.map(() => `⟦${key}⟧`)]
      return [key, typeof word === 'object' && word !== null ? pretend(word) : word]
    }),
  )
}

beforeAll(() => {
  Object.assign(wordsByLanguage, { [tag]: pretend(wordsOf('en')) as Words })
})
afterAll(() => {
  Reflect.deleteProperty(wordsByLanguage, tag)
})

// What is told is in Cyrillic: neither a word of ours nor a date of the third language.
const site = aSite({
  title: 'Список',
  description: 'О чём читали',
  language: tag,
  author: { name: 'Редактор' },
  postalAddress: 'Улица 1',
})
const telling = { itemId: 2, url: 'https://b.example/1', title: 'Там', sourceTitle: 'Источник', site: 'Сайт' }
const story = (id: string, changes: Parameters<typeof aStory>[0] = {}) =>
  aStory({
    id,
    title: `Рассказ ${id}`,
    authors: ['Иван', 'Пётр'],
    summary: 'Коротко. Ясно.',
    points: ['Раз', 'Два'],
    note: 'Заметка',
    language: 'ru',
    lead: { ...telling, itemId: Number(id), url: `https://a.example/${id}`, site: 'Дом' },
    others: [telling, { ...telling, itemId: 3, site: 'Другой' }],
    summaryMethod: 'llm',
    pdfUrl: 'https://a.example/x.pdf',
    ...changes,
  })
const issue: Issue = anIssue(
  [
    { title: 'Облака', stories: Array.from({ length: 24 }, (_, index) => story(String(index + 1))) },
    { title: '', stories: [story('99')] },
  ],
  { title: 'Список', foreword: 'Вступление' },
)

/** What of a text is neither the third language, nor what it tells, nor a name that all languages have. */
function wordsLeftOver(text: string): readonly string[] {
  let rest = text.replace(/<(script|style)[^]*?<\/\1>/g, '').replace(/\{\{[^{}]*\}\}/g, '')
  for (let before = ''; before !== rest;) {
    before = rest
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '§')
  }
  const shown = rest
    .replace(/<[^>]*>/g, markup => {
      const told = markup.matchAll(/ (?:alt|title|aria-label|placeholder|text)="([^"]*)"/g)
      return ` ${Array.from(told, ([, value]) => value).join(' ')} `
    })
    .replace(/&[#\w]+;/g, ' ')
    .replace(
      /\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT|@@[^@]*@@|(?:https?|tag|urn):\S+|\d{4}-\d\d-\d\d\S*|\b[\w-]+\.(?:example|org|xml|json|epub|md|txt)\S*/g,
      ' ',
    )
    .replace(/\b(?:RSS|Atom|JSON|EPUB|Markdown|English|weekly|el|ru|application)\b/g, ' ')
  return shown.match(/\p{Script=Latin}{2,}|\p{Script=Han}+|\S*[^\s:][:,;] |[，：；、（）“”]| \(/gu) ?? []
}

describe('the third language', () => {
  test('is offered with the others', () => {
    expect(interfaceLanguages()).toEqual(['zh-CN', 'zh-TW', 'en', tag])
  })

  test('is all that site, feeds and book say', () => {
    const [first] = issue.sections.flatMap(({ stories }) => stories)
    const corrected = {
      ...issue,
      sealed: issue,
      errata: [
        {
          storyId: first?.id ?? '',
          field: 'summary' as const,
          value: 'Коротко.',
          reason: 'Ошибка.',
          madeAt: '2016-12-09T00:00:00.000Z' as Instant,
        },
      ],
    }
    const intro = { paragraphs: ['Да.', 'И ещё.'], isMarked: false, isWhole: true }
    const files = planInMemory({
      site,
      issues: [corrected],
      posts: [aPost({ title: 'Пост', tags: ['Метка'], language: 'ru', html: '<p>Да.</p>', intro })],
      sources: [],
      templates: shippedTemplates,
      deadLinks: new Map([['https://a.example/1', '2016-12-10T00:00:00.000Z' as Instant]]),
      copies: new Map(),
    })
    const texts = files
      .filter(
        ({ path }) =>
          !/\.(?:css|js|epub|txt)$|^search\/.*json$|robots|sitemap/.test(path) || path.endsWith('issue.txt'),
      )
      .map(({ path, render }) => {
        const text = render().toString()
        if (!path.endsWith('.json')) return [path, text] as const
        const { title, items } = JSON.parse(text) as { title: string; items: { content_html: string; title: string }[] }
        return [path, [title, ...items.flatMap(item => [item.title, item.content_html])].join('\n')] as const
      })
    const book = unzipSync(files.find(({ path }) => path.endsWith('.epub'))?.render() as Uint8Array)
    const chapters = Object.entries(book)
      .filter(([path]) => path.endsWith('.xhtml'))
      .map(([path, bytes]) => [path, Buffer.from(bytes).toString()] as const)
    expect(chapters.length).toBeGreaterThan(2)
    for (const [path, text] of [...texts, ...chapters])
      expect([path, wordsLeftOver(unescape(text))]).toEqual([path, []])
  })

  test('is all that the mails say', () => {
    const mails = [
      mailFor(renderMail(site, issue, tag, shippedTemplates)),
      renderConfirmation(site, { language: tag }, shippedTemplates),
      renderMonthMail(site, [{ ...issue, mailUntil: issue.sealedAt }], tag, shippedTemplates),
    ]
    for (const mail of mails)
      for (const part of ['subject', 'preheader', 'html', 'text'] as const)
        expect([part, wordsLeftOver(mail === null ? 'none' : mailFor(mail)[part])]).toEqual([part, []])
  })

  test('is all that the pages of readers say, and the copy of an article', () => {
    for (const kind of readerPages) {
      const sections = [{ title: 'Облака', isOn: true }]
      const scope = {
        email: '',
        unsubscribeAction: '/',
        returnAction: '/',
        latestWeek: '2016-W49' as WeekId,
        isSaved: true,
        sections,
        language: tag,
      }
      const page = renderReaderPage(site, kind, scope, shippedTemplates)
      expect([kind, wordsLeftOver(page.replaceAll(/(?:繁體)?中文/g, ''))]).toEqual([kind, []])
    }
    const { sealedAt } = issue
    const article = {
      title: 'Статья',
      byline: 'Иван',
      siteName: 'Дом',
      language: 'ru',
      html: '' as SafeHtml,
      url: site.url,
    }
    const copy = renderArticleCopy(
      site,
      { ...article, publishedAt: sealedAt, readAt: sealedAt, savedAt: sealedAt },
      shippedTemplates,
    )
    expect(wordsLeftOver(copy)).toEqual([])
    expect(nameOfPicture('Кот', tag)).toBe('⟦pictureOf_Кот⟧')
  })
})

/** Marks in feeds are in CDATA or escaped. */
function unescape(text: string): string {
  return text
    .replaceAll('<![CDATA[', '')
    .replaceAll(']]>', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
}
