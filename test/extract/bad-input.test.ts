// What becomes of a story when its page or feed gives next to nothing, far too much, or the wrong thing.
import { describe, expect, test } from 'vitest'
import { groupStories } from '../../src/curate/group.ts'
import { readArticle } from '../../src/extract/read-article.ts'
import { hashLine } from '../../src/extract/summary/lines.ts'
import { summarize } from '../../src/extract/summary/summarize.ts'
import { aFetchedPage, anItem, aTask } from './items.ts'

const page = (body: string, title = 'Walls between containers') =>
  aFetchedPage(`<!doctype html><title>${title}</title><body><article><h1>${title}</h1>${body}</article></body>`)

test.each([
  ['an empty article', ''],
  ['an article of blanks', '<p> &nbsp; </p><p>\u3000</p>'],
  ['one word', '<p>Soon.</p>'],
  ['one word in Chinese', '<p>即将。</p>'],
])('%s has no lead that repeats its title, and no points', async (_, body) => {
  const item = anItem({ contentHtml: body })
  const { title, summary } = await readArticle(aTask({ item }))
  expect(title).toBe('Walls between containers')
  expect(summary.lead.length).toBeLessThanOrEqual(5)
  expect(summary.points).toEqual([])
})

describe('a page of links', () => {
  const links = Array.from(
    { length: 40 },
    (_, i) => `<li><a href="https://b.example/${i}">Walls and containers ${i}</a></li>`,
  )

  test('gives no points of links, and is not held for sure', async () => {
    const item = anItem({
      summaryHtml: '<p>What a small hypervisor costs for each container, measured twelve times.</p>',
    })
    const article = await readArticle(aTask({ item, page: page(`<ul>${links.join('')}</ul>`) }))
    expect(article.summary.lead).toContain('small hypervisor')
    expect(article.summary.points.filter(point => point.includes('http'))).toEqual([])
    expect(article.confidence).toBeLessThan(0.8)
  })
})

test.each([
  [
    'English',
    'Just a moment...',
    'Verify you are human by completing the action below. Enable JavaScript and cookies to continue.',
  ],
  ['Chinese', '环境异常', '当前环境异常，完成验证后即可继续访问。请点击按钮进行验证。'],
])('nothing of a wall is read: %s', async (_, title, words) => {
  const wall = aFetchedPage(
    `<title>${title}</title><body><div><h1>${title}</h1><p>${words}</p><button>OK</button></div>`,
  )
  await expect(readArticle(aTask({ page: wall }))).rejects.toMatchObject({ code: 'ARTICLE_WALLED' })
})

describe('a page of a hundred thousand words', () => {
  const sentence = (i: number) => `Container ${i} was stopped by its wall after ${i % 97} seconds in run ${i % 13}.`
  const body = Array.from(
    { length: 2_000 },
    (_, i) => `<p>${[0, 1, 2, 3, 4].map(at => sentence(5 * i + at)).join(' ')}</p>`,
  )

  test('is read whole and summed up shortly', async () => {
    const { words, summary } = await readArticle(aTask({ page: page(body.join('\n')) }))
    expect(words).toBeGreaterThan(90_000)
    expect(summary.lead.split(' ').length).toBeLessThanOrEqual(85)
    expect(summary.lead).not.toBe('')
  })
})

test.each([
  ['letters without a blank', 'W'.repeat(1_000_000)],
  ['Han characters', '墙'.repeat(1_000_000)],
  ['words', 'walls between containers '.repeat(40_000)],
])('a title of a million %s harms neither summary nor stories', (_, title) => {
  const text =
    'Containers share the kernel of their host. A small hypervisor puts a second wall around each group of them.'
  expect(summarize({ title, text }).lead).toContain('Containers share the kernel')
  const stories = groupStories([
    { id: 'a', title, text },
    { id: 'b', title: '灯塔停用', text: '旧港的灯塔将在五月停用。' },
  ])
  expect(stories).toHaveLength(2)
})

test.each([
  [
    'Chinese with English',
    '我们把 build 从 forty minutes 缩短到 six minutes，靠的是 cache 和 fake clock。机器费用也少了三分之一。',
  ],
  [
    'English with Chinese',
    'The word 集群 (jíqún) means cluster, and 容器 means container, says the glossary. It has ninety entries.',
  ],
  [
    'Chinese with Japanese and Korean',
    '这家公司在东京叫「カラス」，在首尔叫「까마귀」，意思都是乌鸦。它今年开了九家店。',
  ],
])('a sentence in several scripts is kept whole: %s', (_, text) => {
  expect(text.startsWith(summarize({ title: '', text }, { sentences: 1 }).lead)).toBe(true)
  const { lead } = summarize({ title: '', text }, { sentences: 1 })
  expect(lead.endsWith('。') || lead.endsWith('.')).toBe(true)
})

describe('two articles of one text under two titles', () => {
  const notice = 'To read this article, buy a subscription.'
  const long = Array.from(
    { length: 30 },
    (_, i) => `Wall ${i} held for ${i * 7} days, and then container ${i * 11} got out.`,
  )

  const group = (text: string): number =>
    groupStories([
      { id: 'a', title: 'Walls between containers', text, source: 'one' },
      { id: 'b', title: 'The lighthouse keeper retires', text, source: 'two' },
    ]).length

  test('are one story where the text is an article', () => expect(group(long.join(' '))).toBe(1))
  test('are two where it is a notice that everybody gets', () => expect(group(notice)).toBe(2))
})

describe('a sentence that a source prints every week', () => {
  const line = 'The old harbour light is still burning.'
  const standing = new Set([hashLine(line) ?? ''])
  const rest = [
    'Ferries now sail every ten minutes until midnight.',
    'The fish market opens an hour earlier on Fridays.',
  ]

  test('is neither lead nor point', () => {
    const { lead, points } = summarize({
      title: 'Ferries sail more often',
      text: [line, ...rest].join('\n\n'),
      standing,
    })
    expect([lead, ...points].join(' ')).not.toContain(line)
  })

  test('is said when the article is about it', () => {
    const { lead } = summarize({
      title: 'Old harbour light still burning',
      text: [line, ...rest].join('\n\n'),
      standing,
    })
    expect(lead).toContain(line)
  })

  test('is said in Chinese when the article is about it', () => {
    const own = '旧港的灯塔还亮着。'
    const text = `${own}\n\n渡轮每隔十分钟开一班，一直开到半夜。`
    expect(
      summarize({
        title: '旧港的灯塔还亮着',
        text: `${text}\n\n鱼市周五提前一小时开门。`,
        standing: new Set([hashLine(own) ?? '']),
      }).lead,
    ).not.toBe('')
  })
})
