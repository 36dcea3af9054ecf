import { expect, test } from 'vitest'
import { correctIssue } from '../../src/core/edits.ts'
import type { Instant, Story, Translation } from '../../src/core/types.ts'
import { renderMail } from '../../src/publish/mail/email.ts'
import { viewIssue } from '../../src/publish/issue-view.ts'
import { pasteKinds, renderPasteFragment } from '../../src/publish/paste/paste-pages.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { aChineseStory, anIssue, aSite, aStory, mailFor, shippedTemplates } from './issues.ts'

const site = aSite()
const intoChinese: Translation = {
  language: 'zh',
  by: 'machine',
  title: '大规模下的长尾，十年之后',
  summary: '2013 年的论点依然成立：罕见的慢响应会主导扇出服务。',
  points: ['对冲请求把第 99.9 百分位从 1,800 毫秒降到 74 毫秒。'],
}
const intoEnglish: Translation = {
  ...{ language: 'en', by: 'curator', title: 'Docker buys Infinit for distributed storage', points: [] },
  summary: 'Infinit brings distributed storage to containers.',
}
const translated = (by: Translation['by'] = 'machine'): readonly Story[] => [
  aStory({ translation: { ...intoChinese, by } }),
  aChineseStory({ translation: intoEnglish }),
]
const issue = anIssue([{ title: 'All', stories: translated() }])
const plain = anIssue([{ title: 'All', stories: [aStory(), aChineseStory()] }])
const fileOf = (files: ReturnType<typeof renderSite>, path: string): string =>
  String(files.find(file => file.path === path)?.content ?? '')

const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')

