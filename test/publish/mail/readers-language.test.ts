import { expect, test } from 'vitest'
import { inReadersLanguage } from '../../../src/publish/mail/readers-language.ts'
import { renderMail } from '../../../src/publish/mail/email.ts'
import { viewIssue } from '../../../src/publish/issue-view.ts'
import { aSite, aStory, anIssue, shippedTemplates } from '../issues.ts'

const english = {
  itemId: 2,
  url: 'https://en.example/korvex',
  title: 'Korvex 4.2 is out',
  sourceTitle: 'English blog',
  site: 'en.example',
  edition: {
    language: 'en',
    summary: 'Korvex has a planner now.',
    points: ['Joins are faster.'],
    summaryMethod: 'extractive' as const,
    readingMinutes: 3,
  },
}
const story = aStory({
  title: 'Korvex 4.2 发布',
  language: 'zh',
  url: 'https://zh.example/korvex',
  summary: 'Korvex 有了查询优化器。',
  points: ['连接更快了。'],
  others: [english],
})
const issue = anIssue([{ title: '数据库', stories: [story] }])

test('an English reader gets the English telling: title, link, summary, points; the Chinese one stands beside it', () => {
  const [told] = inReadersLanguage(issue, 'en').sections[0]?.stories ?? []
  expect(told).toMatchObject({
    id: story.id,
    title: 'Korvex 4.2 is out',
    language: 'en',
    summary: 'Korvex has a planner now.',
    points: ['Joins are faster.'],
    readingMinutes: 3,
    lead: { url: 'https://en.example/korvex' },
    others: [{ url: 'https://zh.example/korvex', edition: { language: 'zh', summary: 'Korvex 有了查询优化器。' } }],
  })
  expect(told?.lead).not.toHaveProperty('edition')
})

test('a Chinese reader, and a story of one language, get it as it is', () => {
  expect(inReadersLanguage(issue, 'zh-CN')).toEqual(issue)
  const { itemId, url, title, sourceTitle, site } = english
  const before = { itemId, url, title, sourceTitle, site }
  const sealedBefore = anIssue([{ title: '数据库', stories: [{ ...story, others: [before] }] }])
  expect(inReadersLanguage(sealedBefore, 'en')).toEqual(sealedBefore)
})

test('the subject of each reader’s mail is in their language, and the page says where else it is told', () => {
  const site = aSite()
  expect(renderMail(site, issue, 'en', shippedTemplates).subject).toContain('Korvex 4.2 is out')
  expect(renderMail(site, issue, 'zh-CN', shippedTemplates).subject).toContain('Korvex 4.2 发布')
  expect(renderMail(site, issue, 'en', shippedTemplates).html).toContain('另有中文')
  expect(viewIssue(site, issue, 'zh-CN').stories[0]?.others).toEqual([
    { name: 'en.example (also in English)', url: 'https://en.example/korvex' },
  ])
})