test('pages, feeds and texts show both, the original first, each with its language and who translated', () => {
  const files = renderSite(site, [issue], [], shippedTemplates)
  const page = fileOf(files, 'issues/2016-W49/index.html')
  expect(page.indexOf('The tail at scale, ten years on</a></h3>')).toBeLessThan(page.indexOf(intoChinese.title))
  expect(page).toContain('<div class="note" lang="zh">\n<p class="meta" lang="en">machine translation</p>')
  expect(page).toContain('translation by the editor')
  for (const path of [
    'feed.xml',
    'stories.xml',
    'stories.json',
    'issues/2016-W49/issue.md',
    'issues/2016-W49/issue.txt',
  ])
    for (const told of [intoChinese, intoEnglish]) expect(fileOf(files, path)).toContain(told.title)
  for (const kind of pasteKinds)
    for (const told of ['machine translation', intoChinese.summary, intoChinese.points[0]])
      expect(renderPasteFragment(site, viewIssue(site, issue, 'en'), kind, shippedTemplates)).toContain(told)
  // Each language has all that can be read in it.
  for (const language of ['zh', 'en'])
    expect(fileOf(files, `languages/${language}/feed.xml`).match(/<item>/g)?.length).toBe(2)
  // There it is told in it throughout, with the original's title beneath.
  const chinese = unescapeXml(fileOf(files, 'languages/zh/feed.xml'))
  expect(chinese).toMatch(/<title>(?:<!\[CDATA\[)?大规模下的长尾，十年之后/)
  expect(chinese).toContain('<p lang="en">The tail at scale, ten years on</p>')
  expect(chinese).not.toContain('The 2013 argument')
  expect(chinese).toContain('machine translation')
})

test('Chinese is marked with its script where that is known', () => {
  const inScript = anIssue([{ title: 'All', stories: [aStory({ translation: { ...intoChinese, script: 'Hant' } })] }])
  const files = renderSite(site, [inScript], [], shippedTemplates)
  expect(fileOf(files, 'issues/2016-W49/index.html')).toContain('<div class="note" lang="zh-Hant">')
  expect(fileOf(files, 'issues/2016-W49/zh/index.html')).toContain('<article class="story" lang="zh-Hant">')
  expect(unescapeXml(fileOf(files, 'feed.xml'))).toContain('<div lang="zh-Hant">')
  const mail = mailFor(renderMail(site, inScript, 'zh-TW', shippedTemplates))
  expect(mail.html).toContain('<div lang="zh-Hant" style="margin:10px 0 0;line-height:1.75">')
  const chosen = mailFor(renderMail(site, inScript, 'zh-TW', shippedTemplates, { stories: 'zh' }))
  expect(chosen.html).toContain('<div lang="zh-Hant" style="margin:0 0 20px;line-height:1.75">')
})

test('an issue can be read in each of its languages alone, and each page leads to the others', () => {
  const files = renderSite(site, [issue], [], shippedTemplates)
  const [whole, chinese] = ['', 'zh/'].map(part => fileOf(files, `issues/2016-W49/${part}index.html`))
  for (const page of [whole, chinese]) {
    expect(page).toContain(
      '<link rel="alternate" hreflang="x-default" href="https://weekly.example.org/list/issues/2016-W49/">',
    )
    expect(page).toContain(
      '<link rel="alternate" hreflang="zh" href="https://weekly.example.org/list/issues/2016-W49/zh/">',
    )
    expect(page).toContain('<a href="/list/issues/2016-W49/en/" hreflang="en" lang="en">English</a>')
  }
  expect(chinese).toMatch(/大规模下的长尾，十年之后<\/a><\/h3>\n<p class="meta" lang="en" dir="auto">The tail at scale/)
  expect(chinese).toContain('machine translation')
  for (const text of ['The 2013 argument', intoEnglish.title]) expect(chinese).not.toContain(text)
  expect(chinese).toContain('href="../issue.epub"')
  expect(chinese).toContain('<link rel="canonical" href="https://weekly.example.org/list/issues/2016-W49/zh/">')
  // An issue without translations has one page, as ever.
  const bare = renderSite(site, [plain], [], shippedTemplates)
  expect(bare.filter(({ path }) => /issues\/2016-W49\/.*index\.html$/.test(path)).length).toBe(1)
  expect(fileOf(bare, 'issues/2016-W49/index.html')).not.toContain('hreflang')
})

test('the site map names the page of each language, and with each of them all', () => {
  const map = fileOf(renderSite(site, [issue], [], shippedTemplates), 'sitemap.xml')
  const address = 'https://weekly.example.org/list/issues/2016-W49/'
  const alternates = [
    ['x-default', ''],
    ['en', 'en/'],
    ['zh', 'zh/'],
  ].map(([language, path]) => `<xhtml:link rel="alternate" hreflang="${language}" href="${address}${path}"/>`)
  for (const path of ['', 'en/', 'zh/'])
    expect(map).toMatch(
      new RegExp(`<loc>${address}${path}</loc><lastmod>[\\d-]+</lastmod>${alternates.join('')}</url>`),
    )
  expect(map).toContain('xmlns:xhtml="http://www.w3.org/1999/xhtml"')
  expect(fileOf(renderSite(site, [plain], [], shippedTemplates), 'sitemap.xml')).not.toContain('xhtml')
})

test('a reader who wants one language gets every story in it, title and all, the original title beneath', () => {
  const mail = mailFor(renderMail(site, issue, 'en', shippedTemplates, { stories: 'zh' }))
  expect(mail.html).toMatch(
    /大规模下的长尾，十年之后<\/a><\/h3>\n<p lang="en"[^>]*>The tail at scale, ten years on<\/p>/,
  )
  expect(mail.html).toContain(' · machine translation')
  expect(mail.html).toContain(intoChinese.summary)
  expect(mail.html).not.toContain('The 2013 argument')
  expect(mail.html).not.toContain(intoEnglish.title)
  expect(mail.text).toContain(`${intoChinese.title}\nThe tail at scale, ten years on\n`)
  // Without a translation an English story is not for this reader.
  expect(mailFor(renderMail(site, plain, 'en', shippedTemplates, { stories: 'zh' })).html).not.toContain('The tail at')
})

test('a reader of both gets originals whole, and what is translated into the language of their mail', () => {
  const mail = mailFor(renderMail(site, issue, 'zh-CN', shippedTemplates))
  for (const text of ['The 2013 argument', intoChinese.title, 'Infinit为容器提供', '机器翻译'])
    expect(mail.html).toContain(text)
  expect(mail.html).not.toContain(intoEnglish.title)
  expect(Buffer.byteLength(mail.html)).toBeLessThan(80_000)
})

test('a story that is corrected loses the translation of what it was', () => {
  const erratum = { storyId: 'tail-at-scale', field: 'summary' as const, value: 'Another summary.', reason: null }
  const corrected = correctIssue(issue, [{ ...erratum, madeAt: '2016-12-09T00:00:00.000Z' as Instant }])
  const titles = corrected.sections.flatMap(({ stories }) => stories.map(({ translation }) => translation?.title))
  expect(titles).toEqual([undefined, intoEnglish.title])
})
